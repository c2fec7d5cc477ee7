/** @file The state of one grid: layout (kept by the browser, or by whoever is given), cursor, selection. */
import { SvelteSet } from 'svelte/reactivity';
import { type Column, type Layout, NARROWEST, PLAIN, movedOrder, nextSort, shownColumns } from './columns.ts';

/** Where a layout is kept. */
export interface LayoutKeeper {
  readonly layout: Layout | undefined;
  keep(layout: Layout): void;
}

export class GridState {
  #layout = $state.raw<Layout>(PLAIN);
  /** The row under the cursor; -1 before any. */
  cursor = $state(-1);
  readonly selected = new SvelteSet<string>();
  /** Told by the grid: the first row it draws, and how to scroll by some rows. */
  first = 0;
  scrollBy: (rows: number) => void = () => undefined;
  #anchor = -1;
  readonly #keeper: LayoutKeeper;

  /** @param keeper a name under which the browser keeps the layout, or who does otherwise */
  constructor(keeper: string | LayoutKeeper, initial: Partial<Layout> = {}) {
    this.#keeper = typeof keeper === 'string' ? browserKeeper(keeper) : keeper;
    this.#layout = { ...PLAIN, ...initial, ...this.#keeper.layout };
  }

  get layout(): Layout {
    return this.#layout;
  }

  sortBy(column: string): void {
    this.#change({ sort: nextSort(this.#layout.sort, column) });
  }

  resize(column: string, width: number): void {
    this.#change({ widths: { ...this.#layout.widths, [column]: Math.max(NARROWEST, Math.round(width)) } });
  }

  show(column: string, shown: boolean): void {
    this.#change({ shown: { ...this.#layout.shown, [column]: shown } });
  }

  pin(column: string, pinned: boolean): void {
    const others = this.#layout.pinned.filter((id) => id !== column);
    this.#change({ pinned: pinned ? [...others, column] : others });
  }

  /** Moves a column a place to the left or right of those in sight. */
  moveColumn(columns: readonly Column[], column: string, by: -1 | 1): void {
    this.#change({ order: movedOrder(shownColumns(columns, this.#layout), column, by) });
  }

  /** Takes another layout, e.g. of a view that was saved. */
  adopt(layout: Layout): void {
    this.#change({ ...PLAIN, ...layout });
  }

  toggle(key: string, row: number): void {
    if (!this.selected.delete(key)) this.selected.add(key);
    this.#anchor = row;
  }

  /** Selects from where the selection began to a row; rows that are not loaded yet are left out. */
  extend(row: number, keyAt: (row: number) => string | undefined): void {
    if (this.#anchor < 0) this.#anchor = Math.max(0, this.cursor);
    this.selected.clear();
    const [from, to] = [Math.min(this.#anchor, row), Math.max(this.#anchor, row)];
    for (let at = from; at <= to; at++) {
      const key = keyAt(at);
      if (key !== undefined) this.selected.add(key);
    }
  }

  /** Moves the cursor, and forgets where a selection began. */
  move(row: number): void {
    this.cursor = row;
    this.#anchor = -1;
  }

  /**
   * Remembers the rows under the cursor and at the top. @returns finds them again after rows came, went or moved: the
   * cursor goes with its row, and what is in sight stays there, unless it is the top of the list
   */
  hold(keyAt: (index: number) => string | undefined): (indexOf: (key: string) => number | undefined) => void {
    const [cursor, first] = [this.cursor, this.first];
    const [atCursor, atFirst] = [keyAt(cursor), keyAt(first)];
    return (indexOf) => {
      const [under, top] = [atCursor, atFirst].map((key) => (key === undefined ? undefined : indexOf(key)));
      if (under !== undefined && this.cursor === cursor) this.cursor = under;
      if (top !== undefined && top !== first && first > 0 && this.first === first) this.scrollBy(top - first);
    };
  }

  #change(change: Partial<Layout>): void {
    this.#layout = { ...this.#layout, ...change };
    this.#keeper.keep(this.#layout);
  }
}

const keyOf = (name: string): string => `lathe.grid.${name}`;

function browserKeeper(name: string): LayoutKeeper {
  return {
    layout: readLayout(name),
    keep: (layout) => localStorage.setItem(keyOf(name), JSON.stringify(layout)),
  };
}

/** What the browser no longer needs to keep. */
export const forgetLayout = (name: string): void => localStorage.removeItem(keyOf(name));

/** What the browser keeps; undefined where that is nothing. */
export function readLayout(name: string): Layout | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null');
    return isLayout(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isLayout(kept: unknown): kept is Layout {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'widths' in kept &&
    'shown' in kept &&
    'pinned' in kept &&
    Array.isArray(kept.pinned) &&
    'sort' in kept
  );
}
