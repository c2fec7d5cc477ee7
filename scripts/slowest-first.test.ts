import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './product.ts';
import { SLOW } from './slowest-first.ts';

it('what begins first is there, each once', () => {
  expect(SLOW.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  expect(new Set(SLOW).size).toBe(SLOW.length);
});
