import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import { pythonSays } from '../../../scripts/python.fixture.ts';
import type { AppError } from '../../../src-shared/platform/errors.ts';
import { Random, readMetadata } from '../../graph/index.ts';
import { completeParameters, recipeNamed, type RecipeParameters } from '../recipes/index.ts';
import { createPool, type Pool } from '../../platform/pool/index.ts';
import { readable } from '../../text/index.ts';
import { PROGRAMS } from './programs/index.ts';
import { lastPath, learningLog, readCheckpoint, readingLog } from './trainer/index.ts';
import type { TrainResult, TrainSpec, TrainUpdate } from './train.ts';
import { trainJob } from '../jobs.ts';

const python = findPython('onnxruntime', 'numpy');

const labels = ['cold', 'hot', 'mild'];
let folder: string;
let dataset: string;
let pool: Pool;

/** Texts whose class is the word that stands most often in them. */
function exampleRows(count: number) {
  const random = new Random(11);
  return Array.from({ length: count }, (_, index) => {
    const label = labels[index % labels.length] ?? '';
    const noise = Array.from({ length: 12 }, () => `w${Math.floor(random.uniform() * 60)}`);
    const text = [...noise.slice(0, 6), label, 'The', ...noise.slice(6), label].join(index % 2 ? ' ' : '\n');
    const split = index % 10 < 7 ? 'train' : index % 10 < 9 ? 'validation' : 'test';
    return { id: index.toString(16).padStart(64, '0'), text, label, split };
  });
}

