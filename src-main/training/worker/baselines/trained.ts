/** @file Baselines that are trained: a linear recipe with its own defaults, and what its exported file answers. */
import { join } from 'node:path';
import type { Parameters } from '../../../../src-shared/contract.ts';
import {
  AnswerCollector,
  askedInOrder,
  loadModel,
  narrowed,
  type Baseline,
} from '../../../models/worker/index.ts';
import type { FrozenVersion, Split } from '../../../versions/worker/index.ts';
import { completeParameters, recipeNamed, type RecipeName } from '../../recipes/index.ts';
import { train } from '../train.ts';
import { SPLITS } from './truths.ts';

export interface TrainedBaseline {
  readonly name: Baseline['name'];
  readonly recipe: RecipeName;
  readonly version: FrozenVersion;
  /** What differs from the recipe's defaults. */
  readonly parameters: Parameters;
  /** A folder of its own. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Samples that are put to it at a time. */
const size = 256;

/** Trains, and asks the exported model about every split. */
export async function trained(baseline: TrainedBaseline): Promise<Baseline> {
  const { name, version, scratch, signal } = baseline;
  const recipe = recipeNamed(baseline.recipe);
  const parameters = completeParameters(recipe, { provider: 'cpu', ...baseline.parameters });
  const directory = join(scratch, `baseline-${name}`);
  const port = { emit: async () => undefined, progress: () => undefined, signal };
  const { modelPath } = await train({ recipe: recipe.name, version, parameters, directory }, port);
  const [ofTrain, ofValidation, ofTest] = await answersOf(modelPath, version, parameters.threads);
  return {
    name,
    recipe: recipe.name,
    answers: { train: ofTrain!, validation: ofValidation!, test: ofTest! },
  };
}

/** By split in their order. */
async function answersOf(file: string, version: FrozenVersion, threads: number): Promise<number[][]> {
  const model = await loadModel(file, { threads });
  const answersTo = async (split: Split): Promise<number[]> => {
    const collector = new AnswerCollector(version.labels);
    for await (const rows of askedInOrder(narrowed(version, model.description), { split, size }))
      collector.add(rows, await model.predict(rows.map(({ given }) => given)));
    return [...Array.from(collector.answered(split, null)?.predicted ?? [])];
  };
  try {
    const all: number[][] = [];
    for (const split of SPLITS) all.push(await answersTo(split));
    return all;
  } finally {
    await model.release();
  }
}
