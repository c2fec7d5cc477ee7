/**
 * @file Measures the trainings that the bench `search` looks up: `node bench/search/measure.ts table|curves|wages FILE`. It goes on where
 * FILE, a line a training, ends; how many there are is known before.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../src-main/app.ts';
import { importSource } from '../../src-main/datasets/commands.ts';
import { createSession } from '../../src-main/platform/cli/session.ts';
import { createTerminal } from '../../src-main/platform/cli/terminal.ts';
import { inProcess } from '../../src-main/platform/cli/workbench.ts';
import { completeParameters, recipeNamed } from '../../src-main/training/recipes/index.ts';
import { train, type TrainSpec, type TrainUpdate } from '../../src-main/training/worker/train.ts';
import { freeze } from '../../src-main/versions/commands.ts';
import type { Parameters } from '../../src-shared/contract.ts';
import { suggest } from '../../src-shared/search/suggest.ts';
import { CURVES, TABLE, WAGES, tableRows } from './measured.ts';

const SAMPLES = path.join(import.meta.dirname, '..', '..', 'resources', 'samples');

interface Plan {
  readonly data: string;
  readonly options: { readonly target?: string };
  readonly recipe: 'table-regressor' | 'text-tfidf';
  readonly all: readonly Parameters[];
}

function planOf(what: string): Plan {
  if (what === 'table')
    return {
      data: 'wages.csv',
      options: { target: 'wage' },
      recipe: 'table-regressor',
      all: tableRows().map((values) => ({ ...TABLE.fixed, ...values })),
    };
  if (what === 'wages')
    return {
      data: 'wages.csv',
      options: { target: 'wage' },
      recipe: 'table-regressor',
      all: randomTrials(WAGES),
    };
  return {
    data: 'spam-emails.jsonl',
    options: {},
    recipe: 'text-tfidf',
    all: randomTrials(CURVES),
  };
}

function randomTrials({ trials, fixed, space }: typeof CURVES | typeof WAGES): readonly Parameters[] {
  return Array.from({ length: trials }, (_, at) => ({
    ...fixed,
    ...suggest({ sampler: 'random', space, seed: 1 }, [], at + 1),
  }));
}

async function main([what = '', file = '']: readonly string[]): Promise<void> {
  const { data, options, recipe, all } = planOf(what);
  const done = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').length : 0;
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-measure-'));
  const app = await createApp({ workspace: path.join(folder, 'workspace'), host: 'server' });
  const shell = { stdin: process.stdin, stdout: process.stderr, stderr: process.stderr };
  const session = createSession({
    workbench: inProcess(app),
    terminal: createTerminal({ json: true, shell }),
  });
  const { dataset } = await importSource(session, { kind: 'path', path: path.join(SAMPLES, data) }, options);
  const { id } = await freeze(session, { dataset, seed: 1 });
  const { blob, ...content } = await app.client.versions.get({ version: id });
  await app.close();
  const version: TrainSpec['version'] = {
    ...content,
    path: path.join(folder, 'workspace', 'blobs', 'sha256', blob.slice(0, 2), blob),
  };
  for (const [at, values] of all.entries()) {
    if (at < done) continue;
    const losses: number[] = [];
    const parameters = completeParameters(recipeNamed(recipe), values);
    const directory = path.join(folder, 'run');
    const spec = { recipe: recipeNamed(recipe).name, version, parameters, directory, checkpointSeconds: 1e6 };
    await train(spec, {
      emit: async (update: TrainUpdate) => {
        if (update.kind === 'epoch') losses[update.epoch - 1] = update.validation.loss;
      },
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    rmSync(directory, { recursive: true });
    const kept = losses.map((loss) => Number(loss.toPrecision(6)));
    appendFileSync(
      file,
      `${JSON.stringify(what === 'table' ? Math.min(...kept) : { values, losses: kept })}\n`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}

await main(process.argv.slice(2));
