/** @file A workspace with a planted batch of wrong labels, and a bisection of it, through the contract as the command line does it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { importSource } from '../../src-main/datasets/commands.ts';
import { openQuietly } from '../../src-main/session.fixture.ts';
import { freeze } from '../../src-main/versions/commands.ts';
import type { Bisection } from '../../src-shared/contract.ts';
import { TRAININGS, plantedIn, readMails, turned, type Mail } from './mails.ts';

/** It tells wrong labels apart long before the accuracy on 700 mails does. */
export const METRIC = 'loss';
const PARAMETERS = {
  epochs: 3,
  patience: 0,
  batchSize: 64,
  vocabulary: 3000,
  pairs: false,
  sequenceLength: 60,
} as const;

export interface Outcome {
  readonly isFound: boolean;
  /** Whether it names another file than the planted one. */
  readonly isWrong: boolean;
  readonly trainings: number;
  readonly seconds: number;
  readonly words: string;
}

/** The good version has 4,685 e-mails; 6 files of 200 each came since, and in one of them every label is the other one. */
export async function bisectOnce(seed: number): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-bisect-'));
  const { app, session } = await openQuietly(path.join(folder, 'workspace'));
  try {
    const { old, batches, planted: place } = plantedIn(readMails(), seed);
    const planted = fileName(place);
    const take = async (name: string, rows: readonly Mail[], dataset?: string): Promise<string> => {
      const file = path.join(folder, name);
      writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
      const target = dataset === undefined ? {} : { dataset };
      return (await importSource(session, { kind: 'path', path: file }, target)).dataset;
    };
    const dataset = await take('mails.jsonl', old);
    const { id: good } = await freeze(session, { dataset, seed, validation: 0.1, test: 0.2 });
    for (const [at, batch] of batches.entries()) {
      const rows = at === place ? batch.map(({ text, label }) => ({ text, label: turned(label) })) : batch;
      await take(fileName(at), rows, dataset);
    }
    const { id: bad } = await freeze(session, { dataset, seed, validation: 0.1, test: 0.2 });
    const started = performance.now();
    const { id } = await app.client.bisections.start({
      good,
      bad,
      recipe: 'text-tfidf',
      parameters: PARAMETERS,
      metric: METRIC,
      seeds: 2,
      trainings: TRAININGS,
    });
    let bisection = await app.client.bisections.get({ bisection: id });
    while (bisection.state === 'waiting' || bisection.state === 'running') {
      await setTimeout(200);
      bisection = await app.client.bisections.get({ bisection: id });
    }
    return outcomeOf(bisection, planted, (performance.now() - started) / 1000);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf(bisection: Bisection, planted: string, seconds: number): Outcome {
  const { verdict, batches, measured, drop, error } = bisection;
  const named = verdict?.batches.map((place) => batches[place]!.file) ?? [];
  const isNamed = verdict?.kind === 'found';
  const cost = verdict?.cost;
  const interval = (of: Bisection['drop'] | undefined): string =>
    of ? `${of.value.toFixed(4)} [${of.low?.toFixed(4)}, ${of.high?.toFixed(4)}]` : '–';
  return {
    isFound: isNamed && named[0] === planted,
    isWrong: isNamed && named[0] !== planted,
    trainings: measured,
    seconds,
    words: `${verdict?.kind ?? JSON.stringify(error)} ${named.join(' ')} (planted ${planted}), ${measured} trainings, drop ${interval(drop)}, cost ${interval(cost)}`,
  };
}

const fileName = (batch: number): string => `batch-${String(batch + 1).padStart(2, '0')}.jsonl`;
