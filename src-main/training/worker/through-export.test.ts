/** Training, its last validation, and the exported file asked by somebody else: the same, or a refusal in words. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedParameters, recipeNamed, type RecipeName, type RecipeParameters } from '../recipes/index.ts';
import { loadModel, askedInOrder, narrowed, questionsOf } from '../../models/worker/index.ts';
import { freezeRows, type FrozenRow } from '../../versions/worker/frozen.fixture.ts';
import type { FrozenVersion } from './programs/index.ts';
import { train, type TrainResult, type TrainSpec, type TrainUpdate } from './train.ts';

let folder: string;
let trained = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-agree-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The recipe's own parameters, but brief. */
function parametersOf(recipe: RecipeName): RecipeParameters {
  const brief = { epochs: 30, batchSize: 16, learningRate: 0.05, threads: 1, patience: 0, seed: 1 };
  return recordedParameters(recipeNamed(recipe), brief);
}

async function trainOn(recipe: RecipeName, version: FrozenVersion, changes: Partial<TrainSpec> = {}) {
  const directory = join(folder, `run-${trained++}`);
  mkdirSync(directory);
  const lines: string[] = [];
  const port = {
    emit: (update: TrainUpdate) => {
      if (update.kind === 'log') lines.push(update.line);
      return Promise.resolve();
    },
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  const spec = { recipe, version, parameters: parametersOf(recipe), directory, ...changes };
  return { ...(await train(spec, port)), lines };
}

/** What the exported file says of the validation rows, and what is true of them, computed anew. */
async function askedAnew(version: FrozenVersion, { modelPath }: Pick<TrainResult, 'modelPath'>) {
  const model = await loadModel(modelPath, { threads: 1 });
  const rows = [];
  for await (const some of askedInOrder(narrowed(version, model.description), {
    split: 'validation',
    size: 7,
  }))
    rows.push(...some);
  const predictions = await model.predict(questionsOf(rows));
  await model.release();
  switch (predictions.task) {
    case 'classify': {
      const right = rows.filter(({ label }, row) => predictions.labels[row] === label).length;
      return { accuracy: right / rows.length };
    }
    case 'regress': {
      const errors = rows.map(
        ({ target }, row) => (target ?? Number.NaN) - (predictions.values[row] ?? Number.NaN),
      );
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
      return { rmse: Math.hypot(...errors) / Math.sqrt(rows.length), mae: mean(errors.map(Math.abs)) };
    }
    case 'reconstruct':
      return { loss: [...predictions.errors].reduce((sum, error) => sum + error, 0) / rows.length };
    case 'multilabel':
    case 'tag':
    case 'detect':
    case 'segment':
    case 'rank':
      throw new Error('nothing here learns the answers of a task');
  }
}

function expectAlike(own: Readonly<Record<string, number>>, anew: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(anew)) {
    expect(Number.isFinite(value), name).toBe(true);
    if (value === own[name]) continue;
    expect(Math.abs(own[name]! - value) / Math.max(Number.MIN_VALUE, Math.abs(value)), name).toBeLessThan(
      1e-4,
    );
  }
}

const splitOf = (row: number) => (['train', 'train', 'train', 'validation'] as const)[row % 4]!;
/** -1 to 1 without an order. */
const wave = (row: number, salt: number) => Math.sin(row * (salt + 1.618) + salt);

/** Offset and spread of a column, and what of them is asked for. */
const magnitudes: readonly (readonly [number, number])[] = [
  [0, 1],
  [1e3, 1],
  [1_700_000_000, 50],
  [1_700_000_000_000, 5000],
  [1e12, 1e-3],
  [-1e9, 1e-6],
  [0, 1e-30],
  [1e-10, 1e-30],
  [0, 1e30],
  [1e12, 1e30],
  [1e12, 1e-30],
  [0, 1e100],
];

/** A table whose answer lies in the sum of its columns, each of another magnitude, one with an outlier. */
function rowsWith(answer: (score: number) => FrozenRow['answer'] | undefined): readonly FrozenRow[] {
  return Array.from({ length: 240 }, (_, row) => {
    const values = magnitudes.map((_magnitude, column) => wave(row, column));
    const score = values[2]! + values[3]!;
    const cells = magnitudes.map(([offset, spread], column) => {
      const cell = row % 11 === column % 11 ? null : offset + spread * values[column]!;
      return [`${offset} by ${spread}`, cell] as const;
    });
    const is = answer(score);
    return {
      split: splitOf(row),
      ...(is !== undefined && { answer: is }),
      cells: {
        ...Object.fromEntries(cells),
        outlier: row === 4 ? 1e12 : wave(row, 40),
        town:
          row % 9 === 0 ? null : `t${row % 5}${splitOf(row) === 'validation' && row % 8 === 3 ? '!' : ''}`,
      },
    };
  });
}

const types = { town: 'category' } as const;

describe('a table of every magnitude', () => {
  it.each(['logistic-regression', 'table-classifier'] as const)('%s', async (recipe) => {
    const rows = rowsWith((score) => (score > 0 ? 'late' : 'early'));
    const version = await freezeRows(join(folder, `${recipe}.parquet`), rows, types);
    const result = await trainOn(recipe, version);
    expectAlike(result.validation, await askedAnew(version, result));
    expect(result.validation['accuracy']).toBeGreaterThan(0.8);
  });

  it('table-autoencoder', async () => {
    const version = await freezeRows(
      join(folder, 'auto.parquet'),
      rowsWith(() => undefined),
      types,
    );
    const result = await trainOn('table-autoencoder', version);
    expectAlike(result.validation, await askedAnew(version, result));
  });

  describe.each(['linear-regression', 'table-regressor'] as const)('%s of a number', (recipe) => {
    it.each(magnitudes)('%d by %d', async (offset, spread) => {
      const rows = rowsWith((score) => offset + spread * score);
      const version = await freezeRows(join(folder, `${recipe}-${offset}-${spread}.parquet`), rows, types);
      const result = await trainOn(recipe, version, {
        parameters: { ...parametersOf(recipe), epochs: 12 },
      });
      expectAlike(result.validation, await askedAnew(version, result));
      if (offset + spread !== offset) expect(result.validation['r2']).toBeGreaterThan(0.5);
    });
  });
});

describe('a run of edition 1', () => {
  it('is done again to its own weights, and says where its exported model answers otherwise', async () => {
    const rows = Array.from({ length: 240 }, (_, row): FrozenRow => {
      const ts = 1_700_000_000 + 50 * wave(row, 1);
      return {
        split: splitOf(row),
        cells: { ts, noise: wave(row, 2) },
        answer: ts > 1.7e9 ? 'late' : 'early',
      };
    });
    const version = await freezeRows(join(folder, 'epoch.parquet'), rows);
    const first = await trainOn('logistic-regression', version, { edition: 1 });
    expect(first.lines.join('\n')).toContain('“ts”');
    expectAlike(first.validation, await askedAnew(version, first));
    expect(first.validation['accuracy']).toBeLessThan(0.8);
    const second = await trainOn('logistic-regression', version);
    expect(second.validation['accuracy']).toBeGreaterThan(0.95);
  });
});
