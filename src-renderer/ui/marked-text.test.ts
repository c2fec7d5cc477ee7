import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stretchesOf } from './marked-text.ts';

test('a text is cut at the ends of its spans, which may overlap', () => {
  const spans = [
    { start: 0, end: 5, label: 'a' },
    { start: 3, end: 8, label: '__proto__' },
  ];
  expect(
    stretchesOf('one two three', spans).map(({ part, marks }) => [part, marks.map(({ label }) => label)]),
  ).toEqual([
    ['one', ['a']],
    [' t', ['a', '__proto__']],
    ['wo ', ['__proto__']],
    ['three', []],
  ]);
  expect(stretchesOf('', [])).toEqual([]);
});

test('the stretches of any spans are the text, and each is covered by the spans around it', () => {
  const span = fc.record({ start: fc.nat(9), length: fc.integer({ min: 1, max: 5 }), label: fc.string() });
  fc.assert(
    fc.property(fc.string({ maxLength: 10 }), fc.array(span, { maxLength: 6 }), (text, list) => {
      const spans = list
        .map(({ start, length, label }) => ({ start, end: start + length, label }))
        .filter(({ end }) => end <= text.length);
      const stretches = stretchesOf(text, spans);
      expect(stretches.map(({ part }) => part).join('')).toBe(text);
      const covered = stretches.flatMap(({ part, marks }) => Array.from(part, () => marks.length));
      if (/^[ -~]*$/.test(text))
        expect(covered).toEqual(
          Array.from(text, (_, at) => spans.filter(({ start, end }) => start <= at && at < end).length),
        );
    }),
  );
});
