/** @file The job `learn-labels`: how good a fast classifier is after so many labels, and what active learning saves. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { Random } from '../../graph/index.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';
import { FeatureMaker, folded, placesFor } from './learning/features.ts';
import { outOfFold } from './learning/folds.ts';
import {
  labelsToReach,
  likeliest,
  macroF1,
  meanCurve,
  replay,
  type CurvePoint,
} from './learning/simulate.ts';
import type { RankItem } from './rank.ts';
import { LEAST_LABELS } from './rank.ts';

export interface LearnSpec {
  readonly seed: number;
  readonly classes: number;
}

export interface LearnResult {
  readonly labels: number;
  readonly macroF1: number;
  readonly low: number;
  readonly high: number;
  /** Null where there are too few labels to replay. */
  readonly saving: Saving | null;
}

export interface Saving {
  readonly active: number | null;
  readonly random: number | null;
  readonly macroF1: number;
  readonly seeds: number;
}

const FOLDS = 5;
const BOOTSTRAPS = 200;
const SEEDS = 3;
const ROUNDS = 12;
/** With fewer the replay says nothing. */
const LEAST_REPLAYED = 100;
const MOST_REPLAYED = 3000;

export const learnLabels: JobFunction<LearnSpec, never, LearnResult, readonly RankItem[]> = async (
  spec,
  port,
) => {
  const maker = new FeatureMaker();
  const labels: number[] = [];
  for await (const batch of port.receive())
    for (const { content, label } of batch) {
      if (label < 0 || content === null) continue;
      if (await maker.add(content).then(isTrue, isFalse)) labels.push(label);
    }
  const classes = new Set(labels).size;
  if (labels.length < LEAST_LABELS || classes < 2)
    throw new AppError('labeling.tooFewLabels', { count: labels.length, classes, least: LEAST_LABELS });
  const places = placesFor(spec.classes);
  const vectors = maker.vectors().map((vector) => folded(vector, places));
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const options = { classes: spec.classes, places };
  const rows = await outOfFold({ vectors, labels, options, folds: FOLDS, seed: spec.seed, between: turn });
  const said = rows.map(likeliest);
  const interval = bootstrapInterval(labels, said, spec);
  port.progress(1, 2);
  const saving = labels.length < LEAST_REPLAYED ? null : await savingOf({ vectors, labels, spec, turn });
  port.progress(2, 2);
  return { labels: labels.length, macroF1: macroF1(labels, said, spec.classes), ...interval, saving };
};

const isTrue = (): boolean => true;
const isFalse = (): boolean => false;

/** The middle 95 % of the score of samples that are drawn with replacement (B. Efron, 1979). */
export function bootstrapInterval(
  labels: readonly number[],
  said: readonly number[],
  { seed, classes }: LearnSpec,
): { low: number; high: number } {
  const random = new Random(seed);
  const scores = Array.from({ length: BOOTSTRAPS }, () => {
    const drawn = labels.map(() => Math.floor(random.uniform() * labels.length));
    return macroF1(
      drawn.map((i) => labels[i]!),
      drawn.map((i) => said[i]!),
      classes,
    );
  }).sort((a, b) => a - b);
  return { low: scores[Math.floor(0.025 * BOOTSTRAPS)]!, high: scores[Math.ceil(0.975 * BOOTSTRAPS) - 1]! };
}

interface Replayed {
  readonly vectors: Parameters<typeof replay>[0]['vectors'];
  readonly labels: readonly number[];
  readonly spec: LearnSpec;
  readonly turn: () => Promise<void>;
}

/** Replays both orders on the labels that are there, over some seeds. */
async function savingOf({ vectors, labels, spec, turn }: Replayed): Promise<Saving> {
  const kept = Math.min(labels.length, MOST_REPLAYED);
  const step = Math.max(1, Math.floor((kept * 0.8) / ROUNDS));
  const curves = { margin: [] as CurvePoint[][], random: [] as CurvePoint[][] };
  for (let seed = 0; seed < SEEDS; seed++)
    for (const order of ['margin', 'random'] as const)
      curves[order].push(
        await replay({
          vectors: vectors.slice(0, kept),
          labels: labels.slice(0, kept),
          classes: spec.classes,
          places: placesFor(spec.classes),
          order,
          start: step,
          step,
          rounds: ROUNDS,
          seed: spec.seed + seed,
          pause: turn,
        }),
      );
  const [active, random] = [meanCurve(curves.margin), meanCurve(curves.random)];
  // What random order reaches near its end both have to reach.
  const target = random[Math.max(0, random.length - 2)]!.macroF1;
  return {
    active: labelsToReach(active, target),
    random: labelsToReach(random, target),
    macroF1: target,
    seeds: SEEDS,
  };
}
