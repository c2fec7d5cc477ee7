/** @file Columns of a grid: what is shown, how wide, in which order, sorted by what. */

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Says more than the title, on hover. */
  readonly hint?: string;
  /** Pixels at first; people may change it. `rest` takes what is left. */
  readonly width: number | 'rest';
  readonly align?: 'start' | 'end';
  /** What it is sorted by; a column without cannot be sorted. */
  readonly sort?: (row: Row) => number | string | null;
  /** Hidden until chosen. */
  readonly hidden?: boolean;
}

/** What a person changed about a grid. */
export interface Layout {
  readonly widths: Readonly<Record<string, number>>;
  /** Columns shown or hidden against their default. */
  readonly shown: Readonly<Record<string, boolean>>;
  readonly pinned: readonly string[];
  readonly sort: Sort | null;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const PLAIN: Layout = { widths: {}, shown: {}, pinned: [], sort: null };

export const NARROWEST = 48;

/** The columns in sight: pinned ones first. */
export function shownColumns<Row>(columns: readonly Column<Row>[], layout: Layout): readonly Column<Row>[] {
  const shown = columns.filter(({ id, hidden }) => layout.shown[id] ?? !hidden);
  const isPinned = ({ id }: Column<Row>) => layout.pinned.includes(id);
  return [...shown.filter(isPinned), ...shown.filter((column) => !isPinned(column))];
}

/** `grid-template-columns` of the columns in sight. */
export function templateOf<Row>(columns: readonly Column<Row>[], { widths }: Layout): string {
  return columns
    .map(({ id, width }) =>
      widths[id] ? `${widths[id]}px` : width === 'rest' ? 'minmax(160px, 1fr)' : `${width}px`,
    )
    .join(' ');
}

/** How far from the left edge each pinned column sticks, in pixels, after `lead` pixels of other cells. */
export function pinOffsets<Row>(
  columns: readonly Column<Row>[],
  layout: Layout,
  lead: number,
): Readonly<Record<string, number>> {
  const offsets: Record<string, number> = {};
  let left = lead;
  for (const { id, width } of columns) {
    if (!layout.pinned.includes(id)) break;
    offsets[id] = left;
    left += layout.widths[id] ?? (width === 'rest' ? 160 : width);
  }
  return offsets;
}

/** The next order when a header is pressed: ascending, descending, as it was. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** Rows in order; those without a value come last either way, equal ones stay as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const by = columns.find(({ id }) => id === sort?.column)?.sort;
  if (!sort || !by) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => compareNullable(by(a), by(b), sign));
}

function compareNullable(a: number | string | null, b: number | string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), undefined, { numeric: true });
}
