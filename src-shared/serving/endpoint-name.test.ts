import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EndpointName } from '../contract.ts';
import { endpointNameFor, endpointNameForAlias } from './endpoint-name.ts';

it('is one that an address takes, whatever the model or the alias is called', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.integer({ min: 1, max: 1e6 }),
      (name, number) => {
        const id = `registered-${number}`;
        for (const offered of [endpointNameFor({ name, number }), endpointNameForAlias({ id, name }, name)])
          expect(EndpointName.safeParse(offered).success).toBe(true);
      },
    ),
  );
  expect(endpointNameFor({ name: 'Mail Sorter #2', number: 7 })).toBe('mail-sorter-2-7');
  expect(endpointNameFor({ name: 'Mail Sorter #2', number: 2 })).toBe('mail-sorter-2');
  expect(endpointNameFor({ name: '垃圾短信', number: 7 })).toBe('model-7');
  expect(endpointNameForAlias({ id: 'registered-12345678', name: 'Spam' }, 'champion')).toBe('spam-champion');
  expect(endpointNameForAlias({ id: 'registered-12345678', name: '垃圾短信' }, 'champion')).toBe(
    '12345678-champion',
  );
});
