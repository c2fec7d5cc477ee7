import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { workloads } from '../../../bench/train/workloads.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'bench', 'determinism', 'steps.ts');
const names = Object.keys(workloads).filter((name) => /^W\d+$/.test(name));

it(`trains ${names.join(', ')} to the same bits in two processes`, { timeout: 240_000 }, async () => {
  const run = () => promisify(execFile)(process.execPath, [script, '3', ...names]);
  const [first, second] = await Promise.all([run(), run()]);
  expect(first.stdout.trim().split('\n')).toHaveLength(names.length);
  expect(second.stdout).toBe(first.stdout);
});
