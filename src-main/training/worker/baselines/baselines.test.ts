import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { Random } from '../../../graph/index.ts';
import { askPython } from '../../../graph/oracle.fixture.ts';
import type { FrozenVersion } from '../../../versions/worker/index.ts';
import { mixedTexts } from '../../mixed-texts.fixture.ts';
import { measureBaselines } from './index.ts';

const python = findPython('sklearn');
const plain = { labels: [], columns: [], image: null, language: 'en' } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-baselines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const splitOf = (index: number) => (index % 10 < 7 ? 'train' : index % 10 < 8 ? 'validation' : 'test');
const idOf = (index: number) => index.toString(16).padStart(64, '0');

async function frozen(name: string, rows: readonly object[], columns = '*'): Promise<string> {
  const [json, file] = ['jsonl', 'parquet'].map((ending) => path.join(folder, `${name}.${ending}`));
  const lines = rows.map((row, at) => JSON.stringify({ id: idOf(at), split: splitOf(at), ...row }));
  writeFileSync(json!, lines.join('\n'));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const read = `read_json('${json}', format = 'newline_delimited')`;
  await connection.run(`copy (select ${columns} from ${read} order by id) to '${file}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
  return file!;
}

function measured(version: FrozenVersion) {
  const scratch = path.join(folder, `${version.kind}-${version.target}`);
  return measureBaselines({ version, scratch, threads: 2, signal: new AbortController().signal });
}

/** The x and y of some rows, as the Python script takes them. */
function sidesOf<X, Y>(rows: readonly { x: X; y: Y }[]) {
  const side = (split: string) => {
    const own = rows.filter((_, at) => splitOf(at) === split);
    return { x: own.map(({ x }) => x), y: own.map(({ y }) => y) };
  };
  return { train: side('train'), test: side('test') };
}

function scikitLearn(
  models: readonly string[],
  rows: readonly { x: unknown; y: unknown }[],
): (string | number)[][] {
  const script = path.join(import.meta.dirname, 'oracle', 'baselines.py');
  return askPython(
    python!,
    script,
    models.map((model) => ({ model, ...sidesOf(rows) })),
  ) as (string | number)[][];
}

const shareOf = (right: readonly boolean[]) => right.filter(Boolean).length / right.length;

describe('baselines', () => {
  it('of texts: the most frequent class, and TF-IDF that gets right what scikit-learn gets right', async (context) => {
    context.skip(!python, pythonMissing('sklearn'));
    // Words with spaces between them: how Chinese falls into words is not what is compared.
    const rows = mixedTexts(1500).filter(({ text }) => !/\p{Script=Han}/u.test(text));
    const labels = [...new Set(rows.map(({ label }) => label))].sort();
    const file = await frozen('texts', rows);
    const baselines = (await measured({ ...plain, path: file, kind: 'text', target: 'class', labels }))!;
    expect(baselines.all.map(({ name }) => name)).toEqual(['tfidf', 'majority']);
    expect(baselines.metric).toBe('macroF1');
    const pairs = rows.map(({ text, label }) => ({ x: text.toLowerCase(), y: label }));
    const theirs = scikitLearn(['tfidf', 'majority'], pairs);
    const truth = sidesOf(pairs).test.y;
    const [tfidf, majority] = baselines.all.map(({ answers }) =>
      answers.test.map((answer) => labels[answer]!),
    );
    const accuracy = (answers: readonly (string | number)[]) =>
      shareOf(answers.map((is, at) => is === truth[at]));
    expect(Math.abs(accuracy(tfidf!) - accuracy(theirs[0]!))).toBeLessThan(0.025);
    expect(majority).toEqual(theirs[1]);
  });

  it('of tables: mean, median and a linear model as scikit-learn has them', async (context) => {
    context.skip(!python, pythonMissing('sklearn'));
    const random = new Random(2);
    const rows = Array.from({ length: 600 }, () => {
      const [a, b] = [random.normal() * 3 + 10, random.normal()];
      return { a, b, target: 2 * a - 4 * b + random.normal() };
    });
    const file = await frozen(
      'numbers',
      rows.map(({ a, b, target }) => ({ 'f:a': a, 'f:b': b, target })),
    );
    const columns = ['a', 'b'].map((name) => ({ name, type: 'number', role: 'feature' }) as const);
    const baselines = (await measured({ ...plain, path: file, kind: 'table', target: 'number', columns }))!;
    const pairs = rows.map(({ a, b, target }) => ({ x: [a, b], y: target }));
    const theirs = scikitLearn(['ridge', 'mean', 'median'], pairs);
    const answersOf = (name: string) => baselines.all.find((each) => each.name === name)!.answers.test;
    for (const [at, name] of ['mean', 'median'].entries())
      expect(answersOf(name)[0]).toBeCloseTo(Number(theirs[at + 1]![0]), 6);
    const truth = sidesOf(pairs).test.y;
    const rmse = (answers: readonly (string | number)[]) =>
      Math.sqrt(
        answers.reduce<number>((sum, is, at) => sum + (Number(is) - truth[at]!) ** 2, 0) / truth.length,
      );
    expect(baselines.all[0]?.name).toBe('linear');
    expect(rmse(answersOf('linear')) / rmse(theirs[0]!)).toBeLessThan(1.02);
  });

  it('of images: the nearest class mean, to the last image', async (context) => {
    context.skip(!python, pythonMissing('sklearn'));
    const random = new Random(7);
    const edge = 8;
    const images = Array.from({ length: 300 }, (_, at) => {
      const label = ['a', 'b', 'c'][at % 3]!;
      const x = Array.from({ length: edge * edge }, (_pixel, place) =>
        Math.floor(random.uniform() * 200 + (place % 3 === at % 3 ? 40 : 0)),
      );
      return { x, y: label };
    });
    const rows = await Promise.all(
      images.map(async ({ x, y }) => {
        const raw = { width: edge, height: edge, channels: 1 } as const;
        const png = await sharp(Uint8Array.from(x), { raw }).png().toBuffer();
        return { label: y, image: png.toString('base64') };
      }),
    );
    const file = await frozen('images', rows, 'id, split, label, from_base64(image) as image');
    const image = { width: edge, height: edge, channels: 1 };
    const labels = ['a', 'b', 'c'];
    const baselines = (await measured({
      ...plain,
      path: file,
      kind: 'image',
      target: 'class',
      labels,
      image,
    }))!;
    const own = baselines.all.find(({ name }) => name === 'class-mean')!;
    expect(own.answers.test.map((answer) => labels[answer])).toEqual(scikitLearn(['centroid'], images)[0]);
  });

  it('of a text corpus there are none', async () => {
    expect(await measured({ ...plain, path: '', kind: 'corpus', target: 'none' })).toBeNull();
  });
});
