/** @file A workspace with a planted batch of wrong labels, and a bisection of it, through the contract as the command line does it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { importSource } from '../../src-main/datasets/commands.ts';
import { Random } from '../../src-main/graph/index.ts';
import { openQuietly } from '../../src-main/session.fixture.ts';
import { freeze } from '../../src-main/versions/commands.ts';
import type { Bisection } from '../../src-shared/contract.ts';

const MAILS = path.join(import.meta.dirname, '..', '..', 'resources', 'samples', 'spam-emails.jsonl');
export const BATCHES = 12;
export const SIZE = 200;
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

interface Mail {
  readonly text: string;
  readonly label: string;
}

/** The good version has 3,485 e-mails; 12 files of 200 each came since, and in one of them every label is the other one. */
export async function bisectOnce(seed: number, trainings: number): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bench-bisect-'));
  const { app, session } = await openQuietly(path.join(folder, 'workspace'));
  try {
    const random = new Random(seed);
    const mails = shuffled(readMails(), random);
    const planted = fileName(1 + Math.floor(random.uniform() * BATCHES));
    const old = mails.slice(BATCHES * SIZE);
    const take = async (name: string, rows: readonly Mail[], dataset?: string): Promise<string> => {
      const file = path.join(folder, name);
      writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
      const target = dataset === undefined ? {} : { dataset };
      return (await importSource(session, { kind: 'path', path: file }, target)).dataset;
    };
    const dataset = await take('mails.jsonl', old);
    const { id: good } = await freeze(session, { dataset, seed, validation: 0.1, test: 0.2 });
    for (let batch = 0; batch < BATCHES; batch++) {
      const name = fileName(batch + 1);
      const rows = mails.slice(batch * SIZE, (batch + 1) * SIZE);
      await take(name, name === planted ? rows.map(turned) : rows, dataset);
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
      trainings,
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

const fileName = (batch: number): string => `batch-${String(batch).padStart(2, '0')}.jsonl`;
const turned = ({ text, label }: Mail): Mail => ({ text, label: label === 'spam' ? 'ham' : 'spam' });

function readMails(): Mail[] {
  const lines = readFileSync(MAILS, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Mail);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}
