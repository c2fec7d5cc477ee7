/** @file The samples of a dataset at one moment, as rows of an exported file, whatever people label meanwhile. */
import type { Database } from 'better-sqlite3';
import type { Split } from '../../src-shared/contract.ts';
import type { FreezableDataset } from '../datasets/index.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Store } from '../platform/store/index.ts';
import { contentColumns, metadataColumns, targetColumn } from './columns.ts';
import type { Cell, ExportBatch, ExportColumn } from './worker/write.ts';

const BATCH_ROWS = 500;
/** Of the images of one batch. */
const BATCH_BYTES = 8 << 20;

interface Row {
  readonly key: number;
  readonly id: string;
  readonly text: string;
  readonly value: number | null;
  readonly split: Split | null;
  readonly metadata: string | null;
  readonly label: string | null;
  readonly labeledBy: string | null;
  readonly flagged: number | null;
}

interface Image {
  readonly key: number;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A row with what stands in it as JSON, and its image. */
interface Read extends Row {
  readonly cells: Readonly<Record<string, string | number | null>>;
  readonly facts: Readonly<Record<string, string | number | null>>;
  readonly image: Image | undefined;
}

export interface Filled extends ExportColumn {
  cell(row: Read): Cell;
}

export interface Moment {
  readonly columns: readonly Filled[];
  readonly batches: AsyncIterable<ExportBatch>;
  close(): void;
}

const LABELED_BY: Filled = { name: 'labeled_by', type: 'text', cell: ({ labeledBy }) => labeledBy };
const FLAGGED: Filled = { name: 'flagged', type: 'boolean', cell: ({ flagged }) => flagged === 1 };
const ID: Filled = { name: 'id', type: 'text', cell: ({ id }) => id };

/** Of what is no cell of the row's own JSON: the fixed columns of texts, passages and images, by name. */
const FIXED: Readonly<Record<string, (row: Read, base: number) => Cell>> = {
  text: ({ text }) => text,
  position: ({ key }, base) => key - base,
  image: ({ image }) => image?.bytes ?? null,
  name: ({ text }) => text,
  width: ({ image }) => image?.width ?? null,
  height: ({ image }) => image?.height ?? null,
};

/** The columns of all samples, in the order of the file. */
export function datasetColumns(dataset: FreezableDataset): Filled[] {
  const base = sampleKey(dataset.key, 0);
  const { hasColumns } = KINDS[dataset.kind];
  const own = (row: Readonly<Record<string, string | number | null>>, name: string): Cell =>
    Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  const content = contentColumns(dataset).map((column): Filled => {
    const fixed = hasColumns ? undefined : FIXED[column.name];
    return { ...column, cell: (row) => (fixed ? fixed(row, base) : own(row.cells, column.name)) };
  });
  const target = targetColumn(dataset).map((column): Filled => ({
    ...column,
    cell: TARGETS[dataset.target].isNumber ? ({ value }) => value : ({ label }) => label,
  }));
  const metadata = metadataColumns(dataset).map((column): Filled => ({
    ...column,
    cell: ({ facts }) => {
      const cell = own(facts, column.name);
      if (column.type === 'number') return typeof cell === 'number' ? cell : null;
      return cell === null ? null : String(cell);
    },
  }));
  const split: Filled = { name: 'split', type: 'text', cell: (row) => row.split };
  return [ID, ...content, ...target, split, LABELED_BY, FLAGGED, ...metadata];
}

/** The columns of labels: by the id of the sample, who gave them, and whether it is flagged. */
export const LABEL_COLUMNS: readonly Filled[] = [
  ID,
  { name: 'label', type: 'text', cell: ({ label }) => label },
  LABELED_BY,
  FLAGGED,
];

/** @param chosen which columns to write; `labeled` leaves out samples without a label */
export function readMoment(
  store: Pick<Store, 'snapshot' | 'requireSound'>,
  dataset: FreezableDataset,
  { chosen, labeled }: { chosen: readonly Filled[]; labeled: boolean },
): Moment {
  const db = store.snapshot();
  const queries = prepareQueries(db, labeled);
  const base = sampleKey(dataset.key, 0);
  const { hasImages, hasColumns } = KINDS[dataset.kind];
  const images = hasImages && chosen.some(({ name }) => name === 'image');

  async function* batches(): AsyncGenerator<ExportBatch> {
    await store.requireSound();
    const end = base + dataset.samples;
    for (let from = base; from < end;) {
      const to = Math.min(end, images ? fitting(queries, from) : from + BATCH_ROWS);
      const drawn = images ? queries.images.all(from, to) : [];
      const image = new Map(drawn.map((one) => [one.key, one]));
      const rows = queries.rows.all({ dataset: dataset.id, base, from, to });
      from = to;
      if (rows.length === 0) continue;
      const read = rows.map((row): Read => ({
        ...row,
        cells: hasColumns ? objectIn(row.text) : {},
        facts: objectIn(row.metadata),
        image: image.get(row.key),
      }));
      yield chosen.map((column) => read.map((row) => column.cell(row)));
    }
  }
  return { columns: chosen, batches: batches(), close: () => db.close() };
}

/** What the import wrote: flat objects of texts and numbers. */
function objectIn(json: string | null): Read['cells'] {
  return json === null ? {} : (JSON.parse(json) as Read['cells']);
}

/** As many of the next images as fit a batch; at least one. */
function fitting({ sizes }: ReturnType<typeof prepareQueries>, first: number): number {
  let bytes = 0;
  const over = sizes
    .all(first, first + BATCH_ROWS)
    .find(({ key, size }) => (bytes += size) > BATCH_BYTES && key > first);
  return over?.key ?? first + BATCH_ROWS;
}

interface Range {
  readonly dataset: string;
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

function prepareQueries(db: Database, labeled: boolean) {
  return {
    rows: db.prepare<[Range], Row>(
      `SELECT s.key, s.id, s.text, s.value, s.split, s.metadata, c.name AS label, t.labeled_by AS labeledBy, t.flagged
       FROM sample_contents s
       LEFT JOIN sample_labels t ON t.dataset = :dataset AND t.position = s.key - :base
       LEFT JOIN class_names c ON c.id = t.class
       WHERE s.key >= :from AND s.key < :to ${labeled ? 'AND t.class IS NOT NULL' : ''} ORDER BY s.key`,
    ),
    images: db.prepare<[number, number], Image>(
      'SELECT key, bytes, width, height FROM image_files WHERE key >= ? AND key < ? ORDER BY key',
    ),
    sizes: db.prepare<[number, number], { key: number; size: number }>(
      'SELECT key, length(bytes) AS size FROM image_files WHERE key >= ? AND key < ? ORDER BY key',
    ),
  };
}
