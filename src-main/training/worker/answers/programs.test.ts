import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { Random, adam } from '../../../graph/index.ts';
import { encodePng } from '../../../images/index.ts';
import { spacedTokens, spansOf } from '../../../text/index.ts';
import type { FrozenVersion } from '../../../versions/worker/index.ts';
import {
  completeParameters,
  recipeNamed,
  type RecipeParameters,
  type SharedParameters,
} from '../../recipes/index.ts';
import { Trainer, evaluateSplit, type Validation } from '../trainer/index.ts';
import { imageDetector, imageSegmenter } from './image-programs.ts';
import type { Program } from '../programs/program.ts';
import { entityLabels, plantedSentences } from './sentences.fixture.ts';
import { shapeLabels, shapesOnNoise } from './shapes.fixture.ts';
import { ask, batchesOf } from './step.fixture.ts';
import { textMultilabel, textTagger } from './text-programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-answer-programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A frozen version of these rows, three quarters of them to train on. */
async function versionOf(
  name: string,
  rows: readonly object[],
  rest: Partial<FrozenVersion>,
): Promise<FrozenVersion> {
  const [json, path] = [join(folder, `${name}.jsonl`), join(folder, `${name}.parquet`)];
  const whole = rows.map((row, index) => ({
    id: index.toString(16).padStart(64, '0'),
    split: index % 4 < 3 ? 'train' : 'validation',
    ...row,
  }));
  writeFileSync(json, whole.map((row) => JSON.stringify(row)).join('\n'));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const image = 'image' in rows[0]! ? 'replace (from_base64(image) as image)' : '';
  await connection.run(
    `copy (select * ${image} from read_json('${json}', format = 'newline_delimited')) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  database.closeSync();
  return {
    path,
    kind: 'text',
    target: 'none',
    labels: [],
    columns: [],
    image: null,
    language: 'en',
    ...rest,
  };
}

interface Learned<Fitted> {
  readonly fitted: Fitted;
  readonly validation: Validation;
  readonly told: readonly string[];
  readonly exported: Awaited<ReturnType<Program<Fitted, never>['export']>>;
}

/** Fits, trains for so many steps, evaluates and exports, as the job that trains does. */
async function learn<Fitted, Parameters extends SharedParameters>(
  program: Program<Fitted, Parameters>,
  version: FrozenVersion,
  { parameters, steps }: { readonly parameters: Parameters; readonly steps: number },
): Promise<Learned<Fitted>> {
  const told: string[] = [];
  const source = { version, parameters, warn: (line: string) => Promise.resolve(void told.push(line)) };
  // What a checkpoint keeps of it has to be enough.
  const fitted = JSON.parse(JSON.stringify(await program.fit(source))) as Fitted;
  const [train, validation] = [
    await program.encode(source, 'train', fitted),
    await program.encode(source, 'validation', fitted),
  ];
  const step = ({ rows }: { readonly rows: number }) => {
    return { ...program.model(source, fitted, { rows }), optimizer: adam(), batch: rows };
  };
  const rows = parameters.batchSize;
  const trainer = Trainer.open({ step, threads: 2, seed: 1 }, { rows }, new Random(1));
  const batches = batchesOf(train, rows);
  for (let at = 1; at <= steps; at++)
    await trainer.step(batches[at % batches.length]!, {
      step: at,
      learningRate: 1e-2 * Math.min(1, 2 * (1 - (at - 1) / steps)),
    });
  const evaluator = program.evaluator(source, fitted);
  const result = await evaluateSplit({ trainer, data: validation, batchSize: rows, evaluator });
  const best = { weights: trainer.state, validation };
  const final = (await program.calibrate?.(source, fitted, best)) ?? fitted;
  const exported = await program.export(source, final, trainer.state);
  await trainer.close();
  return { fitted, validation: result, told, exported };
}

const given = { epochs: 1, batchSize: 16, threads: 2 };
const ofText = (rest: object): RecipeParameters<'text-multilabel'> =>
  completeParameters(recipeNamed('text-multilabel'), { ...given, ...rest }) as never;
const ofImage = (rest: object): RecipeParameters<'image-detector'> =>
  completeParameters(recipeNamed('image-detector'), { ...given, ...rest }) as never;
const ofTagger = (rest: object): RecipeParameters<'text-tagger'> =>
  completeParameters(recipeNamed('text-tagger'), { ...given, ...rest }) as never;

describe('programs on versions of answers', () => {
  it('learn several labels of texts, with thresholds in the exported graph', async () => {
    const words = ['rain', 'wind', 'sun'];
    const random = new Random(3);
    const rows = Array.from({ length: 160 }, () => {
      const labels = words.filter(() => random.uniform() < 0.4);
      return { text: ['today', ...labels, 'again'].join(' '), value: JSON.stringify({ labels }) };
    });
    // The last row is for validation, and says what the training split does not.
    rows[159] = { text: 'today snow', value: JSON.stringify({ labels: ['snow'] }) };
    const version = await versionOf('labels', rows, { target: 'labels' });
    const parameters = ofText({ embedding: 8, hidden: 8, sequenceLength: 8, classWeights: 'balanced' });
    const { fitted, validation, told, exported } = await learn(textMultilabel, version, {
      parameters,
      steps: 120,
    });
    expect(fitted.labels).toEqual(words.toSorted());
    expect(validation['macroF1']).toBeGreaterThan(0.95);
    expect(told).toEqual([
      '1 labels are not among those of the training split and are left out. 1 个标签不在训练集的标签之中，已略去。',
    ]);
    const texts = ['today rain sun again', 'Today WIND again'];
    const { chosen } = await ask(exported.graph, { text: { type: 'string', shape: [2], data: texts } });
    expect(Array.from(chosen!.data, Number)).toEqual([1, 1, 0, 0, 0, 1]);
    expect(JSON.parse(exported.metadata['multilabel']!)).toMatchObject({ labels: ['rain', 'sun', 'wind'] });
  }, 120_000);

  it('learn spans of texts', async () => {
    const rows = plantedSentences(240, 1, 'zh').map(({ text, spans }) => {
      const parts = spans.map((span, index) => ({ id: `s${index}`, ...span }));
      return { text, value: JSON.stringify({ spans: parts }) };
    });
    const version = await versionOf('spans', rows, { language: 'zh' });
    const parameters = ofTagger({
      embedding: 16,
      hidden: 16,
      sequenceLength: 20,
      dropout: 0,
      wordDropout: 0,
    });
    const { fitted, validation, told, exported } = await learn(textTagger, version, {
      parameters,
      steps: 200,
    });
    expect(fitted.labels).toEqual(entityLabels);
    expect(told).toEqual([]);
    expect(validation['spanF1']).toBeGreaterThan(0.9);
    const text = '昨天小明去了长安。';
    const { scores } = await ask(exported.graph, {
      text: { type: 'string', shape: [1], data: [spacedTokens(text)] },
    });
    expect(spansOf(text, scores!.data, fitted)).toMatchObject([
      { start: 2, end: 4, label: 'person' },
      { start: 6, end: 8, label: 'place' },
    ]);
  }, 120_000);

  it('learn masks and boxes of images', async () => {
    const size = 32;
    const { pixels, regions } = shapesOnNoise({ count: 96, size, most: 2, seed: 1 });
    const rows = regions.map((list, index) => {
      const data = pixels.slice(index * size * size * 3, (index + 1) * size * size * 3);
      const image = Buffer.from(encodePng({ width: size, height: size, channels: 3, data })).toString(
        'base64',
      );
      return { value: JSON.stringify({ regions: list }), image, width: size, height: size };
    });
    const image = { width: size, height: size, channels: 3 } as const;
    const version = await versionOf('regions', rows, { kind: 'image', image });
    const parameters = ofImage({ width: 12 });
    const masks = await learn(imageSegmenter, version, { parameters, steps: 60 });
    expect(masks.fitted.labels).toEqual(shapeLabels.toSorted());
    // .95 when it was written.
    expect(masks.validation['meanIou']).toBeGreaterThan(0.6);
    const boxes = await learn(imageDetector, version, { parameters, steps: 200 });
    // .56 when it was written; nothing learned is nothing found. How well it learns is tested beside the detector.
    expect(boxes.validation['map50']).toBeGreaterThan(0.35);
    const asked = {
      image: { type: 'uint8', shape: [1, size, size, 3], data: pixels.slice(0, size * size * 3) },
    } as const;
    expect((await ask(masks.exported.graph, asked))['mask']!.dims).toEqual([1, size, size]);
    expect((await ask(boxes.exported.graph, asked))['boxes']!.dims[2]).toBe(4);
  });
});
