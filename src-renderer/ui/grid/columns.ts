/** @file Columns of a grid: what is shown, how wide, in which order, sorted by what. */

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Says more than the title, on hover. */
  readonly hint?: string;
  /** Pixels at first; people may change it. `rest` takes what is left. */
  readonly width: number | 'rest';
  readonly align?: 'start' | 'end';
  /** Whoever reads the rows can sort by it. */
  readonly sortable?: boolean;
  /** Hidden until chosen. */
  readonly hidden?: boolean;
}

/** What a person changed about a grid. */
export interface Layout {
  readonly widths: Readonly<Record<string, number>>;
  /** Columns shown or hidden against their default. */
  readonly shown: Readonly<Record<string, boolean>>;
  readonly pinned: readonly string[];
  /** Columns that were moved, in their order; those after them keep the order that they came in. */
  readonly order?: readonly string[];
  readonly sort: Sort | null;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const PLAIN: Layout = { widths: {}, shown: {}, pinned: [], sort: null };

export const NARROWEST = 48;

/** The columns in sight: pinned ones first, then as people ordered them. */
export function shownColumns(columns: readonly Column[], layout: Layout): readonly Column[] {
  const place = new Map(layout.order?.map((id, i) => [id, i]));
  const placeOf = ({ id }: Column) => place.get(id) ?? place.size;
  const shown = columns
    .filter(({ id, hidden }) => layout.shown[id] ?? !hidden)
    .sort((a, b) => placeOf(a) - placeOf(b));
  const isPinned = ({ id }: Column) => layout.pinned.includes(id);
  return [...shown.filter(isPinned), ...shown.filter((column) => !isPinned(column))];
}

/** The order in which a column stands one place further left (-1) or right (1). @param shown what is in sight */
export function movedOrder(shown: readonly Column[], column: string, by: -1 | 1): readonly string[] {
  const ids = shown.map(({ id }) => id);
  const at = ids.indexOf(column);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ids.length) return ids;
  return ids.with(at, ids[to]!).with(to, column);
}

/** What a column takes where there is no room to spare, in pixels. */
export const widthOf = ({ id, width }: Column, { widths }: Layout): number =>
  widths[id] ?? (width === 'rest' ? NARROWEST_REST : width);

const NARROWEST_REST = 160;

/** Columns drawn left and right of what is in sight. */
const SPARE = 2;

/**
 * The columns to draw: all where they fit, else the pinned ones and those in sight; each with its place among all.
 * @param view how far it is scrolled and how wide it is, in pixels
 */
export function drawnColumns(
  shown: readonly Column[],
  layout: Layout,
  view: { readonly left: number; readonly width: number; readonly lead: number },
): readonly { readonly column: Column; readonly place: number }[] {
  const all = shown.map((column, place) => ({ column, place }));
  const ends: number[] = [];
  let end = view.lead;
  for (const { column } of all) ends.push((end += widthOf(column, layout)));
  if (view.width === 0 || end <= view.width) return all;
  const first = ends.findIndex((right) => right > view.left) - SPARE;
  const after = ends.findIndex((right) => right >= view.left + view.width);
  const last = (after < 0 ? all.length : after) + SPARE;
  return all.filter(
    ({ column, place }) => layout.pinned.includes(column.id) || (place >= first && place <= last),
  );
}

/** Columns whose values are read together begin within so many pixels. */
const BLOCK = 800;

/**
 * The columns to read values of: those of every block in which one is drawn, and the pinned ones. So scrolling reads now and
 * then, and not at each column; a table that has no more is read whole.
 */
export function columnsToRead(
  shown: readonly Column[],
  layout: Layout,
  drawn: readonly { readonly column: Column; readonly place: number }[],
): readonly string[] {
  let left = 0;
  const blockOf = shown.map((column) => {
    const block = Math.floor(left / BLOCK);
    left += widthOf(column, layout);
    return block;
  });
  const isPinned = ({ id }: Column): boolean => layout.pinned.includes(id);
  const blocks = new Set(drawn.flatMap(({ column, place }) => (isPinned(column) ? [] : [blockOf[place]!])));
  return shown.flatMap((column, place) =>
    blocks.has(blockOf[place]!) || isPinned(column) ? [column.id] : [],
  );
}

/**
 * `grid-template-columns` of what is drawn, with one track for each stretch of columns that is not, and the track of each
 * column, from 0: the browser lays out a few tracks in each row, not hundreds.
 */
export function tracksOf(
  drawn: readonly { readonly column: Column; readonly place: number }[],
  shown: readonly Column[],
  layout: Layout,
): { readonly template: string; readonly tracks: readonly number[] } {
  const template: string[] = [];
  const between = (from: number, to: number): void => {
    const width = shown.slice(from, to).reduce((sum, column) => sum + widthOf(column, layout), 0);
    if (to > from) template.push(`${width}px`);
  };
  let next = 0;
  const tracks = drawn.map(({ column, place }) => {
    between(next, place);
    next = place + 1;
    return template.push(trackOf(column, layout)) - 1;
  });
  between(next, shown.length);
  return { template: template.join(' '), tracks };
}

function trackOf({ id, width }: Column, { widths }: Layout): string {
  if (widths[id]) return `${widths[id]}px`;
  return width === 'rest' ? `minmax(${NARROWEST_REST}px, 1fr)` : `${width}px`;
}

/** How far from the left edge each pinned column sticks, in pixels, after `lead` pixels of other cells. */
export function pinOffsets(
  columns: readonly Column[],
  layout: Layout,
  lead: number,
): Readonly<Record<string, number>> {
  const offsets: Record<string, number> = {};
  let left = lead;
  for (const column of columns) {
    if (!layout.pinned.includes(column.id)) break;
    offsets[column.id] = left;
    left += widthOf(column, layout);
  }
  return offsets;
}

/** The next order when a header is pressed: ascending, descending, as it was. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
