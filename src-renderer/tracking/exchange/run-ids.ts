/** @file The ids of every run that a list shows. */
import type { Client } from '../../../src-shared/contract.ts';
import type { RunSelection } from '../run-list.ts';

/** As many as the workbench takes. */
export const MOST_EXPORTED = 10_000;
const PAGE = 500;

export async function runIds(
  client: { readonly runs: Pick<Client['runs'], 'list'> },
  selection: RunSelection,
): Promise<string[]> {
  const ids = new Set<string>();
  for (let offset: number | null = 0; offset !== null;) {
    const page = await client.runs.list({ ...selection, offset, limit: PAGE });
    for (const { id } of page.items) ids.add(id);
    offset = page.next;
  }
  return [...ids].slice(0, MOST_EXPORTED);
}
