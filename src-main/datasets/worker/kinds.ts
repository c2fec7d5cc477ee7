/** @file How a file is read as each kind of data, and by what rules. */
import type { DatasetKind } from '../../../src-shared/contract.ts';
import { byKind } from '../../../src-shared/kinds/by-kind.ts';
import type { ImportSpec } from './import-spec.ts';
import type { Reading } from './reading/found.ts';
import type { IntakeRules } from './reading/intake.ts';
import type { KindLosses } from './reading/losses.ts';
import { readImages } from './reading/images.ts';
import { createMissingCells } from './reading/missing-cells.ts';
import { readParquetImages } from './reading/parquet-images.ts';
import { readPassages } from './reading/passages.ts';
import { readSamples, textRule } from './reading/samples.ts';
import { tableRule } from './reading/table-rule.ts';

export const readAs = byKind<ImportSpec, Promise<Reading>>({
  text: (spec) => readSamples(spec.source, textRule(spec.source, spec)),
  async table({ source, columns }) {
    const missing = createMissingCells();
    const reading = await readSamples(source, tableRule(source, columns, missing));
    return { ...reading, missing: missing.all };
  },
  image(spec) {
    if (spec.format !== 'parquet') return readImages(spec);
    const { columns, ...source } = spec;
    return readParquetImages({ ...source, imageColumn: columns.image, labelColumn: columns.label });
  },
  corpus: (spec) => readPassages(spec),
});

/** Where labels come from, and what becomes of content that comes again. */
export const rulesOf = byKind<ImportSpec, IntakeRules>({
  text: ({ fileName, labelColumn }) => ({ fileName, labelColumn: labelColumn ?? '', repeats: 'once' }),
  table({ fileName, columns }) {
    const target = columns.find(({ role }) => role === 'target');
    return { fileName, labelColumn: target?.name ?? '', repeats: 'each' };
  },
  image: ({ fileName, columns }) => ({ fileName, labelColumn: columns?.label ?? 'folder', repeats: 'once' }),
  corpus: ({ fileName }) => ({ fileName, labelColumn: '', repeats: 'each' }),
});

const ofRows = { many: 'datasets.manyRejected', mustDiffer: false } as const;

export const LOSSES: Readonly<Record<DatasetKind, KindLosses>> = {
  text: { ...ofRows, mustDiffer: true },
  table: ofRows,
  image: { ...ofRows, many: 'datasets.manyImagesRejected' },
  corpus: ofRows,
};
