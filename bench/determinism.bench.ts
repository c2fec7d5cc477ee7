/** @file Are equal trainings equal to the last bit? Every workload twice, and a training killed again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Random } from '../src-main/graph/index.ts';
import type { Bench, Report } from './report.ts';
import { workloads } from './train/workloads.ts';

const steps = 200;
/** Steps of a run: alone in one process, together in the other. */
const perRun = [1, 8] as const;
const kills = 20;
const updates = 78;

function start(program: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'determinism', program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface(child.stdout) };
}

async function hashOf(name: string, together: number): Promise<string> {
  let last = '';
  for await (const line of start('steps.ts', String(steps), String(together), name).lines) last = line;
  return hashIn(last);
}

/** The hash at the end of a program's last line. A program that died has none, and two of those are not the same. */
function hashIn(line: string): string {
  const hash = /\b[0-9a-f]{64}$/.exec(line)?.[0];
  if (hash === undefined) throw new Error(`a training ended without a hash: "${line}"`);
  return hash;
}

/** Trains in a folder to the end, killed with SIGKILL each time it has passed one of the steps. */
async function trainedWith(directory: string, killedAt: readonly number[]): Promise<string> {
  const { child, lines } = start('training.ts', directory);
  const [next, ...later] = killedAt;
  let last = '';
  for await (const line of lines) {
    last = line;
    if (next === undefined || !(Number(line.split(' ')[1]) >= next)) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
    return trainedWith(directory, later);
  }
  return hashIn(last);
}

function tell(report: Report, name: string, same: boolean): void {
  const rest = { peer: null, peerName: null, ratio: null, goal: 0, pairs: 0 };
  report({ case: name, unit: 'differences', lathe: same ? 0 : 1, ...rest });
}

export const bench: Bench = {
  about: `every workload over ${steps} steps in two processes, and ${kills} kills at random steps: the same bytes?`,
  async run(report) {
    const wanted = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    for (const name of Object.keys(workloads).filter((each) => !wanted.length || wanted.includes(each)))
      tell(
        report,
        `${name}, ${steps} steps, ${perRun.join(' and ')} a run`,
        (await hashOf(name, perRun[0])) === (await hashOf(name, perRun[1])),
      );
    if (wanted.length > 0 && !wanted.includes('kill')) return;
    const folder = mkdtempSync(join(tmpdir(), 'lathe-determinism-'));
    const random = new Random(Date.now());
    const whole = await trainedWith(join(folder, 'whole'), []);
    for (let kill = 1; kill <= kills; kill++) {
      const step = 1 + Math.floor(random.uniform() * (updates - 1));
      const resumed = await trainedWith(join(folder, `killed-${kill}`), [step]);
      tell(report, `killed at step ${step} of ${updates} and resumed`, resumed === whole);
    }
    rmSync(folder, { recursive: true, force: true });
  },
};
