import { describe, expect, it } from 'vitest';
import { Random } from '../../../graph/index.ts';
import { Guard, allFinite, type Fault } from './guard.ts';

/** The first fault that losses make, with their index. */
function faultOf(guard: Guard, losses: readonly number[]): [number, Fault] | undefined {
  for (const [index, loss] of losses.entries()) {
    const fault = guard.check(loss);
    if (fault) return [index, fault];
  }
  return undefined;
}

/** Losses that fall from 2 to `end` with noise. */
function learned(end: number): number[] {
  const random = new Random(1);
  return Array.from(
    { length: 256 },
    (_, step) => (end + (2 - end) * Math.exp(-step / 20)) * (0.5 + random.uniform()),
  );
}

describe('the guard', () => {
  it('stops at once at a loss that is no finite number', () => {
    expect(faultOf(new Guard(), [1, 2, NaN])).toEqual([2, 'notFinite']);
    expect(faultOf(new Guard(), [Infinity])).toEqual([0, 'notFinite']);
  });

  it('lets single bad batches pass, and stops when the loss stays ten times as high', () => {
    const guard = new Guard();
    expect(faultOf(guard, [...learned(0.1), ...Array<number>(19).fill(5), 0.1])).toBeUndefined();
    expect(guard.calm).toBe(true);
    expect(faultOf(guard, Array<number>(40).fill(5))).toEqual([19, 'exploded']);
    expect(guard.calm).toBe(false);
  });

  it('takes no noise around zero for an explosion', () => {
    expect(faultOf(new Guard(), [...learned(1e-6), ...Array<number>(40).fill(1e-3)])).toBeUndefined();
  });

  it('goes on from its state, through JSON, as if it had never stopped', () => {
    const losses = [...learned(0.1), ...Array<number>(40).fill(5)];
    for (const cut of [1, 63, 64, 200, 270]) {
      const before = new Guard();
      expect(faultOf(before, losses.slice(0, cut))).toBeUndefined();
      const after = new Guard(JSON.parse(JSON.stringify(before.state())));
      expect(faultOf(after, losses.slice(cut))).toEqual([256 + 19 - cut, 'exploded']);
    }
  });

  it('sees one number among many that is not finite', () => {
    const data = Float32Array.from({ length: 1000 }, (_, index) => (index % 2 ? 3e38 : -3e38));
    expect(allFinite([data])).toBe(true);
    for (const bad of [NaN, Infinity, -Infinity])
      expect(allFinite([data, data.with(700, bad)]), String(bad)).toBe(false);
  });
});
