/** @file Imports a million rows of text: how long, and how much memory workbench and worker hold together. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPython } from '../scripts/python.ts';
import { writeRows } from './import/rows.ts';
import { waitQuiet } from './machine.ts';
import { median, type Bench, type Report } from './report.ts';

const ROWS = 1_000_000;
const PAIRS = 3;
const MEMORY_GOAL = 600;

/** What one import took: the peak is of all its processes together, in bytes; null where the system does not tell. */
interface Measured {
  readonly seconds: number;
  readonly peakBytes: number | null;
  readonly workbenchBytes: number | null;
  readonly workerBytes: number | null;
}

const run = promisify(execFile);

/** What a reader of the figures should know of the machine. */
function noise(): { note?: string } {
  const load = os.loadavg()[0] ?? 0;
  return load > 0.5
    ? { note: `the machine was not quiet: load average ${load.toFixed(1)} at the start` }
    : {};
}

interface Course {
  readonly file: string;
  readonly folder: string;
  readonly noise: { note?: string };
  readonly report: Report;
}

async function measure(command: string, args: readonly string[]): Promise<Measured> {
  await waitQuiet(5);
  const { stdout } = await run(command, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
}

async function compare({ file, folder, noise, report }: Course): Promise<void> {
  const python = findPython('pandas');
  const script = (name: string) => path.join(import.meta.dirname, 'import', name);
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const workspace = path.join(folder, `workspace-${pair}`);
    ours.push(await measure(process.execPath, [script('lathe.ts'), file, workspace]));
    rmSync(workspace, { recursive: true, force: true });
    if (!python) continue;
    const database = path.join(folder, 'peer.db');
    theirs.push(await measure(python, [script('peer.py'), file, database]));
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(database + suffix)) rmSync(database + suffix);
  }
  const version =
    python && execFileSync(python, ['-c', 'import pandas; print(pandas.__version__)'], { encoding: 'utf8' });
  const peerName = version
    ? `pandas ${version.trim()} into SQLite`
    : 'missing: pandas (npm run oracles installs it)';
  const tell = (name: string, unit: string, goal: number | null, of: (one: Measured) => number | null) =>
    report({
      ...noise,
      ...beside(ours.map(of), theirs.map(of)),
      case: `${ROWS.toLocaleString('en')} rows: ${name}`,
      unit,
      goal,
      peerName,
    });
  tell('time', 's', null, ({ seconds }) => seconds);
  tell('speed', 'rows/s', null, ({ seconds }) => ROWS / seconds);
  tell('peak memory of workbench and worker', 'MB', MEMORY_GOAL, ({ peakBytes }) => megabytes(peakBytes));
  const alone = { peer: null, peerName: null, ratio: null, pairs: ours.length, unit: 'MB', goal: null };
  for (const part of ['workbench', 'worker'] as const) {
    const values = ours.map((one) => megabytes(one[`${part}Bytes`]));
    report({
      ...alone,
      case: `${ROWS.toLocaleString('en')} rows: peak memory of the ${part}`,
      lathe: middle(values),
    });
  }
}

function beside(ours: readonly (number | null)[], theirs: readonly (number | null)[]) {
  const ratios = theirs.flatMap((peer, i) => {
    const our = ours[i];
    return our == null || peer === null ? [] : [our / peer];
  });
  return {
    lathe: middle(ours),
    peer: theirs.length > 0 ? middle(theirs) : null,
    ratio: ratios.length > 0 ? median(ratios) : null,
    pairs: ratios.length > 0 ? ratios.length : ours.length,
  };
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

function megabytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / 1e6;
}

export const bench: Bench = {
  about: 'a million rows of text from CSV into a dataset: time, and memory of workbench and worker',
  async run(report) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-import-'));
    try {
      const file = path.join(folder, 'rows.csv');
      const before = noise();
      await writeRows(file, ROWS);
      await compare({ file, folder, noise: before, report });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
