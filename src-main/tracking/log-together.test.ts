/** Programs log at once without a window: through the first one, and on by themselves when it ends or is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { runCli } from '../cli/index.ts';
import { CLI, runLatheHere } from '../cli/lathe.fixture.ts';
import type { Shell } from '../platform/cli/terminal.ts';
import { openStore } from '../platform/store/index.ts';
import { createTracking } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-together-'));
const workspace = path.join(folder, 'workspace');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command of this process that reads what it is given line by line, and what it has said so far. */
function logging(name: string) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const shell: Shell = { stdin, stdout, stderr };
  let said = '';
  for (const stream of [stdout, stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const args = ['log', '--quiet', '--name', name, '--workspace', workspace];
  const ended = runCli(args, shell).then(() => shell.exitCode ?? 0);
  return {
    says: (words: string) => expect.poll(() => said, { timeout: 15_000, interval: 10 }).toContain(words),
    give: (line: string) => void stdin.write(`${line}\n`),
    end(): Promise<unknown> {
      stdin.end();
      return ended;
    },
  };
}

it('each loses nothing and doubles nothing, whichever of them has the workspace open', async () => {
  const first = logging('first');
  await first.says('this command has the workspace open');
  const second = logging('second');
  await second.says('Logging run #2');
  const { out, status } = await runLatheHere(workspace, ['runs', '--json']);
  expect([status, out]).toEqual([0, expect.stringContaining('second')]);
  for (const one of [first, second]) one.give('step=0 loss=0');
  expect(await first.end()).toBe(0);
  second.give('step=1 loss=1');
  await second.says('this command has the workspace open now');
  expect(await second.end()).toBe(0);

  // In a process of its own, to be killed.
  const args = [CLI, 'log', '--quiet', '--name', 'killed', '--workspace', workspace];
  const killed = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  await once(killed.stderr, 'data');
  const third = logging('third');
  let step = 0;
  const timer = setInterval(() => third.give(`step=${step} loss=${step++}`), 2);
  await third.says('Logging run #4');
  await wait(600);
  killed.kill('SIGKILL');
  await third.says('this command has the workspace open now');
  clearInterval(timer);
  expect(await third.end()).toBe(0);

  const store = openStore(workspace);
  const tracking = createTracking({ store, emit: () => undefined });
  const runs = tracking.list({ sort: { column: 'number', descending: false } }).items;
  expect(runs.map(({ name, state }) => [name, state])).toEqual([
    ['first', 'finished'],
    ['second', 'finished'],
    ['killed', 'running'],
    ['third', 'finished'],
  ]);
  const steps = runs.map(({ id }) => [...tracking.history(id, 'loss')].map((point) => point.step));
  expect(steps).toEqual([[0], [0, 1], [], Array.from({ length: step }, (_, i) => i)]);
  await tracking.close();
  store.close();
});
