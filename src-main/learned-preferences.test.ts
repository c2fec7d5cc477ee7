/** Which of two is preferred, from the pairs of a file to a served model that ranks texts: through the contract, with real workers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPython } from '../scripts/python.ts';
import { pythonSays } from '../scripts/python.fixture.ts';
import { RankingReport, type DatasetVersion, type Sample } from '../src-shared/contract.ts';
import { importSource } from './datasets/commands.ts';
import { readMetadata } from './graph/index.ts';
import { answered, trained } from './learned.fixture.ts';
import { evaluate, exportModel } from './models/commands.ts';
import { reportInWords, scores } from './models/tasks/report.ts';
import type { App } from './platform/host/app.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-preferences-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const WORDS = ['awful', 'poor', 'fair', 'good', 'superb'] as const;
const goodness = (text: string): number => WORDS.findIndex((word) => text.includes(word));

/** Groups of six texts, compared all with all: what is compared in one group is in no other. */
const groups = Array.from({ length: 16 }, (_, group) =>
  Array.from(
    { length: 6 },
    (_each, at) => `Room ${group}, the ${at % 2 ? 'soup' : 'view'} was ${WORDS[(group + at) % 5]!} ${at}`,
  ),
);
const pairs = groups.flatMap((texts) =>
  texts.flatMap((first, i) =>
    texts.slice(i + 1).map((second) => ((i + second.length) % 2 ? [first, second] : [second, first])),
  ),
);

function cells({ text }: Pick<Sample, 'text'>) {
  return JSON.parse(text) as { one: string; other: string };
}

function preferredOf(sample: Pick<Sample, 'text'>): { preferred: string } {
  const { one, other } = cells(sample);
  const ahead = goodness(one) - goodness(other);
  return { preferred: ahead > 0 ? 'first' : ahead < 0 ? 'second' : 'tie' };
}

it('is learned from the answers of a task, evaluated on texts of other pairs, exported, and asked of single texts', async () => {
  const lines = pairs.map((pair) => pair.map((text) => `"${text}"`).join(','));
  const isLeft = ({ text }: Sample): boolean => text.includes('Room 15,');
  const { task, version } = await preferred('pairs', lines, isLeft);
  const { train, validation, test } = version;
  expect([train + validation + test, version.target, version.kind]).toEqual([
    pairs.length - 15,
    'preferences',
    'table',
  ]);
  const splitOf = new Map<string, string>();
  for (const { one, other, split } of await frozenRows(version.id))
    for (const text of [one, other]) {
      expect(splitOf.get(text) ?? split).toBe(split);
      splitOf.set(text, split);
    }
  expect(new Set(splitOf.values()).size).toBe(3);

  const { model } = await learn(version, 8);
  expect(await session.client.models.get({ model })).toMatchObject({
    task: 'rank',
    kind: 'text',
    labels: [],
  });

  const report = RankingReport.parse(await evaluate(session, { model, version: version.id, split: 'test' }));
  expect(report).toMatchObject({ samples: test, seen: 0 });
  expect(report.accuracy).toBeGreaterThan(0.9);
  expect(report.low).toBeLessThan(report.accuracy);
  expect(report.ties).toBeGreaterThan(0);
  expect(report.bins.reduce((sum, bin) => sum + bin.pairs, 0)).toBe(test);
  expect(report.missed).toHaveLength(Math.round((1 - report.accuracy) * (test - report.ties)));
  expect(reportInWords(report)).toMatch(/Accuracy on pairs .*\n.*longer text.*\nconfidence/);
  expect(scores(report)).toMatchObject({ task: 'rank', accuracy: report.accuracy, loss: report.loss });
  expect((await session.client.models.get({ model })).tested?.metrics['accuracy']).toBe(report.accuracy);

  const texts = ['the soup was awful', 'the view was superb', 'the view was fair', 'the soup was awful'];
  const rows = texts.map((text) => ({ text }));
  const said = await session.client.serving.predict({ model, rows });
  expect(said.map((one) => ('rank' in one ? one.rank : null))).toEqual([3, 1, 2, 3]);

  const { job } = await session.client.labeling.suggest({ task, model });
  await session.follow(job);
  const { items } = await session.client.labeling.queue({ task });
  expect(items).toHaveLength(15);
  const decided = items.filter((item) => preferredOf(item).preferred !== 'tie');
  const right = decided.filter(
    (item) => item.suggestions?.[0]?.value['preferred'] === preferredOf(item).preferred,
  );
  expect(right.length / decided.length).toBeGreaterThan(0.9);

  const started = await session.client.exports.start({
    of: { what: 'predictions', model, version: version.id, split: 'test' },
    format: 'jsonl',
  });
  await session.follow(started.job);
  const { url } = await session.client.exports.get({ export: started.export });
  const [line] = (await (await session.fetch(url)).text()).split('\n');
  const row = JSON.parse(line!) as Record<string, number>;
  expect(row['p: first']).toBeCloseTo(
    1 / (1 + Math.exp(row['score of the second']! - row['score of the first']!)),
    9,
  );

  const { file: onnx } = await exportModel(session, model, path.join(folder, 'model.onnx'));
  const metadata = readMetadata(readFileSync(onnx));
  expect(metadata.get('task')).toBe('rank');
  expect(metadata.get('modelCard')).toContain('model of preferences over texts');
  const python = findPython('onnxruntime', 'numpy');
  if (!python) return;
  const script = `import onnxruntime as o, numpy as n, json, sys
s = o.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
print(json.dumps(s.run(['score'], {'text': n.array(json.loads(sys.argv[2]), dtype=object)})[0].tolist()))`;
  const theirs = JSON.parse(pythonSays(python, ['-c', script, onnx, JSON.stringify(texts)])) as number[];
  for (const [at, one] of said.entries())
    expect('score' in one ? one.score : null).toBeCloseTo(theirs[at]!, 5);
});

