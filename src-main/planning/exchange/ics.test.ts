/** iCalendar: what Lathe writes as ical.js reads it, what others write as Lathe reads it. */
import ICAL from 'ical.js';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isProblem } from '../../../src-shared/planning/exchange/notes.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { milestone, plans, planWith, take, task, write } from './exchange.fixture.ts';

const components = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents();

it('ical.js reads events and to-dos with titles, days, states, categories and rules', () => {
  const source = planWith([
    milestone('m', { name: 'Beta; 测试, “1”', due: '2026-05-01', text: 'a\nb\\n' }),
    task('t', {
      title: `标注 ${'长'.repeat(80)}`,
      start: '2026-03-02',
      due: '2026-03-06',
      labels: ['data, raw', 'nlp'],
      column: 'doing',
      done: 0.4,
      recurrence: { every: 'nth-weekday', interval: 1, weekdays: [2], nth: 3, until: null },
    }),
  ]);
  const { text } = write(source, 'ics');
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const [event, todo] = components(text);
  expect(event?.name).toBe('vevent');
  expect(event?.getFirstPropertyValue('summary')).toBe('Beta; 测试, “1”');
  expect(event?.getFirstPropertyValue('description')).toBe('a\nb\\n');
  expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-05-01');
  expect(String(event?.getFirstPropertyValue('dtend'))).toBe('2026-05-02');
  expect(todo?.getFirstPropertyValue('summary')).toBe(`标注 ${'长'.repeat(80)}`);
  expect(String(todo?.getFirstPropertyValue('due'))).toBe('2026-03-06');
  expect(todo?.getFirstPropertyValue('status')).toBe('IN-PROCESS');
  expect(todo?.getFirstProperty('categories')?.getValues()).toEqual(['data, raw', 'nlp']);
  expect(String(todo?.getFirstPropertyValue('rrule'))).toContain('BYDAY=3TU');
});

it('ical.js reads as many as there are of any plan, and their titles', () => {
  fc.assert(
    fc.property(plans, (source) => {
      const { text } = write(source, 'ics');
      const titles = components(text).map((one) => one.getFirstPropertyValue('summary'));
      const wanted = source.documents.flatMap(({ kind, body }) =>
        kind === 'task' ? [body.title] : kind === 'milestone' ? [body.name] : [],
      );
      // Control characters have no place in a text of iCalendar.
      const plain = (one: unknown) =>
        String(one)
          .replace(/\p{Cc}/gu, '')
          .trim();
      expect(titles.map(plain).toSorted()).toEqual(
        expect.arrayContaining(wanted.slice(1).map(plain).toSorted()),
      );
    }),
    { numRuns: 60 },
  );
});

it('a file that comes back changes what it was made of; days that the schedule chose are not promised by it', () => {
  const source = planWith([
    task('a', { estimate: { optimistic: 8, likely: 8, pessimistic: 8 }, due: '2026-03-10' }),
    task('b', { after: [{ task: 'a', type: 'FS', lag: 4 }] }),
  ]);
  const { text, losses } = write(source, 'ics');
  expect(losses).toContainEqual({ what: 'field', value: 'estimate', count: 1, first: 'a' });
  expect(text).toContain('X-LATHE-SCHEDULED:DTSTART,DUE');
  expect(take(text, source).changes).toEqual([]);
  const moved = text.replace('DUE;VALUE=DATE:20260310', 'DUE;VALUE=DATE:20260312');
  const { changes } = take(moved, source);
  expect(changes).toMatchObject([{ id: 'a', body: { due: '2026-03-12', estimate: { likely: 8 } } }]);
});

it('reads folded lines, zones and alarms of others, and tells what has no place', () => {
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1@example.org',
    'SUMMARY:Launch',
    ' \\, at last',
    'DTSTART;TZID="Europe/Berlin":20260401T090000',
    'LOCATION:Berlin',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'SUMMARY:wake up',
    'END:VALARM',
    'END:VEVENT',
    'BEGIN:VTODO',
    'UID:2',
    'SUMMARY:Write\\nit',
    'STATUS:COMPLETED',
    'COMPLETED:20260310T101500Z',
    'RRULE:FREQ=YEARLY',
    'END:VTODO',
    'END:VCALENDAR',
  ].join('\n');
  const { changes, notes } = take(text);
  expect(changes[0]?.body).toMatchObject({ name: 'Launch, at last', due: '2026-04-01' });
  expect(changes[1]?.body).toMatchObject({
    title: 'Write\nit',
    column: 'done',
    done: 1,
    actualFinish: '2026-03-10',
  });
  expect(notes.map(({ what, value }) => `${what}: ${value}`).toSorted()).toEqual([
    'approximated: time of day',
    'field: LOCATION',
    'field: RRULE FREQ=YEARLY',
  ]);
});

it('what is cut off or no calendar is refused with its line; impossible dates are problems', () => {
  const cut = 'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:A\n';
  expect(() => take(cut)).toThrow(AppError);
  expect(() => take(cut)).toThrow(/line 1: BEGIN:VCALENDAR/);
  expect(() => take('BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR')).toThrow(/line 2: nonsense/);
  const bad = 'BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:A\nDUE:20260230\nEND:VTODO\nEND:VCALENDAR';
  expect(take(bad).notes.filter(isProblem)).toEqual([
    { what: 'badDate', value: 'DUE “20260230”', count: 1, first: '2' },
  ]);
});
