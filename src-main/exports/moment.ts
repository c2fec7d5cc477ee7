/** @file The samples of a dataset at one moment, as rows of an exported file, whatever people label meanwhile. */
import type { Database } from 'better-sqlite3';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { SampleFilter, Split } from '../../src-shared/contract.ts';
import { matchingAt, type FreezableDataset } from '../datasets/index.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Store } from '../platform/store/index.ts';
import type { TaskLabels } from './labels.ts';
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
  /** JSON with classes by their ids; the label of a task without single classes. */
  readonly answer: string | null;
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

/** The columns of all samples, in the order of the file, with the labels of a task. */
export function datasetColumns(dataset: FreezableDataset, labels: TaskLabels): Filled[] {
  const base = sampleKey(dataset.key, 0);
  const { hasColumns } = KINDS[dataset.kind];
  const own = (row: Readonly<Record<string, string | number | null>>, name: string): Cell =>
    Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  const content = contentColumns(dataset).map((column): Filled => {
    const fixed = hasColumns ? undefined : FIXED[column.name];
    return { ...column, cell: (row) => (fixed ? fixed(row, base) : own(row.cells, column.name)) };
  });
  const number = TARGETS[dataset.target].isNumber
    ? targetColumn(dataset).map((column): Filled => ({ ...column, cell: ({ value }) => value }))
    : [];
  // Its own labels stand under the name that their column has in the file.
  const [named] = labels.task === dataset.id ? targetColumn(dataset) : [];
  const isLabeled = labels.task !== dataset.id || TARGETS[dataset.target].hasClasses || !labels.hasClasses;
  const label = isLabeled ? [{ ...labelColumn(labels), ...(labels.hasClasses ? named : undefined) }] : [];
  const metadata = metadataColumns(dataset).map((column): Filled => ({
    ...column,
    cell: ({ facts }) => {
      const cell = own(facts, column.name);
      if (column.type === 'number') return typeof cell === 'number' ? cell : null;
      return cell === null ? null : String(cell);
    },
  }));
  const split: Filled = { name: 'split', type: 'text', cell: (row) => row.split };
  return [ID, ...content, ...number, ...label, split, LABELED_BY, FLAGGED, ...metadata];
}

/** Of an archive of class folders. */
export const FOLDER_COLUMNS: readonly Filled[] = [
  { name: 'image', type: 'bytes', cell: ({ image }) => image?.bytes ?? null },
  { name: 'name', type: 'text', cell: ({ text }) => text },
  { name: 'label', type: 'text', cell: ({ label }) => label },
  { name: 'split', type: 'text', cell: ({ split }) => split },
];

/** A class, or JSON where the label is no single class, as a version has it. */
function labelColumn({ hasClasses, answerOf }: TaskLabels): Filled {
  if (hasClasses) return { name: 'label', type: 'text', cell: ({ label }) => label };
  return { name: 'value', type: 'text', cell: ({ answer }) => (answer === null ? null : answerOf(answer)) };
}

/** The columns of labels: by the id of the sample, who gave them, and whether it is flagged. */
export function labelColumns(labels: TaskLabels): readonly Filled[] {
  return [ID, labelColumn(labels), LABELED_BY, FLAGGED];
}

/** Whether some samples came with a split. */
export function hasSplits(store: Pick<Store, 'snapshot'>, dataset: FreezableDataset): boolean {
  const db = store.snapshot();
  const from = sampleKey(dataset.key, 0);
  try {
    const some = db.prepare<[number, number], number>(
      'SELECT EXISTS (SELECT 1 FROM sample_contents WHERE key >= ? AND key < ? AND split IS NOT NULL)',
    );
    return some.pluck().get(from, from + dataset.samples) === 1;
  } finally {
    db.close();
  }
}

export interface Taken {
  /** Which columns to write. */
  readonly chosen: readonly Filled[];
  /** Whose labels. */
  readonly task: string;
  /** Leaves out samples without a label. */
  readonly labeled: boolean;
  /** Leaves out samples that do not match. */
  readonly filter: SampleFilter | undefined;
}

export function readMoment(
  store: Pick<Store, 'snapshot' | 'requireSound'>,
  dataset: FreezableDataset,
  { chosen, task, labeled, filter }: Taken,
): Moment {
  const db = store.snapshot();
  const queries = prepareQueries(db, labeled);
  const matching = filter && matchingAt(db, dataset.id, filter);
  const base = sampleKey(dataset.key, 0);
  const { hasImages, hasColumns } = KINDS[dataset.kind];
  const images = hasImages && chosen.some(({ name }) => name === 'image');

  function* rowsOf(from: number, to: number): Generator<Row> {
    const positions = matching && new Set(matching(from, to));
    for (const row of queries.rows.all({ task, base, from, to }))
      if (!positions || positions.has(row.key - base)) yield row;
  }

  async function* batches(): AsyncGenerator<ExportBatch> {
    await store.requireSound();
    const end = base + dataset.samples;
    const batch = (rows: readonly Read[]) => chosen.map((column) => rows.map((row) => column.cell(row)));
    for (let from = base; from < end; from += BATCH_ROWS) {
      await yieldToEventLoop();
      let read: Read[] = [];
      let bytes = 0;
      for (const row of rowsOf(from, Math.min(end, from + BATCH_ROWS))) {
        const image = images ? queries.image.get(row.key) : undefined;
        const cells = hasColumns ? objectIn(row.text) : {};
        read.push({ ...row, cells, facts: objectIn(row.metadata), image });
        bytes += image?.bytes.length ?? 0;
        if (bytes < BATCH_BYTES) continue;
        yield batch(read);
        [read, bytes] = [[], 0];
      }
      if (read.length > 0) yield batch(read);
    }
  }
  return { columns: chosen, batches: batches(), close: () => db.close() };
}

/** What the import wrote: flat objects of texts and numbers. */
function objectIn(json: string | null): Read['cells'] {
  return json === null ? {} : (JSON.parse(json) as Read['cells']);
}

interface Range {
  readonly task: string;
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

function prepareQueries(db: Database, labeled: boolean) {
  return {
    rows: db.prepare<[Range], Row>(
      `SELECT s.key, s.id, s.text, s.value, s.split, s.metadata, c.name AS label, t.value AS answer, t.labeled_by AS labeledBy, t.flagged
       FROM sample_contents s
       LEFT JOIN sample_labels t ON t.task = :task AND t.position = s.key - :base
       LEFT JOIN class_names c ON c.id = t.class
       WHERE s.key >= :from AND s.key < :to ${labeled ? 'AND (t.class IS NOT NULL OR t.value IS NOT NULL)' : ''} ORDER BY s.key`,
    ),
    image: db.prepare<[number], Image>('SELECT key, bytes, width, height FROM image_files WHERE key = ?'),
  };
}
