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
  readonly sort: Sort | null;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const PLAIN: Layout = { widths: {}, shown: {}, pinned: [], sort: null };

export const NARROWEST = 48;

/** The columns in sight: pinned ones first. */
export function shownColumns(columns: readonly Column[], layout: Layout): readonly Column[] {
  const shown = columns.filter(({ id, hidden }) => layout.shown[id] ?? !hidden);
  const isPinned = ({ id }: Column) => layout.pinned.includes(id);
  return [...shown.filter(isPinned), ...shown.filter((column) => !isPinned(column))];
}

/** `grid-template-columns` of the columns in sight. */
export function templateOf(columns: readonly Column[], { widths }: Layout): string {
  return columns
    .map(({ id, width }) =>
      widths[id] ? `${widths[id]}px` : width === 'rest' ? 'minmax(160px, 1fr)' : `${width}px`,
    )
    .join(' ');
}

/** How far from the left edge each pinned column sticks, in pixels, after `lead` pixels of other cells. */
export function pinOffsets(
  columns: readonly Column[],
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
