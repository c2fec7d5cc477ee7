import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../src-shared/labeling/tasks/values.ts';
import { classMapOf } from './class-map.ts';

const part = (label: string) => ({ id: label, label, attributes: {} });
const [from, labels] = [{ width: 6, height: 4 }, ['cat', 'dog']];
const same = { from, to: from, labels };
const rows = (classes: Uint8Array, width: number) =>
  Array.from({ length: classes.length / width }, (_, row) =>
    [...classes.subarray(row * width, (row + 1) * width)].join(''),
  );

describe('regions as classes of pixels', () => {
  const square: Region = {
    ...part('cat'),
    shape: 'polygon',
    outlines: [{ ring: [1, 1, 4, 1, 4, 4, 1, 4], holes: [[2, 2, 3, 2, 3, 3, 2, 3]] }],
  };
  const box: Region = { ...part('dog'), shape: 'box', x: 3, y: 0, width: 2, height: 2, rotation: 0 };
  // By columns: the left column and the two upper pixels of the second one.
  const mask: Region = { ...part('cat'), shape: 'mask', width: 6, height: 4, counts: [0, 6, 18] };

  it('are drawn one over the other, with holes', () => {
    expect(rows(classMapOf([square, box], same).classes, 6)).toEqual([
      '000220',
      '011220',
      '010100',
      '011100',
    ]);
    expect(rows(classMapOf([mask], same).classes, 6)).toEqual(['110000', '110000', '100000', '100000']);
  });

  it('are scaled to the network’s size', () => {
    const to = { width: 12, height: 8 };
    for (const regions of [[square, box], [mask]]) {
      const small = classMapOf(regions, same).classes;
      const large = classMapOf(regions, { ...same, to }).classes;
      expect([...large]).toEqual(
        Array.from(
          large,
          (_, at) => small[6 * Math.floor(Math.floor(at / 12) / 2) + Math.floor((at % 12) / 2)],
        ),
      );
      const half = classMapOf(regions, { from: to, to: from, labels }).classes;
      expect(half.length).toBe(24);
    }
  });

  it('turn with a rotated box', () => {
    const turned: Region = { ...box, x: 1, y: 1, width: 4, height: 2, rotation: 90 };
    expect(rows(classMapOf([turned], same).classes, 6)).toEqual(['002200', '002200', '002200', '002200']);
  });

  it('that cover nothing are told', () => {
    const keypoints: Region = { ...part('cat'), shape: 'keypoints', points: [] };
    const unknown: Region = { ...box, label: 'bird' };
    const speck: Region = { ...box, width: 0.2, height: 0.2 };
    const away: Region = { ...box, x: 100 };
    expect(classMapOf([keypoints, unknown, speck, away], same)).toEqual({
      classes: new Uint8Array(24),
      untaken: 4,
    });
    expect(() => classMapOf([{ ...mask, counts: [5] }], same)).toThrow(RangeError);
  });

  it('of a mask and of the polygon around the same pixels are the same', () => {
    const places = fc.tuple(
      fc.nat(4),
      fc.nat(2),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
    );
    fc.assert(
      fc.property(places, fc.integer({ min: 3, max: 17 }), ([x, y, w, h], size) => {
        const [right, bottom] = [Math.min(6, x + w), Math.min(4, y + h)];
        const on = Array.from({ length: 24 }, (_, at) => {
          const [column, row] = [Math.floor(at / 4), at % 4];
          return column >= x && column < right && row >= y && row < bottom;
        });
        const counts = [0];
        for (const value of on)
          if (value === (counts.length % 2 === 0)) counts[counts.length - 1]!++;
          else counts.push(1);
        const runs: Region = { ...mask, counts };
        const ring = [x, y, right, y, right, bottom, x, bottom];
        const polygon: Region = { ...part('cat'), shape: 'polygon', outlines: [{ ring, holes: [] }] };
        const to = { width: size, height: size };
        expect(classMapOf([runs], { from, to, labels }).classes).toEqual(
          classMapOf([polygon], { from, to, labels }).classes,
        );
      }),
    );
  });
});
