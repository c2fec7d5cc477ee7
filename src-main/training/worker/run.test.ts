import { DuckDBInstance } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, Parameters, RunFinding } from '../../../src-shared/contract.ts';
import { decidingGain } from '../../../src-shared/evaluation/baselines.ts';
import { firstRecipe } from '../../../src-shared/training/first-recipe.ts';
import { findingInWords, isWarning } from '../../../src-shared/tracking/findings.ts';
import type { FrozenVersion } from '../../versions/worker/index.ts';
import { mixedTexts } from '../mixed-texts.fixture.ts';
import { RECIPES, completeParameters, recipeNamed, type RecipeName } from '../recipes/index.ts';
import { proposalsFor } from '../recipes/proposals.ts';
import { measureData } from './measure-data.ts';
import { run, type RunResult } from './run.ts';

const SAMPLES = path.join(import.meta.dirname, '..', '..', '..', 'resources', 'samples');
const plain = { columns: [], image: null, language: 'en' } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly text: string;
  readonly label: string;
}

/** In the order of ids, every fifth to validate. */
async function texts(name: string, rows: readonly Row[]): Promise<FrozenVersion> {
  const [json, file] = ['jsonl', 'parquet'].map((ending) => path.join(folder, `${name}.${ending}`));
  const ids = rows.map(({ text, label }) => ({
    id: createHash('sha256').update(text).digest('hex'),
    text,
    label,
  }));
  const sorted = ids.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = sorted.map((row, at) => ({ ...row, split: ['validation', 'test'][at % 5] ?? 'train' }));
  writeFileSync(json!, lines.map((line) => JSON.stringify(line)).join('\n'));
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const read = `read_json('${json}', format = 'newline_delimited', columns = {id: 'VARCHAR', text: 'VARCHAR', label: 'VARCHAR', split: 'VARCHAR'})`;
  await connection.run(`copy (select * from ${read} order by id) to '${file}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  return { ...plain, path: file!, kind: 'text', target: 'class', labels };
}

function ran(version: FrozenVersion, recipe: RecipeName, given: Parameters): Promise<RunResult> {
  const parameters = completeParameters(recipeNamed(recipe), { provider: 'cpu', ...given });
  const directory = mkdtempSync(path.join(folder, 'run-'));
  const port = { emit: async () => undefined, progress: () => undefined, scratch: directory };
  const spec = { recipe, version, parameters, directory, baselines: { path: null } };
  return run(spec, { ...port, signal: new AbortController().signal });
}

/** As the form and the command line propose. */
async function ranByDefault(version: FrozenVersion): Promise<RunResult> {
  const measures = await measureData(version);
  const fitting = RECIPES.filter(
    ({ kind, targets }) => kind === version.kind && targets.includes(version.target),
  );
  const recipe = firstRecipe(fitting, measures.rows)!;
  const values = proposalsFor(recipe, measures).map(({ name, value }) => [name, value] as const);
  return ran(version, recipe.name, Object.fromEntries(values));
}

function comparisonIn(findings: readonly RunFinding[]): Comparison {
  const finding = findings.find(({ kind }) => kind === 'comparison');
  if (finding?.kind !== 'comparison') throw new Error('there is no comparison');
  return finding.comparison;
}

describe('a run', () => {
  it('that learned next to nothing says so: worse than the baseline, a class never predicted', async () => {
    const version = await texts('mixed', mixedTexts(500));
    const sizes = { hidden: 4, embedding: 4, sequenceLength: 12 };
    const { findings, baselines } = await ran(version, 'text-lstm', { epochs: 2, ...sizes });
    expect(JSON.parse(baselines!)).toMatchObject({ format: 1, labels: version.labels, metric: 'macroF1' });
    const sentences = findings.map((finding) => findingInWords(finding).en);
    expect(sentences).toContainEqual(
      expect.stringMatching(/^Worse than the baseline \(TF-IDF with logistic regression\) by/),
    );
    expect(sentences).toContainEqual(
      expect.stringMatching(/^The class “praise” is never predicted, though \d+ validation/),
    );
    expect(sentences).toContainEqual(
      expect.stringMatching(/^The classes are unbalanced.*Balanced class weights were off\.$/),
    );
    expect(findings.every(isWarning)).toBe(true);
  }, 120_000);

  it('that would have gone on getting better says that it should train longer', async () => {
    const version = await texts('short', mixedTexts(200));
    const { findings } = await ran(version, 'text-tfidf', {
      epochs: 3,
      learningRate: 1e-2,
      schedule: 'constant',
    });
    expect(findings).toContainEqual({ kind: 'bestEpochLast', epochs: 3 });
  }, 120_000);

  it('with what the data say does not lose to its baseline: short messages in three languages', async () => {
    const { findings } = await ranByDefault(await texts('messages', mixedTexts(1000, 3)));
    expect(decidingGain(comparisonIn(findings))!.high).toBeGreaterThanOrEqual(0);
  }, 120_000);

  it('with what the data say does not lose to its baseline: e-mails of the sample data', async () => {
    const lines = readFileSync(path.join(SAMPLES, 'spam-emails.jsonl'), 'utf8').trim().split('\n');
    const emails = lines.slice(0, 600).map((line) => JSON.parse(line) as Row);
    const { findings } = await ranByDefault(await texts('emails', emails));
    expect(decidingGain(comparisonIn(findings))!.high).toBeGreaterThanOrEqual(0);
  }, 240_000);

  it('that is to be compared with nothing measures nothing', async () => {
    const version = await texts('alone', mixedTexts(120));
    const parameters = completeParameters(recipeNamed('text-tfidf'), { epochs: 1, provider: 'cpu' });
    const directory = mkdtempSync(path.join(folder, 'run-'));
    const port = { emit: async () => undefined, progress: () => undefined, scratch: directory };
    const result = await run(
      { recipe: 'text-tfidf', version, parameters, directory },
      { ...port, signal: new AbortController().signal },
    );
    expect([result.findings, result.baselines]).toEqual([[], null]);
  }, 60_000);
});
