/** @file For tests: the commands of labeling and of searches, each once, as a person gives them one after another. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Client } from '../../src-shared/contract.ts';

/** Runs a command that must succeed. @returns what it printed with `--json` */
export type RunCommand = (
  name: string,
  args?: readonly string[],
  input?: string,
) => Promise<Record<string, string>>;

interface Ground {
  readonly folder: string;
  readonly client: Client;
}

/** Help for annotators, and annotations into a file and back. */
export async function labelingCommands(
  lathe: RunCommand,
  named: string,
  { folder, client }: Ground,
): Promise<void> {
  const of = ['--dataset', named];
  const functions = path.join(folder, 'functions.json');
  writeFileSync(
    functions,
    JSON.stringify([{ name: 'buys', label: 'spam', body: { kind: 'dictionary', words: ['buy'] } }]),
  );
  await lathe('labels queue', [...of, '--order', 'random']);
  await lathe('labels functions', [...of, '--from', functions]);
  await lathe('labels suggest', of);
  await lathe('labels progress', of);
  const file = path.join(folder, 'answers.csv');
  await lathe('labels export', [...of, '--format', 'csv', '--out', file, '--yes']);
  const { id = '' } = await lathe('labels import', [file, ...of, '--new-task', 'Back', '--format', 'csv']);
  await lathe('labels imports', [...of, '--task', 'Back']);
  await lathe('labels undo-import', [id]);
  const pairs = path.join(folder, 'pairs.csv');
  writeFileSync(pairs, 'one,other,number\nshort,long,1\nbrief,wordy,2\n');
  const { dataset = '' } = await lathe('import', [pairs, '--target', 'number']);
  const columns = { prompt: null, first: 'one', second: 'other' };
  const { task } = await client.labeling.createTask({
    dataset,
    name: 'Better',
    kind: 'preference',
    options: { columns },
  });
  await lathe('labels ranking', ['--dataset', dataset, '--task', task]);
}

/** What a program prints as a run, and what is done with that. */
export async function trackingCommands(lathe: RunCommand, other: string): Promise<void> {
  const input =
    'step=1 loss=0.5\n{"step": 2, "loss": NaN, "parameters": {"opt": {"lr": 0.1}}}\nWARNING slow\n';
  const { run = '' } = await lathe('log', ['--name', 'logged', '--set', 'seed=1', '--tag', 'who=ada'], input);
  const { id = '' } = await lathe('alerts add', ['--metric', 'loss', '--not-finite']);
  await lathe('alerts ls');
  await lathe('alerts rm', [id]);
  await lathe('alerts');
  await lathe('runs ls', [
    '--experiment',
    'Default',
    '--tag',
    'who=ada',
    '--filter',
    'tags.who = ada and not starred',
  ]);
  await lathe('runs show', [run]);
  await lathe('runs compare', ['logged', other]);
  await lathe('runs tail', ['logged']);
  await lathe('runs log', [run]);
  await lathe('runs rm', [run]);
  await lathe('runs rm', [run, '--for-good']);
}

/** Runs of a file into the workbench, and out of it for TensorBoard. */
export async function runFileCommands(lathe: RunCommand, { folder }: Ground): Promise<void> {
  const file = path.join(folder, 'owl.csv');
  writeFileSync(file, 'step,loss\n1,0.5\n2,0.25\n');
  await lathe('runs import', [file]);
  await lathe('runs export', ['--format', 'tensorboard', '--out', path.join(folder, 'events')]);
}

/** A queue that is held, and a search of one trial in it. */
export async function searchCommands(
  lathe: RunCommand,
  { version, later }: { version: string; later: string },
): Promise<void> {
  const of = ['--version', version, '--recipe', 'text-tfidf'];
  await lathe('queue pause');
  const { id = '' } = await lathe('queue add', of);
  await lathe('queue');
  const search = ['search-of-one'];
  await lathe('search start', [...of, '--trials', '1', '--queue', '--name', ...search]);
  await lathe('search');
  for (const what of ['list', 'show', 'pause', 'resume', 'stop'])
    await lathe(`search ${what}`, what === 'list' ? [] : search);
  await lathe('search continue', [...search, '--trials', '1', '--queue']);
  await lathe('queue reorder', [id]);
  await lathe('queue stop', [id]);
  await lathe('search stop', search);
  const bisection = ['bisection-of-one'];
  const pair = ['--good', version, '--bad', later];
  await lathe('bisect start', [...pair, '--recipe', 'text-tfidf', '--queue', '--name', ...bisection]);
  await lathe('bisect');
  await lathe('bisect show', bisection);
  await lathe('bisect continue', [...bisection, '--seeds', '4', '--queue']);
  await lathe('bisect stop', bisection);
  await lathe('queue resume');
}

/** A model registered, promoted through a gate, retired and restored. */
export async function registryCommands(lathe: RunCommand, model: string, { folder }: Ground): Promise<void> {
  const gates = path.join(folder, 'gates.json');
  const gate = { stage: 'production', fact: 'models.size', parameters: {}, comparison: '<=', value: 1 };
  writeFileSync(gates, JSON.stringify([gate]));
  expect(await lathe('models register', [model, '--name', 'mail'])).toMatchObject({
    name: 'mail',
    version: 1,
  });
  await lathe('models gates', ['mail', '--from', gates]);
  expect(await lathe('models diff', ['mail/1', model])).toMatchObject({ card: [], parameters: [] });
  await lathe('models alias', ['mail/1', 'champion']);
  const why = ['--override', '--reason', 'it is a test'];
  expect(await lathe('models stage', ['mail@champion', 'production', ...why])).toMatchObject({
    stage: 'production',
  });
  const { follows } = await lathe('deploy', ['--model', 'mail@champion', '--name', 'champion']);
  expect(follows).toMatchObject({ name: 'mail', alias: 'champion', version: 1 });
  await lathe('undeploy', ['champion']);
  await lathe('models alias', ['mail', 'champion', '--remove']);
  await lathe('models retire', ['mail/1']);
  expect(await lathe('models restore', ['mail/1', ...why])).toMatchObject({ stage: 'production' });
  for (const what of ['registry', 'versions', 'history'])
    await lathe(`models ${what}`, what === 'registry' ? [] : ['mail']);
}
