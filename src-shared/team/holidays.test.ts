import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHolidays } from './holidays.ts';

const said = (text: string) =>
  parseHolidays(text).days.map(({ day, name, works }) => `${day} ${name}${works ? ' works' : ''}`);

describe('holidays of a file', () => {
  it('come from iCalendar: whole days, the end behind the last, folded lines, escaped signs', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20261001',
      'DTEND;VALUE=DATE:20261004',
      'SUMMARY:国庆节',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20261010',
      'SUMMARY:国庆节 补',
      ' 班',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20261225T000000Z',
      'SUMMARY:Christmas\\, first day',
      'BEGIN:VALARM',
      'SUMMARY:bell',
      'END:VALARM',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'SUMMARY:no date',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(said(text)).toEqual([
      '2026-10-01 国庆节',
      '2026-10-02 国庆节',
      '2026-10-03 国庆节',
      '2026-10-10 国庆节 补班 works',
      '2026-12-25 Christmas, first day',
    ]);
    expect(parseHolidays(text).skipped).toMatchObject([{ text: 'no date' }]);
  });

  it('come from CSV with any separator, with a head, ranges and workdays', () => {
    const text =
      'date,name,kind\n2026-01-01,New Year,holiday\n2026/2/16;2026/2/18;春节\n2026-02-28\tSpring\tworks\nno date,x\n';
    expect(said(text)).toEqual([
      '2026-01-01 New Year',
      '2026-02-16 春节',
      '2026-02-17 春节',
      '2026-02-18 春节',
      '2026-02-28 Spring works',
    ]);
    expect(parseHolidays(text).skipped).toEqual([{ line: 5, text: 'no date,x' }]);
  });

  it('come from JSON as lists, maps by day, and both under keys', () => {
    expect(said('[{"date":"2026-01-01","localName":"Neujahr","name":"New Year"}]')).toEqual([
      '2026-01-01 Neujahr',
    ]);
    expect(said('{"2026-01-01":"元旦","2026-01-04":{"name":"元旦","isOffDay":false}}')).toEqual([
      '2026-01-01 元旦',
      '2026-01-04 元旦 works',
    ]);
    expect(said('{"year":2026,"days":[{"name":"元旦","date":"2026-01-04","isOffDay":false}]}')).toEqual([
      '2026-01-04 元旦 works',
    ]);
  });

  it('count once a day, the later of two', () => {
    expect(said('2026-01-01,a\n2026-01-01,b')).toEqual(['2026-01-01 b']);
  });

  it('are found or not in any text, each a real day', () => {
    const piece = fc.constantFrom(
      'BEGIN:VCALENDAR\n',
      'BEGIN:VEVENT\n',
      'DTSTART:20260230\n',
      'END:VEVENT\n',
      '{"',
      '2026-13-40',
      ',',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        for (const { day } of parseHolidays(pieces.join('')).days)
          expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      }),
    );
    expect(parseHolidays('{"broken').skipped).toHaveLength(1);
  });
});
