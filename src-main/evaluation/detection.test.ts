import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import {
  DetectionTally,
  overlapOf,
  type DetectedBox,
  type TrueBox,
} from '../../src-shared/evaluation/detection.ts';

interface ImageCase {
  readonly truth: readonly TrueBox[];
  readonly detected: readonly DetectedBox[];
}

const labels = ['a', 'b', 'c'];
const area = {
  x: fc.integer({ min: 0, max: 80 }).map((value) => value / 4),
  y: fc.integer({ min: 0, max: 80 }).map((value) => value / 4),
  width: fc.integer({ min: 1, max: 60 }).map((value) => value / 3),
  height: fc.integer({ min: 1, max: 60 }).map((value) => value / 3),
};
const box = fc.record({ ...area, label: fc.constantFrom('a', 'b') });
/** True boxes that are found a little off, found twice or missed, and boxes from nowhere; scores with ties. */
const image: fc.Arbitrary<ImageCase> = fc
  .tuple(
    fc.array(fc.tuple(box, fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 2 })), { maxLength: 5 }),
    fc.array(box, { maxLength: 3 }),
    fc.array(fc.nat(30), { minLength: 13, maxLength: 13 }),
  )
  .map(([found, lost, scores]) => {
    const near = found.flatMap(([{ x, y, ...rest }, offs]) =>
      offs.map(([dx, dy]) => ({ ...rest, x: x + (dx * rest.width) / 24, y: y + (dy * rest.height) / 24 })),
    );
    return {
      truth: found.map(([one]) => one),
      detected: [...near, ...lost].map((one, index) => ({ ...one, score: scores[index]! / 30 })),
    };
  });

const script = `
import sys, json, io, contextlib, numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
told = []
for images in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()):
        cells = lambda b: [b['x'], b['y'], b['width'], b['height']]
        category = lambda b: 'abc'.index(b['label']) + 1
        gt, dt = COCO(), []
        gt.dataset = {'images': [{'id': i + 1} for i in range(len(images))], 'categories': [{'id': k} for k in (1, 2, 3)],
            'annotations': []}
        for i, one in enumerate(images):
            for b in one['truth']:
                gt.dataset['annotations'].append({'id': len(gt.dataset['annotations']) + 1, 'image_id': i + 1,
                    'category_id': category(b), 'bbox': cells(b), 'area': b['width'] * b['height'], 'iscrowd': 0})
            dt += [{'image_id': i + 1, 'category_id': category(b), 'bbox': cells(b), 'score': b['score']} for b in one['detected']]
        gt.createIndex()
        if not dt:
            told.append(None)
            continue
        e = COCOeval(gt, gt.loadRes(dt), 'bbox')
        e.evaluate(); e.accumulate(); e.summarize()
        p = e.eval['precision'][:, :, :, 0, 2]
        each = [float(np.mean(p[:, :, k])) if p[0, 0, k] > -1 else None for k in range(3)]
        each50 = [float(np.mean(p[0, :, k])) if p[0, 0, k] > -1 else None for k in range(3)]
    told.append([e.stats[0], e.stats[1], each, each50])
print(json.dumps(told))
`;

describe('metrics of detections', () => {
  const unit = { x: 0, y: 0, width: 10, height: 10, label: 'a' };

  it('are those of an example by hand', () => {
    expect(overlapOf(unit, { ...unit, x: 5 })).toBeCloseTo(1 / 3, 12);
    expect(overlapOf(unit, { ...unit, x: 10 })).toBe(0);
    const tally = new DetectionTally(labels);
    tally.add(
      [unit, { ...unit, x: 50 }],
      [
        { ...unit, score: 0.9 },
        { ...unit, score: 0.8 },
        { ...unit, x: 51.2, score: 0.7 },
      ],
    );
    // 0.79 of overlap: right up to .75. Precision 1 up to a recall of .5, then 2/3.
    const [at50, above] = [(51 + (50 * 2) / 3) / 101, 51 / 101];
    const { map, map50, perLabel } = tally.metrics();
    expect(map50).toBeCloseTo(at50, 12);
    expect(map).toBeCloseTo((6 * at50 + 4 * above) / 10, 12);
    expect(perLabel.slice(1)).toEqual([null, null]);
    expect(new DetectionTally(labels).metrics().map).toBeNull();
  });

  it('are those of pycocotools', (context) => {
    const python = findPython('pycocotools', 'numpy');
    if (!python) return context.skip(pythonMissing('pycocotools', 'numpy'));
    const cases = fc
      .sample(fc.array(image, { minLength: 1, maxLength: 8 }), { numRuns: 150, seed: 9 })
      .concat([
        [{ truth: Array.from({ length: 3 }, (_, at) => ({ ...unit, x: 30 * at })), detected: crowd() }],
      ]);
    const { stdout, status, stderr } = runPython(python, ['-c', script], JSON.stringify(cases));
    expect(status, stderr).toBe(0);
    const told = JSON.parse(stdout) as ([number, number, (number | null)[], (number | null)[]] | null)[];
    expect(told.filter(Boolean).length).toBeGreaterThan(100);
    for (const [index, expected] of told.entries()) {
      if (!expected) continue;
      const tally = new DetectionTally(labels);
      for (const { truth, detected } of cases[index]!) tally.add(truth, detected);
      const own = tally.metrics();
      close([own.map, own.map50, ...own.perLabel, ...own.perLabel50], expected.flat(2) as (number | null)[]);
    }
  }, 60_000);
});

/** More detections than count, the right one behind the hundredth. */
function crowd(): DetectedBox[] {
  return Array.from({ length: 120 }, (_, at) => {
    return {
      x: at === 110 ? 30 : at,
      y: at === 0 ? 0 : 40,
      width: 10,
      height: 10,
      label: 'a',
      score: 1 - at / 1000,
    };
  });
}

/** -1 is what COCOeval says where no label occurs. */
function close(own: readonly (number | null)[], other: readonly (number | null)[]): void {
  expect(own.length).toBe(other.length);
  for (const [index, value] of other.entries())
    expect(Math.abs((own[index] ?? -1) - (value ?? -1)), String(index)).toBeLessThan(1e-6);
}
