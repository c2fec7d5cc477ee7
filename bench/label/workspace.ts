/** @file A workspace with one dataset of many short texts, imported as people import. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../../src-main/app.ts';

const WORDS =
  'the order arrived late but support answered quickly and sent a new screen without asking for more'.split(
    ' ',
  );

/** Texts of 20 to 80 words; the first two carry the classes, the rest waits to be labeled. */
function rowOf(index: number): string {
  const words = Array.from(
    { length: 20 + ((index * 7919) % 61) },
    (_, i) => WORDS[(index * 31 + i * 17) % WORDS.length],
  );
  const label = ['spam', 'ham'][index] ?? null;
  return JSON.stringify({ text: `${index} ${words.join(' ')}`, label });
}

async function writeRows(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let from = 0; from < rows; from += 10_000) {
    const count = Math.min(10_000, rows - from);
    const lines = Array.from({ length: count }, (_, i) => `${rowOf(from + i)}\n`).join('');
    if (!stream.write(lines)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** @returns the dataset's id */
export async function makeDataset(workspace: string, rows: number): Promise<string> {
  const file = path.join(path.dirname(workspace), `${rows}.jsonl`);
  await writeRows(file, rows);
  const app = await createApp({ workspace, host: 'cli' });
  try {
    const { dataset, job } = await app.client.datasets.import({
      source: { kind: 'path', path: file },
      textColumn: 'text',
      labelColumn: 'label',
    });
    for (;;) {
      const { state, error } = (await app.client.jobs.list()).find(({ id }) => id === job)!;
      if (state === 'done') return dataset;
      if (state !== 'running') throw new Error(`the import ${state}: ${JSON.stringify(error)}`);
      await sleep(200);
    }
  } finally {
    await app.close();
  }
}
