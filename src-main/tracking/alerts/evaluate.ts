/** @file Whether what is known of a curve makes a rule fire. Pure: a curve's row has its extremes, so no point is read. */
import type { AlertCondition, AlertEvidence, LoggedPoint } from '../../../src-shared/contract.ts';
import { toMetricValue, type Direction } from '../../../src-shared/tracking/values.ts';
import type { SeriesRow } from '../points/queries.ts';

/** Of fewer points nobody can tell whether a curve diverges. */
const FEWEST_POINTS = 5;

/** Conditions on metrics. */
export type MetricCondition = Exclude<AlertCondition, { kind: 'ended' }>;

const NOTHING: AlertEvidence = { metric: null, value: null, step: null, best: null, state: null };

/** A run that ended in a way that the rule is for. */
export function evidenceOfEnd(
  condition: AlertCondition,
  state: NonNullable<AlertEvidence['state']>,
): AlertEvidence | null {
  if (condition.kind !== 'ended' || !condition.states.some((one) => one === state)) return null;
  return { ...NOTHING, state };
}

/** The first value among new points that is no finite number, of the metric or of any. */
export function evidenceOfValues(
  metric: string | null,
  points: readonly LoggedPoint[],
): AlertEvidence | null {
  const strange = points.find(
    (point) => !Number.isFinite(point.value) && (metric === null || point.metric === metric),
  );
  if (!strange) return null;
  return {
    ...NOTHING,
    metric: strange.metric,
    value: toMetricValue(strange.value),
    step: strange.step ?? null,
  };
}

/** What of a whole curve makes the rule fire. @param direction where nobody knows, less is better */
export function evidenceOfCurve(
  condition: MetricCondition,
  series: SeriesRow,
  direction: Direction | null,
): AlertEvidence | null {
  switch (condition.kind) {
    case 'notFinite':
      return null;
    case 'divergence':
      return divergence(condition.factor, series, direction);
    case 'noProgress':
      return condition.steps === null ? null : noProgress(condition.steps, series, direction);
    case 'threshold': {
      const [value, step] =
        condition.side === 'above'
          ? [series.greatest, series.greatestStep]
          : [series.least, series.leastStep];
      const crosses =
        value !== null && (condition.side === 'above' ? value > condition.limit : value < condition.limit);
      return crosses ? { ...NOTHING, metric: series.metric, value, step } : null;
    }
  }
}

/** The best value of a curve and its step. */
export function bestOf(series: SeriesRow, direction: Direction | null) {
  return direction === 'maximize'
    ? { best: series.greatest, step: series.greatestStep }
    : { best: series.least, step: series.leastStep };
}

/**
 * The last value is beyond `factor` times the best: where less is better above 3 for a best of 1 and a factor of 3, where more is
 * better below a third of it. On the other side of 0 the other way round: below -3 for a best of -1.
 */
function divergence(factor: number, series: SeriesRow, direction: Direction | null): AlertEvidence | null {
  const { metric, last, lastStep, points } = series;
  const { best } = bestOf(series, direction);
  if (best === null || last === null || best === 0 || points < FEWEST_POINTS) return null;
  const isMore = direction === 'maximize';
  const limit = best > 0 === isMore ? best / factor : best * factor;
  if (isMore ? last >= limit : last <= limit) return null;
  return { ...NOTHING, metric, value: toMetricValue(last), step: lastStep, best };
}

function noProgress(steps: number, series: SeriesRow, direction: Direction | null): AlertEvidence | null {
  const { best, step } = bestOf(series, direction);
  if (best === null || step === null || series.lastStep - step < steps) return null;
  return unchanged(series, direction);
}

/** A curve that is no better than it was. */
export function unchanged(series: SeriesRow, direction: Direction | null): AlertEvidence {
  const { metric, last, lastStep } = series;
  const { best } = bestOf(series, direction);
  return { ...NOTHING, metric, value: toMetricValue(last ?? NaN), step: lastStep, best };
}