it('fills all splits also where all pairs hang together, and says of how many pairs a text was learned', async () => {
  const best = 'the view was superb';
  const chained = Array.from({ length: 30 }, (_, at) => `${best},the soup was ${WORDS[at % 4]!} ${at}`);
  const { version } = await preferred('chained', chained);
  expect([version.train, version.validation, version.test]).toEqual([18, 6, 6]);
  const { model } = await learn(version, 1);
  const report = RankingReport.parse(await evaluate(session, { model, version: version.id, split: 'test' }));
  expect(report.seen).toBe(6);
  expect(reportInWords(report)).toContain(
    'Warning: 6 of 6 pairs hold a text that the training split holds, too.',
  );
});

/** Imports pairs, answers a task of them but for those that are left, and freezes a version of the answers. */
async function preferred(
  name: string,
  lines: readonly string[],
  isLeft: (sample: Sample) => boolean = () => false,
) {
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, `one,other\n${lines.join('\n')}\n`);
  const column = ['one=category', 'other=category'];
  const { dataset } = await importSource(session, { kind: 'path', path: file }, { kind: 'table', column });
  const options = { columns: { prompt: null, first: 'one', second: 'other' } };
  const asking = { folder, kind: 'preference', classes: [], options } as const;
  const answerOf = (sample: Sample) => (isLeft(sample) ? undefined : preferredOf(sample));
  return answered(session, dataset, { ...asking, answerOf });
}

async function learn(version: DatasetVersion, epochs: number): Promise<{ model: string }> {
  const sizes = { embedding: 12, hidden: 12, sequenceLength: 8, vocabulary: 100 };
  const fitting = { epochs, batchSize: 16, patience: 0, threads: 2, learningRate: 1e-2, dropout: 0 };
  const parameters = { ...sizes, ...fitting };
  const run = await trained(session, version, { recipe: 'text-preference', parameters });
  expect(run).toMatchObject({ state: 'finished' });
  return { model: run.model ?? '' };
}

interface FrozenPair {
  readonly one: string;
  readonly other: string;
  readonly split: string;
}

async function frozenRows(version: string): Promise<FrozenPair[]> {
  const started = await session.client.exports.start({ of: { what: 'version', version }, format: 'jsonl' });
  await session.follow(started.job);
  const { url } = await session.client.exports.get({ export: started.export });
  const lines = (await (await session.fetch(url)).text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as FrozenPair);
}
