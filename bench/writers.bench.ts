/** @file Ten people who give five answers a second each while a file of a gigabyte is imported: how long until an answer is saved. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { invite } from '../src-main/labeling/labelers.fixture.ts';
import { clientAt } from '../src-main/signed-in.fixture.ts';
import type { Client } from '../src-shared/contract.ts';
import { makeDataset } from './label/workspace.ts';
import type { Bench } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const WRITERS = 10;
/** Milliseconds between two answers of one person. */
const PACE_MS = 200;
const SAMPLES = 2000;
const GIGABYTE = 2 ** 30;
const GOAL_MS = 100;

/** Texts of some two thousand characters, each another. */
async function writeGigabyte(file: string): Promise<void> {
  const stream = createWriteStream(file);
  const words = 'the parcel was left in the rain and nobody answered the telephone for three days '.repeat(
    25,
  );
  for (let written = 0, row = 0; written < GIGABYTE;) {
    const lines = Array.from(
      { length: 500 },
      () => `${JSON.stringify({ text: `${row++} ${words}` })}\n`,
    ).join('');
    written += lines.length;
    if (!stream.write(lines)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** Answers at its pace until told to stop. @returns the milliseconds of each save */
async function write(client: Client, dataset: string, isOver: () => boolean): Promise<number[]> {
  const { items } = await client.datasets.samples({ dataset, limit: 500 });
  const times: number[] = [];
  for (let next = performance.now() + Math.random() * PACE_MS; !isOver(); next += PACE_MS) {
    await sleep(Math.max(0, next - performance.now()));
    const sample = items[Math.floor(Math.random() * items.length)]!.id;
    const begun = performance.now();
    // An answer that is refused, for a busy database say, ends the bench with its words.
    await client.labeling.annotate({
      task: dataset,
      answers: [{ operation: randomUUID(), sample, answer: { type: 'label', label: 'ham' } }],
    });
    times.push(performance.now() - begun);
  }
  return times;
}

export const bench: Bench = {
  about: 'saving of ten people, five answers a second each, during an import of a gigabyte',
  async run(report) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-writers-'));
    const file = path.join(folder, 'gigabyte.jsonl');
    try {
      await writeGigabyte(file);
      await withWorkbench(
        async (workspace) => {
          const dataset = await makeDataset(workspace, SAMPLES);
          return { dataset, sessions: invite(workspace, WRITERS) };
        },
        async ({ address, cookie }, { dataset, sessions }) => {
          const owner = clientAt(address, cookie);
          const { port } = new URL(address);
          const writers = sessions.map((session) => clientAt(address, `lathe-${port}=${session}`));
          const begun = performance.now();
          const { job } = await owner.datasets.import({
            source: { kind: 'path', path: file },
            textColumn: 'text',
          });
          let isOver = false;
          const writing = Promise.all(writers.map((client) => write(client, dataset, () => isOver)));
          for (;;) {
            const { state, error } = (await owner.jobs.list()).find(({ id }) => id === job)!;
            if (state === 'done') break;
            if (state !== 'running') throw new Error(`the import ${state}: ${JSON.stringify(error)}`);
            await sleep(500);
          }
          const seconds = (performance.now() - begun) / 1000;
          isOver = true;
          const times = (await writing).flat();
          const peerName = 'none';
          reportTimes(report, `${times.length} saves during an import of 1 GiB`, {
            times,
            goal: GOAL_MS,
            peerName,
          });
          const none = { peer: null, peerName, ratio: null, pairs: 0 };
          report({ ...none, unit: 's', case: 'the import meanwhile', lathe: seconds, goal: null });
          report({ ...none, unit: 'ms', case: 'the slowest save', lathe: Math.max(...times), goal: null });
        },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
