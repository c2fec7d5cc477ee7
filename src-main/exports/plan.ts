/** @file What is written for each thing that people take out: its columns, and where its rows come from. */
import type { ExportRequest, ExportSubject } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { AnsweredBatch } from '../evaluation/index.ts';
import { TASKS } from '../../src-shared/tasks/tasks.ts';
import { versionColumns, withoutCollisions } from './columns.ts';
import type { ExportsParts } from './types.ts';
import { handOn } from './handing-on.ts';
import { LABEL_COLUMNS, datasetColumns, readMoment, type Filled } from './moment.ts';
import { answerColumns, answerRows, type Chosen } from './answers.ts';
import type { ExportBatch, ExportColumn } from './worker/write.ts';

export interface Plan {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** The Parquet file of a version. */
  readonly version: string | null;
  readonly rows: number;
  /** Opens what feeds the worker; closed when that has ended, be it by a person. */
  feed(): { readonly batches: AsyncIterable<ExportBatch> | Iterable<ExportBatch>; close(): void };
}

type Planned<What extends ExportSubject> = Extract<ExportRequest, { readonly what: What }>;
type Plans = { readonly [What in ExportSubject]: (parts: ExportsParts, of: Planned<What>) => Promise<Plan> };

const NO_FEED = { batches: [], close: () => undefined };

const PLANS: Plans = {
  dataset: async (parts, { dataset }) => samples(parts, { dataset, labeled: false }),
  labels: async (parts, { dataset }) => samples(parts, { dataset, labeled: true }),
  rejected: async ({ datasets }, { file }) => rejected(datasets, file),
  async version({ versions }, { version: id }) {
    const version = versions.get({ version: id });
    const { path } = await versions.file(id);
    const rows = version.train + version.validation + version.test;
    const columns = withoutCollisions(versionColumns(version));
    return { name: nameOf(version), columns, version: path, rows, feed: () => NO_FEED };
  },
  predictions: async (parts, { model, version, split }) =>
    answered(parts, { model, version, split, chosen: 'all', title: 'predictions' }),
  async mistakes(parts, { report: id, cell }) {
    const report = await parts.evaluation.report({ report: id });
    if (!TASKS[report.task].hasClasses) throw new AppError('exports.noMistakes');
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

function samples(
  { store, datasets }: ExportsParts,
  { dataset: id, labeled }: { dataset: string; labeled: boolean },
): Plan {
  const dataset = datasets.freezable({ dataset: id });
  const rows = labeled ? dataset.labeled : dataset.samples;
  if (rows === 0) throw new AppError('exports.nothing', { what: dataset.name });
  const chosen: readonly Filled[] = labeled ? LABEL_COLUMNS : datasetColumns(dataset);
  return {
    name: labeled ? `${dataset.name} labels` : dataset.name,
    columns: withoutCollisions(chosen.map(({ name, type }) => ({ name, type }))),
    version: null,
    rows,
    feed: () => readMoment(store, dataset, { chosen, labeled }),
  };
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
    feed,
  };
}
