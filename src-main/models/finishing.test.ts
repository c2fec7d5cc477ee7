import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createFinishing, type FinishingParts } from './finishing.ts';

it('files that cannot be finished hold nobody up: whoever asks is answered between two of them', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const tried: string[] = [];
  const finishing = createFinishing({
    // Ten thousand models whose files are gone: of the workbench only what that asks.
    queries: { unfinished: { all: () => Array.from({ length: 10_000 }, (_, i) => `model-${i}`) } },
    provenance: async (model: string) => {
      tried.push(model);
      throw new Error('its file is gone');
    },
  } as unknown as FinishingParts);
  finishing.finishAll();
  for (let turn = 1; turn <= 5; turn++) {
    await setImmediate();
    expect(tried.length).toBeLessThanOrEqual(turn);
  }
  expect(tried.length, 'and each is tried').toBeGreaterThan(2);
  await finishing.close();
  const before = tried.length;
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(tried.length, 'the others wait for the next start').toBe(before);
  expect(said).toHaveBeenCalled();
  said.mockRestore();
});
