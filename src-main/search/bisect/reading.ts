/** @file What is recorded of bisections, as people read it and as the next step follows from it. */
import type {
  BisectBatch,
  BisectEstimate,
  Bisection,
  BisectionSummary,
  BisectTraining,
  Parameters,
  Run,
} from '../../../src-shared/contract.ts';
import { METRICS, isLowerBetter } from '../../../src-shared/evaluation/metrics.ts';
import type { ChangeBatch } from '../../../src-shared/search/bisect/groups.ts';
import {
  nextOfBisection,
  type BisectPlan,
  type BisectResult,
} from '../../../src-shared/search/bisect/next.ts';
import type { Estimate } from '../../../src-shared/search/bisect/noise.ts';
import type { BisectBy } from '../../../src-shared/search/values.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import type { Tracking } from '../../tracking/index.ts';
import type { Versions } from '../../versions/index.ts';
import type { BisectionRow, BisectQueries, TrainingRow } from './queries.ts';

/** What a bisection is: it never changes. */
export interface BisectDefinition {
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly metric: string;
  readonly by: readonly BisectBy[];
}

export interface BisectReadingParts {
  readonly queries: BisectQueries;
  readonly tracking: Pick<Tracking, 'run'>;
  readonly versions: Pick<Versions, 'get'>;
}

/** Of a training whose end is not written down yet. */
const STATES: Readonly<Record<Run['state'], BisectTraining['state']>> = {
  running: 'running',
  // It goes on from its last checkpoint.
  interrupted: 'running',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed',
  crashed: 'failed',
};

export function definitionOf({ definition }: Pick<BisectionRow, 'definition'>): BisectDefinition {
  return JSON.parse(definition) as BisectDefinition;
}

export function undoneOf({ undone }: Pick<TrainingRow, 'undone'>): readonly number[] {
  return JSON.parse(undone) as number[];
}

export function createBisectReading({ queries, tracking, versions }: BisectReadingParts) {
  function batchesOf(row: BisectionRow): BisectBatch[] {
    const contradicted = row.contradicted === null ? null : (JSON.parse(row.contradicted) as number[]);
    return (JSON.parse(row.batches) as ChangeBatch[]).map((batch, place) => {
      return { ...batch, contradicted: contradicted?.[place] ?? null };
    });
  }

  /** Test samples of every training: the same for all of them. */
  function testSamplesOf(trainings: readonly TrainingRow[]): number | null {
    const [first] = trainings;
    return first ? versions.get({ version: first.version }).test : null;
  }

  /** What is known, and what is next. */
  function next(row: BisectionRow) {
    const { metric } = definitionOf(row);
    const trainings = queries.trainings.all(row.id);
    const batches = batchesOf(row);
    const samples = testSamplesOf(trainings);
    const plan: BisectPlan = {
      batches,
      seeds: row.seeds,
      trainings: row.trainings,
      better: isLowerBetter(metric) ? 'lower' : 'higher',
      resolution: samples !== null && formatOf(metric) === 'share' ? 1 / samples : 0,
      canAsk: TARGETS[versions.get({ version: row.good }).target].hasClasses,
    };
    const results = trainings.flatMap((training): BisectResult[] => {
      const value = valueOf(training, metric);
      return value === null ? [] : [{ undone: undoneOf(training), seed: training.seed, value }];
    });
    return { ...nextOfBisection(plan, results), batches, trainings, results, samples };
  }

  function summarize(row: BisectionRow, known: ReturnType<typeof next>): BisectionSummary {
    const { recipe, metric } = definitionOf(row);
    return {
      id: row.id,
      name: row.name,
      goodName: row.goodName,
      badName: row.badName,
      dataset: row.dataset,
      recipe,
      metric,
      state: row.state,
      trainings: row.trainings,
      measured: known.results.length,
      verdict: verdictOf(known.step),
      createdAt: row.createdAt,
      createdBy: row.createdBy,
    };
  }

  function shown(
    training: TrainingRow,
    { metric, batches }: { metric: string; batches: readonly BisectBatch[] },
  ): BisectTraining {
    const undone = [...undoneOf(training)];
    const run = tracking.run(training.run);
    return {
      number: training.number,
      run: training.run,
      runNumber: queries.runNumber.get(training.run) ?? 0,
      undone,
      samples: undone.reduce((sum, place) => sum + (batches[place]?.samples ?? 0), 0),
      seed: training.seed,
      state: training.state ?? STATES[run.state],
      value: valueOf(training, metric),
      seconds: training.seconds ?? run.seconds,
    };
  }

  return {
    next,
    summary: (row: BisectionRow): BisectionSummary => summarize(row, next(row)),
    whole(row: BisectionRow): Bisection {
      const known = next(row);
      const { batches, trainings, noise, drop, decisions, suspects } = known;
      const { parameters, by, metric } = definitionOf(row);
      const all = trainings.map((training) => shown(training, { metric, batches }));
      return {
        ...summarize(row, known),
        good: row.good,
        bad: row.bad,
        parameters,
        by: [...by],
        seeds: row.seeds,
        batches,
        all,
        testSamples: known.samples,
        noise: noise?.deviation ?? null,
        drop: drop && finite(drop),
        decisions: decisions.map((decision) => ({
          ...decision,
          suspects: [...decision.suspects],
          undone: [...decision.undone],
          gain: finite(decision.gain),
        })),
        suspects: [...suspects],
        seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
        error: row.error === null ? null : (JSON.parse(row.error) as Bisection['error']),
      };
    },
  };
}

export type BisectReading = ReturnType<typeof createBisectReading>;

function valueOf({ measured }: TrainingRow, metric: string): number | null {
  if (measured === null) return null;
  return (JSON.parse(measured) as Record<string, number>)[metric] ?? null;
}

function formatOf(metric: string): string | null {
  return Object.hasOwn(METRICS, metric) ? METRICS[metric as keyof typeof METRICS].format : null;
}

function verdictOf(step: ReturnType<typeof nextOfBisection>['step']): BisectionSummary['verdict'] {
  if (step.do !== 'end') return null;
  const { batches, cost, ...verdict } = step.verdict;
  return { ...verdict, batches: [...batches], cost: cost && finite(cost) };
}

/** An interval that nothing was repeated for has no ends. */
function finite({ value, low, high }: Estimate): BisectEstimate {
  const end = (number: number): number | null => (Number.isFinite(number) ? number : null);
  return { value, low: end(low), high: end(high) };
}
