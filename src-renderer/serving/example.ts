/** @file An example to ask a model with: a row of the data it learned from, or one made of its columns. */
import type { Cells, Client, ModelSignature } from '../../src-shared/contract.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';

/** The first row of the dataset that a model was trained on; null where there is none any more. */
export async function exampleRow(
  client: Pick<Client, 'models' | 'datasets'>,
  model: string,
): Promise<Cells | null> {
  try {
    const { version } = await client.models.lineage({ model });
    if (!version || !KINDS[version.kind].hasColumns) return null;
    const { items } = await client.datasets.samples({ dataset: version.dataset, limit: 1 });
    return items[0] ? cellsOf(items[0].text) : null;
  } catch {
    // The dataset may be in the bin; the form then begins empty.
    return null;
  }
}

/** A sample's text as cells: null when it is no JSON object of texts, numbers and nulls. */
export function cellsOf(text: string): Cells | null {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
    const cells = Object.entries(row).filter(
      (entry): entry is [string, string | number | null] =>
        entry[1] === null || typeof entry[1] === 'string' || typeof entry[1] === 'number',
    );
    return Object.fromEntries(cells);
  } catch {
    return null;
  }
}

/** A cell for each column: the example's where it has one, else a value that the column can hold. */
export function filledRow(columns: ModelSignature['columns'], example: Cells | null): Cells {
  return Object.fromEntries(
    columns.map(({ name, type, values }) => [name, example?.[name] ?? blank(type, values)]),
  );
}

function blank(type: ModelSignature['columns'][number]['type'], values: readonly string[]): string | number {
  switch (type) {
    case 'number':
      return 0;
    case 'date':
      return '2024-01-31';
    case 'category':
      return values[0] ?? '';
  }
}
