import { expect, test } from 'vitest';
import type { Client } from '../../src-shared/contract.ts';
import { holdsExplicitSample, isObscene } from './explicit.ts';

test.each([['HOT NUDE pics, XXX inside'], ['Porn4free'], ['a sexy offer']])('%s is obscene', (text) => {
  expect(isObscene(text)).toBe(true);
});

test.each([
  ['Meeting in Essex'],
  ['the document'],
  ['cockpit of a plane'],
  ['a Moby-Dick paper'],
  ['grapes'],
])('%s is not', (text) => {
  expect(isObscene(text)).toBe(false);
});

test('a dataset is known by the hash of its file', async () => {
  const datasets = {
    files: async ({ dataset }: { dataset: string }) => [{ sha256: dataset }],
    samplesOnOffer: async () => [
      { sha256: 'a', explicit: true },
      { sha256: 'b', explicit: false },
    ],
  };
  const client = { datasets } as unknown as Client;
  expect(await Promise.all(['a', 'b', 'c'].map((id) => holdsExplicitSample(client, id)))).toEqual([
    ...[true, false, false],
  ]);
});
