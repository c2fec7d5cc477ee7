import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../engine/index.ts';
import { matches, type FilterRow } from './filter-match.ts';
import { FilterError, parseFilter } from './filter.ts';
import { nextOccurrence } from './recurrence.ts';
import { formatDay } from '../engine/index.ts';

const today = parseDay('2026-11-29')!;
const ROW: FilterRow = {
  text: 'Label 500 complaints',
  owner: ['Mei Li'],
  label: ['data'],
  milestone: ['Beta'],
  column: ['doing', 'Doing', '进行中'],
  priority: ['high', 'High', '高'],
  due: today + 3,
  start: today,
  finish: today + 4,
  effort: 8,
  done: 0.5,
  slack: 0,
  flags: new Set(['critical', 'open']),
};
const passes = (text: string, row: Partial<FilterRow> = {}) =>
  matches(parseFilter(text, today)!, { ...ROW, ...row });

describe('a filter', () => {
  it.each([
    ['owner:mei', true],
    ['owner:li', true],
    ['@mei #data', true],
    ['owner:mei and not #data', false],
    ['owner:mei and not #data or due<fri', true],
    ['owner:max or (#data and is:critical)', true],
    ['-#data', false],
    ['complaints', true],
    ['"500 complaints"', true],
    ['owner:"Mei Li"', true],
    ['column!=done', true],
    ['due<=+3d', true],
    ['due<today', false],
    ['due:none', false],
    ['due!=none', true],
    ['done>=50%', true],
    ['effort>8h', false],
    ['slack<=0', true],
    ['状态:进行中 与 非 标签:模型', true],
    ['负责人:mei 或 截止<今天', true],
    ['是:关键', true],
    ['milestone:none', false],
    ['is!=done', true],
  ])('%s: %s', (text, passed) => expect(passes(text)).toBe(passed));

  it('binds and closer than or', () => {
    expect(passes('#x and #y or #data')).toBe(true);
    expect(passes('#x and (#y or #data)')).toBe(false);
    expect(passes('not #x #data')).toBe(true);
  });

  it('of a date passes nothing that has none', () => {
    expect([
      passes('due<fri', { due: null }),
      passes('due>fri', { due: null }),
      passes('due:none', { due: null }),
    ]).toEqual([false, false, true]);
  });

  it.each([
    ['owner:', 'ends', 6, 6],
    ['#a and', 'ends', 6, 6],
    ['(#a or #b', 'unclosed', 0, 1],
    ['#a)', 'unexpected', 2, 3],
    ['or #a', 'unexpected', 0, 2],
    ['colour:red', 'field', 0, 6],
    ['due<soonish', 'date', 4, 11],
    ['effort>lots', 'number', 7, 11],
    ['is:funny', 'flag', 3, 8],
    ['owner<mei', 'comparison', 6, 9],
  ])('“%s” is wrong: %s from %i to %i', (text, problem, from, to) => {
    try {
      parseFilter(text, today);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FilterError);
      expect(error).toMatchObject({ problem, from, to });
    }
  });

  it('reads or refuses any text, with a place inside it', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      '#a',
      '@',
      'due<',
      'fri',
      '"',
      '-',
      '：',
      'is:late',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 10 }), (pieces) => {
        const text = pieces.join(' ');
        try {
          const filter = parseFilter(text, today);
          if (filter) expect(typeof matches(filter, ROW)).toBe('boolean');
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          expect(error.from).toBeLessThanOrEqual(error.to);
          expect(error.to).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('a recurring task', () => {
  const day = (text: string) => parseDay(text)!;
  const base = { interval: 1, weekdays: [], nth: null, until: null };
  const after = (recurrence: Parameters<typeof nextOccurrence>[0], first: string, from: string) => {
    const next = nextOccurrence(recurrence, day(first), day(from));
    return next === null ? null : formatDay(next);
  };

  it('comes every so many days, on days of a week, on a day of the month', () => {
    expect(after({ ...base, every: 'daily', interval: 3 }, '2026-11-01', '2026-11-05')).toBe('2026-11-07');
    expect(after({ ...base, every: 'weekly', weekdays: [2, 5] }, '2026-11-02', '2026-11-04')).toBe(
      '2026-11-06',
    );
    expect(after({ ...base, every: 'weekly', interval: 2, weekdays: [1] }, '2026-11-02', '2026-11-03')).toBe(
      '2026-11-16',
    );
    expect(after({ ...base, every: 'monthly' }, '2026-01-31', '2026-02-01')).toBe('2026-02-28');
  });

  it('comes every third Tuesday, and on the last Friday', () => {
    const third = { ...base, every: 'nth-weekday' as const, weekdays: [2], nth: 3 };
    expect(after(third, '2026-11-01', '2026-11-01')).toBe('2026-11-17');
    expect(after(third, '2026-11-01', '2026-11-18')).toBe('2026-12-15');
    const last = { ...base, every: 'nth-weekday' as const, weekdays: [5], nth: 5 };
    expect(after(last, '2026-11-01', '2026-11-01')).toBe('2026-11-27');
    expect(after(last, '2026-11-01', '2026-12-01')).toBe('2026-12-25');
  });

  it('ends', () => {
    expect(after({ ...base, every: 'daily', until: '2026-11-03' }, '2026-11-01', '2026-11-04')).toBeNull();
  });
});
