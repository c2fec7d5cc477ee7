/** The command line while a workbench has the workspace open: every command goes through it, and nothing is lost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseExactJson } from '../../src-shared/platform/exact-json.ts';
import { startServer, type RunningServer } from '../server.fixture.ts';
import { clientAt, cookieOf } from '../signed-in.fixture.ts';
import { program } from './index.ts';
import { tinyGenerator } from '../models/worker/generation/tiny.fixture.ts';
import type { Client } from '../../src-shared/contract.ts';
import { change, MILESTONE, PLAN, PROJECT, TASK } from '../planning/plan.fixture.ts';
import { CLI, runLathe, runLatheHere } from './lathe.fixture.ts';
import {
  labelingCommands,
  registryCommands,
  runFileCommands,
  searchCommands,
  trackingCommands,
} from './beside-rooms.fixture.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-beside-'));
const workspace = path.join(folder, 'workspace');
let server: RunningServer;
let client: Client;

beforeAll(async () => {
  server = await startServer(workspace);
  client = clientAt(server.address, await cookieOf(server.signIn));
}, 60_000);
afterAll(async () => {
  await server.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const LSTM = ['--recipe', 'text-lstm'];
const SIZES = ['hidden=8', 'embedding=8', 'sequenceLength=8', 'vocabulary=300', 'batchSize=8'];

function mail(name: string, count: number): string {
  const file = path.join(folder, name);
  const lines = Array.from(
    { length: count },
    (_, i) => `${i % 2 ? 'buy this now' : 'see you soon'} ${name} ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  writeFileSync(file, `text,label\n${lines.join('\n')}\n`);
  return file;
}

/** The commands that have none below them, by their whole name. */
function leaves(command: Command, above: readonly string[] = []): string[] {
  return command.commands.flatMap((one) => {
    const name = [...above, one.name()];
    return [name.join(' '), ...leaves(one, name)];
  });
}

/** They are hosts themselves. */
const ALONE = ['start', 'serve'];

it('runs every command that is no host, each through the workbench', async () => {
  const asked = new Set<string>();
  const lathe = async (name: string, args: readonly string[] = [], input = '') => {
    asked.add(name);
    const { status, out, err } = await runLatheHere(
      workspace,
      [...name.split(' '), ...args, '--json'],
      input,
    );
    expect([name, status], err).toEqual([name, 0]);
    return parseExactJson(out.trim().split('\n').at(-1) ?? '') as Record<string, string>;
  };
  const imported = await lathe('import', [mail('mail.csv', 200), '--label', 'label']);
  const labels = async (named: string): Promise<void> => {
    const made = ['--dataset', named, '--kind', 'rating', '--people', '2', '--resolution', 'weighted'];
    await lathe('labels task', [...made, '--name', 'Tone']);
    await lathe('labels task new', [...made, '--name', 'Quality']);
    for (const what of ['labels', 'labels tasks']) await lathe(what, ['--dataset', named]);
    for (const what of ['labels agreement', 'labels resolve'])
      await lathe(what, ['--dataset', named, '--task', 'Quality']);
  };
  await lathe('datasets');
  const { version = '' } = await lathe('freeze', ['--dataset', imported['dataset'] ?? '']);
  const { run = '', model = '' } = await lathe('train', [
    ...LSTM,
    '--version',
    version,
    '--set',
    'epochs=2',
    ...SIZES,
  ]);
  await lathe('evaluate', ['--model', model, '--version', version]);
  await lathe('reproduce', [run]);
  await lathe('runs');
  await trackingCommands(lathe, run);
  await lathe('recipes');
  await lathe('models');
  await registryCommands(lathe, model, { folder, client });
  const onnx = path.join(folder, 'mail.onnx');
  await lathe('export', ['--model', model, '--out', onnx]);
  expect(readFileSync(onnx).length).toBeGreaterThan(1000);
  const { dataset = '' } = imported;
  for (const [what, args] of [
    ['dataset', ['--dataset', dataset]],
    ['labels', ['--dataset', dataset]],
    ['version', ['--version', version]],
    ['predictions', ['--model', model, '--version', version, '--split', 'train']],
    ['mistakes', ['--model', model]],
  ] as const)
    for (const format of ['csv', 'jsonl', 'parquet']) {
      const out = path.join(folder, `${what}.${format}`);
      expect(await lathe(`export ${what}`, [...args, '--out', out])).toMatchObject({ file: out, format });
    }
  const rejects = path.join(folder, 'rejects.csv');
  writeFileSync(rejects, 'text,label\na b,x\nc d,y\n,z\n');
  await lathe('import', [rejects, '--text', 'text', '--label', 'label', '--accept-rejects']);
  const refused = await lathe('export rejected', [
    '--dataset',
    'rejects',
    '--out',
    path.join(folder, 'r.csv'),
  ]);
  expect(refused).toMatchObject({ rows: 1 });
  await lathe('models import', [onnx, '--name', 'again']);
  await lathe('models show', [model]);
  expect(await lathe('predict', ['--model', model], '{"text":"buy this now"}')).toHaveProperty('label');
  expect(await lathe('deploy', ['--model', model, '--name', 'mail'])).toMatchObject({ state: 'ready' });
  const { key = '' } = await lathe('keys create', ['mine']);
  const answer = await fetch(`${server.address}/endpoints/mail`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: '{"text":"buy this now"}',
  });
  expect(answer.status, await answer.text()).toBe(200);
  await lathe('undeploy', ['mail']);
  await labels(dataset);
  await labelingCommands(lathe, dataset, { folder, client });
  const more = path.join(folder, 'more.csv');
  writeFileSync(more, 'text,label\nbuy a boat,spam\n');
  await lathe('import', [more, '--label', 'label', '--dataset', dataset]);
  const { version: later = '' } = await lathe('freeze', ['--dataset', dataset, '--seed', '1']);
  await searchCommands(lathe, { version, later });
  await runFileCommands(lathe, { folder, client });
  await plan(dataset);
  for (const what of ['plan', 'plan status', 'plan gates', 'plan forecast', 'plan report']) await lathe(what);
  const csv = path.join(folder, 'plan.csv');
  await lathe('plan export', ['--out', csv]);
  await lathe('plan import', [csv]);
  await lathe('keys');
  await lathe('keys list');
  await lathe('keys revoke', ['mine']);
  await lathe('keys anyone', ['off']);
  await lathe('settings');
  await lathe('setup', ['cuda']);
  await lathe('backup', [path.join(folder, 'backup')]);
  expect(await lathe('doctor')).toMatchObject({ healthy: true });
  expect((await lathe('demo', ['--project', 'wages-linear', '--set', 'epochs=3']))['endpoint']).toMatch(
    /^\/endpoints\//,
  );
  const resumed = await interrupted(version);
  await lathe('resume', [resumed]);
  const writer = path.join(folder, 'writer.onnx');
  writeFileSync(writer, tinyGenerator());
  await lathe('models import', [writer]);
  expect(
    await lathe('generate', ['--model', 'writer', '--prompt', 'abc', '--max-tokens', '4']),
  ).toHaveProperty('text');
  expect(new Set([...asked, ...ALONE])).toEqual(new Set(leaves(program())));
}, 400_000);

