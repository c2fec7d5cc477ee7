/** @file A long list that keeps itself fresh: what changed is read row by row, and a page only where rows moved. */
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { isAbort } from './client.ts';
import { useApp } from './context.ts';
import type { EventOf } from './live.svelte.ts';
import { PagedRows, type PagedOptions, type ReadPage } from './paged.svelte.ts';
import { calm } from './calm.ts';
import { type Subject, type What, isAbout } from './query.svelte.ts';

export interface LiveRowsOptions<Row> extends PagedOptions<Row> {
  readonly keyOf: (row: Row) => string;
  readonly page: ReadPage<Row>;
  /** Reads one row. @throws AppError `house.notFound` when it is gone */
  readonly row: (key: string, signal: AbortSignal) => Promise<Row>;
  /** Everything of a row that decides where it stands and whether it is in the list at all. */
  readonly placeOf?: (row: Row) => string;
  /** Whether a change can bring a row into sight that was not: the list is sorted, filtered or searched. */
  readonly arranged?: () => boolean;
  /** A row was read anew; `before` is undefined for one that was not known. */
  readonly onrow?: (row: Row, before: Row | undefined) => void;
  /** Rows may have come or gone. */
  readonly onrows?: () => void;
  /** What stays in its place on the screen while rows move; see GridState. */
  readonly view?: {
    hold(
      keyAt: (index: number) => string | undefined,
    ): (indexOf: (key: string) => number | undefined) => void;
  };
}

/** About twice what is in sight: a run with all its results is large. */
const ROWS_OF_A_PAGE = 40;

/** When more rows than these changed at once, pages are read instead. */
const MOST_ALONE = 10;

export class LiveRows<Row> {
  readonly paged: PagedRows<Row>;
  /** How often pages in sight were read anew. */
  times = $state(0);
  readonly #options: LiveRowsOptions<Row>;
  readonly #closing = new AbortController();
  #edited: readonly string[] = [];
  #all = false;

  constructor(options: LiveRowsOptions<Row>) {
    this.#options = options;
    this.paged = new PagedRows(options.page, { pageRows: ROWS_OF_A_PAGE, ...options });
  }

  get total(): number {
    return this.paged.total;
  }

  get error(): AppError | undefined {
    return this.paged.error;
  }

  at(index: number): Row | undefined {
    return this.paged.at(index);
  }

  see(first: number, end: number): void {
    this.paged.see(first, end);
  }

  /** Reads anew what is in sight, e.g. in another order. */
  refresh(): void {
    this.times++;
    this.paged.refresh();
  }

  /** Notes a change of a row, or of who knows which; {@link readChanges} then reads what that makes necessary. */
  note(change: Pick<EventOf<'changed'>, 'id' | 'edited'> | 'all'): void {
    if (change === 'all' || !change.edited) this.#all = true;
    // Of more than are read alone it does not matter which they are.
    else if (this.#edited.length <= MOST_ALONE && !this.#edited.includes(change.id))
      this.#edited = [...this.#edited, change.id];
  }

  async readChanges(): Promise<void> {
    const [edited, all] = [this.#edited, this.#all];
    this.#edited = [];
    this.#all = false;
    if (all) this.#options.onrows?.();
    if (all || edited.length > MOST_ALONE) return this.#reread();
    // A page on its way may bring the row as it was before.
    await this.paged.settled();
    const moved = await Promise.all(edited.map((key) => this.#readAlone(key)));
    if (moved.includes(true)) await this.#reread();
  }

  stop(): void {
    this.#closing.abort();
    this.paged.stop();
  }

  /** @returns whether pages in sight have to be read for it */
  async #readAlone(key: string): Promise<boolean> {
    const { row: read, placeOf = () => '', arranged = () => false, onrow, onrows } = this.#options;
    const before = this.paged.find(key);
    const asked = this.paged.moment();
    try {
      const row = await read(key, this.#closing.signal);
      if (this.#closing.signal.aborted) return false;
      this.paged.put(row, asked);
      onrow?.(row, before);
      return before === undefined ? arranged() : placeOf(before) !== placeOf(row);
    } catch (thrown) {
      if (isAbort(thrown) || this.#closing.signal.aborted) return false;
      const error = toAppError(thrown);
      if (error.key === 'house.notFound') onrows?.();
      else this.paged.error = error;
      return error.key === 'house.notFound';
    }
  }

  async #reread(): Promise<void> {
    const { view, keyOf } = this.#options;
    const restore = view?.hold((index) => {
      const row = this.paged.at(index);
      return row === undefined ? undefined : keyOf(row);
    });
    this.refresh();
    await this.paged.settled();
    restore?.((key) => this.paged.indexOf(key));
  }
}

/** What a list is of: changes whose id is the key of a row, and changes after which any row may be another. */
export interface ListSubjects {
  readonly rows: readonly What[];
  readonly besides?: readonly Subject[];
}

/** {@link LiveRows} that live as long as the component that makes them. */
export function useLiveRows<Row>(
  { rows, besides = [] }: ListSubjects,
  options: LiveRowsOptions<Row>,
): LiveRows<Row> {
  const { live } = useApp();
  const list = new LiveRows(options);
  const soon = calm(() => void list.readChanges());
  $effect(() => {
    const note = (change: Parameters<typeof list.note>[0]): void => {
      list.note(change);
      soon.soon();
    };
    const stops = [
      live.on('changed', (event) => {
        if (rows.includes(event.what)) note(event);
        else if (isAbout(event, besides)) note('all');
      }),
      live.on('reset', () => note('all')),
    ];
    return () => {
      for (const stop of stops) stop();
      soon.stop();
      list.stop();
    };
  });
  return list;
}
