/** What is exported comes back: read by pandas and by our own import, with the same samples and labels, whatever they hold. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { pythonSays } from '../../scripts/python.fixture.ts';
import { type ExportFormat, type ExportRequest, type Sample } from '../../src-shared/contract.ts';
import { TABLE_FORMATS, type TableFormat } from '../../src-shared/exports/values.ts';
import { importSource, type ImportOptions } from '../datasets/commands.ts';
import { encodePng } from '../images/index.ts';
import { evaluate } from '../models/commands.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import { openQuietly } from '../session.fixture.ts';
import { train } from '../training/commands.ts';
import { freeze } from '../versions/commands.ts';

let folder: string;
let app: App;
let session: Session;
const python = findPython('pandas', 'pyarrow');

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-exports-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function importAt(file: string, options: ImportOptions): Promise<string> {
  return (await importSource(session, { kind: 'path', path: file }, options)).dataset;
}

async function samplesOf(dataset: string): Promise<readonly Sample[]> {
  return (await session.client.datasets.samples({ dataset, limit: 1000 })).items;
}

/** Exports into a file. */
async function take(of: ExportRequest, format: ExportFormat, name: string): Promise<string> {
  const started = await session.client.exports.start({ of, format });
  await session.follow(started.job);
  const { url } = await session.client.exports.get({ export: started.export });
  const file = path.join(folder, `${name}.${format}`);
  writeFileSync(file, Buffer.from(await (await session.fetch(url)).arrayBuffer()));
  return file;
}

/** Keys of JSON that are null throughout are no columns. */
function ignoring(names: readonly string[], file: string, format: ExportFormat): string[] {
  const text = format === 'jsonl' ? readFileSync(file, 'utf8') : '';
  const there = (name: string) => format !== 'jsonl' || new RegExp(`"${name}":(?!null)`).test(text);
  return names.filter(there).map((name) => `${name}=ignore`);
}

const READERS: Readonly<Record<TableFormat, string>> = {
  csv: 'pandas.read_csv(f, keep_default_na=False, dtype=str)',
  jsonl: 'pandas.read_json(f, lines=True, dtype=False, convert_dates=False)',
  parquet: 'pandas.read_parquet(f)',
};

/** The rows of a file as pandas reads them. */
function byPandas(file: string, format: TableFormat): Record<string, unknown>[] {
  const script = `import pandas, sys\nf = sys.argv[1]\nprint(${READERS[format]}.drop(columns=["image"], errors="ignore").to_json(orient="records"))`;
  return JSON.parse(pythonSays(python!, ['-c', script, file])) as Record<string, unknown>[];
}

const AWKWARD = [
  ['a, "quoted" line\nand another', '__proto__'],
  ['=1+1', 'ham'],
  ['+49 30 1234', 'ham'],
  ['-5 degrees below', '@home'],
  ['@someone said so', '@home'],
  ['مرحبا بالعالم', 'كلمة'],
  ['שלום \u202Eabc\u202C', 'ham'],
  ['👩‍👩‍👧 family 😀', '日本'],
  ["it's; a\ttab | pipe", '__proto__'],
  ['NULL', 'ham'],
  ['null and "NaN"', 'constructor'],
  ['trailing backslash \\', 'ham'],
  ['"', '"'],
] as const;

