/** @file Suggestions of several labels, spans and regions: every item without an answer is put to a model that says such sets. */
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import { storedValue } from '../../../src-shared/labeling/tasks/stored.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { classCalled, inSchema } from '../classes.ts';
import { ITEM_READERS } from '../kinds.ts';
import { chooseItems } from '../queues/material.ts';
import { meaningOf } from '../queues/meaning.ts';
import { modelAnswers, requireModel } from '../queues/model-rows.ts';
import type { HelpParts } from '../queues/rank.ts';
import type { ClassRow } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { RegistryModel } from '../types.ts';
import { keepSuggestions, type MadeSuggestion } from './keep.ts';
import { PARTS_SAID, type PartsRules } from './tasks.ts';

export interface PartsRequest {
  readonly task: Task;
  readonly title: string;
  readonly model: string;
  /** The class of the task that a label of the model means, where they are called otherwise; empty for none. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** Letters of a source that stand before the ids of its parts. */
const PREFIX = 8;

/** @throws AppError `labeling.modelUnfit`, `labeling.modelShapes`, `labeling.modelLabels`, `house.notFound` */
export function suggestParts(parts: HelpParts, { task, title, model: id, mapping }: PartsRequest): Job<void> {
  const { pool, queries } = parts;
  const model = requireModel(parts, task, { id, target: HELP_TABLE[task.kind].target });
  const known = inSchema(queries.classes.all(task.id));
  const classOf = meaningOf(model, known, { leavesOnly: task.options.leavesOnly, mapping });
  const shown = { kind: 'labels', title, subject: task.id, unit: 'items' } as const;
  const job = pool.here(shown, async (port) => {
    const request = { task, order: 'random', seed: 0, filter: {}, person: '', model } as const;
    const items = await chooseItems(parts, null, request);
    const { slice } = ITEM_READERS[parts.samples.requireDataset(task.dataset).kind];
    const made: MadeSuggestion[] = [];
    for (let from = 0; from < items.length; from += slice) {
      const positions = items.slice(from, from + slice).map(({ position }) => position);
      made.push(...(await suggestedAt(parts, { task, model, known, classOf }, positions)));
      port.progress(Math.min(items.length, from + slice), items.length);
      await port.yieldToEventLoop();
    }
    await keepSuggestions(parts, task, { source: model.id, name: model.name, made });
  });
  // The job says what became of it.
  void job.result.catch(() => undefined);
  return job;
}

interface Asking {
  readonly task: Task;
  readonly model: RegistryModel;
  readonly known: readonly ClassRow[];
  readonly classOf: PartsRules['classOf'];
}

async function suggestedAt(
  parts: HelpParts,
  { task, model, known, classOf }: Asking,
  positions: readonly number[],
): Promise<MadeSuggestion[]> {
  const contents = parts.samples.samplesAt(task.dataset, positions);
  const answers = await modelAnswers(parts, { task, model, positions });
  const idOf = (name: string): number => classCalled(known, name)!.id;
  return answers.flatMap(({ prediction }, i) => {
    const rules: PartsRules = {
      options: task.options,
      classOf,
      size: contents[i]!.image,
      prefix: `${model.id.slice(-PREFIX)}-`,
    };
    const said = PARTS_SAID[task.kind](prediction, rules);
    if (!said) return [];
    const { value, confidence, confidences } = said;
    const content = storedValue(task.kind, value, idOf);
    return [{ position: positions[i]!, content, confidence, confidences }];
  });
}
