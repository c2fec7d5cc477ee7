/** `lathe search` and `lathe queue`, as a script calls them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../cli/index.ts';
import { importSource } from '../datasets/commands.ts';
import { openQuietly } from '../session.fixture.ts';
import { freeze } from '../versions/commands.ts';

let folder: string;
let workspace: string;

/** What a command writes as its result. */
async function lathe(...args: string[]): Promise<Record<string, unknown>> {
  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  const errors = process.stderr.write.bind(process.stderr);
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    await runCli([...args, '--json', '--workspace', workspace]);
  } finally {
    process.stdout.write = write;
    process.stderr.write = errors;
    process.exitCode = undefined;
  }
  const lines = written.join('').split('\n');
  const json = lines.findLast((line) => line.startsWith('{'));
  return json === undefined ? { said: written.join('') } : (JSON.parse(json) as Record<string, unknown>);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-search-cli-'));
  workspace = path.join(folder, 'workspace');
  const { app, session } = await openQuietly(workspace);
  const csv = path.join(folder, 'mail.csv');
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i % 2 ? 'buy now' : 'see you'} ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
  const { dataset } = await importSource(session, { kind: 'path', path: csv }, {});
  await freeze(session, { dataset, seed: 1 });
  await app.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a search is started, shown, queued further and followed', async () => {
  const common = ['--version', 'mail v1', '--recipe', 'text-tfidf', '--set', 'epochs=2', 'vocabulary=100'];
  const started = await lathe(
    'search',
    'start',
    ...common,
    '--only',
    '--range',
    'learningRate=1e-3:0.1',
    '--among',
    'pairs=true,false',
    '--when',
    'learningRate=pairs:true,false',
    '--versions',
    'mail v1',
    '--objective',
    'loss',
    'bytes',
    '--constraint',
    'seconds<=600',
    '--trials',
    '2',
    '--name',
    'night',
  );
  expect(started).toMatchObject({
    name: 'night',
    state: 'finished',
    trials: 2,
    definition: {
      space: [
        { name: 'pairs', options: [true, false] },
        {
          name: 'learningRate',
          from: 1e-3,
          to: 0.1,
          scale: 'logarithmic',
          integer: false,
          when: { parameter: 'pairs', isIn: [true, false] },
        },
        { name: 'version', options: [expect.stringMatching(/^version-/)] },
      ],
      objectives: [
        { metric: 'validation.loss', direction: 'minimize' },
        { metric: 'bytes', direction: 'minimize' },
      ],
      constraints: [{ metric: 'seconds', comparison: '<=', value: 600 }],
    },
  });
  expect(await lathe('search', 'show', 'night')).toMatchObject({ ended: 2 });
  expect(await lathe('search', 'continue', 'night', '--trials', '1')).toMatchObject({ ended: 3 });
  expect(await lathe('search')).toMatchObject({ searches: [{ name: 'night', budget: { trials: 3 } }] });
  const { said } = await lathe('search', 'start', '--version', 'mail v1', '--range', 'x');
  expect(said).toContain('--range takes name=from:to');
});

it('the queue takes runs, and is paused', async () => {
  await lathe('queue', 'pause');
  const { id } = await lathe(
    'queue',
    'add',
    '--version',
    'mail v1',
    '--recipe',
    'text-tfidf',
    '--set',
    'epochs=1',
  );
  expect(await lathe('queue')).toMatchObject({
    paused: true,
    items: [{ id, state: 'waiting' }, { kind: 'search' }],
  });
  const stopped = await lathe('queue', 'stop', String(id));
  expect(stopped).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id, state: 'stopped' })]),
  });
});
