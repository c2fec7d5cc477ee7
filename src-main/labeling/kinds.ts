/** @file What labeling does for each kind of data: items as a classifier learns from them, and as a model is asked. */
import type { DatasetKind } from '../../src-shared/kinds/kinds.ts';
import type { AskedItem, SampleContent } from './types.ts';
import type { ItemContent } from './worker/learning/features.ts';

interface ItemReader {
  /** What a fast classifier learns from. */
  readonly features: (sample: Pick<SampleContent, 'text'>, image: () => Uint8Array) => ItemContent;
  /** What a model of the registry is asked. */
  readonly asked: (sample: Pick<SampleContent, 'text'>, image: () => Uint8Array) => AskedItem;
  /** Items that are read at once. */
  readonly slice: number;
}

const ofText: ItemReader = {
  features: ({ text }) => ({ of: 'text', text }),
  asked: ({ text }) => ({ kind: 'text', text }),
  slice: 200,
};

/** Total: a new kind does not compile until labeling can read it. */
export const ITEM_READERS: Readonly<Record<DatasetKind, ItemReader>> = {
  text: ofText,
  corpus: ofText,
  table: {
    features: ({ text }) => ({ of: 'cells', cells: cellsIn(text) }),
    asked: ({ text }) => ({ kind: 'table', cells: cellsIn(text) }),
    slice: 200,
  },
  image: {
    features: (_sample, image) => ({ of: 'image', bytes: image() }),
    asked: (_sample, image) => ({ kind: 'image', image: image() }),
    slice: 50,
  },
};

/** The feature cells of a row. */
function cellsIn(text: string): Record<string, string | number | null> {
  const row: unknown = JSON.parse(text);
  if (typeof row !== 'object' || row === null) return {};
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]: [string, unknown]) => [
      name,
      typeof cell === 'string' || typeof cell === 'number' ? cell : null,
    ]),
  );
}
