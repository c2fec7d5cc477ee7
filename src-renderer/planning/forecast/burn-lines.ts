/** @file The lines of burn-up and burn-down. */
import type { Forecast } from '../../../src-shared/contract.ts';
import { forecastLine } from '../../../src-shared/planning/burn.ts';
import type { BurnPoint } from '../../../src-shared/planning/engine/index.ts';
import type { DaySeries } from '../../ui/charts/days.ts';
import type { forecastEn } from './words.ts';

interface BurnChart {
  readonly way: 'up' | 'down';
  readonly words: (typeof forecastEn)['burn'];
  /** Its name; undefined where nothing is promised. */
  readonly baseline: string | undefined;
  readonly finish: Pick<Forecast['finish'], 'p50' | 'p80'> | undefined;
}

/** Scope and done, or what remains; what was promised, and where the forecast leads, as dashed lines. */
export function burnLines(
  points: readonly BurnPoint[],
  { way, words, baseline, finish }: BurnChart,
): readonly DaySeries[] {
  const isUp = way === 'up';
  const known = points.flatMap(({ day, scope, done, remaining }) =>
    done === null || remaining === null ? [] : [{ day, scope, done, remaining }],
  );
  const scope = known.at(-1)?.scope ?? 0;
  const promised = points.at(-1)?.planned ?? 0;
  const line = (name: string, color: number, of: readonly (readonly [number, number])[]): DaySeries => ({
    name,
    color,
    points: of,
  });
  const toFinish = (name: string, color: number, moment: number): DaySeries => {
    const of = forecastLine(points, moment);
    const lead = isUp ? of : of.map(([day, done]) => [day, scope - done] as const);
    return { ...line(name, color, lead), dashed: true };
  };
  const steps = isUp
    ? [
        line(words.scope, 1, known.map((one) => [one.day, one.scope])), // prettier-ignore
        line(words.done, 0, known.map((one) => [one.day, one.done])), // prettier-ignore
      ]
    : [line(words.remaining, 0, known.map((one) => [one.day, one.remaining]))]; // prettier-ignore
  const main = steps.map((one) => ({ ...one, stepped: true }));
  const plan = points.map(({ day, planned }) => [day, isUp ? planned : promised - planned] as const);
  return [
    ...main,
    ...(baseline === undefined ? [] : [{ ...line(words.planned(baseline), 2, plan), dashed: true }]),
    ...(finish
      ? [toFinish(words.forecast('P50'), 3, finish.p50), toFinish(words.forecast('P80'), 4, finish.p80)]
      : []),
  ].filter(({ points: of }) => of.length > 0);
}
