import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ImageRules } from '../../../src-shared/contract.ts';
import { IMAGE_DEPTHS } from '../../../src-shared/platform/values.ts';
import { imageRulesOf } from './image-rules.ts';

const nearly = fc.oneof(fc.constantFrom('#ffffff', '#FFFFFF', '#fff', 'white', '', null), fc.anything());
const range = fc.oneof(
  fc.tuple(fc.integer(), fc.double({ noNaN: true })),
  fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }),
  fc.constant(null),
);
const depth = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...IMAGE_DEPTHS) }, fc.string());
const ranges = fc.oneof(fc.dictionary(depth, range, { maxKeys: 3 }), fc.anything());

it('reads what the schema of the contract reads, of anything that JSON can hold', () => {
  const rules = fc.record({ ground: nearly, ranges }, { requiredKeys: [] });
  fc.assert(
    fc.property(rules, (given) => {
      const value = JSON.parse(JSON.stringify({ ...given, width: 3 })) as Record<string, unknown>;
      expect(imageRulesOf(value)).toEqual(ImageRules.safeParse(value).data ?? {});
    }),
    { numRuns: 2000 },
  );
  const whole = { ground: '#102030', ranges: { [IMAGE_DEPTHS[0]]: [0, 1] } };
  expect(imageRulesOf(whole)).toEqual(whole);
});