const quotedCell = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe.each(TABLE_FORMATS)('texts as %s', (format) => {
  let dataset: string;
  let before: readonly Sample[];
  beforeAll(async () => {
    const file = path.join(folder, 'awkward.csv');
    const lines = AWKWARD.map((row, i) =>
      [...row, i % 2 ? 'a, b' : '', String(i / 4)].map(quotedCell).join(','),
    );
    writeFileSync(file, `text,label,source,score\n${lines.join('\n')}\n`);
    dataset = await importAt(file, { name: `awkward ${format}`, kind: 'text', text: 'text', label: 'label' });
    before = await samplesOf(dataset);
    expect(before.map(({ text, label }) => [text, label])).toEqual(AWKWARD);
  });

  it('come back through our import with the same ids, labels and metadata', async () => {
    const file = await take({ what: 'dataset', dataset }, format, 'awkward');
    const column = ignoring(['id', 'split', 'labeled_by', 'flagged'], file, format);
    const back = await samplesOf(
      await importAt(file, { name: 'back', kind: 'text', text: 'text', label: 'label', column }),
    );
    const told = ({ id, text, label, metadata }: Sample) => ({ id, text, label, metadata });
    expect(back.map(told)).toEqual(before.map(told));
  });

  it('are read by pandas', async (context) => {
    context.skip(!python, pythonMissing('pandas', 'pyarrow'));
    const file = await take({ what: 'dataset', dataset }, format, 'pandas');
    const rows = byPandas(file, format);
    expect(rows.map(({ id, text, label }) => [id, text, label])).toEqual(
      before.map(({ id, text, label }) => [id, text, label]),
    );
    const labels = byPandas(await take({ what: 'labels', dataset }, format, 'labels'), format);
    expect(labels.map(({ id, label }) => [id, label])).toEqual(before.map(({ id, label }) => [id, label]));
  });
});

describe.each(TABLE_FORMATS)('a table as %s', (format) => {
  it('comes back with its cells, target, dates and split, from the dataset and from a version', async () => {
    const file = path.join(folder, 'houses.csv');
    const lines = Array.from(
      { length: 60 },
      (_, i) =>
        `${40 + i / 3},${i % 7 ? `20${10 + (i % 9)}-0${1 + (i % 8)}-1${i % 9}` : ''},"Köln, ""${i % 4}""",${1000.5 + i * 7},note ${i}`,
    );
    writeFileSync(file, `Area,built,town,price,memo\n${lines.join('\n')}\n`);
    const column = ['built=date', 'town=category', 'memo=metadata'];
    const reading = { kind: 'table', target: 'price', column } as const;
    const dataset = await importAt(file, { ...reading, name: `houses ${format}`, column });
    const version = await freeze(session, { dataset, seed: 1 });
    // JSON's columns stand in the order in which a row first says something of them.
    const told = ({ text, value, metadata }: Sample) => [
      Object.entries(JSON.parse(text) as object).sort(),
      value,
      metadata,
    ];
    const before = (await samplesOf(dataset)).map(told);
    for (const of of [
      { what: 'dataset', dataset },
      { what: 'version', version: version.id },
    ] as const) {
      const out = await take(of, format, `houses-${of.what}`);
      const beside = of.what === 'dataset' ? ['labeled_by', 'flagged'] : [];
      const ignored = ignoring(['id', 'split', ...beside], out, format);
      const back = await importAt(out, { ...reading, name: 'back', column: [...column, ...ignored] });
      const rows = (await samplesOf(back)).map(told);
      const sorted = (all: unknown[]) => all.map((row) => JSON.stringify(row)).sort();
      expect(sorted(rows)).toEqual(sorted(before));
    }
    if (!python) return;
    const splits = byPandas(path.join(folder, `houses-version.${format}`), format).map(({ split }) => split);
    const { train: first, validation, test } = version;
    const count = (name: string) => splits.filter((split) => split === name).length;
    expect(['train', 'validation', 'test'].map(count)).toEqual([first, validation, test]);
  });
});

describe('images', () => {
  it('come back from Parquet with the same pixels and labels; text formats name them', async () => {
    const root = path.join(folder, 'shades');
    for (const [i, label] of ['dark', '__proto__', 'dark', 'light'].entries()) {
      mkdirSync(path.join(root, label), { recursive: true });
      const data = new Uint8Array(12 * 8).fill(i * 60);
      writeFileSync(
        path.join(root, label, `${i}.png`),
        encodePng({ width: 12, height: 8, channels: 1, data }),
      );
    }
    const dataset = await importAt(root, { name: 'shades' });
    const before = await samplesOf(dataset);
    const told = (all: readonly Sample[]) => all.map(({ id, label }) => [id, label]).sort();
    const parquet = await take({ what: 'dataset', dataset }, 'parquet', 'shades');
    expect(told(await samplesOf(await importAt(parquet, { name: 'back' })))).toEqual(told(before));
    const csv = readFileSync(await take({ what: 'dataset', dataset }, 'csv', 'shades'), 'utf8');
    expect(csv.split('\n')[0]).toBe('id,name,width,height,label,split,labeled_by,flagged');
    for (const { text, label } of before) expect(csv).toContain(`${text},12,8,${label}`);
  });
});