async function writeParquet(rows: readonly object[], name: string): Promise<string> {
  const json = join(folder, `${name}.jsonl`);
  const path = join(folder, `${name}.parquet`);
  writeFileSync(json, rows.map((row) => JSON.stringify(row)).join('\n'));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(
    `copy (select * from read_json('${json}', format = 'newline_delimited')) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  database.closeSync();
  return path;
}

const parameters: RecipeParameters<'text-lstm'> = {
  epochs: 4,
  batchSize: 16,
  learningRate: 5e-3,
  seed: 1,
  embedding: 12,
  hidden: 12,
  vocabulary: 10_000,
  sequenceLength: 20,
  pooling: 'last',
  wordDropout: 0,
  dropout: 0,
  trainShare: 1,
  patience: 3,
  classWeights: 'none',
  threads: 2,
  optimizer: 'adam',
  schedule: 'constant',
  warmup: 0,
  weightDecay: 0,
  clip: 0,
  accumulate: 1,
  average: 0,
  provider: 'cpu',
};

function specOf(name: string, changes: Partial<TrainSpec<'text-lstm'>> = {}): TrainSpec<'text-lstm'> {
  return {
    recipe: 'text-lstm',
    ...versionOf({}),
    parameters,
    directory: join(folder, name),
    checkpointSeconds: 0,
    ...changes,
  };
}

/** The version with other classes, or another file. */
function versionOf(changes: Partial<TrainSpec['version']>): Pick<TrainSpec, 'version'> {
  const described = { kind: 'text', target: 'class', columns: [], image: null, language: 'en' } as const;
  return { version: { path: dataset, labels, ...described, ...changes } };
}

function start(spec: TrainSpec, onUpdate: (update: TrainUpdate) => void = () => undefined) {
  return pool.run(trainJob, { kind: 'train', title: 'training', unit: 'steps', spec, onUpdate });
}

/** Trains, kills the process at the first checkpoint from `step` on, and goes on from there. */
async function killedAt(step: number, name: string): Promise<TrainResult> {
  const task = start(specOf(name), (update) => {
    if (update.kind === 'checkpoint' && update.step >= step) task.cancel();
  });
  await expect(task.result).rejects.toMatchObject({ key: 'house.cancelled' });
  return start(specOf(name, { resumeFrom: lastPath(join(folder, name)) })).result;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-train-'));
  dataset = await writeParquet(exampleRows(330), 'examples');
  pool = createPool({ emit: () => undefined, scratch: join(folder, 'scratch') });
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the training job', () => {
  it('learns, tells how it goes, and gives the same weights again after being killed in the middle', async () => {
    const updates: TrainUpdate[] = [];
    const whole = await start(specOf('whole'), (update) => void updates.push(update)).result;
    expect(whole.validation['accuracy']).toBeGreaterThan(0.9);
    expect(whole.steps).toBe(4 * Math.ceil(231 / 16));
    expect(updates[1]).toMatchObject({ kind: 'plan', steps: whole.steps, epochs: 4 });
    const points = updates.flatMap((update) => (update.kind === 'steps' ? update.points : []));
    expect(points.map(({ step }) => step)).toEqual(
      Array.from({ length: whole.steps }, (_, index) => index + 1),
    );
    expect(updates.filter(({ kind }) => kind === 'epoch')).toHaveLength(4);
    for (const step of [1, 17, 40]) {
      const resumed = await killedAt(step, `killed-${step}`);
      expect(resumed.weightsSha256).toBe(whole.weightsSha256);
      expect(resumed.validation).toEqual(whole.validation);
    }
    // Checkpoints of every version say what they were made with in these words, letter by letter.
    const { setting } = await readCheckpoint(lastPath(join(folder, 'whole')));
    const machine = (JSON.parse(setting) as { environment: unknown }).environment;
    // As before there were class weights: those checkpoints stay good.
    const { classWeights: _weights, trainShare: _share, ...settings } = parameters;
    const made = { recipe: 'text-lstm', labels, language: 'en', settings, environment: machine };
    expect(setting).toBe(JSON.stringify(made));
  });

  it('exports a model that takes raw strings and says the same in Node and in Python', async (context) => {
    const { modelPath } = await start(specOf('exported')).result;
    const texts = [
      'hot HOT The w1',
      '',
      'cold\nw2\tw3 cold',
      ' ',
      'mild '.repeat(200),
      'ü 你好 w7',
      '\u3000mild',
    ];
    const session = await InferenceSession.create(modelPath);
    const run = async (some: readonly string[]) => {
      const { probabilities, label } = await session.run({
        text: new Tensor('string', some.map(readable), [some.length]),
      });
      return {
        probabilities: Array.from(probabilities?.data as Float32Array),
        label: [...(label?.data as string[])],
      };
    };
    const all = await run(texts);
    expect(all.label.slice(0, 1)).toEqual(['hot']);
    const single = await Promise.all(texts.map((text) => run([text])));
    expect(single.flatMap(({ label }) => label)).toEqual(all.label);
    for (const [index, value] of single.flatMap(({ probabilities }) => probabilities).entries())
      expect(Math.abs(value - (all.probabilities[index] ?? 0))).toBeLessThan(1e-6);
    const metadata = readMetadata(readFileSync(modelPath));
    expect(JSON.parse(metadata.get('labels') ?? '')).toEqual(labels);
    expect(metadata.get('preparation')).toBe('whitespace');
    if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy'));
    const script = `
import json, sys, numpy as np, onnxruntime as ort
session = ort.InferenceSession(sys.argv[1])
probabilities, label = session.run(['probabilities', 'label'], {'text': np.array(json.loads(sys.argv[2]), dtype=object)})
print(json.dumps({'probabilities': probabilities.flatten().tolist(), 'label': label.tolist()}))`;
    const other = JSON.parse(
      pythonSays(python, ['-c', script, modelPath, JSON.stringify(texts)]),
    ) as typeof all;
    expect(other.label).toEqual(all.label);
    for (const [index, value] of other.probabilities.entries())
      expect(Math.abs(value - (all.probabilities[index] ?? 0))).toBeLessThan(1e-5);
  });

  it('gives texts that have spaces between their words the file that they always had', async () => {
    const [before, now] = [
      await start(specOf('edition-1', { edition: 1, parameters: { ...parameters, epochs: 1 } })).result,
      await start(specOf('edition-2', { parameters: { ...parameters, epochs: 1 } })).result,
    ];
    expect(readFileSync(now.modelPath).equals(readFileSync(before.modelPath))).toBe(true);
  });

  it('stops when asked, with the best model so far', async () => {
    const task = start(specOf('stopped'), (update) => {
      if (update.kind === 'epoch' && update.epoch === 2) task.stop();
    });
    const result = await task.result;
    expect(result.stopped).toBe(true);
    expect(result.steps).toBeLessThan(60);
    expect(readFileSync(result.modelPath).length).toBeGreaterThan(0);
  });

  it('says what is wrong with what it is given', async () => {
    const keyOf = (spec: TrainSpec) => start(spec).result.then(String, (error: AppError) => error.key);
    const wild = { ...parameters, learningRate: 1e38, epochs: 50, patience: 50 };
    expect(await keyOf(specOf('one', versionOf({ labels: ['hot'] })))).toBe('training.oneClass');
    expect(await keyOf(specOf('unknown', versionOf({ labels: ['hot', 'cold'] })))).toBe(
      'training.unknownLabel',
    );
    expect(await keyOf(specOf('diverged', { parameters: wild }))).toBe('training.diverged');
    expect(await keyOf(specOf('checkpoint', { resumeFrom: dataset }))).toBe('training.badCheckpoint');
    const only = await writeParquet(
      exampleRows(30).map((row) => ({ ...row, split: 'train' })),
      'only-train',
    );
    expect(await keyOf(specOf('split', versionOf({ path: only })))).toBe('training.emptySplit');
    const empty = await writeParquet(
      exampleRows(30).map((row) => ({ ...row, text: ' ' })),
      'empty',
    );
    expect(await keyOf(specOf('words', versionOf({ path: empty })))).toBe('training.noWords');
  });
});

describe('a large version', () => {
  it('is no silence before the first step', async () => {
    const counts: number[] = [];
    const read = async (rows: number) => void counts.push(rows);
    const source = { ...versionOf({}), parameters, read };
    const program = PROGRAMS['text-lstm'];
    const fitted = await program.fit(source);
    const { rows } = await program.encode(source, 'train', fitted);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2 * rows);
    const lines: string[] = [];
    const log = async (line: string) => void lines.push(line);
    for (const told of [readingLog(log, 0), readingLog(log, Infinity)]) {
      await told(100);
      await told(20);
    }
    expect(lines).toEqual([expect.stringMatching(/^100 rows/), expect.stringMatching(/^120 rows/)]);
    const texts = ['so it goes and so it went', 'and so on'];
    const written = texts.map((text, position) => ({ id: `${position}`, split: 'train', text, position }));
    const path = await writeParquet(written, 'written');
    const tokens: number[] = [];
    const learned = async (count: number) => void tokens.push(count);
    const pieces = completeParameters(recipeNamed('gpt'), { tokenizer: 'bpe', vocabulary: 260 });
    await PROGRAMS['gpt'].fit({ ...versionOf({ path, kind: 'corpus' }), parameters: pieces, learned });
    expect(tokens).toEqual([257, 258, 259, 260]);
    await learningLog(log, 0)(300, 1000);
    await learningLog(log, Infinity)(400, 1000);
    expect(lines.slice(2)).toEqual([expect.stringMatching(/^300 of at most 1000 tokens/)]);
  });
});
