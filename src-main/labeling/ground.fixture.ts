/** @file A workspace on which labelers answer: datasets of texts, images and pairs, and a task of every kind. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Client } from '../../src-shared/contract.ts';
import { SHAPES, type Shape } from '../../src-shared/labeling/tasks/kinds.ts';
import type { Span } from '../../src-shared/labeling/tasks/values.ts';
import { createApp } from '../app.ts';
import { encodePng } from '../images/index.ts';
import { oneOf, pause, type AskedTask, type Ground } from './labelers.fixture.ts';

const SAMPLES = 500;
/** Few, so that many people often answer the same one. */
const IMAGES = 12;
const IMAGE = { width: 16, height: 12 };
const PAIRS = 40;

/** Datasets imported from files as people do it, of texts with two classes, and tasks of other kinds beside the first. */
export async function prepare(folder: string): Promise<Ground> {
  const workspace = path.join(folder, 'workspace');
  const app = await createApp({ workspace, host: 'cli' });
  try {
    const maker = new GroundMaker(app.client, folder);
    const texts = await maker.texts();
    const [images, pairs] = [await maker.images(), await maker.pairs()];
    const blind = { resolution: 'majority', answersPerItem: 3 } as const;
    const label = { type: 'label', label: '' } as const;
    const tasks = [
      { task: texts.id, samples: texts.samples, answer: (): Answer => ({ ...label, label: oneOf(CLASSES) }) },
      await maker.task(texts, { kind: 'multilabel', classes: CLASSES, ...blind }, () => ({
        labels: CLASSES.filter(() => Math.random() < 0.5),
      })),
      await maker.task(texts, { kind: 'rating', ...blind }, () => ({ rating: oneOf([1, 2, 3]) })),
      await maker.task(texts, SPANS, () => ({ spans: Math.random() < 0.2 ? [] : [someSpan()] })),
      await maker.task(texts, { kind: 'classification', classes: CLASSES, ...blind }, () => ({
        label: oneOf(CLASSES),
      })),
      await maker.task(texts, { kind: 'text' }, () => ({ text: randomUUID() })),
      await maker.task(images, REGIONS, () => ({
        regions: SHAPES.filter(() => Math.random() < 0.5).map(someRegion),
      })),
      await maker.task(pairs, { kind: 'preference', options: { columns: PAIR }, ...blind }, () => ({
        preferred: oneOf(['first', 'second', 'tie']),
      })),
    ];
    return { folder, workspace, tasks };
  } finally {
    await app.close();
  }
}

const CLASSES = ['a', 'b'];
const PAIR = { prompt: 'question', first: 'one', second: 'other' };
const SPANS = { kind: 'spans', classes: CLASSES, resolution: 'adjudicated', answersPerItem: 2 } as const;
const SKELETON = { points: ['head', 'foot'], edges: [[0, 1] as [number, number]] };
const REGIONS = {
  kind: 'regions' as const,
  classes: CLASSES,
  options: { shapes: [...SHAPES], skeleton: SKELETON },
  resolution: 'adjudicated' as const,
  answersPerItem: 2,
};

function someSpan(): Span {
  return { id: 's', start: 0, end: 1 + Math.floor(Math.random() * 4), label: oneOf(CLASSES), attributes: {} };
}

/** Total: a geometry of each shape, somewhere on an image. */
const GEOMETRIES: Readonly<Record<Shape, (x: number, y: number) => object>> = {
  box: (x, y) => ({ x, y, width: 4, height: 3.5, rotation: oneOf([0, 30]) }),
  polygon: (x, y) => ({ outlines: [{ ring: [x, y, x + 4, y, x + 2, y + 5], holes: [] }] }),
  keypoints: (x, y) => ({ points: [{ x, y, visible: Math.random() < 0.5 }, null] }),
  mask: (x) => ({ ...IMAGE, counts: [x, 20, IMAGE.width * IMAGE.height - 20 - x] }),
};

function someRegion(shape: Shape): object {
  const [x, y] = [Math.floor(Math.random() * 10), Math.floor(Math.random() * 6)];
  return { id: shape, label: oneOf(CLASSES), attributes: {}, shape, ...GEOMETRIES[shape](x, y) };
}

interface Imported {
  readonly id: string;
  readonly samples: readonly string[];
}

class GroundMaker {
  readonly #client: Client;
  readonly #folder: string;

  constructor(client: Client, folder: string) {
    this.#client = client;
    this.#folder = folder;
  }

  texts(): Promise<Imported> {
    const rows = Array.from({ length: SAMPLES }, (_, i) => ({
      text: `text ${i}`,
      label: i < 2 ? CLASSES[i] : null,
    }));
    const path = this.#file('texts.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return this.#imported({ source: { kind: 'path', path }, textColumn: 'text', labelColumn: 'label' });
  }

  images(): Promise<Imported> {
    for (let i = 0; i < IMAGES; i++) {
      const data = new Uint8Array(IMAGE.width * IMAGE.height).fill(i * 9);
      this.#file(`images/${i}.png`, encodePng({ ...IMAGE, channels: 1, data }));
    }
    return this.#imported({ source: { kind: 'path', path: path.join(this.#folder, 'images') } });
  }

  pairs(): Promise<Imported> {
    const rows = Array.from({ length: PAIRS }, (_, i) => `what is ${i},it is ${i},it is not ${i}\n`);
    const path = this.#file('pairs.csv', `question,one,other\n${rows.join('')}`);
    const columns = Object.values(PAIR).map((name) => ({
      name,
      type: 'category' as const,
      role: 'feature' as const,
    }));
    return this.#imported({ source: { kind: 'path', path }, kind: 'table', columns });
  }

  async task(
    { id, samples }: Imported,
    input: Omit<Parameters<Client['labeling']['createTask']>[0], 'dataset' | 'name'>,
    value: () => Record<string, unknown>,
  ): Promise<AskedTask> {
    const { task, job } = await this.#client.labeling.createTask({ ...input, dataset: id, name: input.kind });
    await this.#done(job);
    return { task, samples, answer: () => ({ type: 'value', value: value() }) };
  }

  #file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.#folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  async #imported(input: Parameters<Client['datasets']['import']>[0]): Promise<Imported> {
    const { dataset: id, job } = await this.#client.datasets.import(input);
    await this.#done(job);
    const { items } = await this.#client.datasets.samples({ dataset: id, limit: SAMPLES });
    return { id, samples: items.map((item) => item.id) };
  }

  async #done(id: string): Promise<void> {
    for (;;) {
      const job = (await this.#client.jobs.list()).find((each) => each.id === id);
      if (job?.state === 'done') return;
      if (job && job.state !== 'running')
        throw new Error(`the job ${job.state}: ${JSON.stringify(job.error)}`);
      await pause(20);
    }
  }
}
