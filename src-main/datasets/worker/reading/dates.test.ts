import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { DATE_NOTATIONS } from '../../../../src-shared/platform/values.ts';
import { namesZone, readDate } from './dates.ts';
import { datesIn, kindOfValue } from './notations.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('a date', () => {
  test.each([
    ['2026-03-01 10:00:00+00', 'year-month-day', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01 10:00:00+0000', 'year-month-day', '2026-03-01T10:00:00.000Z'],
    ['2026-03-14 10:00:00 UTC', 'year-month-day', '2026-03-14T10:00:00.000Z'],
    ['2026-03-14T10:00:00.123456789Z', 'year-month-day', '2026-03-14T10:00:00.123Z'],
    ['2026-03-14 10:00:00,250', 'year-month-day', '2026-03-14T10:00:00.250Z'],
    ['2026-03-14T01:00:00+05:30', 'year-month-day', '2026-03-13T19:30:00.000Z'],
    ['2026-03-14T10:00:00+01:00[Europe/Berlin]', 'year-month-day', '2026-03-14T09:00:00.000Z'],
    ['2026-03-14 10:00:00 CET', 'year-month-day', '2026-03-14T09:00:00.000Z'],
    ['2026-03-14 10:00:00 EST', 'year-month-day', '2026-03-14T15:00:00.000Z'],
    ['02/01/2025 10:00:00 MESZ', 'day/month/year', '2025-01-02T08:00:00.000Z'],
    ['2026-03-14 10:00:00 XYZ', 'year-month-day', undefined],
    ['2026-03-14 10:00 Europe/Berlin', 'year-month-day', undefined],
    ['Mon Apr 06 22:19:45 PDT 2009', 'month-name', '2009-04-07T05:19:45.000Z'],
    ['1.1.2025 14:05 Uhr', 'day.month.year', '2025-01-01T14:05:00.000Z'],
    ['1. Januar 2025 um 14:05 Uhr', 'month-name', '2025-01-01T14:05:00.000Z'],
    ['1 janvier 2025 à 14h05', 'month-name', '2025-01-01T14:05:00.000Z'],
    ['1 января 2025 г.', 'month-name', '2025-01-01'],
    ['1 мая 2025 г. в 14:05', 'month-name', '2025-05-01T14:05:00.000Z'],
    ['01.05.2025 г.', 'day.month.year', '2025-05-01'],
    ['1 Ιανουαρίου 2025', 'month-name', '2025-01-01'],
    ['2025-W01-1', 'year-month-day', '2024-12-30'],
    ['2025W017', 'year-month-day', '2025-01-05'],
    ['2020-W53-5', 'year-month-day', '2021-01-01'],
    ['2025-W53-1', 'year-month-day', undefined],
    ['2025-W01', 'year-month-day', '2024-12-30'],
    ['2025-001', 'year-month-day', '2025-01-01'],
    ['2024-366', 'year-month-day', '2024-12-31'],
    ['2025-366', 'year-month-day', undefined],
    ['2025-000', 'year-month-day', undefined],
    ['2026-03-14 24:00', 'year-month-day', '2026-03-15T00:00:00.000Z'],
    ['2026-03-14 25:00', 'year-month-day', undefined],
    ['2026.03.14', 'year-month-day', '2026-03-14'],
    ['2026-03.14', 'year-month-day', undefined],
    ['2026年3月14日', 'year-month-day', '2026-03-14'],
    ['2026年3月14日 下午1:05', 'year-month-day', '2026-03-14T13:05:00.000Z'],
    ['2026年03月14日(土)', 'year-month-day', '2026-03-14'],
    ['2026. 3. 14.', 'year-month-day', '2026-03-14'],
    ['14.03.26', 'day.month.year', '2026-03-14'],
    ['14-03-2026', 'day/month/year', '2026-03-14'],
    ['3/14/2026 1:05 PM', 'month/day/year', '2026-03-14T13:05:00.000Z'],
    ['3/14/2026, 1:05:09\u202FPM', 'month/day/year', '2026-03-14T13:05:09.000Z'],
    ['3/14/2026 12:05 AM', 'month/day/year', '2026-03-14T00:05:00.000Z'],
    ['3/14/2026 13:05 PM', 'month/day/year', undefined],
    ['3/14/69', 'month/day/year', '1969-03-14'],
    ['14-Mar-2026', 'month-name', '2026-03-14'],
    ['14MAR2026', 'month-name', '2026-03-14'],
    ['14-Mar-26', 'month-name', '2026-03-14'],
    ['March 14th, 2026', 'month-name', '2026-03-14'],
    ['Sat, 14 Mar 2026 13:05:00 +0100', 'month-name', '2026-03-14T12:05:00.000Z'],
    [
      'Sat Mar 14 2026 13:05:00 GMT+0100 (Central European Standard Time)',
      'month-name',
      '2026-03-14T12:05:00.000Z',
    ],
    ['Sat Mar 14 13:05:00 2026', 'month-name', '2026-03-14T13:05:00.000Z'],
    ['14/Mar/2026:13:05:00 +0000', 'month-name', '2026-03-14T13:05:00.000Z'],
    ['14. März 2026', 'month-name', '2026-03-14'],
    ['Samstag, 14. März 2026', 'month-name', '2026-03-14'],
    ['1er février 2026', 'month-name', '2026-02-01'],
    ['14 de marzo de 2026', 'month-name', '2026-03-14'],
    ['14 de março de 2026', 'month-name', '2026-03-14'],
    ['31 Feb 2026', 'month-name', undefined],
    ['Mar 1, 1979', 'month-name', '1979-03-01'],
    ['mar. 14 mars 2026', 'month-name', '2026-03-14'],
    ['14 Foo 2026', 'month-name', undefined],
    ['20260314', 'compact', '2026-03-14'],
    ['20260314T130500Z', 'compact', '2026-03-14T13:05:00.000Z'],
    ['20261399', 'compact', undefined],
    ['1741957500', 'year-month-day', undefined],
  ] as const)('%j as %s is %s', (text, notation, date) => {
    expect(readDate(text, notation)).toBe(date);
  });

  test('of two digits that may begin with the year is none, unless the day shows', () => {
    expect(datesIn(['26-03-13', '26-03-14']).ways).toEqual([]);
    expect(datesIn(['13/03/26', '14/03/26']).ways).toEqual(['day/month/year']);
    expect(datesIn(['03/13/26', '03/14/26']).ways).toEqual(['month/day/year']);
  });

  test('names its zone, or has an offset', () => {
    const texts = [
      '2026-03-14 10:00:00 PKT',
      '2026-03-14 10:00 Europe/Berlin',
      'Mon Apr 06 22:19:45 PKT 2009',
    ];
    expect(texts.map(namesZone)).toEqual([true, true, true]);
    expect(['2026-03-14 10:00:00 UTC', '2026-03-14 1:00 PM', '2026-03-14'].map(namesZone)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('of a day comes back equal from every language and machine', () => {
    const days = fc.integer({ min: -25_000, max: 35_000 });
    const locales = [
      'en-US',
      'en-GB',
      'de-DE',
      'fr-FR',
      'es-ES',
      'it-IT',
      'pt-BR',
      'nl-NL',
      'pl-PL',
      'sv-SE',
      'ru-RU',
      'uk-UA',
      'cs-CZ',
      'sk-SK',
      'ro-RO',
      'bg-BG',
      'el-GR',
      'hu-HU',
      'zh-CN',
      'ja-JP',
      'ko-KR',
    ];
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...locales),
        fc.constantFrom('long', 'medium', 'full'),
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati'),
        (day, locale, dateStyle, machine) => {
          process.env['TZ'] = machine;
          const at = day * 864e5;
          const text = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(at);
          const read = DATE_NOTATIONS.flatMap((notation) => readDate(text, notation) ?? []);
          // A form in figures may be two days; the day that is meant is always one of them.
          expect([text, read]).toEqual([
            text,
            expect.arrayContaining([new Date(at).toISOString().slice(0, 10)]),
          ]);
          expect(kindOfValue(text)).toBe('date');
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('of a moment comes back equal with any offset and in either clock', () => {
    const moments = fc.date({
      min: new Date('1000-01-01'),
      max: new Date('9999-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, fc.integer({ min: -56, max: 56 }), fc.boolean(), (moment, quarters, half) => {
        const local = new Date(moment.getTime() + quarters * 9e5);
        const [date = '', time = ''] = local.toISOString().slice(0, -1).split('T');
        const [hours = '', ...rest] = time.split(':');
        const hour = Number(hours);
        const clock = half ? `${hour % 12 || 12}:${rest.join(':')} ${hour < 12 ? 'am' : 'PM'}` : time;
        const minutes = Math.abs(quarters) * 15;
        const two = (value: number) => String(value).padStart(2, '0');
        const offset = `${quarters < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        expect(readDate(`${date} ${clock} ${offset}`, 'year-month-day')).toBe(moment.toISOString());
      }),
      { numRuns: 500 },
    );
  });
});
