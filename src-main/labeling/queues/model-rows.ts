/** @file What models of the registry say of items, asked once for each model file and sample, some items at a time. */
import { preferredShare } from '../../../src-shared/evaluation/preferences.ts';
import { TASK_KIND_TABLE } from '../../../src-shared/labeling/tasks/kinds.ts';
import { TARGETS, TASKS, type Target } from '../../../src-shared/tasks/tasks.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { ITEM_READERS } from '../kinds.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { AskedItem, LabelingModels, LabelingSamples, ModelAnswer, RegistryModel } from '../types.ts';

export interface RowParts {
  readonly queries: Queries;
  readonly samples: LabelingSamples;
  readonly models: LabelingModels;
}

/** What a model that scores things says of two of them, as answers to a preference task name them. */
const SIDES = ['first', 'second'] as const;

/** The columns of the two things that a model of preferences is asked for by itself; null for any other model. */
function comparedBy({ task: does }: RegistryModel, { kind, options }: Task): Task['options']['columns'] {
  const { learns } = TASKS[does];
  const fits = learns !== null && TARGETS[learns].isPair && learns === TASK_KIND_TABLE[kind].target;
  return fits ? options.columns : null;
}

/**
 * Finds a model that can be asked of the items of a task: one that says what it asks for, or scores what it compares.
 *
 * @param target what it must have learned to say of them
 * @throws AppError `labeling.modelUnfit`, `labeling.modelShapes`, `house.notFound`
 */
export function requireModel(
  { samples, models }: RowParts,
  task: Task,
  { id, target = 'class' }: { readonly id: string; readonly target?: Target },
): RegistryModel {
  const model = models.get(id);
  if (comparedBy(model, task)) return { ...model, labels: [...SIDES] };
  const { kind } = samples.requireDataset(task.dataset);
  const { learns, shape } = TASKS[model.task];
  if (model.kind !== kind || learns !== target || model.labels.length === 0)
    throw new AppError('labeling.modelUnfit', { model: model.name, kind });
  const { shapes } = task.options;
  if (target === 'regions' && shape !== null && !shapes.includes(shape))
    throw new AppError('labeling.modelShapes', { model: model.name, shape, shapes: shapes.join(', ') });
  return model;
}

interface Asked {
  readonly task: Task;
  readonly model: RegistryModel;
  /** Not many: they are asked in one go. */
  readonly positions: readonly number[];
}

/** Probabilities of items over the labels of a model, in its order. */
export async function modelRows(parts: RowParts, asked: Asked): Promise<number[][]> {
  const { model } = asked;
  return said(parts, asked, {
    kept([{ prediction } = NOTHING, other]) {
      if (!prediction) return null;
      if ('score' in prediction && other && 'score' in other.prediction)
        return sharesOf(prediction.score - other.prediction.score);
      if (!('probabilities' in prediction)) return null;
      return model.labels.map((label) => rounded(prediction.probabilities[label] ?? 0));
    },
    // What was made of a prediction above.
    read: (stored) => stored as number[],
  });
}

const NOTHING = { prediction: undefined };

const rounded = (share: number): number => Number(share.toPrecision(7));

/** How likely either of two is preferred. */
function sharesOf(margin: number): number[] {
  return [preferredShare(margin), preferredShare(-margin)].map(rounded);
}

/** What a model says of items, as it says it (labels, spans, boxes, masks), and how sure it is. */
export function modelAnswers(parts: RowParts, asked: Asked): Promise<ModelAnswer[]> {
  return said(parts, asked, {
    kept: ([answer]) => answer ?? null,
    // Earlier workbenches kept no evidence: such items are asked again.
    read: (stored) =>
      typeof stored === 'object' && stored !== null && 'evidence' in stored ? (stored as ModelAnswer) : null,
  });
}

interface Keeping<Kept> {
  /** What is kept of what was said of an item, as JSON; null for something else than was expected. */
  readonly kept: (said: readonly ModelAnswer[]) => Kept | null;
  /** The same of what was stored, now or before; null for what has to be asked again. */
  readonly read: (stored: unknown) => Kept | null;
}

async function said<Kept>(
  { queries, samples, models }: RowParts,
  { task, model, positions }: Asked,
  { kept, read }: Keeping<Kept>,
): Promise<Kept[]> {
  const { kind } = samples.requireDataset(task.dataset);
  const contents = samples.samplesAt(task.dataset, positions);
  const compared = comparedBy(model, task);
  // Two tasks can compare other columns of one row.
  const keyOf = (id: string): string =>
    compared ? `${id} ${JSON.stringify([compared.first, compared.second])}` : id;
  const known = contents.map(({ id }) => {
    const stored = queries.modelAnswer.get(model.blob, keyOf(id));
    return stored === undefined ? null : read(JSON.parse(stored));
  });
  const missing = contents.flatMap((_, i) => (known[i] === null ? [i] : []));
  const rows = missing.flatMap((i) =>
    compared
      ? comparedIn(contents[i]!.text, compared)
      : ITEM_READERS[kind].asked(contents[i]!, () => samples.imageAt(task.dataset, positions[i]!, 'whole')),
  );
  const answers = rows.length === 0 ? [] : await models.ask({ model: model.id, rows });
  const each = compared ? 2 : 1;
  for (const [at, i] of missing.entries()) {
    const answer = kept(answers.slice(at * each, (at + 1) * each));
    if (answer === null) throw new AppError('labeling.modelUnfit', { model: model.name, kind });
    known[i] = answer;
    queries.saveModelAnswer.run(model.blob, keyOf(contents[i]!.id), JSON.stringify(answer));
  }
  // Each was known, or asked.
  return known as Kept[];
}

/** The two things in a row. */
function comparedIn(
  text: string,
  { first, second }: NonNullable<Task['options']['columns']>,
): readonly AskedItem[] {
  // Columns may be called anything.
  const cells = new Map<string, unknown>(Object.entries(JSON.parse(text) as object));
  return [first, second].map((name) => ({ kind: 'text', text: String(cells.get(name) ?? '') }));
}

/** @throws AppError `labeling.modelLabels` unless some label of the model is a class of the task */
export function requireLabels(model: RegistryModel, names: readonly string[], hasSome: boolean): void {
  if (hasSome) return;
  throw new AppError('labeling.modelLabels', {
    model: model.name,
    labels: model.labels.slice(0, 12).join(', '),
    classes: names.slice(0, 12).join(', ') || '—',
  });
}

/**
 * Turns probabilities over a model's labels into those over the classes of a task. What the task has no class for is
 * left out, so that rows may sum to less than 1.
 *
 * @param names of the classes of the task
 * @throws AppError `labeling.modelLabels` where no label is a class
 */
export function classRows(
  model: RegistryModel,
  names: readonly string[],
  rows: readonly number[][],
): number[][] {
  const places = names.map((name) => model.labels.indexOf(name));
  requireLabels(
    model,
    names,
    places.some((place) => place !== -1),
  );
  return rows.map((row) => places.map((place) => (place === -1 ? 0 : row[place]!)));
}
