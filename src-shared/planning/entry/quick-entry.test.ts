import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../engine/index.ts';
import { parseDate } from './dates.ts';
import { parseQuickEntry, type EntryNames } from './quick-entry.ts';

/** A Sunday. */
const today = parseDay('2026-11-29')!;
const names: EntryNames = {
  people: [
    { id: 'person-mei', name: 'Mei Li' },
    { id: 'person-max', name: 'Max Meier' },
    { id: 'person-wang', name: '王小明' },
  ],
  milestones: [
    { id: 'milestone-beta', name: 'Beta' },
    { id: 'milestone-better', name: 'Better labels' },
  ],
  tasks: [{ id: 'task-data', name: 'Collect data' }],
  today,
  hoursPerDay: 8,
};
const read = (line: string) => {
  const { start, due, understood: _understood, problems: _problems, ...entry } = parseQuickEntry(line, names);
  return {
    ...entry,
    start: start === null ? null : formatDay(start),
    due: due === null ? null : formatDay(due),
  };
};

describe('a date', () => {
  const at = (text: string) => {
    const day = parseDate(text, today);
    return day === undefined ? undefined : formatDay(day);
  };

  it.each([
    ['2026-12-05', '2026-12-05'],
    ['2026/12/5', '2026-12-05'],
    ['2026年12月5日', '2026-12-05'],
    ['5 dec', '2026-12-05'],
    ['Dec 5', '2026-12-05'],
    ['January 3', '2027-01-03'],
    ['1月3日', '2027-01-03'],
    ['12-05', '2026-12-05'],
    ['29 nov', '2026-11-29'],
    ['3 Jan 2028', '2028-01-03'],
    ['today', '2026-11-29'],
    ['明天', '2026-11-30'],
    ['大后天', '2026-12-02'],
    ['fri', '2026-12-04'],
    ['sunday', '2026-12-06'],
    ['next fri', '2026-12-04'],
    ['this fri', '2026-11-27'],
    ['下周五', '2026-12-04'],
    ['下下周一', '2026-12-07'],
    ['本周五', '2026-11-27'],
    ['+3d', '2026-12-02'],
    ['in 2 weeks', '2026-12-13'],
    ['-1w', '2026-11-22'],
    ['3天后', '2026-12-02'],
    ['2周后', '2026-12-13'],
    ['+3m', '2027-02-28'],
    ['月底', '2026-11-30'],
    ['next month', '2026-12-01'],
  ])('%s is %s', (text, day) => expect(at(text)).toBe(day));

  it.each(['', 'hello', '2026-02-30', '31 feb', '13月1日', 'may', 'sunny', '+d', '5'])(
    '“%s” is none',
    (text) => expect(at(text)).toBeUndefined(),
  );
});

describe('a quick entry', () => {
  it('reads a whole task', () => {
    expect(read('Label 500 complaints @mei t2h #data !high >Beta ^coll fri')).toEqual({
      title: 'Label 500 complaints',
      owners: ['person-mei'],
      labels: ['data'],
      milestones: ['milestone-beta'],
      parent: 'task-data',
      priority: 'high',
      estimate: { optimistic: 2, likely: 2, pessimistic: 2 },
      start: null,
      due: '2026-12-04',
    });
  });

  it('reads Chinese, also its wide signs', () => {
    expect(read('标注 500 条投诉 ＠王 t3天 ＃数据 ！高 下周五')).toMatchObject({
      title: '标注 500 条投诉',
      owners: ['person-wang'],
      labels: ['数据'],
      priority: 'high',
      estimate: { likely: 24 },
      due: '2026-12-04',
    });
  });

  it('takes three points, names of several words, and two dates', () => {
    expect(read('Train t2/3/6h @"Mei Li" mon next fri')).toMatchObject({
      title: 'Train',
      owners: ['person-mei'],
      estimate: { optimistic: 2, likely: 3, pessimistic: 6 },
      start: '2026-11-30',
      due: '2026-12-04',
    });
    expect(read('Train due:fri start:mon')).toMatchObject({ start: '2026-11-30', due: '2026-12-04' });
  });

  it('leaves dates within the title, numbers behind # and a line that is only a date', () => {
    expect(read('Label sun images of run #3')).toMatchObject({
      title: 'Label sun images of run #3',
      due: null,
    });
    expect(read('today')).toMatchObject({ title: 'today', due: null });
  });

  it('tells what it did not understand, where, and keeps it in the title', () => {
    const line = 'Ask @bob and @m !wow t5/2/9h >Be due:never';
    const { title, problems } = parseQuickEntry(line, names);
    expect(title).toBe(line);
    expect(problems.map(({ problem, from, to }) => [problem, line.slice(from, to)])).toEqual([
      ['unknown', '@bob'],
      ['several', '@m'],
      ['unknown', '!wow'],
      ['effort', 't5/2/9h'],
      ['several', '>Be'],
      ['date', 'due:never'],
    ]);
    expect(parseQuickEntry('a start:fri due:mon', names).problems).toMatchObject([{ problem: 'order' }]);
  });

  it('reads any line without falling over, and marks what stands in it', () => {
    const piece = fc.constantFrom(
      '@mei',
      '#a',
      '!low',
      't1h',
      '>',
      '^',
      '"',
      'fri',
      '下周五',
      '＠',
      '😀',
      'x',
      '  ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const line = pieces.join(' ');
        const { understood, problems, title } = parseQuickEntry(line, names);
        expect(title.length).toBeLessThanOrEqual(300);
        for (const { from, to } of [...understood, ...problems]) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(line.length);
        }
      }),
    );
  });
});
