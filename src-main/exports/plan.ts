/** @file What is written for each thing that people take out: its columns, and where its rows come from. */
import type { ExportRequest, ExportSubject, SampleFilter } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { AnsweredBatch } from '../evaluation/index.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS, tellsOneClass } from '../../src-shared/tasks/tasks.ts';
import { versionColumns, withoutCollisions } from './columns.ts';
import type { ExportsParts } from './types.ts';
import { handOn } from './handing-on.ts';
import {
  FOLDER_COLUMNS,
  LABEL_COLUMNS,
  datasetColumns,
  hasSplits,
  readMoment,
  type Filled,
} from './moment.ts';
import { answerColumns, answerRows, type Chosen } from './answers.ts';
import type { ExportBatch, ExportColumn } from './worker/write.ts';

export interface Plan {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** The Parquet file of a version. */
  readonly version: string | null;
  readonly rows: number;
  /** How its images are written as class folders; null for what has none. */
  readonly folders: FoldersPlan | null;
  /** Opens what feeds the worker; closed when that has ended, be it by a person. */
  feed(): { readonly batches: AsyncIterable<ExportBatch> | Iterable<ExportBatch>; close(): void };
}

/** What an archive of class folders needs to know beside the rows. */
interface FoldersPlan {
  readonly splits: boolean;
  /** Of a version: which of its columns is the label. */
  readonly label: string | null;
  /** Opens what feeds the worker; see `writeZip`. */
  feed: Plan['feed'];
}

type Planned<What extends ExportSubject> = Extract<ExportRequest, { readonly what: What }>;
type Plans = { readonly [What in ExportSubject]: (parts: ExportsParts, of: Planned<What>) => Promise<Plan> };

const NO_FEED = { batches: [], close: () => undefined };

const PLANS: Plans = {
  dataset: (parts, { dataset, filter, onlyLabeled = false }) =>
    samples(parts, { dataset, filter, labeled: onlyLabeled, labels: false }),
  labels: (parts, { dataset, filter }) => samples(parts, { dataset, filter, labeled: true, labels: true }),
  rejected: async ({ datasets }, { file }) => rejected(datasets, file),
  async version({ versions }, { version: id }) {
    const version = versions.get({ version: id });
    const { path } = await versions.file(id);
    const rows = version.train + version.validation + version.test;
    const columns = withoutCollisions(versionColumns(version));
    const feed = () => NO_FEED;
    const folders = KINDS[version.kind].hasImages
      ? { splits: true, label: TARGETS[version.target].hasClasses ? 'label' : null, feed }
      : null;
    return { name: nameOf(version), columns, version: path, rows, folders, feed };
  },
  predictions: async (parts, { model, version, split }) =>
    answered(parts, { model, version, split, chosen: 'all', title: 'predictions' }),
  async mistakes(parts, { report: id, cell }) {
    const report = await parts.evaluation.report({ report: id });
    if (!tellsOneClass(report.task)) throw new AppError('exports.noMistakes');
    const { model, version, split } = report;
    const title = cell ? `${cell.actual} as ${cell.predicted}` : 'mistakes';
    return answered(parts, { model, version, split, chosen: cell ?? 'mistakes', title });
  },
};

/** @throws AppError `exports.nothing`, `exports.noMistakes`, `exports.noPredictions`, `datasets.busy`, `house.notFound` */
export function planOf<What extends ExportSubject>(parts: ExportsParts, of: Planned<What>): Promise<Plan> {
  const plan = PLANS[of.what as What] as (parts: ExportsParts, of: Planned<What>) => Promise<Plan>;
  return plan(parts, of);
}

function nameOf({ datasetName, number }: { datasetName: string; number: number }): string {
  return `${datasetName} v${number}`;
}

interface SamplesAsked {
  readonly dataset: string;
  readonly filter: SampleFilter | undefined;
  /** Only those with a label. */
  readonly labeled: boolean;
  /** Only what the labels are, by id. */
  readonly labels: boolean;
}

