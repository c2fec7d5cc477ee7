/** @file Lists that come by the page, read to their end by who needs every row. */

export interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  /** Where the next page begins; null on the last. */
  readonly next: number | null;
}

const MOST_ROWS = 1000;

/** Every row of a list. A row that comes or goes meanwhile may be missed or read twice. */
export async function everyRow<Row>(
  list: (page: { offset: number; limit: number }) => Promise<ListPage<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const page: ListPage<Row> = await list({ offset, limit: MOST_ROWS });
    rows.push(...page.items);
    offset = page.next;
  }
  return rows;
}

/** The page that these rows are, of a list of `total` rows. */
export function pageAt<Row>(items: Row[], { offset, total }: { offset: number; total: number }) {
  const end = offset + items.length;
  return { items, total, next: items.length > 0 && end < total ? end : null };
}
