/** @file A workspace with images of 2 megapixels, as a camera fills them, and a task that asks for boxes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { createApp } from '../../src-main/app.ts';

export const SIZE = { width: 1632, height: 1224 } as const;
export const IMAGES = 60;

/** Noise over a color: a JPEG of it is as large as that of a photo. */
async function writeImages(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < IMAGES; i++) {
    const background = { r: (i * 37) % 256, g: 120, b: 200 - i };
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 24 };
    const image = sharp({ create: { ...SIZE, channels: 3, background, noise } });
    writeFileSync(path.join(folder, `${String(i).padStart(3, '0')}.jpg`), await image.jpeg().toBuffer());
  }
}

/** @returns the dataset and its task */
export async function makeTask(workspace: string): Promise<{ dataset: string; task: string }> {
  const folder = path.join(path.dirname(workspace), 'images', 'all');
  await writeImages(folder);
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
    const source = { kind: 'path' as const, path: path.dirname(folder) };
    const { dataset, job } = await app.client.datasets.import({ source, kind: 'image' });
    await done(job);
    const made = await app.client.labeling.createTask({
      dataset,
      kind: 'regions',
      name: 'Boxes',
      classes: ['car', 'person', 'tree', 'sign'],
      options: { shapes: ['box', 'polygon'] },
    });
    await done(made.job);
    return { dataset, task: made.task };
  } finally {
    await app.close();
  }
}
