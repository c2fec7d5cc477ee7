/**
 * @file Which rows of a long list are in sight. Browsers limit how tall an element may be (about 17.9 million pixels in
 * Firefox, 33.5 in Chromium), so a taller list is scrolled in proportion; arrow keys still go row by row.
 */

/** The tallest scroll area that every browser lays out exactly, in pixels. */
export const TALLEST = 16_000_000;

/** Rows drawn above and below what is in sight. */
const SPARE = 6;

export interface ListView {
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Height of what is in sight, in pixels. */
  readonly viewport: number;
  /** The scroll position, in pixels of the scroll area. */
  readonly scroll: number;
}

export interface Visible {
  /** The first row to draw and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Height of the scroll area. */
  readonly height: number;
  /** Where the first drawn row stands in the scroll area. */
  readonly shift: number;
}

/** The rows to draw. */
export function visibleRows(view: ListView): Visible {
  const { count, rowHeight, viewport, scroll } = view;
  const top = topOf(view);
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const end = Math.min(count, Math.ceil((top + viewport) / rowHeight) + SPARE);
  return { first, end, height: areaHeight(view), shift: scroll + first * rowHeight - top };
}

/** Where to scroll so that a row is wholly in sight; the current position when it is already. */
export function scrollToRow(view: ListView, row: number): number {
  const { rowHeight, viewport } = view;
  const top = topOf(view);
  const rowTop = row * rowHeight;
  if (rowTop >= top && rowTop + rowHeight <= top + viewport) return view.scroll;
  return scrollOf(view, rowTop < top ? rowTop : rowTop + rowHeight - viewport);
}

/** As many elements as are ever drawn at once: a row takes that of its number, so that a jump makes none anew. */
export function slotsOf({ viewport, rowHeight }: Pick<ListView, 'viewport' | 'rowHeight'>): number {
  return Math.ceil(viewport / rowHeight) + 1 + 2 * SPARE;
}

/** How many whole rows are in sight: a page for PageUp and PageDown. */
export function rowsInSight({ viewport, rowHeight }: Pick<ListView, 'viewport' | 'rowHeight'>): number {
  return Math.max(1, Math.floor(viewport / rowHeight) - 1);
}

function areaHeight({ count, rowHeight }: ListView): number {
  return Math.min(TALLEST, count * rowHeight);
}

/** The pixel of the whole list at the upper edge. */
function topOf(view: ListView): number {
  const { count, rowHeight, viewport, scroll } = view;
  const most = Math.max(0, count * rowHeight - viewport);
  const room = areaHeight(view) - viewport;
  return Math.min(most, room <= 0 ? 0 : Math.max(0, scroll) * (most / room));
}

function scrollOf(view: ListView, top: number): number {
  const { count, rowHeight, viewport } = view;
  const most = Math.max(0, count * rowHeight - viewport);
  const room = Math.max(0, areaHeight(view) - viewport);
  return most === 0 ? 0 : Math.min(1, Math.max(0, top / most)) * room;
}