describe('what a model says', () => {
  it('of every sample of a split, its mistakes, and each cell of the confusion matrix', async () => {
    const file = path.join(folder, 'mail.csv');
    const lines = Array.from(
      { length: 120 },
      (_, i) =>
        `${i % 2 ? 'buy this now' : 'see you soon'} ${i % 13},${i % 11 === 0 || i % 2 ? 'spam' : 'ham'}`,
    );
    writeFileSync(file, `text,label\n${lines.map((line, i) => line.replace(',', ` n${i},`)).join('\n')}\n`);
    const dataset = await importAt(file, { name: 'mail', label: 'label', text: 'text', kind: 'text' });
    const version = await freeze(session, { dataset, seed: 1 });
    const parameters = {
      epochs: 2,
      hidden: 8,
      embedding: 8,
      sequenceLength: 8,
      vocabulary: 300,
      batchSize: 16,
    };
    const { model } = await train(session, { version: version.id, recipe: 'text-lstm', parameters });
    const report = await evaluate(session, { model: model ?? '', version: version.id, split: 'train' });
    if (report.task !== 'classify') throw new Error('a classifier was trained');
    const linesOf = async (of: ExportRequest) =>
      readFileSync(await take(of, 'jsonl', 'said'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const all = await linesOf({
      what: 'predictions',
      model: model ?? '',
      version: version.id,
      split: 'train',
    });
    expect(all).toHaveLength(version.train);
    expect(all.filter(({ label, predicted }) => label === predicted).length / all.length).toBeCloseTo(
      report.accuracy,
      9,
    );
    for (const row of all) {
      expect(row['split']).toBe('train');
      expect(Number(row['p: ham']) + Number(row['p: spam'])).toBeCloseTo(1, 5);
      expect(row[`p: ${String(row['predicted'])}`]).toBe(row['confidence']);
    }
    const mistakes = await linesOf({ what: 'mistakes', report: report.id });
    expect(mistakes.map(({ id }) => id).sort()).toEqual(report.mistakes.map(({ sample }) => sample).sort());
    for (const [a, actual] of report.labels.entries())
      for (const [p, predicted] of report.labels.entries()) {
        const cell = await linesOf({ what: 'mistakes', report: report.id, cell: { actual, predicted } });
        expect(cell, `${actual} as ${predicted}`).toHaveLength(report.confusion[a]?.[p] ?? -1);
      }
  });
});

describe('rejected rows and what cannot be exported', () => {
  it('rejected rows with their numbers and reasons; nothing and nobody are refused in words', async () => {
    const file = path.join(folder, 'bad.csv');
    writeFileSync(file, 'text,label\ngood one,a\nother,b\n,c\nfine,a\n');
    const dataset = await importAt(file, { name: 'bad', text: 'text', label: 'label', acceptRejects: true });
    const [imported] = await session.client.datasets.files({ dataset });
    const csv = readFileSync(
      await take({ what: 'rejected', file: imported?.id ?? '' }, 'csv', 'rejected'),
      'utf8',
    );
    expect(csv).toMatch(/^row,why,excerpt\n4,/);
    const empty = path.join(folder, 'unlabeled.csv');
    writeFileSync(empty, 'text\nsome words that are long enough\nother words that are long\n');
    const unlabeled = await importAt(empty, { name: 'unlabeled', kind: 'text' });
    const start = (of: ExportRequest) => session.client.exports.start({ of, format: 'csv' });
    await expect(start({ what: 'labels', dataset: unlabeled })).rejects.toMatchObject({
      data: { key: 'exports.nothing' },
    });
    await expect(start({ what: 'dataset', dataset: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await session.fetch('/files/exports/none')).status).toBe(404);
  });
});
