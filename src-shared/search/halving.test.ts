/** Synchronous halving: who stops where, who goes on, and that the best is found with a part of the epochs. */
import { expect, it } from 'vitest';
import { Random } from '../planning/engine/forecast/random.ts';
import type { Curve } from './early-stopping.ts';
import { dueRung, halve, survivors, type Contender, type Halving } from './halving.ts';

const rule: Halving = { kind: 'halving', first: 1, factor: 3 };
const curve = (number: number, losses: readonly number[]): Curve => ({
  number,
  ended: false,
  losses: losses.map((loss, at) => ({ epoch: at + 1, loss })),
});
const held = (number: number, losses: readonly number[], heldAt: number | null): Contender => ({
  ...curve(number, losses),
  heldAt,
});

it('one in so many goes on, of those that got to the rung; the earlier of equals', () => {
  const curves = [curve(1, [3]), curve(2, [1]), curve(3, [2]), curve(4, [2]), curve(5, [9]), curve(6, [])];
  expect(survivors(curves, 1, 3)).toEqual([2]);
  expect(survivors([...curves, curve(7, [7])], 1, 3)).toEqual([2, 3]);
  expect(survivors(curves.slice(0, 2), 1, 3)).toEqual([2]);
});

it('stops at each rung once, also where an epoch went by in the meantime, and not at the end', () => {
  const at = (losses: number[], passed: number) => dueRung(rule, curve(1, losses), { passed, epochs: 4 });
  expect(at([], 0)).toBeNull();
  expect(at([1], 0)).toBe(1);
  expect(at([1, 1], 0)).toBe(1);
  expect(at([1, 1], 1)).toBeNull();
  expect(at([1, 1, 1], 1)).toBe(3);
  expect(at([1, 1, 1, 1], 3), 'the training ends there').toBeNull();
});

it('decides the lowest rung first, and says the same again when some have gone on', () => {
  const first = [
    held(1, [3], 1),
    held(2, [1], 1),
    held(3, [2], 1),
    held(4, [5], 1),
    held(5, [4], 1),
    held(6, [6], 1),
  ];
  expect(halve(rule, first)).toEqual({ goOn: [2, 3], end: [1, 4, 5, 6] });
  const later = [held(2, [1, 1, 1], 3), held(3, [2], 1), ...[1, 4, 5, 6].map((n) => held(n, [10 + n], null))];
  expect(halve(rule, later)).toEqual({ goOn: [3], end: [] });
  expect(halve(rule, [held(2, [1, 1, 1], 3), held(3, [2, 2, 2], 3), ...later.slice(2)])).toEqual({
    goOn: [2],
    end: [3],
  });
});

/** Trains trials whose level shows through noise, until the rule ended all but what it lets through. */
function search(seed: number, trials: number, epochs: number) {
  const random = new Random(seed, 'halving');
  const levels = Array.from({ length: trials }, () => random.uniform());
  const curves = levels.map((): { epoch: number; loss: number }[] => []);
  const ended = new Set<number>();
  const rungs = new Map<number, number>();
  const train = (at: number): void => {
    for (;;) {
      const epoch = curves[at]!.length + 1;
      curves[at]!.push({ epoch, loss: levels[at]! + 1 / epoch + 0.02 * random.normal() });
      const own = { number: at, ended: false, losses: curves[at]! };
      const rung = dueRung(rule, own, { passed: rungs.get(at) ?? 0, epochs });
      if (rung !== null) return void rungs.set(at, rung);
      if (epoch === epochs) return void ended.add(at);
    }
  };
  for (const at of levels.keys()) train(at);
  while (ended.size < trials) {
    const contenders = curves.map((losses, number) => ({
      number,
      ended: ended.has(number),
      losses,
      heldAt: ended.has(number) ? null : rungs.get(number)!,
    }));
    const { goOn, end } = halve(rule, contenders);
    for (const at of end) ended.add(at);
    for (const at of goOn) train(at);
  }
  const spent = curves.reduce((sum, { length }) => sum + length, 0);
  const whole = curves.findIndex(({ length }) => length === epochs);
  return { spent, rank: levels.filter((level) => level < levels[whole]!).length };
}

it('finds one of the best with a sixth of the epochs', () => {
  const outcomes = Array.from({ length: 20 }, (_, seed) => search(seed, 27, 27));
  for (const { spent } of outcomes) expect(spent).toBeLessThan((27 * 27) / 6);
  expect(outcomes.filter(({ rank }) => rank === 0).length).toBeGreaterThan(12);
  expect(Math.max(...outcomes.map(({ rank }) => rank))).toBeLessThan(4);
});
