/** @file A long list that is read a page at a time, as it comes into sight. */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { isAbort } from './client.ts';

/** Rows asked for at once, and pages kept. */
export const PAGE_ROWS = 200;
const PAGES_KEPT = 40;

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
}

export type ReadPage<Row> = (
  page: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
) => Promise<Page<Row>>;

export class PagedRows<Row> {
  total = $state(0);
  error = $state.raw<AppError>();
  /** Before the first page came. */
  fresh = $state(true);
  #pages = new SvelteMap<number, readonly Row[]>();
  #asked = new SvelteMap<number, AbortController>();
  #sight: readonly [number, number] = [0, 1];
  readonly #read: ReadPage<Row>;

  constructor(read: ReadPage<Row>) {
    this.#read = read;
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** Reads what is in sight and not there yet. */
  see(first: number, end: number): void {
    this.#sight = [first, Math.max(end, first + 1)];
    untrack(() => {
      for (const page of this.#inSight()) if (!this.#pages.has(page)) void this.#ask(page);
    });
  }

  /** Reads what is in sight anew; other pages are forgotten. What is shown stays until the new rows are there. */
  refresh(): void {
    untrack(() => {
      const inSight = this.#inSight();
      for (const page of this.#pages.keys()) if (!inSight.includes(page)) this.#pages.delete(page);
      this.#stopAll();
      for (const page of inSight) void this.#ask(page);
    });
  }

  /** Begins anew, e.g. with another filter. */
  reset(): void {
    untrack(() => {
      this.#stopAll();
      this.#pages.clear();
      this.fresh = true;
      this.#sight = [0, 1];
      void this.#ask(0);
    });
  }

  #inSight(): number[] {
    const [first, end] = this.#sight;
    const from = Math.floor(first / PAGE_ROWS);
    return Array.from({ length: Math.floor((end - 1) / PAGE_ROWS) - from + 1 }, (_, i) => from + i);
  }

  async #ask(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    const asking = new AbortController();
    this.#asked.set(page, asking);
    try {
      const range = { offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      const { items, total } = await this.#read(range, asking.signal);
      if (asking.signal.aborted) return;
      this.total = total;
      this.fresh = false;
      this.error = undefined;
      this.#pages.set(page, items);
      this.#forgetFar(page);
    } catch (thrown) {
      if (!isAbort(thrown) && !asking.signal.aborted) this.error = toAppError(thrown);
    } finally {
      if (this.#asked.get(page) === asking) this.#asked.delete(page);
    }
  }

  /** Keeps memory bounded on a long way down. */
  #forgetFar(near: number): void {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, Math.max(0, far.length - PAGES_KEPT))) this.#pages.delete(page);
  }

  #stopAll(): void {
    for (const asking of this.#asked.values()) asking.abort();
    this.#asked.clear();
  }
}
