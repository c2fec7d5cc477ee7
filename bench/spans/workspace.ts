/** @file A workspace with one long text, and a task that asks for its spans, answered already. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src-main/app.ts';

export const TEXT_LENGTH = 20_000;
export const SPANS = 500;
const LABELS = ['PER', 'ORG', 'LOC'] as const;
/** As long as `TEXT_LENGTH` asks. */
const SENTENCE = 'Ada Lovelace met Charles Babbage here.  ';

/** @returns the dataset and its task */
export async function makeTask(workspace: string): Promise<{ dataset: string; task: string }> {
  const folder = path.dirname(workspace);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'long.jsonl');
  const text = SENTENCE.repeat(TEXT_LENGTH / SENTENCE.length).trim();
  writeFileSync(file, JSON.stringify({ text }));
  const app = await createApp({ workspace, host: 'cli' });
  const done = async (job: string): Promise<void> => {
    for (;;) {
      const { state, error } = (await app.client.jobs.list()).find(({ id }) => id === job)!;
      if (state === 'done') return;
      if (state !== 'running') throw new Error(`the job ${state}: ${JSON.stringify(error)}`);
      await sleep(100);
    }
  };
  try {
    const { client } = app;
    const { dataset, job } = await client.datasets.import({ source: { kind: 'path', path: file } });
    await done(job);
    const options = { relations: ['met'] };
    const made = await client.labeling.createTask({
      dataset,
      kind: 'spans',
      name: 'Names',
      classes: [...LABELS],
      options,
    });
    await done(made.job);
    const { items } = await client.labeling.queue({ task: made.task });
    const value = { spans: spansOf(), relations: relationsOf() };
    const answer = { type: 'value' as const, value };
    await client.labeling.annotate({
      task: made.task,
      answers: [{ operation: randomUUID(), sample: items[0]!.id, answer }],
    });
    return { dataset, task: made.task };
  } finally {
    await app.close();
  }
}

/** One a sentence, of the first word in one and of two words in the next. */
function spansOf() {
  return Array.from({ length: SPANS }, (_, i) => {
    const start = i * SENTENCE.length;
    const end = start + (i % 2 === 0 ? 'Ada'.length : 'Ada Lovelace'.length);
    return { id: `s${i}`, start, end, label: LABELS[i % 3]!, attributes: {} };
  });
}

const relationsOf = () =>
  Array.from({ length: 40 }, (_, i) => ({ from: `s${i * 10}`, to: `s${i * 10 + 1}`, label: 'met' }));
