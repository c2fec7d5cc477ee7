/** Images leave as a ZIP of class folders and come back through our own import: same images, labels and splits. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import type { ExportRequest, Sample } from '../../src-shared/contract.ts';
import { importSource } from '../datasets/commands.ts';
import { encodePng } from '../images/index.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import { openQuietly } from '../session.fixture.ts';
import { freeze } from '../versions/commands.ts';

let folder: string;
let app: App;
let session: Session;
let dataset: string;

/** Awkward as folders: a path, a device of Windows, hidden, by case alone, a split, the word for no label. */
const CLASSES = [
  'a/b',
  'CON',
  '.hidden',
  'Cat',
  'cat',
  'test',
  'unlabeled',
  '__proto__',
  'folders.json',
  '猫. ',
];

const png = (shade: number) =>
  encodePng({ width: 12, height: 8, channels: 1, data: new Uint8Array(96).fill(shade) });

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-class-folders-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const root = path.join(folder, 'shades');
  for (let i = 0; i < 24; i++) {
    const into = path.join(root, i % 4 === 3 ? 'test' : 'train', i % 2 ? 'one' : 'two', `box ${i % 5}`);
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, i === 5 ? 'wrong ending.jpg' : `same name ${i % 6}.PNG`), png(i * 9));
  }
  dataset = (await importSource(session, { kind: 'path', path: root }, { name: 'shades' })).dataset;
  const classes = await session.client.labeling.schema({ task: dataset });
  const added = CLASSES.map((name) => ({ name, key: '', guideline: '' }));
  await session.client.labeling.setSchema({ task: dataset, classes: [...classes, ...added] });
  const samples = await samplesOf();
  // Every other one, so that the classes of the folders stay.
  const relabeled = samples.filter((_, i) => i % 2 === 0);
  const answers = relabeled.map(({ id }, i) => {
    const label = CLASSES[i];
    const answer = label === undefined ? ({ type: 'clear' } as const) : ({ type: 'label', label } as const);
    return { operation: randomUUID(), sample: id, answer };
  });
  await session.client.labeling.annotate({ task: dataset, answers });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function samplesOf(of = dataset): Promise<readonly Sample[]> {
  return (await session.client.datasets.samples({ dataset: of, limit: 1000 })).items;
}

async function take(of: ExportRequest, name: string): Promise<string> {
  const started = await session.client.exports.start({ of, format: 'zip' });
  await session.follow(started.job);
  const { url } = await session.client.exports.get({ export: started.export });
  const file = path.join(folder, `${name}.zip`);
  writeFileSync(file, Buffer.from(await (await session.fetch(url)).arrayBuffer()));
  return file;
}

async function namesIn(file: string): Promise<string[]> {
  const zip = await openPromise(file);
  const names: string[] = [];
  for await (const { fileName } of zip.eachEntry()) names.push(fileName);
  return names;
}

const told = (all: readonly Sample[]) => all.map(({ id, label, split }) => [id, label, split]).sort();

it('come back with the same images, labels and splits, whatever classes are called', async () => {
  const before = await samplesOf();
  expect(new Set(before.map(({ label }) => label))).toEqual(
    new Set([null, 'one', 'two', ...CLASSES.map((c) => c.trim())]),
  );
  const file = await take({ what: 'dataset', dataset }, 'all');
  const back = await importSource(session, { kind: 'path', path: file }, { name: 'back' });
  expect(told(await samplesOf(back.dataset))).toEqual(told(before));
  const [imported] = await session.client.datasets.files({ dataset: back.dataset });
  expect(imported?.rejected).toBe(0);
});

it('names are kept, safe on every system, and told apart without case', async () => {
  const names = await namesIn(await take({ what: 'dataset', dataset }, 'names'));
  expect(names).toHaveLength(25);
  expect(names).toContain('folders.json');
  const folded = names.map((name) => name.toLowerCase());
  expect(new Set(folded).size).toBe(folded.length);
  const taken = names.filter((name) => /same name/.test(name));
  expect(taken.length).toBeGreaterThan(18);
  for (const name of names) {
    expect(name).not.toMatch(/[\\:*?"<>|]|(^|\/)[. ]|[. ](\/|$)/);
    expect(name.split('/').length).toBeLessThanOrEqual(3);
  }
  // A PNG called .jpg gets the ending of what it is.
  expect(names.some((name) => name.endsWith('wrong ending.jpg.png'))).toBe(true);
});

it('leaves out what has no label where that is asked, and takes what a filter shows', async () => {
  const before = await samplesOf();
  const labeled = await take({ what: 'dataset', dataset, onlyLabeled: true }, 'labeled');
  const back = await importSource(session, { kind: 'path', path: labeled }, { name: 'labeled' });
  expect(told(await samplesOf(back.dataset))).toEqual(told(before.filter(({ label }) => label !== null)));
  const file = await take({ what: 'dataset', dataset, filter: { search: '', label: 'one' } }, 'one');
  const ones = await importSource(session, { kind: 'path', path: file }, { name: 'ones' });
  expect(told(await samplesOf(ones.dataset))).toEqual(told(before.filter(({ label }) => label === 'one')));
});

it('a version lies in folders of its splits', async () => {
  const root = path.join(folder, 'plain');
  for (let i = 0; i < 20; i++) {
    const into = path.join(root, i % 2 ? 'dark' : 'a test');
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, `${i}.png`), png(i * 11 + 1));
  }
  const plain = await importSource(session, { kind: 'path', path: root }, { name: 'plain' });
  const version = await freeze(session, { dataset: plain.dataset, seed: 1 });
  const file = await take({ what: 'version', version: version.id }, 'version');
  const names = (await namesIn(file)).filter((name) => name.endsWith('.png'));
  const inSplit = (split: string) => names.filter((name) => name.startsWith(`${split}/`)).length;
  expect(['train', 'validation', 'test'].map(inSplit)).toEqual([
    version.train,
    version.validation,
    version.test,
  ]);
  const back = await importSource(session, { kind: 'path', path: file }, { name: 'version back' });
  const known = new Map((await samplesOf(plain.dataset)).map(({ id, label }) => [id, label]));
  const samples = await samplesOf(back.dataset);
  expect(samples).toHaveLength(names.length);
  for (const { id, label } of samples) expect(label).toBe(known.get(id));
});

it('a file of that name from elsewhere stays a file among others', async () => {
  const root = path.join(folder, 'foreign');
  mkdirSync(path.join(root, 'x'), { recursive: true });
  writeFileSync(path.join(root, 'x', '1.png'), png(7));
  writeFileSync(path.join(root, 'folders.json'), '{"folders": 3}');
  const { dataset: foreign } = await importSource(
    session,
    { kind: 'path', path: root },
    { name: 'foreign', acceptRejects: true },
  );
  expect((await samplesOf(foreign)).map(({ label }) => label)).toEqual(['x']);
});

it('of texts, and of labels alone, is refused in words', async () => {
  const file = path.join(folder, 'texts.csv');
  writeFileSync(file, 'text\nsome words that are long enough\nother words that are long\n');
  const texts = await importSource(session, { kind: 'path', path: file }, { name: 'texts', kind: 'text' });
  const start = (of: ExportRequest) => session.client.exports.start({ of, format: 'zip' });
  for (const of of [
    { what: 'dataset', dataset: texts.dataset },
    { what: 'labels', dataset },
  ] as const)
    await expect(start(of)).rejects.toMatchObject({ data: { key: 'exports.noImages' } });
});
