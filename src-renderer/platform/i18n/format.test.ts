import { describe, expect, test } from 'vitest';
import { Format } from './format.ts';

const en = new Format('en');
const zh = new Format('zh');

describe('numbers', () => {
  test('counts are grouped, measures have significant digits', () => {
    expect(en.count(1_204_331)).toBe('1,204,331');
    expect(en.value(0.97234)).toBe('0.9723');
    expect(en.value(0.0000012)).toBe('1.2E-6');
    expect(en.value(Number.NaN)).toBe('–');
  });

  test('sizes go by thousands', () => {
    expect([0, 999, 1000, 4_200_000, 3e12].map((bytes) => en.bytes(bytes))).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '4.2 MB',
      '3 TB',
    ]);
  });
});

describe('times', () => {
  test('spans use the largest units that matter', () => {
    expect([0.42, 42, 200, 7500].map((seconds) => en.duration(seconds))).toEqual([
      '0.4 s',
      '42 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
    expect(zh.duration(200)).toBe('3 分 20 秒');
  });

  test('a moment is told from now', () => {
    const now = Date.parse('2026-11-22T08:00:00Z');
    expect(en.ago('2026-11-22T07:57:00Z', now)).toBe('3 minutes ago');
    expect(zh.ago('2026-11-19T08:00:00Z', now)).toBe('3天前');
    expect(en.ago('2026-11-22T08:00:00Z', now)).toBe('now');
  });
});
