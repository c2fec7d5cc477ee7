/** @file What the pictures of a comparison draw: runs as lines over their parameters, and as points of two values. */
import type { Parameters, Run } from '../../../src-shared/contract.ts';
import { isLowerBetter, isShare } from '../../../src-shared/evaluation/metrics.ts';
import type { ParallelAxis, ParallelData } from '../../ui/charts/parallel.ts';
import type { PointsData } from '../../ui/charts/points.ts';
import type { Value } from '../../ui/charts/table.ts';
import { numbered } from '../../platform/names.ts';
import type { Dimension } from './space.ts';

type DrawnRun = Pick<Run, 'id' | 'number' | 'name' | 'parameters' | 'summary' | 'seconds'>;

export interface PictureWords {
  readonly parameter: (name: string) => string;
  readonly option: (name: string, value: Parameters[string]) => string;
  readonly metric: (name: string) => string;
  readonly run: string;
  readonly front: string;
  readonly format: (value: number) => string;
}

/** A line for each run that has the metric; the baseline is drawn thicker. */
export function parallelOf(
  runs: readonly DrawnRun[],
  { dimensions, metric, baseline }: { dimensions: readonly Dimension[]; metric: string; baseline: string },
  words: PictureWords,
): ParallelData {
  const axes = dimensions.map((dimension): ParallelAxis => {
    const name = words.parameter(dimension.name);
    if (dimension.kind === 'choice')
      return {
        name,
        type: 'category',
        data: dimension.options.map((one) => words.option(dimension.name, one)),
      };
    const { from, to, scale } = dimension;
    return { name, type: scale === 'logarithmic' ? 'log' : 'value', min: from, max: to };
  });
  const place = (dimension: Dimension, value: Parameters[string] | undefined): Value => {
    if (value === undefined) return null;
    return dimension.kind === 'choice' ? words.option(dimension.name, value) : Number(value);
  };
  return {
    axes: [...axes, { name: words.metric(metric), type: 'value', ...(isShare(metric) && { max: 1 }) }],
    lines: runs
      .filter(({ summary }) => summary[metric] !== undefined)
      .map((run) => ({
        name: numbered(run),
        values: [
          ...dimensions.map((dimension) => place(dimension, run.parameters[dimension.name])),
          run.summary[metric]!,
        ],
        color: run.id === baseline ? 1 : 0,
        strong: run.id === baseline,
      })),
    each: words.run,
    format: words.format,
  };
}

/** A result by its name, or how long a run took. */
function measureOf(run: DrawnRun, name: string): number | undefined {
  return name === 'seconds' ? run.seconds : run.summary[name];
}

const isLess = (name: string): boolean => name === 'seconds' || isLowerBetter(name);

/** A point for each run that has both values, and the front of those that no other beats in both. */
export function pointsOf(
  runs: readonly DrawnRun[],
  { x, y, baseline }: { x: string; y: string; baseline: string },
  words: PictureWords,
): PointsData {
  const points = runs.flatMap((run) => {
    const [across, up] = [measureOf(run, x), measureOf(run, y)];
    return across === undefined || up === undefined ? [] : [{ run, across, up }];
  });
  const axis = (name: string) => ({ name: words.metric(name), type: 'value', format: words.format }) as const;
  return {
    x: axis(x),
    y: axis(y),
    points: points.map(({ run, across, up }) => ({
      name: numbered(run),
      x: across,
      y: up,
      color: run.id === baseline ? 1 : 0,
      strong: run.id === baseline,
    })),
    front: x === y ? undefined : { name: words.front, points: frontOf(points, [isLess(x), isLess(y)]) },
    each: words.run,
  };
}

/** From the best across to the best up: each point better in the second than all before it. */
function frontOf(
  points: readonly { readonly across: number; readonly up: number }[],
  [lessAcross, lessUp]: readonly [boolean, boolean],
): readonly (readonly [number, number])[] {
  const [sx, sy] = [lessAcross ? 1 : -1, lessUp ? 1 : -1];
  const inOrder = points.toSorted((a, b) => sx * (a.across - b.across) || sy * (a.up - b.up));
  let best = Infinity;
  return inOrder.flatMap(({ across, up }) => {
    if (sy * up >= best) return [];
    best = sy * up;
    return [[across, up] as const];
  });
}
