/** @file What the data say about a training: which of a recipe's parameters differ from the usual ones. */
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import type { Proposal } from '../../../src-shared/contract.ts';
import { localized } from './definition.ts';
import type { RunnableRecipe } from './index.ts';

/** What was measured of a version's training split. */
export interface DataMeasures {
  readonly rows: number;
  /** Samples of each class, in the order of the version's labels; none where the target is no class. */
  readonly classes: readonly number[];
  /** Words that 95 of 100 texts do not exceed; null of other data. */
  readonly words95: number | null;
}

/** The largest class has at least so many times the samples of the smallest. */
const unbalanced = 4;
/** Updates that a network needs before its loss says anything, however few its samples; a linear model over words takes more. */
const leastUpdates = 600;
const leastUpdatesOf: Readonly<Record<string, number>> = { 'text-tfidf': 1500 };
const mostEpochs = 60;
const mostWords = { 'text-transformer': 256, 'text-tfidf': 1000 } as const satisfies Record<string, number>;

export function isUnbalanced({ classes }: Pick<DataMeasures, 'classes'>): boolean {
  return classes.length > 1 && Math.max(...classes) >= unbalanced * Math.min(...classes);
}

/** Values for some of a recipe's parameters; what a person states goes before them. */
export function proposalsFor(recipe: RunnableRecipe, measures: DataMeasures): readonly Proposal[] {
  const proposals = [
    lengthFor(recipe, measures),
    ...epochsFor(recipe, measures),
    weightsFor(recipe, measures),
  ];
  return proposals.filter((proposal) => proposal !== null);
}

function lengthFor(recipe: RunnableRecipe, { words95 }: DataMeasures): Proposal | null {
  const usual = numberOf(recipe, 'sequenceLength');
  if (!usual || words95 === null) return null;
  const limits: Readonly<Record<string, number>> = mostWords;
  const value = Math.max(usual.min, Math.min(words95, limits[recipe.name] ?? 400));
  const why = localized(
    `95 of 100 texts have at most ${words95} words.`,
    `95% 的文本不超过 ${words95} 个词。`,
  );
  return value === usual.default ? null : { name: 'sequenceLength', value, why };
}

function epochsFor(recipe: RunnableRecipe, { rows }: DataMeasures): readonly Proposal[] {
  const [epochs, batch, patience] = ['epochs', 'batchSize', 'patience'].map((name) => numberOf(recipe, name));
  if (!epochs || !batch || !patience || KINDS[recipe.kind].inOrder) return [];
  const perEpoch = Math.ceil(rows / batch.default);
  const value = Math.min(mostEpochs, Math.ceil((leastUpdatesOf[recipe.name] ?? leastUpdates) / perEpoch));
  if (value <= epochs.default) return [];
  const why = localized(
    `${rows.toLocaleString('en')} training samples make only ${perEpoch} steps per epoch.`,
    `${rows.toLocaleString('en')} 个训练样本每轮只有 ${perEpoch} 步。`,
  );
  const longer = Math.max(patience.default, Math.ceil(value / 5));
  return [
    { name: 'epochs', value, why },
    ...(longer > patience.default ? [{ name: 'patience', value: longer, why }] : []),
  ];
}

function weightsFor(recipe: RunnableRecipe, measures: DataMeasures): Proposal | null {
  if (!isUnbalanced(measures) || !recipe.parameters.some(({ name }) => name === 'classWeights')) return null;
  const [least, most] = [Math.min(...measures.classes), Math.max(...measures.classes)];
  const why = localized(
    `The classes are unbalanced: from ${least} to ${most} training samples.`,
    `类别不均衡：各类训练样本数从 ${least} 到 ${most}。`,
  );
  return { name: 'classWeights', value: 'balanced', why };
}

function numberOf({ parameters }: RunnableRecipe, name: string) {
  const parameter = parameters.find((each) => each.name === name);
  return parameter?.kind === 'number' ? parameter : undefined;
}
