/** @file The parameters that runs differ in, as axes of pictures and as what importance is computed of. */
import type { Parameters, Run } from '../../../src-shared/contract.ts';
import type { Feature, Rows } from '../../../src-shared/statistics/index.ts';
import { isSeed } from '../../../src-shared/tracking/seed-groups.ts';

export type Dimension =
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly scale: 'linear' | 'logarithmic';
      readonly from: number;
      readonly to: number;
    }
  | { readonly name: string; readonly kind: 'choice'; readonly options: readonly Parameters[string][] };

type Parametrized = Pick<Run, 'parameters' | 'summary'>;

/** A range that grows by so much is looked at by ratio. */
const WIDE = 50;

/** Every parameter that any two runs differ in, also where one of them has none. */
export function dimensionsOf(runs: readonly Pick<Run, 'parameters'>[]): readonly Dimension[] {
  const names = [...new Set(runs.flatMap(({ parameters }) => Object.keys(parameters)))];
  return names.flatMap((name): Dimension[] => {
    const values = runs.flatMap(({ parameters }) =>
      Object.hasOwn(parameters, name) ? [parameters[name]!] : [],
    );
    const options = [...new Set(values)];
    if (options.length < 2 || isSeed(name)) return [];
    const numbers = options.filter((value) => typeof value === 'number');
    if (numbers.length < options.length) return [{ name, kind: 'choice', options }];
    const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
    return [
      { name, kind: 'number', scale: from > 0 && to / from >= WIDE ? 'logarithmic' : 'linear', from, to },
    ];
  });
}

/** Runs that have a metric and every dimension, as rows of a forest. */
export function rowsOf(
  runs: readonly Parametrized[],
  { dimensions, metric }: { readonly dimensions: readonly Dimension[]; readonly metric: string },
): Rows {
  const whole = runs.filter(
    ({ parameters, summary }) =>
      summary[metric] !== undefined && dimensions.every(({ name }) => Object.hasOwn(parameters, name)),
  );
  return {
    features: dimensions.map((dimension): Feature =>
      dimension.kind === 'number'
        ? { kind: 'number' }
        : { kind: 'choice', options: dimension.options.length },
    ),
    inputs: whole.map(({ parameters }) =>
      dimensions.map((dimension) => placeOf(dimension, parameters[dimension.name]!)),
    ),
    values: whole.map(({ summary }) => summary[metric]!),
  };
}

/** 0 to 1 on the dimension's scale, or the place of an option. */
function placeOf(dimension: Dimension, value: Parameters[string]): number {
  if (dimension.kind === 'choice') return dimension.options.indexOf(value);
  const { scale, from, to } = dimension;
  const on = (number: number): number => (scale === 'logarithmic' ? Math.log(number) : number);
  return (on(Number(value)) - on(from)) / (on(to) - on(from));
}
