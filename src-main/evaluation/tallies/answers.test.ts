import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multilabelMetrics } from '../../../src-shared/evaluation/multilabel.ts';
import { decodeRuns } from '../../../src-shared/labeling/geometry/runs.ts';
import { DetectionTally } from './detection.ts';
import { MultilabelTally } from './multilabel.ts';
import { SegmentationTally } from './segmentation.ts';
import { TaggingTally } from './tagging.ts';

const named = (ids: readonly string[]) => ({ ids, texts: ids.map((id) => `text of ${id}`) });

describe('a tally of several labels', () => {
  const labels = ['a', '__proto__', '中'];
  const row = fc.record({
    truths: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }),
    scores: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 3, maxLength: 3 }),
  });

  it('counts as the metrics of all rows at once do, however they are cut into batches', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        (rows, size) => {
          const tally = new MultilabelTally(labels);
          const thresholds = [0.5, 0.3, 0.8].map(Math.fround);
          const all = { labels: 3, truths: [] as number[], scores: [] as number[] };
          for (let at = 0; at < rows.length; at += size) {
            const some = rows.slice(at, at + size);
            const truths = Uint8Array.from(some.flatMap(({ truths: own }) => own));
            const probabilities = Float32Array.from(some.flatMap(({ scores }) => scores.map((p) => p / 10)));
            all.truths.push(...truths);
            all.scores.push(...probabilities);
            const ids = some.map((_, index) => `s${at + index}`);
            tally.add({
              task: 'multilabel',
              ...named(ids),
              truths,
              probabilities,
              thresholds,
              unknownLabels: 1,
            });
          }
          const expected = multilabelMetrics(all, thresholds);
          const { microF1, macroF1, exactMatch, classes, unknownLabels, missed } = tally.result();
          expect([microF1, exactMatch]).toEqual([expected.microF1, expected.exactMatch]);
          expect(macroF1).toBeCloseTo(expected.macroF1, 12);
          expect(classes).toEqual(
            expected.perLabel.map((scores, at) => ({
              label: labels[at],
              ...scores,
              threshold: thresholds[at],
            })),
          );
          expect(unknownLabels).toBe(Math.ceil(rows.length / size));
          expect(missed).toHaveLength(Math.round((1 - exactMatch) * rows.length));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a tally of spans', () => {
  it('tells exact ones from those that overlap, and keeps the texts with the most wrong', () => {
    const tally = new TaggingTally(['name', 'place']);
    const name = { start: 0, end: 4, label: 'name' };
    tally.add({
      task: 'tag',
      ...named(['x', 'y', 'z']),
      truths: [[name], [], [name, { start: 6, end: 9, label: 'place' }]],
      predicted: [[{ start: 0, end: 3, label: 'name' }], [], [name, { start: 6, end: 9, label: 'place' }]],
      unknownLabels: 0,
    });
    const report = tally.result();
    expect(report.exact).toMatchObject({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(report.overlap.f1).toBe(1);
    expect(report.exactMatch).toBe(2 / 3);
    expect(report.classes.map(({ label, f1, overlapF1 }) => [label, f1, overlapF1])).toEqual([
      ['name', 1 / 2, 1],
      ['place', 1, 1],
    ]);
    expect(report.missed).toMatchObject([{ sample: 'x', wrong: 2, actual: [name] }]);
  });
});

describe('a tally of boxes', () => {
  it('shows those from a score of .3 on, and judges all of them', () => {
    const tally = new DetectionTally(['cat']);
    const cat = { x: 0, y: 0, width: 10, height: 10, label: 'cat' };
    const size = { width: 40, height: 20 };
    tally.add({
      task: 'detect',
      ...named(['right', 'unsure', 'nothing']),
      sizes: [size, size, size],
      truths: [[cat], [cat], []],
      predicted: [[{ ...cat, score: 0.9 }], [{ ...cat, score: 0.1 }], []],
      unknownLabels: 2,
    });
    const report = tally.result();
    expect([report.map, report.map50, report.exactMatch]).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(1, 9),
      2 / 3,
    ]);
    expect(report.classes).toMatchObject([{ label: 'cat', support: 2 }]);
    expect(report.classes[0]?.curve).toHaveLength(101);
    expect(report.missed).toEqual([
      { sample: 'unsure', text: 'text of unsure', ...size, actual: [cat], predicted: [], wrong: 1 },
    ]);
    expect(new DetectionTally(['cat']).result()).toMatchObject({ map: null, exactMatch: 0 });
  });
});

describe('a tally of pixels', () => {
  it('keeps the images with the most wrong as masks that are the same pixels again', () => {
    const tally = new SegmentationTally(['cat', 'dog']);
    const [truth, said] = [Uint8Array.of(0, 1, 1, 2, 2, 2), Uint8Array.of(0, 1, 0, 2, 2, 2)];
    const size = { width: 3, height: 2 };
    tally.add({
      task: 'segment',
      ...named(['a', 'b']),
      size,
      sizes: [size, { width: 300, height: 200 }],
      truths: [truth, truth],
      predicted: [truth, said],
      unknownLabels: 0,
    });
    const { classes, pixelAccuracy, missed } = tally.result();
    expect(pixelAccuracy).toBeCloseTo(11 / 12, 12);
    expect(classes.map(({ label, iou }) => [label, iou])).toEqual([
      ['', 2 / 3],
      ['cat', 3 / 4],
      ['dog', 1],
    ]);
    expect(missed).toHaveLength(1);
    const [{ sample, width, actual, wrong } = { actual: [] }] = missed;
    expect([sample, width, wrong]).toEqual(['b', 300, expect.closeTo(1 / 6, 12)]);
    expect(actual.map(({ label, ...runs }) => [label, [...decodeRuns(runs).pixels]])).toEqual([
      ['cat', [0, 1, 1, 0, 0, 0]],
      ['dog', [0, 0, 0, 1, 1, 1]],
    ]);
  });
});
