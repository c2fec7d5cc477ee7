/**
 * @file Ranks items whose answers have parts (labels, spans, regions) by a model of the registry: by how unsure it is of
 * everything that it decided, or by how far it differs from what is labeled.
 */
import { uncertaintyOf, type Uncertainty } from '../../../src-shared/evaluation/uncertainty.ts';
import { comparedParts, differenceOf } from '../../../src-shared/labeling/agreement/same.ts';
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import { RANKED_ORDER_TABLE, type RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import type { AnswerValue } from '../../../src-shared/labeling/tasks/values.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { TASKS } from '../../../src-shared/tasks/tasks.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { inSchema } from '../classes.ts';
import { contentOf } from '../fold.ts';
import { ITEM_READERS } from '../kinds.ts';
import { PARTS_SAID } from '../suggestions/tasks.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';
import type { ModelAnswer, RegistryModel } from '../types.ts';
import { requireOrder } from './classes.ts';
import { chooseItems } from './material.ts';
import { meaningOf } from './meaning.ts';
import { modelAnswers, requireModel } from './model-rows.ts';
import { keepRanking, MOST_RANKED, type HelpParts, type RankRequest } from './rank.ts';

/**
 * @throws AppError `labeling.helpUnfit`, `labeling.orderByModel`, `labeling.modelUnfit`, `labeling.modelShapes`,
 * `labeling.modelLabels`; its job ends with `labeling.modelUnsure`
 */
export function rankParts(parts: HelpParts, request: RankRequest): Job<void> {
  const { task, title, order, mapping = {} } = request;
  requireOrder(task, order);
  if (request.model === null) throw new AppError('labeling.orderByModel', { kind: task.kind });
  const model = requireModel(parts, task, { id: request.model, target: HELP_TABLE[task.kind].target });
  const known = inSchema(parts.queries.classes.all(task.id));
  const { leavesOnly } = task.options;
  const classOf = meaningOf(model, known, { leavesOnly, mapping });
  const asking: Asking = { task, order, model, classOf };
  const shown = { kind: 'labels', title, subject: task.id, unit: 'items' } as const;
  return parts.pool.here(shown, async (port) => {
    const chosen = await chooseItems(parts, null, { ...request, model });
    const { slice } = ITEM_READERS[parts.samples.requireDataset(task.dataset).kind];
    const items: RankedPart[] = [];
    for (let from = 0; from < chosen.length; from += slice) {
      const positions = chosen.slice(from, from + slice).map(({ position }) => position);
      items.push(...(await rankedAt(parts, asking, positions)));
      port.progress(Math.min(chosen.length, from + slice), chosen.length);
      await port.yieldToEventLoop();
    }
    items.sort((a, b) => b.score - a.score || b.confidence - a.confidence || a.position - b.position);
    await keepRanking(parts, request, { items: items.slice(0, MOST_RANKED), learned: 0, model: model.name });
  });
}

interface Asking {
  readonly task: Task;
  readonly order: RankedOrder;
  readonly model: RegistryModel;
  /** The class of the task that a label of the model means. */
  readonly classOf: (label: string) => string | undefined;
}

interface RankedPart {
  readonly position: number;
  readonly score: number;
  /** Of items with the same score the one comes first that the model is surest of. */
  readonly confidence: number;
  readonly why: QueueReason;
}

async function rankedAt(
  parts: HelpParts,
  asking: Asking,
  positions: readonly number[],
): Promise<RankedPart[]> {
  const { task, order, model, classOf } = asking;
  const answers = await modelAnswers(parts, { task, model, positions });
  if (RANKED_ORDER_TABLE[order].reviews)
    return answers.flatMap((answer, i) => differingAt(parts, asking, { answer, position: positions[i]! }));
  return answers.map(({ evidence }, i) => {
    if (evidence === null) throw new AppError('labeling.modelUnsure', { model: model.name });
    const unsure = uncertaintyOf(evidence, (label) => classOf(label) !== undefined);
    // Where there was nothing to decide, as in an empty text, there is nothing to learn.
    const score = unsure === null ? 0 : scoreOf(unsure, order);
    return { position: positions[i]!, score, confidence: 0, why: { score, ...unsure?.least } };
  });
}

function scoreOf(unsure: Uncertainty, order: RankedOrder): number {
  if (order === 'margin') return unsure.margin ?? unsure.leastConfident;
  return order === 'entropy' ? unsure.entropy : unsure.leastConfident;
}

/** How far the model differs from what an item is labeled, in the classes and the shape that it knows; nothing where it does not. */
function differingAt(
  { queries, samples }: HelpParts,
  { task, model, classOf }: Asking,
  { answer, position }: { readonly answer: ModelAnswer; readonly position: number },
): RankedPart[] {
  const row = queries.state.get(task.id, position);
  const content = row && contentOf(row);
  if (content === undefined || content === null) return [];
  const [sample] = samples.samplesAt(task.dataset, [position]);
  const rules = { options: task.options, classOf, size: sample!.image, prefix: 'm-' };
  const said = PARTS_SAID[task.kind](answer.prediction, rules);
  const known = new Set(model.labels.flatMap((label) => classOf(label) ?? []));
  const given = knownParts(tellValue(queries, task, content) as AnswerValue, known, TASKS[model.task].shape);
  const compared = comparedParts(given, said?.value ?? knownParts(given, new Set(), null));
  const score = compared ? differenceOf(compared) : 0;
  if (compared === null || score === 0) return [];
  const why = { score, lacking: compared.onlyFirst, extra: compared.onlySecond };
  return [{ position, score, confidence: said?.confidence ?? 0, why }];
}

/** What a model could have said of an answer. @param shape of regions, where it says one only */
function knownParts(value: AnswerValue, known: ReadonlySet<string>, shape: string | null): AnswerValue {
  if ('labels' in value) return { labels: value.labels.filter((label) => known.has(label)) };
  if ('spans' in value) return { spans: value.spans.filter(({ label }) => known.has(label)), relations: [] };
  if (!('regions' in value)) return value;
  const isKnown = (region: { label: string; shape: string }): boolean =>
    known.has(region.label) && (shape === null || region.shape === shape);
  return { regions: value.regions.filter(isKnown) };
}
