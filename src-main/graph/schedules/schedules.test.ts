import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import {
  Random,
  constantSchedule,
  cosineSchedule,
  exponentialSchedule,
  oneCycleSchedule,
  plateauAfter,
  plateauStart,
  restartSchedule,
  stepSchedule,
  warmUp,
  type PlateauOptions,
  type PlateauState,
  type Schedule,
} from '../index.ts';
import { askPython, relativeDifference } from '../oracle.fixture.ts';

const kinds = {
  constant: constantSchedule,
  step: stepSchedule,
  exponential: exponentialSchedule,
  cosine: cosineSchedule,
  restart: restartSchedule,
  oneCycle: oneCycleSchedule,
} as const;

interface Case {
  readonly kind: keyof typeof kinds;
  readonly options: Readonly<Record<string, number>>;
  readonly warm?: { readonly steps: number; readonly from: number };
  /** Updates to compare. */
  readonly count: number;
}

const cases: readonly Case[] = [
  { kind: 'constant', options: {}, count: 30 },
  { kind: 'step', options: { every: 7 }, count: 30 },
  { kind: 'step', options: { every: 4, gamma: 0.5 }, count: 30 },
  { kind: 'exponential', options: { gamma: 0.93 }, count: 40 },
  { kind: 'cosine', options: { steps: 40 }, count: 41 },
  { kind: 'cosine', options: { steps: 25, least: 0.1 }, count: 26 },
  { kind: 'restart', options: { steps: 10 }, count: 45 },
  { kind: 'restart', options: { steps: 5, growth: 2, least: 0.05 }, count: 45 },
  { kind: 'oneCycle', options: { steps: 40 }, count: 40 },
  { kind: 'oneCycle', options: { steps: 30, rise: 0.5, startDivisor: 10, endDivisor: 100 }, count: 30 },
  { kind: 'exponential', options: { gamma: 0.9 }, warm: { steps: 8, from: 0.1 }, count: 40 },
  { kind: 'step', options: { every: 5 }, warm: { steps: 6, from: 0.25 }, count: 40 },
];

function scheduleOf({ kind, options, warm }: Case): Schedule {
  const schedule = (kinds[kind] as (options: object) => Schedule)(options);
  return warm ? warmUp(warm, schedule) : schedule;
}

const plateaus: readonly PlateauOptions[] = [
  { patience: 2 },
  { patience: 0, factor: 0.5, least: 0.01 },
  { patience: 3, cooldown: 4, factor: 0.3 },
  { patience: 2, threshold: 0.05, better: 'higher' },
];

/** A noisy number that falls and then stays, or its mirror image. */
function watched({ better }: PlateauOptions): readonly number[] {
  const random = new Random(5);
  return Array.from({ length: 60 }, (_, step) => {
    const value = 1 + Math.exp(-step / 5) + 0.05 * random.uniform();
    return better === 'higher' ? 3 - value : value;
  });
}

function plateauStates(options: PlateauOptions): readonly PlateauState[] {
  let state = plateauStart;
  return watched(options).map((value) => (state = plateauAfter(state, value, options)));
}

describe('schedules', () => {
  it('are those of PyTorch', (context) => {
    const python = findPython('torch');
    context.skip(!python, pythonMissing('torch'));
    const script = join(import.meta.dirname, 'oracle', 'schedules.py');
    const watching = plateaus.map((options) => ({ options, values: watched(options) }));
    const answers = askPython(python ?? '', script, [...cases, ...watching]) as number[][];
    for (const [index, one] of cases.entries()) {
      const own = Array.from({ length: one.count }, (_, done) => scheduleOf(one)(done));
      for (const [done, factor] of own.entries())
        expect(Math.abs(factor - answers[index]![done]!), `${one.kind} ${done}`).toBeLessThan(1e-9);
    }
    for (const [index, options] of plateaus.entries()) {
      const factors = plateauStates(options).map(({ factor }) => factor);
      expect(factors.at(-1)).toBeLessThan(0.2);
      expect(relativeDifference(factors, answers[cases.length + index]!)).toBeLessThan(1e-12);
    }
  });

  it('stay at their end', () => {
    expect(cosineSchedule({ steps: 10, least: 0.2 })(1000)).toBeCloseTo(0.2, 12);
    expect(oneCycleSchedule({ steps: 10 })(1000)).toBeCloseTo(1 / 25 / 1e4, 12);
  });

  it('warm up in even steps unless told otherwise', () => {
    const schedule = warmUp({ steps: 3 }, constantSchedule());
    expect([0, 1, 2, 3, 4].map(schedule)).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(warmUp({ steps: 0 }, exponentialSchedule({ gamma: 0.5 }))(1)).toBe(0.5);
  });

  it('hold at the borders of one cycle', () => {
    for (const rise of [0, 0.1, 1]) {
      const schedule = oneCycleSchedule({ steps: 10, rise });
      const factors = Array.from({ length: 10 }, (_, done) => schedule(done));
      expect(factors.every((factor) => factor > 0 && factor <= 1)).toBe(true);
      expect(Math.max(...factors)).toBeGreaterThan(0.9);
    }
  });

  it('go on from a plateau that was written down', () => {
    const options = plateaus[2]!;
    const states = plateauStates(options);
    let state = JSON.parse(JSON.stringify(states[29])) as PlateauState;
    for (const value of watched(options).slice(30)) state = plateauAfter(state, value, options);
    expect(state).toEqual(states.at(-1));
  });

  it('say what cannot be', () => {
    expect(() => stepSchedule({ every: 0 })).toThrow('every above 0, not 0');
    expect(() => cosineSchedule({ steps: 10, least: 2 })).toThrow('least from 0 to 1, not 2');
    expect(() => oneCycleSchedule({ steps: 1 })).toThrow('2 steps or more, not 1');
    expect(() => restartSchedule({ steps: 5, growth: 0.5 })).toThrow('a growth of 1 or more, not 0.5');
    expect(() => warmUp({ steps: -1 }, constantSchedule())).toThrow('0 steps or more, not -1');
  });
});
