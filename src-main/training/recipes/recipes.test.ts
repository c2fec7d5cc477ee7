import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parameters } from '../../../src-shared/contract.ts';
import { Random, parse, readMetadata, verify } from '../../graph/index.ts';
import { createPool, type Pool } from '../../platform/pool/index.ts';
import { trainJob } from '../jobs.ts';
import type { TrainResult, TrainSpec } from '../worker/train.ts';
import {
  RECIPES,
  completeParameters,
  recipeNamed,
  recordedParameters,
  type RecipeParameters,
  type RunnableRecipe,
} from './index.ts';

let folder: string;
let pool: Pool;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-recipes-'));
  pool = createPool({ emit: () => undefined, scratch: join(folder, 'scratch') });
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

const splitOf = (index: number) => (index % 10 < 7 ? 'train' : index % 10 < 9 ? 'validation' : 'test');
const idOf = (index: number) => index.toString(16).padStart(64, '0');
const count = 200;
const imageCount = 140;

async function parquet(name: string, sql: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(`copy (${sql}) to '${path}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
  return path;
}

/** A Parquet file of rows that JSON can hold. */
function fromJson(name: string, rows: readonly object[], columns = '*'): Promise<string> {
  const json = join(folder, `${name}.jsonl`);
  writeFileSync(json, rows.map((row) => JSON.stringify(row)).join('\n'));
  return parquet(name, `select ${columns} from read_json('${json}', format = 'newline_delimited')`);
}

type Version = TrainSpec['version'];

const plain = { labels: [], columns: [], image: null, language: 'en' } as const;

/** Texts whose class is a word that stands in them. */
async function texts(): Promise<Version> {
  const random = new Random(3);
  const labels = ['cold', 'hot'];
  const rows = Array.from({ length: count }, (_, index) => {
    const label = labels[index % 2] ?? '';
    const noise = Array.from({ length: 6 }, () => `w${Math.floor(random.uniform() * 30)}`);
    return { id: idOf(index), split: splitOf(index), label, text: [...noise, label, label].join(' ') };
  });
  return { ...plain, path: await fromJson('texts', rows), kind: 'text', target: 'class', labels };
}

/** Texts that are labeled with all the words of two that stand in them, with neither among them. */
async function labeledTexts(): Promise<Version> {
  const random = new Random(4);
  const rows = Array.from({ length: count }, (_, index) => {
    const labels = ['cold', 'wet'].filter(() => random.uniform() < 0.5);
    const noise = Array.from({ length: 6 }, () => `w${Math.floor(random.uniform() * 30)}`);
    const value = JSON.stringify({ labels });
    return {
      id: idOf(index),
      split: splitOf(index),
      value,
      text: [...noise, ...labels, ...labels].join(' '),
    };
  });
  const path = await fromJson('labeled', rows);
  return { ...plain, path, kind: 'text', target: 'labels', labels: ['wet', 'cold', 'never'] };
}

/** Texts in which one kind of word is marked. */
async function markedTexts(): Promise<Version> {
  const random = new Random(6);
  const rows = Array.from({ length: count }, (_, index) => {
    const words = Array.from({ length: 6 }, () => `w${Math.floor(random.uniform() * 30)}`);
    const before = `${words.slice(0, index % 6).join(' ')} name `;
    const start = before.length;
    const text = `${before}Ada${index} ${words.slice(index % 6).join(' ')}`;
    const span = { id: 's', start, end: text.indexOf(' ', start), label: 'name', attributes: {} };
    return { id: idOf(index), split: splitOf(index), text, value: JSON.stringify({ spans: [span] }) };
  });
  return { ...plain, path: await fromJson('marked', rows), kind: 'text', target: 'spans', labels: ['name'] };
}

/** A number that depends on a number and a category, with some cells missing. */
async function table(target: 'class' | 'number'): Promise<Version> {
  const random = new Random(5);
  const rows = Array.from({ length: count }, (_, index) => {
    const [x, color] = [random.normal() * 3 + 10, ['red', 'green', 'blue'][index % 3] ?? ''];
    const y = 2 * x + (color === 'red' ? 5 : 0);
    const answer = target === 'class' ? { label: y > 22 ? 'high' : 'low' } : { target: y };
    return {
      id: idOf(index),
      split: splitOf(index),
      ...answer,
      'f:x': index % 50 === 49 ? null : x,
      'f:color': index % 40 === 39 ? null : color,
    };
  });
  return {
    ...plain,
    path: await fromJson(`table-${target}`, rows),
    kind: 'table',
    target,
    labels: target === 'class' ? ['high', 'low'] : [],
    columns: [
      { name: 'x', type: 'number', role: 'feature' },
      { name: 'color', type: 'category', role: 'feature' },
    ],
  };
}

/** Images with a bright square at the left or at the right. */
async function images(asRegions = false): Promise<Version> {
  const random = new Random(7);
  const [width, height] = [24, 24];
  const rows = await Promise.all(
    Array.from({ length: imageCount }, async (_, index) => {
      const label = index % 2 ? 'right' : 'left';
      const pixels = Uint8Array.from({ length: width * height }, (_pixel, at) => {
        const [x, y] = [at % width, Math.floor(at / width)];
        const inside = y > 6 && y < 18 && (label === 'left' ? x < 10 : x >= 14);
        return (inside ? 200 : 20) + Math.floor(random.uniform() * 30);
      });
      const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
        .png()
        .toBuffer();
      const x = label === 'left' ? 0 : 14;
      const region = { id: 'r', label, attributes: {}, shape: 'box', x, y: 7, width: 10, height: 11 };
      const value = JSON.stringify({ regions: [region] });
      return { id: idOf(index), split: splitOf(index), label, value, image: png.toString('base64') };
    }),
  );
  const columns = `id, split, label, value, from_base64(image) as image, ${width} as width, ${height} as height`;
  const path = await fromJson('images', rows, columns);
  const image = { width, height, channels: 1 };
  if (asRegions)
    return { ...plain, path, kind: 'image', target: 'regions', labels: ['left', 'right'], image };
  return { ...plain, path, kind: 'image', target: 'class', labels: ['left', 'right'], image };
}

/** Pairs of texts of which the one with more good things is preferred, ties among them. */
async function pairs(): Promise<Version> {
  const random = new Random(5);
  const goods = ['poor', 'fair', 'good'];
  const textOf = (good: number, at: number) => `this one is ${goods[good]} no ${at}`;
  const rows = Array.from({ length: count }, (_, index) => {
    const [one, other] = [0, 1].map(() => Math.floor(3 * random.uniform()));
    const preferred = one! > other! ? 'first' : one! < other! ? 'second' : 'tie';
    const texts = { 'f:one': textOf(one!, index), 'f:other': textOf(other!, index + 7) };
    return { id: idOf(index), ...texts, value: JSON.stringify({ preferred }), split: splitOf(index) };
  });
  const columns = ['one', 'other'].map((name) => ({ name, type: 'category', role: 'feature' }) as const);
  const compared = { first: 'one', second: 'other' };
  return {
    ...plain,
    path: await fromJson('pairs', rows),
    kind: 'table',
    target: 'preferences',
    columns,
    compared,
  };
}

/** Sentences that repeat, in order. */
async function corpus(): Promise<Version> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: idOf(index),
    position: index,
    text: `the ${index % 2 ? 'cat sat' : 'dog ran'} on the mat. `,
    split: index < 160 ? 'train' : index < 180 ? 'validation' : 'test',
  }));
  return { ...plain, path: await fromJson('corpus', rows), kind: 'corpus', target: 'none' };
}

function versionFor({ kind, targets }: RunnableRecipe): Promise<Version> {
  switch (kind) {
    case 'text':
      if (targets.includes('spans')) return markedTexts();
      return targets.includes('labels') ? labeledTexts() : texts();
    case 'table':
      if (targets.includes('preferences')) return pairs();
      return table(targets.includes('number') && !targets.includes('class') ? 'number' : 'class');
    case 'image':
      return images(targets.includes('regions'));
    case 'corpus':
      return corpus();
  }
}

/** Small enough to be quick; the rest are the recipe's own defaults. */
const small: Parameters = {
  epochs: 20,
  batchSize: 16,
  patience: 0,
  sequenceLength: 12,
  embedding: 8,
  hidden: 16,
  learningRate: 1e-2,
  width: 16,
  heads: 2,
  layers: 1,
  filters: 8,
  context: 16,
  imageSize: 0,
  crop: 1,
  flip: false,
  dropout: 0,
  wordDropout: 0,
  code: 2,
};

function parametersFor(recipe: RunnableRecipe): RecipeParameters {
  // Images cost more and need fewer rounds.
  const sizes = recipe.kind === 'image' ? { ...small, epochs: recipe.task === 'detect' ? 16 : 4 } : small;
  const own = recipe.parameters.map(({ name }) => name);
  return completeParameters(
    recipe,
    Object.fromEntries(Object.entries(sizes).filter(([name]) => own.includes(name))),
  );
}

function train(recipe: RunnableRecipe, version: Version, changes: Parameters = {}) {
  const parameters = completeParameters(recipe, { ...parametersFor(recipe), ...changes });
  const directory = join(folder, recipe.name);
  return pool.run(trainJob, {
    kind: 'train',
    title: recipe.name,
    unit: 'steps',
    spec: { recipe: recipe.name, version, parameters, directory },
  }).result;
}

/** What a recipe must reach on data this easy. */
function checkMetrics({ task }: RunnableRecipe, validation: TrainResult['validation']): void {
  switch (task) {
    case 'classify':
      return void expect(validation['accuracy']).toBeGreaterThan(0.85);
    case 'regress':
      return void expect(validation['r2']).toBeGreaterThan(0.85);
    case 'tag':
      return void expect(validation['spanF1']).toBeGreaterThan(0.85);
    case 'detect':
      return void expect(validation['map50']).toBeGreaterThan(0.3);
    case 'segment':
      return void expect(validation['meanIou']).toBeGreaterThan(0.8);
    case 'rank':
      return void expect(validation['accuracy']).toBeGreaterThan(0.85);
    case 'multilabel':
      return void expect(validation['macroF1']).toBeGreaterThan(0.85);
    case 'reconstruct':
      return void expect(validation['rmse']).toBeLessThan(0.6);
    case 'generate':
      return void expect(validation['perplexity']).toBeLessThan(2);
    case 'other':
      throw new Error('no recipe makes such a model');
  }
}

describe('every recipe', () => {
  it.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))(
    '%s learns what is easy and exports a model that says what it is',
    async (name, recipe) => {
      const result = await train(recipe, await versionFor(recipe));
      checkMetrics(recipe, result.validation);
      const bytes = readFileSync(result.modelPath);
      expect(verify(parse(bytes).graph).size).toBeGreaterThan(0);
      const metadata = readMetadata(bytes);
      expect(metadata.get('recipe')).toBe(name);
      expect(metadata.get('task')).toBe(recipe.task);
    },
  );

  it('says in words when its parameters make no network', async () => {
    const recipe = RECIPES.find(({ name }) => name === 'image-cifar')!;
    await expect(train(recipe, await images(), { imageSize: 12 })).rejects.toMatchObject({
      key: 'training.cannotBuild',
      message: expect.stringContaining('too small'),
    });
  });

  it('explains itself in both languages and has parameters that its own defaults satisfy', () => {
    for (const recipe of RECIPES) {
      expect(recipe.explanation.en.length, recipe.name).toBeGreaterThan(100);
      expect(recipe.explanation.zh.length, recipe.name).toBeGreaterThan(50);
      expect(recipe.explanation.en).toContain('$$');
      expect(Object.keys(completeParameters(recipe, {}))).toEqual(recipe.parameters.map(({ name }) => name));
    }
  });

  it('trains a run of an earlier version as it was trained, whatever the defaults are now', () => {
    const recipe = recipeNamed('text-lstm');
    const earlier = {
      epochs: 10,
      batchSize: 64,
      learningRate: 2e-3,
      seed: 1,
      embedding: 64,
      hidden: 64,
    };
    const recorded = { ...earlier, vocabulary: 10_000, sequenceLength: 200, patience: 3, threads: 2 };
    const complete = recordedParameters(recipe, recorded);
    expect(complete).toMatchObject({
      ...recorded,
      pooling: 'last',
      wordDropout: 0,
      dropout: 0,
      optimizer: 'adam',
    });
    expect(Object.keys(complete)).toEqual(recipe.parameters.map(({ name }) => name));
  });

  it('refuses a parameter that is unknown, out of its range or no choice', () => {
    const recipe = recipeNamed('text-lstm');
    expect(() => completeParameters(recipe, { epoch: 3 })).toThrow(/no parameter “epoch”/);
    expect(() => completeParameters(recipe, { epochs: 0 })).toThrow(/epochs is 0.*from 1 to 1000/);
    expect(() => completeParameters(recipe, { optimizer: 'adm' })).toThrow(/cannot be “adm”/);
  });
});
