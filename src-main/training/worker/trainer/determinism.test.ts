import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { workloads } from '../../../../bench/train/workloads.ts';

const script = join(import.meta.dirname, '..', '..', '..', '..', 'bench', 'determinism', 'steps.ts');
const names = Object.keys(workloads).filter((name) => /^W\d+$/.test(name));

it(
  `trains ${names.join(', ')} to the same bits in two processes, however many steps a run does`,
  {
    timeout: 240_000,
  },
  async () => {
    const run = (perRun: number) =>
      promisify(execFile)(process.execPath, [script, '3', String(perRun), ...names]);
    const [first, second] = await Promise.all([run(1), run(3)]);
    expect(first.stdout.trim().split('\n')).toHaveLength(names.length);
    expect(second.stdout).toBe(first.stdout);
  },
);
