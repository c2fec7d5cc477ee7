/** @file Training steps on graphics cards beside the processor: `bench -- gpu [webgpu cuda …] [W1 W6 …]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCELERATORS, type Accelerator } from '../src-shared/platform/values.ts';
import { createPool } from '../src-main/platform/pool/index.ts';
import type { ProviderFindings } from '../src-main/training/worker/probe-provider.ts';
import { Contestant, measurePairs } from './pairs.ts';
import type { Bench, Report } from './report.ts';
import { workloads } from './train/workloads.ts';
import { probeProviderJob } from '../src-main/training/jobs.ts';

const start = (name: string, provider: string) =>
  Contestant.start(process.execPath, [join(import.meta.dirname, 'gpu', 'lathe.ts'), name, provider]);

/** What a provider can do here, asked in a worker: a driver may take its process along. */
async function findingsOf(provider: Accelerator): Promise<ProviderFindings> {
  const scratch = mkdtempSync(join(tmpdir(), 'lathe-gpu-'));
  const pool = createPool({ emit: () => undefined, scratch });
  const task = pool.run(probeProviderJob, {
    kind: 'preview',
    title: provider,
    unit: 'operators',
    hidden: true,
    spec: { provider, thorough: true },
  });
  const findings = await task.result.catch((error: Error) => ({
    why: error.message,
    operators: [],
    speed: 0,
  }));
  await pool.close();
  rmSync(scratch, { recursive: true, force: true });
  return findings;
}

async function compare(name: string, provider: Accelerator, report: Report): Promise<void> {
  const [card, processor] = [await start(name, provider), await start(name, 'cpu')];
  try {
    const result = await measurePairs(card, processor, { pairs: 5, seconds: 45 });
    const title = workloads[name]?.().title ?? '';
    report({
      ...result,
      case: `${name} ${title} on ${provider}`,
      unit: 'ms/step',
      peerName: 'the processor, 2 threads',
      goal: null,
    });
  } finally {
    card.stop();
    processor.stop();
  }
}

/** A line that says why nothing was measured. */
function missing(provider: Accelerator, why: string, report: Report): void {
  report({
    case: `missing: ${provider}`,
    unit: 'ms/step',
    lathe: null,
    peer: null,
    peerName: null,
    ratio: null,
    goal: null,
    pairs: 0,
    note: why,
  });
}

export const bench: Bench = {
  about: 'training steps on WebGPU, CUDA, DirectML and CoreML beside the processor, and what is missing here',
  async run(report) {
    const wanted = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    const chosen = <Name extends string>(all: readonly Name[]) => {
      const named = all.filter((name) => wanted.includes(name));
      return named.length > 0 ? named : all;
    };
    const names = Object.keys(workloads).filter((name) => /^W\d+$/.test(name));
    for (const provider of chosen(ACCELERATORS)) {
      const { why, operators } = await findingsOf(provider);
      const wrong = operators.filter(({ state }) => state === 'different').map(({ operator }) => operator);
      if (why !== '') missing(provider, why, report);
      else if (wrong.length > 0) missing(provider, `it computes other numbers: ${wrong.join(', ')}`, report);
      else for (const name of chosen(names)) await compare(name, provider, report);
    }
  },
};
