/** @file What is written for each thing that people take out: its columns, and where its rows come from. */
import type { ExportRequest, ExportSubject, Person, SampleFilter } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { AnsweredBatch } from '../evaluation/index.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS, tellsOneClass } from '../../src-shared/tasks/tasks.ts';
import { versionColumns, withoutCollisions } from './columns.ts';
import type { ExportsParts } from './types.ts';
import { handOn } from './handing-on.ts';
import {
  FOLDER_COLUMNS,
  datasetColumns,
  hasSplits,
  labelColumns,
  readMoment,
  type Filled,
} from './moment.ts';
import { answerColumns, answerRows, type Chosen } from './answers.ts';
import { countLabeled, labelsOf, type TaskLabels } from './labels.ts';
import type { ExportBatch, ExportColumn } from './worker/write.ts';

export interface Plan {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** The Parquet file of a version. */
  readonly version: string | null;
  readonly rows: number;
  /** How its images are written as class folders; null for what has none, else why it has none. */
  readonly folders: FoldersPlan | AppError | null;
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
type PlanFor<What extends ExportSubject> = (
  parts: ExportsParts,
  of: Planned<What>,
  person: Person,
) => Promise<Plan>;
type Plans = { readonly [What in ExportSubject]: PlanFor<What> };

const NO_FEED = { batches: [], close: () => undefined };

const PLANS: Plans = {
  dataset: (parts, { dataset, task, filter, onlyLabeled = false }, person) =>
    samples(parts, { dataset, task, person, filter, labeled: onlyLabeled, labels: false }),
  labels: (parts, { dataset, task, filter }, person) =>
    samples(parts, { dataset, task, person, filter, labeled: true, labels: true }),
  rejected: async ({ datasets }, { file }) => rejected(datasets, file),
  async version({ versions }, { version: id }, person) {
    const version = versions.get({ version: id });
    versions.requireShown(id, person);
    const { path } = await versions.file(id);
    const rows = version.train + version.validation + version.test;
    const columns = withoutCollisions(versionColumns(version));
    const feed = () => NO_FEED;
    const folders = KINDS[version.kind].hasImages
      ? { splits: true, label: TARGETS[version.target].hasClasses ? 'label' : null, feed }
      : null;
    return { name: nameOf(version), columns, version: path, rows, folders, feed };
  },
  async predictions(parts, { model, version, split }, person) {
    parts.versions.requireShown(version, person);
    return answered(parts, { model, version, split, chosen: 'all', title: 'predictions' });
  },
  async mistakes(parts, { report: id, cell }, person) {
    const report = await parts.evaluation.report({ report: id });
    if (!tellsOneClass(report.task)) throw new AppError('exports.noMistakes');
    const { model, version, split } = report;
    parts.versions.requireShown(version, person);
    const title = cell ? `${cell.actual} as ${cell.predicted}` : 'mistakes';
    return answered(parts, { model, version, split, chosen: cell ?? 'mistakes', title });
  },
};

/**
 * @param person who takes it out
 * @throws AppError `exports.nothing`, `exports.noMistakes`, `exports.noPredictions`, `exports.labelsHidden`, `datasets.busy`,
 *   `labeling.answersHidden`, `house.notFound`
 */
export function planOf<What extends ExportSubject>(
  parts: ExportsParts,
  of: Planned<What>,
  person: Person,
): Promise<Plan> {
  const plan = PLANS[of.what as What] as PlanFor<What>;
  return plan(parts, of, person);
}

function nameOf({ datasetName, number }: { datasetName: string; number: number }): string {
  return `${datasetName} v${number}`;
}

interface SamplesAsked {
  readonly dataset: string;
  /** Whose labels; without it those of the first. */
  readonly task: string | undefined;
  readonly person: Person;
  readonly filter: SampleFilter | undefined;
  /** Only those with a label. */
  readonly labeled: boolean;
  /** Only what the labels are, by id. */
  readonly labels: boolean;
}

async function samples(parts: ExportsParts, asked: SamplesAsked): Promise<Plan> {
  const { store, datasets } = parts;
  const { filter, labeled, labels, person } = asked;
  const dataset = datasets.freezable({ dataset: asked.dataset });
  const given = labelsOf(parts, { dataset: dataset.id, asked: asked.task, person });
  // Which samples have a label tells that label.
  if (filter?.label !== undefined) labelsOf(parts, { dataset: dataset.id, asked: filter.task, person });
  const rows = labeled
    ? await countLabeled(store, dataset, { task: given.task, filter })
    : filter
      ? (await datasets.samples({ dataset: dataset.id, ...filter, offset: 0, limit: 1 })).total
      : dataset.samples;
  if (rows === 0) throw new AppError('exports.nothing', { what: dataset.name });
  const chosen: readonly Filled[] = labels ? labelColumns(given) : datasetColumns(dataset, given);
  const feed = (columns: readonly Filled[]) => () =>
    readMoment(store, dataset, { chosen: columns, task: given.task, labeled, filter });
  const named = [given.name, labels ? 'labels' : '', filter ? 'filtered' : ''].filter((word) => word !== '');
  return {
    name: [dataset.name, ...named].join(' '),
    columns: withoutCollisions(chosen.map(({ name, type }) => ({ name, type }))),
    version: null,
    rows,
    folders:
      KINDS[dataset.kind].hasImages && !labels ? foldersOf(given, feed, hasSplits(store, dataset)) : null,
    feed: feed(chosen),
  };
}

function foldersOf(
  { name, hasClasses }: TaskLabels,
  feed: (columns: readonly Filled[]) => Plan['feed'],
  splits: boolean,
): FoldersPlan | AppError {
  if (!hasClasses) return new AppError('exports.noClasses', { task: name });
  return { splits, label: null, feed: feed(FOLDER_COLUMNS) };
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
