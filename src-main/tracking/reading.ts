/** @file Runs as they are told: rows with what other tables say of them. */
import type { MetricSummary, Run } from '../../src-shared/contract.ts';
import { directionOf } from '../../src-shared/tracking/directions.ts';
import { isSystemMetric, toMetricValue, type Direction } from '../../src-shared/tracking/values.ts';
import type { createParameters } from './parameters.ts';
import type { Points } from './points/points.ts';
import type { SeriesRow } from './points/queries.ts';
import type { RunRow } from './queries.ts';
import type { createTags } from './tags.ts';

export interface ReadingParts {
  readonly points: Points;
  readonly parameters: ReturnType<typeof createParameters>;
  readonly tags: ReturnType<typeof createTags>;
}

export function createReading({ points, parameters, tags }: ReadingParts) {
  return {
    toRun(row: RunRow): Run {
      const { originalWeights, starred, ...rest } = row;
      const ended = row.state === 'finished' && row.reproduces !== null;
      return {
        ...rest,
        ...parameters.shown(row.id),
        tags: tags.of(row.id),
        starred: starred === 1,
        summary: row.origin === 'training' ? JSON.parse(row.summary) : lastValues(points.seriesOf(row.id)),
        environment: JSON.parse(row.environment),
        findings: JSON.parse(row.findings),
        error: row.error === null ? null : JSON.parse(row.error),
        reproduced: ended ? row.weightsSha256 === originalWeights : null,
      };
    },
    /** What is known of each curve of a run. */
    metricsOf(run: string): MetricSummary[] {
      const known = points.directions();
      return points.seriesOf(run).map((series) => summaryOf(series, directionOf(series.metric, known)));
    },
  };
}

/** How the machine did is no result. */
function lastValues(all: readonly SeriesRow[]): Record<string, number> {
  return Object.fromEntries(
    all.flatMap(({ metric, last }) =>
      last !== null && Number.isFinite(last) && !isSystemMetric(metric) ? [[metric, last]] : [],
    ),
  );
}

function summaryOf(series: SeriesRow, direction: Direction | null): MetricSummary {
  const { metric, points, notFinite, last, lastStep, lastAt } = series;
  const { least: min, leastStep: minStep, greatest: max, greatestStep: maxStep } = series;
  const [best, bestStep] = direction === 'minimize' ? [min, minStep] : [max, maxStep];
  return {
    metric,
    count: points,
    notFinite,
    last: toMetricValue(last ?? NaN),
    lastStep,
    lastAt,
    min,
    minStep,
    max,
    maxStep,
    direction,
    best: direction && best,
    bestStep: direction && bestStep,
  };
}
