import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { LoggedPoint } from '../../src-shared/contract.ts';
import { environmentIn, sourceVersionOf } from './log-source.ts';
import { createProgramReadings } from './log-system.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a program is read at once, and from its second reading on percent of a core between two, never less than none', async () => {
  let now = 0;
  let cpuSeconds = 10;
  const told: LoggedPoint[][] = [];
  const look = createProgramReadings({
    pid: 5,
    take: (points) => void told.push([...points]),
    read: () => Promise.resolve({ cpuSeconds, residentBytes: 2e9, processes: 3 }),
    machine: () => ({ watts: null, celsius: null, gpus: [] }),
    now: () => now,
  });
  await look();
  [now, cpuSeconds] = [4000, 16];
  await look();
  // One of its processes ended, and what it used is forgotten.
  [now, cpuSeconds] = [8000, 12];
  await look();
  const values = told.map((points) => points.map(({ metric, value }) => [metric, value]));
  expect(values).toEqual([
    [['system/memory', 2], ['system/processes', 3]], // prettier-ignore
    [['system/cpu', 150], ['system/memory', 2], ['system/processes', 3]], // prettier-ignore
    [['system/cpu', 0], ['system/memory', 2], ['system/processes', 3]], // prettier-ignore
  ]);
  expect(told[0]![0]!.at).toBeGreaterThan(0);
});

it('of a program that cannot be read, what the machine tells is kept', async () => {
  const told: LoggedPoint[] = [];
  const look = createProgramReadings({
    pid: 5,
    take: (points) => void told.push(...points),
    read: () => Promise.resolve(null),
    machine: () => ({ watts: 9, celsius: null, gpus: [] }),
  });
  await look();
  await look();
  expect(told).toMatchObject([1, 2].map(() => ({ metric: 'system/power', value: 9 })));
});

it('the source version is the commit, with a mark where files were changed; none where there is no checkout', async () => {
  expect(await sourceVersionOf(folder)).toBeUndefined();
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  writeFileSync(path.join(folder, 'train.py'), 'print(1)\n');
  git('add', '.');
  git('commit', '--quiet', '--no-gpg-sign', '-m', 'first');
  const commit = git('rev-parse', 'HEAD');
  writeFileSync(path.join(folder, 'notes.txt'), 'not tracked\n');
  expect(await sourceVersionOf(folder)).toBe(commit);
  writeFileSync(path.join(folder, 'train.py'), 'print(2)\n');
  expect(await sourceVersionOf(folder)).toBe(`${commit}-dirty`);
  expect(environmentIn(folder)).toMatchObject({ folder, system: expect.stringContaining(os.type()) });
});
