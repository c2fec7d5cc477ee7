/** @file Does logistic regression end at scikit-learn's coefficients? Breast cancer, standardized, the usual penalty C = 1. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../../scripts/python.ts';
import { completeParameters, recipeNamed } from '../../src-main/training/recipes/index.ts';
import { rowsOf, type FrozenVersion } from '../../src-main/training/worker/programs/index.ts';
import { readSafeTensors } from '../../src-main/training/worker/trainer/safetensors.ts';
import type { DatasetVersion } from '../../src-shared/contract.ts';
import type { Case } from './case.ts';
import { fingerprintOf } from './kept.ts';
import type { Material, Workspace } from './workspace.ts';

const cancer: Material = {
  name: 'Breast cancer',
  kind: 'table',
  file: 'breast-cancer.csv',
  bytes: () =>
    readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'samples', 'breast-cancer.csv')),
};

const recipe = 'logistic-regression';
const defaults = completeParameters(recipeNamed(recipe), {});

/** Gradient descent on all rows at once until it stands still. */
const convergence = {
  epochs: 1000,
  patience: 0,
  learningRate: 0.3,
  optimizer: 'sgd',
  schedule: 'constant',
  warmup: 0,
};
/** scikit-learn adds w² / (2 C) to the sum of the losses, a weight decay λ adds λ w² / 2 to their mean. */
const parametersFor = ({ train }: DatasetVersion, seed: number) => {
  return { ...defaults, ...convergence, batchSize: train, weightDecay: 1 / train, seed };
};

/** The training split as the file holds it: numbers `[rows, columns]`, and whether a row is of the second class. */
async function rowsFor(version: DatasetVersion, path: string) {
  const features = version.columns.filter(({ role }) => role === 'feature').map(({ name }) => `f:${name}`);
  const file: FrozenVersion = { ...version, path };
  const [x, y]: [number[][], number[]] = [[], []];
  for await (const rows of rowsOf(file, { split: 'train', columns: ['label', ...features] }))
    for (const [label, ...cells] of rows) {
      x.push(cells.map(Number));
      y.push(version.labels.indexOf(String(label)));
    }
  return { x, y };
}

interface Coefficients {
  readonly weight: readonly number[];
  readonly bias: number;
}

/** Those of a training's last state. */
function coefficientsIn(checkpoint: string): Coefficients {
  const { tensors } = readSafeTensors(readFileSync(checkpoint));
  return {
    weight: [...(tensors.get('linear.weight')?.data ?? [])],
    bias: tensors.get('linear.bias')?.data[0] ?? NaN,
  };
}

function theirs(python: string, file: string): Coefficients {
  const script = join(import.meta.dirname, 'coefficients.py');
  return JSON.parse(execFileSync(python, [script, file], { encoding: 'utf8' })) as Coefficients;
}

export function coefficientsCase(workspace: Workspace): Case {
  return {
    title: 'logistic-regression on breast cancer, beside scikit-learn',
    unit: 'greatest difference of a coefficient',
    goal: 1e-3,
    peerName: null,
    settings: { ...defaults, ...convergence },
    async run(seed) {
      const python = findPython('sklearn');
      if (!python) throw new Error('missing: scikit-learn (npm run oracles installs it)');
      const version = await workspace.version(cancer);
      const parameters = parametersFor(version, seed);
      const name = `${recipe} ${fingerprintOf(parameters)}`;
      const run = await workspace.trained({ name, version, recipe, parameters });
      const own = coefficientsIn(await workspace.artifact(run, 'checkpoint-last.safetensors'));
      const file = join(workspace.folder, 'coefficients.json');
      writeFileSync(file, JSON.stringify(await rowsFor(version, workspace.blob(version.blob))));
      const peer = theirs(python, file);
      const differences = peer.weight.map((value, column) => Math.abs(value - (own.weight[column] ?? NaN)));
      const lathe = Math.max(...differences, Math.abs(peer.bias - own.bias));
      return { lathe, peer: null, ratio: null, seconds: run.seconds };
    },
  };
}
