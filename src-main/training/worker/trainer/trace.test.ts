import { describe, expect, it } from 'vitest';
import { profileOf, type TraceEvent } from './index.ts';

/** A node that runs from `ts` for `dur` microseconds. */
function node(name: string, operator: string, [ts, dur]: readonly [number, number], bytes = 0): TraceEvent {
  const args = {
    op_name: operator,
    output_size: String(bytes),
    output_type_shape: [{ float: [2, 3] }],
    mem_in_use_peak: String(10 * bytes),
    provider: 'CPUExecutionProvider',
  };
  return { cat: 'Node', name: `${name}_kernel_time`, ts, dur, tid: 1, args };
}

const run = (ts: number, dur: number): TraceEvent => {
  return { cat: 'Session', name: 'model_run', ts, dur, tid: 1 };
};

/** A run with a Scan whose body multiplies twice, and two sums. */
function runAt(start: number, factor: number): TraceEvent[] {
  const at = (ts: number, dur: number) => [start + ts * factor, dur * factor] as const;
  return [
    run(...at(0, 1000)),
    node('loop', 'Scan', at(10, 500), 400),
    node('body', 'Mul', at(20, 100), 40),
    node('body', 'Mul', at(200, 150), 40),
    node('first', 'Add', at(510, 100), 24),
    node('second', 'Add', at(700, 200), 24),
  ];
}

describe('the profile of a step', () => {
  const profile = profileOf([...runAt(5000, 5), ...runAt(20_000, 1), ...runAt(40_000, 2)], 1);

  it('leaves the warm-up out and takes means over the rest', () => {
    expect(profile).toMatchObject({ steps: 2, stepMilliseconds: 2, peakBytes: 4000 });
    expect(profile.operators.map(({ operator, count, bytes }) => [operator, count, bytes])).toEqual([
      ['Add', 2, 48],
      ['Scan', 1, 400],
      ['Mul', 2, 80],
    ]);
  });

  it('counts what runs inside a Scan once', () => {
    const milliseconds = profile.operators.map((cost) => cost.milliseconds);
    expect(milliseconds).toEqual([0.45, 0.375, 0.375]);
    expect(profile.operators.map(({ share }) => share)).toEqual([0.375, 0.3125, 0.3125]);
  });

  it('names the nodes with their shapes', () => {
    expect(profile.nodes[0]).toMatchObject({
      node: 'loop',
      operator: 'Scan',
      shape: '[2, 3]',
      provider: 'CPU',
    });
    expect(profile.nodes.find(({ node: name }) => name === 'second')).toMatchObject({ count: 1, bytes: 24 });
  });
});
