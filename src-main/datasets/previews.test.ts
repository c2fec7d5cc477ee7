import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { createPreviews, type Previews } from './previews.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-previews-'));
let asked = 0;
let pool: Pool;
let previews: Previews;

beforeAll(() => {
  const real = createPool({ emit: () => undefined, scratch: path.join(folder, 'scratch') });
  pool = real;
  // Counts what is asked of the real pool.
  const run: Pool['run'] = (...args) => (asked++, real.run(...args));
  previews = createPreviews({ ...real, run });
});

afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

it('of a file are read once, and again when the file or the options changed', async () => {
  const file = { path: path.join(folder, 'mail.csv'), fileName: 'mail.csv', options: {} };
  writeFileSync(file.path, 'text,label\n"good, day",a\n"bad, day",b\n');
  const first = await previews.of(file);
  expect(await previews.of(file)).toBe(first);
  expect(asked).toBe(1);
  appendFileSync(file.path, 'other,c\n');
  expect((await previews.of(file)).rows).toHaveLength(3);
  expect(asked).toBe(2);
  await previews.of({ ...file, options: { header: false } });
  expect(asked).toBe(3);
});

it('of folders are read each time', async () => {
  const before = asked;
  const file = { path: folder, fileName: 'texts', options: {} };
  await Promise.allSettled([previews.of(file)]);
  await Promise.allSettled([previews.of(file)]);
  expect(asked - before).toBe(2);
});
