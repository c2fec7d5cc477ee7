/** @file The Data page at 100,000 items of several labels each: pages by class, counts of classes, words typed beside a class. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../src-main/app.ts';
import type { Client } from '../src-shared/contract.ts';
import { makeDataset } from './label/workspace.ts';
import type { Bench } from './report.ts';
import { reportTimes } from './times.ts';

const SAMPLES = 100_000;
const CLASSES = 50;
/** Classes above them, ten to one. */
const PARENTS = 5;
const LABELS = 3;
const BATCH = 100;
const ROUNDS = 20;
const PAGE = 100;
const GOAL_MS = 200;
const PEER = 'Label Studio: not installed (needs Python and a server)';

const classOf = (i: number): string => `class ${i}`;
const parentOf = (i: number): string => `parent ${i % PARENTS}`;

/** A task whose items carry three of fifty classes each. */
async function makeTask(client: Client, dataset: string): Promise<string> {
  const { task, job } = await client.labeling.createTask({ dataset, name: 'Topics', kind: 'multilabel' });
  while ((await client.jobs.list()).find(({ id }) => id === job)!.state === 'running') await sleep(100);
  const change = (name: string, parent = '') => ({ name, key: '', guideline: '', parent });
  const parents = Array.from({ length: PARENTS }, (_, i) => change(parentOf(i)));
  const classes = Array.from({ length: CLASSES }, (_, i) => change(classOf(i), parentOf(i)));
  await client.labeling.setSchema({ task, classes: [...parents, ...classes] });
  for (let offset = 0; offset < SAMPLES; offset += BATCH) {
    const { items } = await client.datasets.samples({ dataset, offset, limit: BATCH });
    const answers = items.map(({ id }, i) => {
      const labels = Array.from({ length: LABELS }, (_, of) =>
        classOf(((offset + i) * 7 + of * 11) % CLASSES),
      );
      return {
        operation: randomUUID(),
        sample: id,
        answer: { type: 'value', value: { labels } } as const,
      };
    });
    await client.labeling.annotate({ task, answers });
  }
  return task;
}

async function timesOf(ask: (round: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await ask(round);
    times.push(performance.now() - begun);
  }
  return times;
}

export const bench: Bench = {
  about: 'the Data page at 100,000 items of three labels each: pages by class, counts of classes, search',
  async run(report) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-facets-'));
    const workspace = path.join(folder, 'workspace');
    const dataset = await makeDataset(workspace, SAMPLES);
    const app = await createApp({ workspace, host: 'cli' });
    try {
      const { client } = app;
      const task = await makeTask(client, dataset);
      const page = (filter: object) => client.datasets.samples({ dataset, task, limit: PAGE, ...filter });
      const cases: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
        'first page of a class': (i) => page({ label: classOf(i) }),
        'last page of a class': (i) => page({ label: classOf(i), offset: 5900 }),
        'first page of a class with ten below it': (i) => page({ label: parentOf(i) }),
        'last page of a class with ten below it': (i) => page({ label: parentOf(i), offset: 50_000 }),
        unlabeled: () => page({ label: null }),
        'a class, without flagged ones': (i) => page({ label: classOf(i), flagged: false }),
        'counts of all classes': () => client.datasets.get({ dataset, task }),
        'words typed beside a class': (i) => page({ label: classOf(i), search: `screen ${i}` }),
        'words typed beside a class with ten below it': (i) =>
          page({ label: parentOf(i), search: `screen ${i}` }),
        'words typed alone': (i) => page({ search: `screen ${i}` }),
      };
      for (const [what, ask] of Object.entries(cases))
        reportTimes(report, what, { times: await timesOf(ask), goal: GOAL_MS, peerName: PEER });
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
