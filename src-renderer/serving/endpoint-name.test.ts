import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EndpointName } from '../../src-shared/contract.ts';
import { endpointNameFor } from './endpoint-name.ts';

it('offers a name that an address takes, whatever the model is called', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.integer({ min: 1, max: 1e6 }),
      (name, number) => {
        expect(EndpointName.safeParse(endpointNameFor({ name, number })).success).toBe(true);
      },
    ),
  );
  expect(endpointNameFor({ name: 'Mail Sorter #2', number: 7 })).toBe('mail-sorter-2-7');
  expect(endpointNameFor({ name: 'Mail Sorter #2', number: 2 })).toBe('mail-sorter-2');
  expect(endpointNameFor({ name: '垃圾短信', number: 7 })).toBe('model-7');
});
