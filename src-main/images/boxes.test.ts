import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapOf } from '../../src-shared/evaluation/detection.ts';
import type { Region } from '../../src-shared/labeling/tasks/values.ts';
import { boxesOf, cellsOf, withoutDoubles } from './boxes.ts';

const options = { size: { width: 32, height: 16 }, stride: 4, labels: ['cat', 'dog'] };
const box = { x: 6, y: 2, width: 12, height: 8, label: 'dog' };

describe('boxes as cells', () => {
  it('have their middle, size and a bell around it', () => {
    const { heat, boxes, untaken } = cellsOf([box], options);
    expect(untaken).toBe(0);
    // The middle (12, 6) lies at the left edge and in the middle of the cell of row 1, column 3.
    expect([...boxes.subarray((8 + 3) * 5, (8 + 4) * 5)].map((value) => Math.fround(value))).toEqual(
      [0, 0.5, Math.log(3), Math.log(2), 1].map(Math.fround),
    );
    expect(boxes.filter((_, at) => at % 5 === 4).reduce((a, b) => a + b)).toBe(1);
    const dog = Array.from({ length: 32 }, (_, cell) => heat[2 * cell + 1]!);
    expect(dog.filter((value) => value === 1)).toHaveLength(1);
    expect(dog[8 + 3]).toBe(1);
    expect(heat.filter((_, at) => at % 2 === 0).every((value) => value === 0)).toBe(true);
  });

  it('tell which cannot be learned: outside, unknown, under a smaller one', () => {
    const given = [
      box,
      { ...box, x: 100 },
      { ...box, label: 'bird' },
      { x: 11, y: 5, width: 3, height: 3, label: 'cat' },
    ];
    const { boxes, untaken } = cellsOf(given, options);
    expect(untaken).toBe(3);
    expect(boxes[(8 + 3) * 5 + 2]).toBeCloseTo(Math.log(3 / 4), 6);
  });

  it('bring the box back', () => {
    const some = fc.record({
      x: fc.double({ min: 0, max: 20, noNaN: true }),
      y: fc.double({ min: 0, max: 10, noNaN: true }),
      width: fc.double({ min: 1, max: 11, noNaN: true }),
      height: fc.double({ min: 1, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(some, (given) => {
        const { heat, boxes } = cellsOf([{ ...given, label: 'cat' }], options);
        const cell = boxes.findIndex((value, at) => at % 5 === 4 && value === 1) / 5;
        const at = Math.floor(cell);
        expect(heat[2 * at]).toBe(1);
        const [dx, dy, width, height] = boxes.subarray(5 * at, 5 * at + 4) as unknown as [
          number,
          number,
          number,
          number,
        ];
        const [w, h] = [4 * Math.exp(width), 4 * Math.exp(height)];
        const back = {
          x: 4 * ((at % 8) + dx) - w / 2,
          y: 4 * (Math.floor(at / 8) + dy) - h / 2,
          width: w,
          height: h,
        };
        expect(overlapOf(back, given)).toBeGreaterThan(0.999);
      }),
    );
  });
});

describe('detections', () => {
  it('lose the weaker of two of one label that overlap', () => {
    const [a, b, c, d] = [
      { ...box, score: 0.5 },
      { ...box, x: 7, score: 0.9 },
      { ...box, x: 7, label: 'cat', score: 0.4 },
      { ...box, x: 40, score: 0.01 },
    ] as const;
    expect(withoutDoubles([a, b, c, d], { least: 0.05 })).toEqual([b, c]);
    expect(withoutDoubles([a, b], { most: 0.95 })).toEqual([b, a]);
  });
});

describe('boxes around regions', () => {
  const part = { id: 'r', label: 'cat', attributes: {} };
  const [from, to] = [
    { width: 6, height: 4 },
    { width: 12, height: 4 },
  ];
  it.each<[string, Region, number[]]>([
    ['a box', { ...part, shape: 'box', x: 1, y: 1, width: 2, height: 1, rotation: 0 }, [2, 1, 4, 1]],
    ['a turned box', { ...part, shape: 'box', x: 1, y: 1, width: 4, height: 2, rotation: 90 }, [4, 0, 4, 4]],
    [
      'a polygon',
      { ...part, shape: 'polygon', outlines: [{ ring: [1, 1, 3, 1, 2, 4], holes: [] }] },
      [2, 1, 4, 3],
    ],
    ['a mask', { ...part, shape: 'mask', width: 6, height: 4, counts: [5, 2, 17] }, [2, 1, 2, 2]],
    [
      'keypoints',
      {
        ...part,
        shape: 'keypoints',
        points: [{ x: 0, y: 1, visible: true }, null, { x: 2, y: 3, visible: false }],
      },
      [0, 1, 4, 2],
    ],
  ])('%s', (_, region, expected) => {
    const [found] = boxesOf([region], from, to);
    const { x, y, width, height } = found!;
    for (const [index, value] of [x, y, width, height].entries())
      expect(value).toBeCloseTo(expected[index]!, 9);
  });

  it('are those of what lies on the image', () => {
    const over: Region = { ...part, shape: 'box', x: -2, y: 3, width: 4, height: 9, rotation: 0 };
    expect(boxesOf([over], from, from)).toEqual([{ x: 0, y: 3, width: 2, height: 1, label: 'cat' }]);
    expect(boxesOf([{ ...over, y: 5 }], from, from)).toEqual([]);
  });

  it('are none where nothing is', () => {
    const empty: Region = { ...part, shape: 'mask', width: 6, height: 4, counts: [24] };
    const none: Region = { ...part, shape: 'keypoints', points: [null] };
    expect(boxesOf([empty, none], from, to)).toEqual([]);
  });
});