async function samples(parts: ExportsParts, asked: SamplesAsked): Promise<Plan> {
  const { store, datasets } = parts;
  const { filter, labeled, labels } = asked;
  const dataset = datasets.freezable({ dataset: asked.dataset });
  const rows = await countOf(parts, asked);
  if (rows === 0) throw new AppError('exports.nothing', { what: dataset.name });
  const chosen: readonly Filled[] = labels ? LABEL_COLUMNS : datasetColumns(dataset);
  const feed = (columns: readonly Filled[]) => () =>
    readMoment(store, dataset, { chosen: columns, labeled, filter });
  const folders =
    KINDS[dataset.kind].hasImages && !labels
      ? { splits: hasSplits(store, dataset), label: null, feed: feed(FOLDER_COLUMNS) }
      : null;
  return {
    name: [dataset.name, ...(labels ? ['labels'] : []), ...(filter ? ['filtered'] : [])].join(' '),
    columns: withoutCollisions(chosen.map(({ name, type }) => ({ name, type }))),
    version: null,
    rows,
    folders,
    feed: feed(chosen),
  };
}

/** How many samples match now. */
async function countOf({ datasets }: ExportsParts, { dataset, filter, labeled }: SamplesAsked) {
  const count = async (of: SampleFilter) =>
    (await datasets.samples({ dataset, ...of, offset: 0, limit: 1 })).total;
  const all = filter ?? { search: '' };
  const unlabeled = !labeled ? 0 : all.label === undefined ? await count({ ...all, label: null }) : 0;
  return labeled && all.label === null ? 0 : (await count(all)) - unlabeled;
}

const REJECTED_COLUMNS: readonly ExportColumn[] = [
  { name: 'row', type: 'integer' },
  { name: 'why', type: 'text' },
  { name: 'excerpt', type: 'text' },
];
const REJECTED_ROWS = 500;

function rejected(datasets: ExportsParts['datasets'], file: string): Plan {
  const { total } = datasets.rejected({ file, offset: 0, limit: 1 });
  const fileName = datasets.filesNamed([file])[0]?.fileName ?? file;
  if (total === 0) throw new AppError('exports.nothing', { what: fileName });
  async function* batches(): AsyncGenerator<ExportBatch> {
    for (let offset = 0; offset < total; offset += REJECTED_ROWS) {
      const { items } = datasets.rejected({ file, offset, limit: REJECTED_ROWS });
      yield [items.map(({ row }) => row), items.map(({ why }) => why), items.map(({ excerpt }) => excerpt)];
    }
  }
  return {
    name: `${fileName} rejected`,
    columns: REJECTED_COLUMNS,
    version: null,
    rows: total,
    folders: null,
    feed: () => ({ batches: batches(), close: () => undefined }),
  };
}

interface Answered {
  readonly model: string;
  readonly version: string;
  readonly split: 'train' | 'validation' | 'test';
  readonly chosen: Chosen;
  /** In the name of the file. */
  readonly title: string;
}

/** The model is asked again: a report keeps the most confident mistakes alone. */
async function answered(parts: ExportsParts, asked: Answered): Promise<Plan> {
  const { versions, models, evaluation } = parts;
  const version = versions.get({ version: asked.version });
  const model = models.get(asked.model);
  const columns = withoutCollisions([...versionColumns(version), ...answerColumns(model)]);
  const { path } = await versions.file(asked.version);
  function feed() {
    const hand = handOn<ExportBatch>();
    const take = async (batch: AnsweredBatch) => {
      const rows = answerRows(batch, model, asked.chosen);
      if ((rows[0]?.length ?? 0) > 0) await hand.take(rows);
    };
    const task = evaluation.answers(asked, take);
    void task
      .then(({ result }) => result)
      .then(
        () => hand.end(),
        (error: unknown) => hand.end(error),
      );
    return {
      batches: hand.batches,
      close: () => void task.then((running) => running.cancel()).catch(() => undefined),
    };
  }
  return {
    name: `${model.name} on ${nameOf(version)} ${asked.title}`,
    columns,
    version: path,
    rows: version[asked.split],
    folders: null,
    feed,
  };
}