/** A plan of one task and one milestone, whose gate passes. */
async function plan(dataset: string): Promise<void> {
  const gate = {
    milestone: 'beta',
    name: 'labels',
    fact: 'labeling.labels',
    parameters: { dataset },
    comparison: '>=',
    value: 10,
    holds: 0,
    rank: 0,
  } as const;
  await change(
    client,
    { id: PLAN, kind: 'project', body: PROJECT },
    { id: 'beta', kind: 'milestone', body: MILESTONE },
    { id: 'gate', kind: 'gate', body: gate },
    { id: 'label', kind: 'task', body: { ...TASK, milestones: ['beta'] } },
  );
}

/** Trains, and interrupts it as a person does. @returns the run */
async function interrupted(version: string): Promise<string> {
  const args = [
    'train',
    '--version',
    version,
    ...LSTM,
    '--set',
    'epochs=40',
    ...SIZES,
    '--workspace',
    workspace,
  ];
  const child = spawn(process.execPath, [CLI, ...args]);
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    if (/\d steps/.test(line) && line.includes('%')) child.kill('SIGINT');
  }
  expect([await closed, lines.join('\n')]).toEqual([[1, null], expect.stringMatching(/was cancelled/)]);
  const { items } = await client.runs.list({ offset: 0, limit: 1 });
  expect(items[0]?.state).not.toBe('running');
  return items[0]?.id ?? '';
}

it('says in words which process has the workspace where a command needs it alone', async () => {
  const { status, err } = await runLathe(workspace, ['serve']);
  expect([status, err]).toEqual([
    1,
    expect.stringContaining(`open in another Lathe (process ${server.child.pid})`),
  ]);
});

it('70 commands beside a labeling session lose no answer and no write', async () => {
  const { end, address, signIn } = await startServer(path.join(folder, 'busy'));
  onTestFinished(() => end('SIGKILL'));
  const client = clientAt(address, await cookieOf(signIn));
  const busy = path.join(folder, 'busy');
  const lathe = (...args: string[]) => runLatheHere(busy, [...args, '--json']);
  const first = await lathe('import', mail('busy.csv', 400), '--label', 'label');
  const { dataset } = JSON.parse(first.out) as { dataset: string };
  const { items } = await client.datasets.samples({ dataset, limit: 400 });

  let answered = 0;
  let commanding = true;
  const session = (async () => {
    while (commanding) {
      const { id } = items[answered % items.length]!;
      const answer = { type: 'label', label: answered % 3 ? 'spam' : 'ham' } as const;
      await client.labeling.annotate({
        task: dataset,
        answers: [{ operation: crypto.randomUUID(), sample: id, answer }],
      });
      answered++;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  const calls = Array.from({ length: 10 }, (_, i) => [
    ['import', mail(`part-${i}.csv`, 4), '--label', 'label'],
    ...Array.from({ length: 5 }, (_each, key) => ['keys', 'create', `key ${i}-${key}`]),
    ['datasets'],
  ]).flat();
  const left = calls.values();
  const commander = async (run: typeof runLathe) => {
    for (const args of left) {
      const { status, err } = await run(busy, [...args, '--json']);
      expect([args, status], err).toEqual([args, 0]);
    }
  };
  // Of the four at once one is a process of its own for each command.
  await Promise.all([runLathe, runLatheHere, runLatheHere, runLatheHere].map(commander));
  commanding = false;
  await session;

  const counts = async () => {
    const histories = await Promise.all(
      items.map(({ id }) => client.labeling.history({ task: dataset, sample: id })),
    );
    return {
      answers: histories.flat().filter(({ author }) => author !== 'import').length,
      keys: (await client.serving.keys()).length,
      datasets: (await client.datasets.list({ limit: 1 })).total,
    };
  };
  // The labels that came with the file are no answers.
  expect(await counts()).toEqual({ answers: answered, keys: 50, datasets: 11 });
  expect(answered).toBeGreaterThan(50);
  await end('SIGKILL');
  expect(existsSync(path.join(folder, 'busy', 'local.json'))).toBe(true);
  const after = await lathe('keys', 'list');
  expect((JSON.parse(after.out) as { keys: unknown[] }).keys).toHaveLength(50);
}, 600_000);
