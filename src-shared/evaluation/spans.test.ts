import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanTally, type LabeledSpan } from './spans.ts';

const at = (start: number, end: number, label = 'a'): LabeledSpan => ({ start, end, label });

describe('metrics of spans', () => {
  it('are those of an example by hand', () => {
    const tally = new SpanTally(['a', 'b', 'never']);
    tally.add([at(0, 4), at(6, 9), at(10, 12, 'b')], [at(0, 4), at(7, 8), at(8, 9), at(10, 12)]);
    tally.add([at(0, 2, 'b')], []);
    const { exact, overlap } = tally.metrics();
    expect(exact.perLabel[0]).toEqual({
      precision: 1 / 4,
      recall: 1 / 2,
      f1: 1 / 3,
      support: 2,
      predicted: 4,
    });
    expect(exact.perLabel[1]).toEqual({ precision: 0, recall: 0, f1: 0, support: 2, predicted: 0 });
    expect(exact.micro.f1).toBe(2 / 8);
    expect(exact.macroF1).toBe(1 / 6);
    // Two predicted spans lie within the second true one, the fourth only on one of another label.
    expect(overlap.perLabel[0]).toEqual({ precision: 3 / 4, recall: 1, f1: 6 / 7, support: 2, predicted: 4 });
    expect([overlap.micro.precision, overlap.micro.recall]).toEqual([3 / 4, 2 / 4]);
  });

  it('agree with counting pairs, and overlap is never below exact', () => {
    const some = fc.array(
      fc.record({
        start: fc.nat(12),
        length: fc.integer({ min: 1, max: 4 }),
        label: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 6 },
    );
    const spans = (list: { start: number; length: number; label: string }[]) => [
      ...new Map(
        list.map(({ start, length, label }) => [
          `${start} ${length} ${label}`,
          at(start, start + length, label),
        ]),
      ).values(),
    ];
    fc.assert(
      fc.property(some, some, (first, second) => {
        const [truth, predicted] = [spans(first), spans(second)];
        const tally = new SpanTally(['a', 'b']);
        tally.add(truth, predicted);
        const { exact, overlap } = tally.metrics();
        const shared = (one: LabeledSpan, other: LabeledSpan) =>
          one.label === other.label && Math.min(one.end, other.end) > Math.max(one.start, other.start);
        const same = truth.filter((one) =>
          predicted.some(
            (other) => other.label === one.label && other.start === one.start && other.end === one.end,
          ),
        ).length;
        const both = truth.length + predicted.length;
        expect(exact.micro.f1).toBeCloseTo(both === 0 ? 0 : (2 * same) / both, 12);
        const found = truth.filter((one) => predicted.some((other) => shared(one, other))).length;
        expect(overlap.micro.recall).toBeCloseTo(truth.length === 0 ? 0 : found / truth.length, 12);
        expect(overlap.micro.f1).toBeGreaterThanOrEqual(exact.micro.f1 - 1e-12);
      }),
    );
  });
});
