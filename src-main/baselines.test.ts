/** A version's baselines from the first run to a report: measured once, kept, named, and missed by nobody who has none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from './platform/host/app.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';
import { importSource } from './datasets/commands.ts';
import { evaluate, scores } from './models/commands.ts';
import { mixedTexts } from './training/mixed-texts.fixture.ts';
import { freeze } from './versions/commands.ts';

let folder: string;
let app: App;
let session: Session;
let version: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-baselines-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const file = path.join(folder, 'messages.jsonl');
  const lines = mixedTexts(400).map((row) => JSON.stringify(row));
  writeFileSync(file, lines.join('\n'));
  const { dataset } = await importSource(session, { kind: 'path', path: file }, { kind: 'text' });
  version = (await freeze(session, { dataset, seed: 1, validation: 0.2, test: 0.2 })).id;
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const keptBaselines = () => {
  const database = new Database(path.join(folder, 'workspace', 'workspace.db'), { readonly: true });
  const rows = database.prepare('SELECT version, blob FROM baselines').all();
  database.close();
  return rows;
};

async function trained(recipe: string | undefined, parameters: object) {
  const request = { version, parameters: { ...parameters }, ...(recipe === undefined ? {} : { recipe }) };
  const { run, job } = await session.client.training.start(request);
  await session.follow(job);
  return session.client.runs.get({ run });
}

it('are measured by the first run and stand beside every run and report from then on', async () => {
  expect(keptBaselines()).toEqual([]);
  const lstm = await trained('text-lstm', { epochs: 1, hidden: 4, embedding: 4, sequenceLength: 8 });
  const [kept] = keptBaselines();
  expect(kept).toMatchObject({ version });
  expect(lstm.findings.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['comparison', 'neverPredicted']),
  );
  const report = await evaluate(session, { model: lstm.model!, version, split: 'test' });
  expect(report.comparison).toMatchObject({ strongest: 'tfidf', itself: false });
  expect(scores(report)).toMatchObject({
    verdict: expect.stringContaining('The baseline is the better choice.'),
  });
  expect(keptBaselines()).toEqual([kept]);
}, 240_000);

it('are what the data speak for on few texts, which the run says', async () => {
  const run = await trained(undefined, { epochs: 4 });
  expect(run).toMatchObject({
    recipe: 'text-tfidf',
    parameters: { epochs: 4, classWeights: 'balanced', sequenceLength: expect.any(Number) },
  });
  expect(run.parameters['sequenceLength']).toBeLessThan(60);
  const comparison = run.findings.find(({ kind }) => kind === 'comparison');
  expect(comparison).toMatchObject({ comparison: { itself: true } });
}, 240_000);
