import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ASPECTS, ATTRIBUTE_NAMES, type Field, fieldOf, fieldText } from './fields.ts';
import { parseFilter } from './parse.ts';

const name = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'val/loss',
    'a.best',
    'a.step:5',
    'step:5',
    'smoothed:0.9',
    'b.smoothed:0.5',
    'smoothed:0.90',
    'best',
    'a b',
    '"',
    "'",
    '\\',
    'a"b.c',
    '1',
    'a..b',
    '.',
    'and',
    'ü.é',
    '损失',
    '🦉',
    'a\nb\t',
  ),
);
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    of: fc.constant('metric' as const),
    name,
    aspect: fc.constantFrom(null, ...ASPECTS, 'step:100', 'smoothed:0.95'),
  }),
  fc.record({ of: fc.constantFrom('parameter' as const, 'tag' as const), name }),
  fc.record({ of: fc.constant('attribute' as const), name: fc.constantFrom(...ATTRIBUTE_NAMES) }),
  fc.constant<Field>({ of: 'tags' }),
);

it('a field is read again as it is written, whatever its name, also within a filter', () => {
  fc.assert(
    fc.property(field, (wanted) => {
      const written = fieldText(wanted);
      expect(fieldOf(written), written).toEqual(wanted);
      if (wanted.of === 'metric')
        expect(parseFilter(`not ${written} is missing and starred`), written).toMatchObject({
          all: [{ one: { field: wanted } }, {}],
        });
    }),
    { numRuns: 500 },
  );
});
