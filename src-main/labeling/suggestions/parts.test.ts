import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueItem } from '../../../src-shared/contract.ts';
import type { RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import type { Span } from '../../../src-shared/labeling/tasks/values.ts';
import { importSource } from '../../datasets/commands.ts';
import {
  colorClassifier,
  cornerDetector,
  nameTagger,
  redSegmenter,
  topicLabels,
  yoloDetector,
} from '../../models/worker/part-models.fixture.ts';
import type { Session } from '../../platform/cli/session.ts';
import type { App } from '../../platform/host/app.ts';
import { openQuietly } from '../../session.fixture.ts';

let folder: string;
let app: App;
let session: Session;
let texts: string;
let images: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-suggested-parts-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const file = path.join(folder, 'letters.jsonl');
  const rows = ['Ada Lovelace met Babbage in London.', '“Babbage”  of London', 'Nobody was there.'];
  writeFileSync(file, rows.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  ({ dataset: texts } = await importSource(session, { kind: 'path', path: file }, { text: 'text' }));
  const photos = path.join(folder, 'photos');
  mkdirSync(photos);
  for (const [name, width] of [
    ['a.png', 32],
    ['b.png', 64],
  ] as const) {
    // Red on the left, blue on the right.
    const half = { width: width / 2, height: 32, channels: 3 as const };
    const red = await sharp({ create: { ...half, background: '#f00' } })
      .png()
      .toBuffer();
    const blue = { ...half, width, background: '#00f' };
    await sharp({ create: blue })
      .composite([{ input: red, left: 0, top: 0 }])
      .toFile(path.join(photos, name));
  }
  ({ dataset: images } = await importSource(session, { kind: 'path', path: photos }, { kind: 'image' }));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const labeling = () => session.client.labeling;

type Asked = Omit<Parameters<Session['client']['models']['import']>[0], 'source'>;

async function model(name: string, bytes: Uint8Array, asked: Asked = {}): Promise<string> {
  const file = path.join(folder, `${name}.onnx`);
  writeFileSync(file, bytes);
  const started = await session.client.models.import({ source: { kind: 'path', path: file }, ...asked });
  await session.follow(started.job);
  return started.model;
}

type NewTask = Parameters<ReturnType<typeof labeling>['createTask']>[0];
async function task(given: Omit<NewTask, 'name'>): Promise<string> {
  const made = await labeling().createTask({ ...given, name: `Task ${++tasks}` });
  await session.follow(made.job);
  return made.task;
}
let tasks = 0;

async function suggest(to: string, by: string, mapping?: Record<string, string>): Promise<QueueItem[]> {
  await session.follow((await labeling().suggest({ task: to, model: by, ...(mapping && { mapping }) })).job);
  return (await labeling().queue({ task: to })).items;
}

const give = (to: string, sample: string, value: Record<string, unknown>) =>
  labeling().annotate({
    task: to,
    answers: [{ operation: crypto.randomUUID(), sample, answer: { type: 'value', value } }],
  });

describe('suggestions of spans', () => {
  it('carry how sure a tagger is of each, are nobody’s answer, and count as agreed by what they say', async () => {
    const names = await task({ dataset: texts, kind: 'spans', classes: ['PER', 'LOC'] });
    const tagger = await model('names', nameTagger());
    const items = await suggest(names, tagger);
    const [first, second, third] = items;
    const [suggestion] = first!.suggestions!;
    const spans = suggestion!.value['spans'] as Span[];
    expect(spans.map(({ start, end, label }) => [label, first!.text.slice(start, end)])).toEqual([
      ['PER', 'Ada Lovelace'],
      ['PER', 'Babbage'],
      ['LOC', 'London'],
    ]);
    expect(suggestion).toMatchObject({ name: 'names', confidence: 0.7, parts: [0.7, 0.9, 0.8] });
    expect(new Set(spans.map(({ id }) => id)).size).toBe(3);
    const quoted = second!.suggestions![0]!.value['spans'] as Span[];
    expect(quoted.map(({ start, end }) => second!.text.slice(start, end))).toEqual(['Babbage', 'London']);
    expect(third!.suggestions).toBeUndefined();
    expect((await labeling().task({ task: names })).counts.labeled).toBe(0);
    // As a hand gives it: other ids, another order.
    const own = spans.map((span, i) => ({ ...span, id: `s${i}` })).reverse();
    await give(names, first!.id, { spans: own });
    await give(names, second!.id, { spans: [] });
    expect(await labeling().suggestions({ task: names })).toMatchObject([
      { source: tagger, items: 2, open: 0, labeled: 2, agreed: 1 },
    ]);
  });

  it('mean other classes where a person says so, and are kept at once from a threshold on', async () => {
    const who = await task({ dataset: texts, kind: 'spans', classes: ['person'] });
    const tagger = await model('names', nameTagger());
    await expect(labeling().suggest({ task: who, model: tagger })).rejects.toMatchObject({
      data: { key: 'labeling.modelLabels' },
    });
    await expect(labeling().suggest({ task: who })).rejects.toMatchObject({
      data: { key: 'labeling.suggestByModel' },
    });
    const items = await suggest(who, tagger, { PER: 'person', LOC: '' });
    expect(items.map(({ suggestions }) => suggestions?.[0]?.parts)).toEqual([[0.7, 0.9], [0.9], undefined]);
    const started = await labeling().acceptSuggestions({
      task: who,
      source: tagger,
      threshold: 0.8,
      audit: 0,
    });
    await session.follow(started.job);
    const { items: kept } = await labeling().queue({ task: who, queue: 'labeled' });
    expect(kept.map(({ text }) => text)).toEqual([items[1]!.text]);
    expect(kept[0]!.labelValue).toMatchObject({ spans: [{ label: 'person' }] });
    await session.follow((await labeling().undoBatch({ task: who, batch: started.batch })).job);
    expect((await labeling().task({ task: who })).counts.labeled).toBe(0);
  });

  it('are not kept unseen where a part has a question that must be answered', async () => {
    const attributes = [{ name: 'real', type: 'flag' as const, required: true }];
    const asked = await task({ dataset: texts, kind: 'spans', classes: ['PER'], options: { attributes } });
    const request = { task: asked, source: 'any', threshold: 0.5, audit: 0 };
    await expect(labeling().acceptSuggestions(request)).rejects.toMatchObject({
      data: { key: 'labeling.acceptAttributes' },
    });
  });
});

describe('suggestions of regions', () => {
  it('are boxes in the pixels of each image', async () => {
    const things = await task({ dataset: images, kind: 'regions', classes: ['car', 'tree'] });
    const [small, wide] = await suggest(things, await model('corners', cornerDetector()));
    expect(small!.suggestions).toMatchObject([
      {
        value: {
          regions: [
            { shape: 'box', label: 'car', x: 8, y: 8, width: 16, height: 16 },
            { shape: 'box', label: 'tree', x: 0, y: 0, width: 8, height: 8 },
          ],
        },
        parts: [0.9, 0.6],
        confidence: 0.6,
      },
    ]);
    expect(wide!.suggestions![0]!.value['regions']).toMatchObject([{ x: 16, width: 32 }, { width: 16 }]);
  });

  it('are masks with how sure a segmenter is of their pixels; a task without masks refuses it', async () => {
    const segmenter = await model('red', redSegmenter());
    const boxes = await task({ dataset: images, kind: 'regions', classes: ['red'] });
    await expect(labeling().suggest({ task: boxes, model: segmenter })).rejects.toMatchObject({
      data: { key: 'labeling.modelShapes' },
    });
    const options = { shapes: ['mask' as const] };
    const areas = await task({ dataset: images, kind: 'regions', classes: ['red'], options });
    const [small] = await suggest(areas, segmenter);
    const [suggestion] = small!.suggestions!;
    expect(suggestion!.value['regions']).toMatchObject([
      { shape: 'mask', width: 32, height: 32, counts: [0, 512, 512] },
    ]);
    expect(suggestion!.parts![0]).toBeGreaterThan(0.95);
  });
});

describe('a model from elsewhere', () => {
  const asked = { labels: ['car', 'tree'], images: { values: 'unit' as const } };

  it('that finds boxes in its own way suggests them, with what a person said of its images', async () => {
    const things = await task({ dataset: images, kind: 'regions', classes: ['car', 'tree'] });
    const yolo = await model('yolo', yoloDetector(), asked);
    expect(await session.client.models.get({ model: yolo })).toMatchObject({
      task: 'detect',
      kind: 'image',
      labels: ['car', 'tree'],
    });
    // No green is in the images, so no tree; the second car is the same as the first.
    const [small, wide] = await suggest(things, yolo);
    const car = { shape: 'box', label: 'car', x: 8, y: 8, width: 16, height: 16 };
    expect(small!.suggestions![0]!.value).toMatchObject({ regions: [car] });
    expect((small!.suggestions![0]!.value['regions'] as unknown[]).length).toBe(1);
    expect(wide!.suggestions![0]!.value).toMatchObject({ regions: [{ x: 16, y: 8, width: 32, height: 16 }] });
  });

  it('that classifies suggests classes; colors and size are as a person said', async () => {
    const colors = await task({ dataset: images, kind: 'classification', classes: ['red', 'blue'] });
    const images8 = { values: 'unit' as const, width: 8, height: 8 };
    const classifier = await model('colors', colorClassifier(), { labels: ['red', 'blue'], images: images8 });
    expect(await session.client.models.get({ model: classifier })).toMatchObject({ task: 'classify' });
    const [small] = await suggest(colors, classifier);
    expect(small!.suggestions![0]!.confidence).toBeCloseTo(0.5, 1);
  });

  it.each([
    ['another number of classes', { ...asked, labels: ['a', 'b', 'c'] }, yoloDetector, /must be 7/],
    ['no size', asked, colorClassifier, /any size/],
    ['no classes', { images: asked.images }, yoloDetector, /classes are not named/],
    ['texts', asked, () => topicLabels(), /FP32/],
  ] as const)('is refused in words with %s', async (_, given, made, words) => {
    const { labels, ...rest } = { labels: undefined, ...given };
    const question = { ...rest, ...(labels && { labels: [...labels] }) };
    await expect(model('refused', made(), question)).rejects.toMatchObject({
      key: 'models.imagesUnfit',
      parameters: { why: expect.stringMatching(words) as string },
    });
  });
});

it('several labels are suggested as a set, and a model of another kind of answer is refused', async () => {
  const topics = await task({ dataset: texts, kind: 'multilabel', classes: ['money', 'urgent'] });
  const [item] = await suggest(topics, await model('topics', topicLabels()));
  expect(item!.suggestions).toMatchObject([{ value: { labels: ['money'] }, confidence: 0.8 }]);
  const tagger = await model('names', nameTagger());
  await expect(labeling().suggest({ task: topics, model: tagger })).rejects.toMatchObject({
    data: { key: 'labeling.modelUnfit' },
  });
});

describe('a queue ranked by a model', () => {
  const rank = async (to: string, by: string, order: RankedOrder, mapping?: Record<string, string>) => {
    await session.follow((await labeling().rank({ task: to, order, model: by, mapping })).job);
    return (await labeling().queue({ task: to, queue: 'ranked' })).items;
  };

  it('of spans begins with the least sure token, says which, and counts tokens outside of spans', async () => {
    const file = path.join(folder, 'ranked.jsonl');
    const rows = ['Nobody was there.', 'Babbage London.', 'Then Ada Lovelace met Babbage in London.'];
    writeFileSync(file, rows.map((text) => `${JSON.stringify({ text })}\n`).join(''));
    const { dataset } = await importSource(session, { kind: 'path', path: file }, { text: 'text' });
    const names = await task({ dataset, kind: 'spans', classes: ['PER', 'LOC'] });
    const tagger = await model('names', nameTagger());
    for (const order of ['leastConfident', 'margin', 'entropy'] as const) {
      const items = await rank(names, tagger, order);
      const texts = items.map(({ text }) => text);
      // By the mean the short text is less sure: of its three tokens two are doubtful, of the long one's eight four.
      expect(texts).toEqual(order === 'entropy' ? [rows[1], rows[2], rows[0]] : [rows[2], rows[1], rows[0]]);
      expect(items.map(({ why }) => why!.score)).toEqual(
        items.map(({ why }) => why!.score).toSorted((a, b) => b - a),
      );
    }
    const [first, , last] = await rank(names, tagger, 'leastConfident');
    expect(first!.why).toMatchObject({ part: 'Lovelace', first: 'I-PER', second: 'O' });
    expect(first!.why!.p).toBeCloseTo(0.7, 4);
    expect(first!.why!.score).toBeCloseTo(0.3, 4);
    // Nothing was found in it, and how sure of that the tagger is counts.
    expect(last!.why!.score).toBeCloseTo(0.04, 4);
    expect(await labeling().ranking({ task: names })).toMatchObject({ model: 'names', learned: 0, items: 3 });
  });

  it('goes through answers that the model would give otherwise, in the classes that both know', async () => {
    const names = await task({ dataset: texts, kind: 'spans', classes: ['PER', 'event'] });
    const tagger = await model('names', nameTagger());
    const { items } = await labeling().queue({ task: names });
    const span = (start: number, end: number, label = 'PER') => ({
      id: `${label}${start}`,
      start,
      end,
      label,
      attributes: {},
    });
    // As the model says it, though with a class that it cannot know; half of it; and what it does not find.
    await give(names, items[0]!.id, { spans: [span(0, 12), span(17, 24), span(13, 16, 'event')] });
    await give(names, items[1]!.id, { spans: [] });
    await give(names, items[2]!.id, { spans: [span(0, 6)] });
    const ranked = await rank(names, tagger, 'modelDisagrees');
    expect(ranked.map(({ id }) => id)).toEqual([items[1]!.id, items[2]!.id]);
    expect(ranked.map(({ why }) => why)).toEqual([
      { score: 1, lacking: 0, extra: 1 },
      { score: 1, lacking: 1, extra: 0 },
    ]);
  });

  it('of regions counts boxes that were not found, and the pixels of masks by their mean', async () => {
    const photos = path.join(folder, 'greens');
    mkdirSync(photos);
    for (const [name, background] of [
      ['a.png', '#f00'],
      ['b.png', '#800'],
      // A tree with .47, and with .23, which is not answered and counts all the same.
      ['c.png', '#007800'],
      ['d.png', '#003b00'],
    ] as const) {
      const create = { width: 32, height: 32, channels: 3 as const, background };
      await sharp({ create }).toFile(path.join(photos, name));
    }
    const { dataset } = await importSource(session, { kind: 'path', path: photos }, { kind: 'image' });
    const { items } = await labeling().queue({
      task: await task({ dataset, kind: 'regions', classes: ['car'] }),
    });
    const [a, b, c, d] = items.map(({ id }) => id);
    const asked = { labels: ['car', 'tree'], images: { values: 'unit' as const } };
    const yolo = await model('yolo', yoloDetector(), asked);
    const things = await task({ dataset, kind: 'regions', classes: ['car', 'tree'] });
    for (const order of ['leastConfident', 'entropy'] as const)
      expect((await rank(things, yolo, order)).map(({ id }) => id)).toEqual([c, d, a, b]);
    const [first, second] = await rank(things, yolo, 'leastConfident');
    expect(first!.why).toMatchObject({ first: 'tree' });
    expect(second!.why!.p).toBeCloseTo(59 / 255, 3);
    const options = { shapes: ['mask' as const] };
    const areas = await task({ dataset, kind: 'regions', classes: ['red'], options });
    const reds = await rank(areas, await model('red', redSegmenter()), 'leastConfident');
    expect(reds[0]!.id).toBe(b);
    expect(reds[0]!.why!.score).toBeCloseTo(1 - 136 / 255, 3);
    const silent = await model('silent', redSegmenter(false));
    await expect(rank(areas, silent, 'entropy')).rejects.toMatchObject({ key: 'labeling.modelUnsure' });
  });

  it('counts a label that is called otherwise as the class that it means', async () => {
    const topics = await task({ dataset: texts, kind: 'multilabel', classes: ['finance', 'urgent'] });
    const said = await model('topics', topicLabels());
    const { items } = await labeling().queue({ task: topics });
    await give(topics, items[0]!.id, { labels: [] });
    expect(await rank(topics, said, 'modelDisagrees')).toEqual([]);
    const [item] = await rank(topics, said, 'modelDisagrees', { money: 'finance' });
    expect(item!.why).toEqual({ score: 1, lacking: 0, extra: 1 });
  });

  it('is refused without a model, and in an order that says nothing here', async () => {
    const topics = await task({ dataset: texts, kind: 'multilabel', classes: ['money', 'urgent'] });
    const said = await model('topics', topicLabels());
    const [item] = await rank(topics, said, 'leastConfident');
    expect(item!.why).toMatchObject({ first: 'urgent' });
    expect(item!.why!.score).toBeCloseTo(0.2, 6);
    for (const [order, by, key] of [
      ['entropy', null, 'labeling.orderByModel'],
      ['margin', said, 'labeling.helpUnfit'],
      ['disagreement', said, 'labeling.helpUnfit'],
      ['labelErrors', said, 'labeling.helpUnfit'],
    ] as const)
      await expect(labeling().rank({ task: topics, order, model: by })).rejects.toMatchObject({
        data: { key },
      });
    const active = { task: topics, on: true, order: 'entropy', every: 5, recipe: null } as const;
    await expect(labeling().setActiveLearning(active)).rejects.toMatchObject({
      data: { key: 'labeling.orderByModel' },
    });
  });
});

it('active learning trains a recipe on answers with parts, ranks the queue by its model, and keeps what it was compared by', async () => {
  const file = path.join(folder, 'many.jsonl');
  const people = ['Ada', 'Babbage', 'Turing', 'Hopper', 'Noether', 'Gauss', 'Euler', 'Lovelace'];
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${people[i % 8]} met ${people[(i * 3 + 1) % 8]} number ${i}.`,
  );
  writeFileSync(file, rows.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const { dataset } = await importSource(session, { kind: 'path', path: file }, { text: 'text' });
  const names = await task({ dataset, kind: 'spans', classes: ['PER'] });
  const { items } = await labeling().queue({ task: names, limit: 40 });
  for (const { id, text } of items.slice(0, 24)) {
    const spans = [...text.matchAll(/\p{Lu}\w+/gu)].map(({ 0: word, index: start }, i) => ({
      id: `s${i}`,
      start,
      end: start + word.length,
      label: 'PER',
      attributes: {},
    }));
    await give(names, id, { spans });
  }
  const settings = { task: names, order: 'leastConfident', every: 5, recipe: 'text-tagger' } as const;
  await labeling().setActiveLearning({ ...settings, on: true });
  const state = async () => {
    const { learning, problem, points } = await labeling().activeLearning({ task: names });
    return { learning, problem, points: points.map(({ labels, metric, low }) => [labels, metric, low]) };
  };
  await expect
    .poll(state, { timeout: 120_000, interval: 200 })
    .toEqual({ learning: false, problem: null, points: [[24, 'spanF1', null]] });
  const ranking = await labeling().ranking({ task: names });
  expect(ranking).toMatchObject({ order: 'leastConfident', shared: true, learned: 0, items: 16, left: 16 });
  const { items: models } = await session.client.models.list({});
  expect(models.map(({ name }) => name)).toContain(ranking!.model);
  const { items: ranked } = await labeling().queue({ task: names, queue: 'ranked', limit: 16 });
  const scores = ranked.map(({ why }) => why!.score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores[0]).toBeGreaterThan(0);
  // As many answers again, and it is trained again on all of them.
  for (const { id } of ranked.slice(0, 5)) await give(names, id, { spans: [] });
  const learned = async () =>
    (await labeling().activeLearning({ task: names })).points.map(({ labels }) => labels);
  await expect.poll(learned, { timeout: 120_000, interval: 200 }).toEqual([24, 29]);
  expect(await labeling().ranking({ task: names })).toMatchObject({ items: 11, shared: true });
  await labeling().setActiveLearning({ ...settings, on: false });
}, 240_000);
