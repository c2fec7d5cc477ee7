/** A file in German, English and Chinese, from import to answer: each language is read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from './platform/host/app.ts';
import { caseFile } from './cases.fixture.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel, scores } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { readMetadata } from './graph/index.ts';
import { openQuietly } from './session.fixture.ts';

const PARAMETERS = {
  epochs: 2,
  embedding: 32,
  filters: 32,
  batchSize: 32,
  learningRate: 0.01,
  threads: 2,
  patience: 0,
  sequenceLength: 40,
};

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-languages-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function trained(file: string, columns: { text: string; label: string }) {
  const { dataset } = await importSource(session, { kind: 'path', path: file }, { kind: 'text', ...columns });
  const version = (await freeze(session, { dataset, seed: 1 })).id;
  const started = await session.client.training.start({
    version,
    recipe: 'text-cnn',
    parameters: PARAMETERS,
  });
  await session.follow(started.job);
  return { version, run: started.run, model: (await session.client.runs.get({ run: started.run })).model! };
}

describe('customers who write in three languages', () => {
  it('are understood in each, and the file says how', async () => {
    const { version, model } = await trained(caseFile('import/kunden.csv'), {
      text: 'Nachricht',
      label: 'Kategorie',
    });
    const report = await evaluate(session, { model, version, split: 'test' });
    if (report.task !== 'classify') throw new Error('no classifier');
    expect(report.accuracy).toBeGreaterThan(0.9);
    const chinese = report.unknown!.scripts.find(({ name }) => name === 'zh')!;
    expect(chinese.words).toBeGreaterThan(100);
    expect(chinese.unknown / chinese.words).toBeLessThan(0.25);
    expect(report.unknown!.classes.map(({ name }) => name)).toEqual(report.labels.toSorted());
    expect(scores(report)).toMatchObject({ unknown: report.unknown, warnings: [] });
    const file = path.join(folder, 'kunden.onnx');
    await exportModel(session, model, file);
    const metadata = readMetadata(readFileSync(file));
    expect(metadata.get('preparation')).toBe('segments');
    expect(metadata.get('modelCard')).toContain('jieba.cut');
  }, 240_000);
});

describe('a language that was not learned', () => {
  it('is warned of in the log and in the report', async () => {
    const lines = Array.from({ length: 240 }, (_, i) => {
      const good = i % 2 === 0;
      const text = i % 6 < 4 ? `the ${good ? 'good' : 'bad'} film of the year ${i % 7}` : '';
      const own = `${good ? 'хорошо' : 'плохо'}${i} слово${i} очень${i}`;
      return `"${text || own} ${i}",${good ? 'plus' : 'minus'}`;
    });
    const file = path.join(folder, 'films.csv');
    writeFileSync(file, `text,label\n${lines.join('\n')}\n`);
    const { version, run, model } = await trained(file, { text: 'text', label: 'label' });
    const log = (await session.client.runs.log({ run })).map(({ line }) => line).join('\n');
    expect(log).toMatch(
      /% of the words in Cyrillic(?: letters)? script are not in the model’s vocabulary\. 西里尔字母/,
    );
    const report = await evaluate(session, { model, version, split: 'test' });
    if (report.task !== 'classify') throw new Error('no classifier');
    const warnings = JSON.stringify(scores(report)['warnings']);
    expect(warnings).toContain('Cyrillic');
  }, 240_000);
});
