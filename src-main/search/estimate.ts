/** @file Whether a search will fit this machine: from runs of the same recipe on the same version, or from a step measured now. */
import { statfs } from 'node:fs/promises';
import type { SearchDefinition, SearchEstimate, SearchRequest } from '../../src-shared/contract.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Training } from '../training/index.ts';
import type { Versions } from '../versions/index.ts';
import { parallelByMemory, togetherBytes } from './memory.ts';
import type { Queries } from './queries.ts';

interface EstimateParts {
  readonly store: Store;
  readonly pool: Pick<Pool, 'budget'>;
  readonly queries: Queries;
  readonly tracking: Pick<Tracking, 'artifacts'>;
  readonly training: Pick<Training, 'profile' | 'check'>;
  readonly versions: Pick<Versions, 'get'>;
}

type Range = NonNullable<SearchEstimate['seconds']>;

/** Runs that the seconds of a trial are taken from; fewer tell nothing of their spread. */
const ENOUGH_RUNS = 3;

export async function estimateSearch(
  parts: EstimateParts,
  { definition, budget }: { definition: SearchDefinition; budget: SearchRequest['budget'] },
  signal: AbortSignal | undefined,
): Promise<SearchEstimate> {
  const { queries, tracking, store, pool } = parts;
  const { version, recipe } = definition;
  const past = queries.past.all({ version, recipe });
  // Memory is that of a process, which runs do not keep: a step is measured in any case.
  const step = await largestStep(parts, definition, signal);
  const fromRuns = past.length >= ENOUGH_RUNS ? rangeOf(past.map(({ seconds }) => seconds)) : null;
  const perTrial = fromRuns ?? step.seconds;
  const fit = parallelByMemory([step.bytes]);
  const parallel = Math.min(definition.parallel, fit ?? 1);
  const kept = past.map(({ id }) => tracking.artifacts(id).reduce((sum, { bytes }) => sum + bytes, 0));
  const each = kept.length > 0 ? Math.max(...kept) : null;
  const { bavail, bsize } = await statfs(store.folder);
  const limit = pool.budget('train').memoryBytes ?? togetherBytes();
  const disk = { bytes: each === null ? null : each * budget.trials, free: bavail * bsize };
  return {
    secondsPerTrial: perTrial,
    source: fromRuns ? 'runs' : 'step',
    runs: past.length,
    seconds: perTrial && totalOf(perTrial, { trials: budget.trials, parallel, most: budget.seconds }),
    memory: step.bytes > 0 ? { bytes: step.bytes, limit, together: togetherBytes() } : null,
    parallel: fit,
    disk,
    fits: step.bytes <= limit && step.bytes <= togetherBytes() && (disk.bytes ?? 0) <= disk.free,
  };
}

function totalOf(
  { low, likely, high }: Range,
  { trials, parallel, most }: { trials: number; parallel: number; most: number | null },
): Range {
  const all = (seconds: number): number => Math.min((seconds * trials) / parallel, most ?? Infinity);
  return { low: all(low), likely: all(likely), high: all(high) };
}

/** Mean and one standard deviation of a single run. */
function rangeOf(seconds: readonly number[]): Range {
  const mean = seconds.reduce((a, b) => a + b, 0) / seconds.length;
  const spread = Math.sqrt(
    seconds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, seconds.length - 1),
  );
  return { low: Math.max(0, mean - spread), likely: mean, high: mean + spread };
}

/** The recipe's own step, and the one with every searched number at its greatest: the truth lies between. */
async function largestStep(
  { training, versions }: EstimateParts,
  { version, recipe, parameters, space }: SearchDefinition,
  signal: AbortSignal | undefined,
): Promise<{ readonly seconds: Range; readonly bytes: number }> {
  const greatest = Object.fromEntries(
    space.flatMap((dimension) => (dimension.kind === 'number' ? [[dimension.name, dimension.to]] : [])),
  );
  const { train } = versions.get({ version });
  const cost = async (given: SearchDefinition['parameters']) => {
    const complete = training.check({ version, recipe, parameters: given });
    const before = performance.now();
    const measured = await training.profile({ version, recipe, parameters: given }, signal);
    const whole = performance.now() - before;
    const rows = train * Number(complete['trainShare']);
    const steps = Math.ceil(rows / Number(complete['batchSize'])) * Number(complete['epochs']);
    return {
      // What its process took beside the steps is what every trial takes to begin.
      seconds: (whole + (steps - measured.steps) * measured.stepMilliseconds) / 1000,
      bytes: measured.processBytes ?? measured.peakBytes,
    };
  };
  const usual = await cost(parameters);
  const large = await cost({ ...parameters, ...greatest });
  const [low, high] = [Math.min(usual.seconds, large.seconds), Math.max(usual.seconds, large.seconds)];
  return { seconds: { low, likely: (low + high) / 2, high }, bytes: Math.max(usual.bytes, large.bytes) };
}
