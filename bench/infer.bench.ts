/** @file Exported models at batch 1 and 64 beside onnxruntime for Python and PyTorch: `bench -- infer [W3 … growth]`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../scripts/python.ts';
import { lstmModel, writeModel } from './infer/models.ts';
import { Contestant, measurePairs, type PairOptions } from './pairs.ts';
import { median, type Bench, type Report } from './report.ts';
import { workloads } from './train/workloads.ts';

const batches = [1, 64];
/** One thing grows at a time from an LSTM of width 64 over 100 tokens at batch 1. */
const growth = {
  batch: [1, 8, 64, 256],
  width: [64, 128, 256],
  length: [50, 100, 200, 400],
} as const;

type Kind = 'onnxruntime' | 'torch';

interface Bout {
  readonly name: string;
  readonly ours: readonly string[];
  /** What the peer's script is given. */
  readonly theirs: readonly [Kind, ...string[]];
}

const options: PairOptions = { pairs: 5, seconds: 12, milliseconds: 250 };

class Measuring {
  readonly #python: string | null;
  readonly #report: Report;
  readonly #versions: Readonly<Record<Kind, string>>;

  constructor(report: Report) {
    this.#report = report;
    this.#python = findPython('torch', 'onnxruntime');
    this.#versions = { torch: this.#version('torch'), onnxruntime: this.#version('onnxruntime') };
  }

  #version(module: Kind): string {
    const print = ['-c', `import ${module}; print(${module}.__version__)`];
    return this.#python ? execFileSync(this.#python, print, { encoding: 'utf8' }).trim() : '';
  }

  async bout({ name, ours, theirs }: Bout): Promise<void> {
    const script = join(import.meta.dirname, 'infer', 'lathe.ts');
    const own = await Contestant.start(process.execPath, [script, ...ours]);
    const rest = { case: name, unit: 'ms', goal: null } as const;
    try {
      if (!this.#python) {
        await own.measure(4);
        const lathe = median([await own.measure(10), await own.measure(10)]);
        const peerName = 'missing: PyTorch and onnxruntime (npm run oracles installs them)';
        this.#report({ ...rest, lathe, peer: null, peerName, ratio: null, pairs: 0 });
        return;
      }
      await this.#beside(own, { rest, theirs, python: this.#python });
    } finally {
      own.stop();
    }
  }

  async #beside(
    own: Contestant,
    {
      rest,
      theirs,
      python,
    }: { rest: { case: string; unit: string; goal: null }; theirs: Bout['theirs']; python: string },
  ): Promise<void> {
    const peer = await Contestant.start(python, [
      '-u',
      join(import.meta.dirname, 'infer', 'peer.py'),
      ...theirs,
    ]);
    try {
      const { note, ...result } = await measurePairs(own, peer, options);
      const memory = [own, peer].map(({ peakBytes }) => Math.round((peakBytes ?? NaN) / 1e6));
      const notes = [`peak memory ${memory.join(' MB, peer ')} MB`, ...(note === undefined ? [] : [note])];
      const [kind] = theirs;
      const peerName = `${kind === 'torch' ? 'PyTorch' : 'onnxruntime (Python)'} ${this.#versions[kind]}`;
      this.#report({ ...rest, ...result, peerName, note: notes.join('; ') });
    } finally {
      peer.stop();
    }
  }
}

async function models(measuring: Measuring, folder: string, asked: readonly string[]): Promise<void> {
  for (const [name, make] of Object.entries(workloads)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const workload = make();
    const file = join(folder, `${name}.onnx`);
    writeModel(file, workload);
    const title = `${name} ${workload.title.replace(/, batch \d+/, '')}`;
    for (const batch of batches.map(String)) {
      const bout = { name: `${title}: batch ${batch}`, ours: [file, batch] };
      await measuring.bout({ ...bout, theirs: ['onnxruntime', file, batch, 'run'] });
      await measuring.bout({ ...bout, theirs: ['torch', name, batch] });
    }
    await measuring.bout({
      name: `${title}: opening the file`,
      ours: [file, '1', 'create'],
      theirs: ['onnxruntime', file, '1', 'create'],
    });
  }
}

async function growing(measuring: Measuring, folder: string): Promise<void> {
  const base = { batch: 1, width: 64, length: 100 };
  for (const [what, sizes] of Object.entries(growth))
    for (const size of sizes) {
      const sizes: typeof base = Object.assign({}, base, { [what]: size });
      const { batch, width, length } = sizes;
      const file = join(folder, `lstm-${width}-${length}.onnx`);
      writeModel(file, lstmModel({ length, hidden: width }));
      await measuring.bout({
        name: `growth with ${what}: LSTM(${width}), ${length} tokens, batch ${batch}`,
        ours: [file, String(batch)],
        theirs: ['onnxruntime', file, String(batch), 'run'],
      });
    }
}

export const bench: Bench = {
  about:
    'exported models at batch 1 and 64 beside onnxruntime and PyTorch; opening, memory, growth: infer [W3 … growth]',
  async run(report) {
    const asked = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    const unknown = asked.find((name) => name !== 'growth' && !Object.hasOwn(workloads, name));
    if (unknown !== undefined)
      throw new Error(`there is no case ${unknown}; there are growth, ${Object.keys(workloads).join(', ')}`);
    const folder = mkdtempSync(join(tmpdir(), 'lathe-bench-infer-'));
    try {
      const measuring = new Measuring(report);
      if (asked.length === 0 || asked.some((name) => name !== 'growth'))
        await models(
          measuring,
          folder,
          asked.filter((name) => name !== 'growth'),
        );
      if (asked.length === 0 || asked.includes('growth')) await growing(measuring, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
