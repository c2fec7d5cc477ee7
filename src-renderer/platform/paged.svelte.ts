/** @file A long list that is read a page at a time, as it comes into sight. */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { isAbort } from './client.ts';

/** Rows asked for at once, and pages kept. */
export const PAGE_ROWS = 200;
const PAGES_KEPT = 40;
/** What one request may ask for. */
const MOST_ROWS = 1000;
/** Rows kept that were read alone. */
const ROWS_KEPT = 1000;

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
}

export type ReadPage<Row> = (
  page: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
) => Promise<Page<Row>>;

export interface PagedOptions<Row> {
  /** What a row is known by, where rows are also read alone. */
  readonly keyOf?: (row: Row) => string;
  readonly pageRows?: number;
}

/** What was read, and when it was asked for: of two readings of a row the one that was asked for later is the newer. */
interface Reading<T> {
  readonly read: T;
  readonly asked: number;
}

export class PagedRows<Row> {
  total = $state(0);
  error = $state.raw<AppError>();
  /** Before the first page came. */
  fresh = $state(true);
  #pages = new SvelteMap<number, Reading<readonly Row[]>>();
  #alone = new SvelteMap<string, Reading<Row>>();
  #asked = new SvelteMap<number, { readonly stop: AbortController; readonly done: Promise<void> }>();
  #sight: readonly [number, number] = [0, 1];
  #moment = 0;
  readonly #read: ReadPage<Row>;
  readonly #keyOf: ((row: Row) => string) | undefined;
  readonly #pageRows: number;

  constructor(read: ReadPage<Row>, { keyOf, pageRows = PAGE_ROWS }: PagedOptions<Row> = {}) {
    this.#read = read;
    this.#keyOf = keyOf;
    this.#pageRows = pageRows;
  }

  at(index: number): Row | undefined {
    const page = this.#pages.get(Math.floor(index / this.#pageRows));
    const row = page?.read[index % this.#pageRows];
    return page && row !== undefined ? this.newest(row, page.asked) : row;
  }

  /** A row as it was read last. @param asked the moment at which it was asked for */
  newest(row: Row, asked: number): Row {
    const alone = this.#keyOf && this.#alone.get(this.#keyOf(row));
    return alone && alone.asked > asked ? alone.read : row;
  }

  /** Where a row stands among those that were read; undefined where it is not among them. */
  indexOf(key: string): number | undefined {
    for (const [page, { read }] of this.#pages) {
      const place = read.findIndex((row) => this.#keyOf?.(row) === key);
      if (place >= 0) return page * this.#pageRows + place;
    }
    return undefined;
  }

  /** A row by its key, in a page or read alone; undefined where it was never read. */
  find(key: string): Row | undefined {
    const index = this.indexOf(key);
    return index === undefined ? this.#alone.get(key)?.read : this.at(index);
  }

  /** The moment to note before something is asked for. */
  moment(): number {
    return ++this.#moment;
  }

  /** Whether anything was ever asked for. */
  get begun(): boolean {
    return this.#moment > 0;
  }

  /** Puts a row that was read alone in its place. @param asked the moment at which it was asked for */
  put(row: Row, asked: number): void {
    if (!this.#keyOf) return;
    const key = this.#keyOf(row);
    if ((this.#alone.get(key)?.asked ?? 0) > asked) return;
    this.#alone.delete(key);
    this.#alone.set(key, { read: row, asked });
    for (const old of [...this.#alone.keys()].slice(0, -ROWS_KEPT)) this.#alone.delete(old);
  }

  /** Resolves when no page is on its way. */
  async settled(): Promise<void> {
    while (this.#asked.size > 0) await Promise.all([...this.#asked.values()].map(({ done }) => done));
  }

  /** Reads what is in sight and not there yet. */
  see(first: number, end: number): void {
    this.#sight = [first, Math.max(end, first + 1)];
    untrack(() => {
      this.#ask(this.#inSight().filter((page) => !this.#pages.has(page)));
    });
  }

  /** Reads what is in sight anew; other pages are forgotten. What is shown stays until the new rows are there. */
  refresh(): void {
    untrack(() => {
      const inSight = this.#inSight();
      for (const page of this.#pages.keys()) if (!inSight.includes(page)) this.#pages.delete(page);
      this.#stopAll();
      this.#ask(inSight);
    });
  }

  /** Begins anew, e.g. with another filter. */
  reset(): void {
    untrack(() => {
      this.#stopAll();
      this.#pages.clear();
      this.fresh = true;
      this.#sight = [0, 1];
      this.#ask([0]);
    });
  }

  /** Stops what is on its way. */
  stop(): void {
    this.#stopAll();
  }

  #inSight(): number[] {
    const [first, end] = this.#sight;
    const from = Math.floor(first / this.#pageRows);
    return Array.from({ length: Math.floor((end - 1) / this.#pageRows) - from + 1 }, (_, i) => from + i);
  }

  /** Asks for pages that are not on their way yet. Neighbors come in one answer, and are painted at once. */
  #ask(pages: readonly number[]): void {
    const missing = pages.filter((page) => !this.#asked.has(page));
    for (let i = 0; i < missing.length;) {
      const from = missing[i]!;
      let count = 1;
      while (missing[i + count] === from + count && (count + 1) * this.#pageRows <= MOST_ROWS) count++;
      this.#askFor(from, count);
      i += count;
    }
  }

  #askFor(from: number, count: number): void {
    const pages = Array.from({ length: count }, (_, i) => from + i);
    const stop = new AbortController();
    const done = this.#take(pages, stop.signal).finally(() => {
      for (const page of pages) if (this.#asked.get(page)?.stop === stop) this.#asked.delete(page);
    });
    for (const page of pages) this.#asked.set(page, { stop, done });
  }

  async #take(pages: readonly number[], signal: AbortSignal): Promise<void> {
    const asked = this.moment();
    const rows = this.#pageRows;
    try {
      const range = { offset: pages[0]! * rows, limit: pages.length * rows };
      const { items, total } = await this.#read(range, signal);
      if (signal.aborted) return;
      this.total = total;
      this.fresh = false;
      this.error = undefined;
      for (const [i, page] of pages.entries())
        this.#pages.set(page, { read: items.slice(i * rows, (i + 1) * rows), asked });
      this.#forgetFar(pages[0]!);
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted) this.error = toAppError(thrown);
    }
  }

  /** Keeps memory bounded on a long way down. */
  #forgetFar(near: number): void {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, Math.max(0, far.length - PAGES_KEPT))) this.#pages.delete(page);
  }

  #stopAll(): void {
    for (const { stop } of this.#asked.values()) stop.abort();
    this.#asked.clear();
  }
}
