/** @file What models of the registry say of items, asked once for each model file and sample, some items at a time. */
import { TASKS } from '../../../src-shared/tasks/tasks.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { ITEM_READERS } from '../kinds.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { LabelingModels, LabelingSamples, RegistryModel } from '../types.ts';

export interface RowParts {
  readonly queries: Queries;
  readonly samples: LabelingSamples;
  readonly models: LabelingModels;
}

/** Finds a model that can be asked of the items of a task. @throws AppError `labeling.modelUnfit`, `house.notFound` */
export function requireModel({ samples, models }: RowParts, task: Task, id: string): RegistryModel {
  const model = models.get(id);
  const { kind } = samples.requireDataset(task.dataset);
  const isClassifier = TASKS[model.task].learns === 'class' && model.labels.length > 0;
  if (model.kind !== kind || !isClassifier)
    throw new AppError('labeling.modelUnfit', { model: model.name, kind });
  return model;
}

/**
 * Probabilities of items over the labels of a model, in its order.
 *
 * @param positions not many: they are asked in one go
 */
export async function modelRows(
  { queries, samples, models }: RowParts,
  { task, model, positions }: { task: Task; model: RegistryModel; positions: readonly number[] },
): Promise<number[][]> {
  const { kind } = samples.requireDataset(task.dataset);
  const contents = samples.samplesAt(task.dataset, positions);
  const known = contents.map(({ id }) => queries.modelAnswer.get(model.blob, id));
  const missing = contents.flatMap((_, i) => (known[i] === undefined ? [i] : []));
  const rows = missing.map((i) =>
    ITEM_READERS[kind].asked(contents[i]!, () => samples.imageAt(task.dataset, positions[i]!, 'whole')),
  );
  const answers = rows.length === 0 ? [] : await models.predict({ model: model.id, rows });
  for (const [at, i] of missing.entries()) {
    const said = answers[at];
    if (said === undefined || !('probabilities' in said))
      throw new AppError('labeling.modelUnfit', { model: model.name, kind });
    known[i] = JSON.stringify(
      model.labels.map((label) => Number((said.probabilities[label] ?? 0).toPrecision(7))),
    );
    queries.saveModelAnswer.run(model.blob, contents[i]!.id, known[i]);
  }
  // What was stored above, now or before.
  return known.map((answer) => JSON.parse(answer!) as number[]);
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
  if (places.every((place) => place === -1))
    throw new AppError('labeling.modelLabels', {
      model: model.name,
      labels: model.labels.slice(0, 12).join(', '),
      classes: names.slice(0, 12).join(', ') || '—',
    });
  return rows.map((row) => places.map((place) => (place === -1 ? 0 : row[place]!)));
}
