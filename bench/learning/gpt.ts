/**
 * @file Does the text generator learn what PyTorch's learns? A character GPT on Moby-Dick beside its twin: the same start,
 * the same batches, Adam; then the loss of the held-out tenth (nats a character). Both keep their state every hundred
 * steps and go on from there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mobyDick } from '../../scripts/samples/prose.ts';
import { findPython } from '../../scripts/python.ts';
import {
  Random,
  adam,
  gptDecoder,
  networkOf,
  softmaxCrossEntropy,
  type StateTensor,
  type StepOptions,
} from '../../src-main/graph/index.ts';
import { tokenizerOf, trainTokenizer } from '../../src-main/text/index.ts';
import { Trainer, type State } from '../../src-main/training/worker/trainer/index.ts';
import { readSafeTensors, writeSafeTensors } from '../../src-main/training/worker/trainer/safetensors.ts';
import { writeWhole } from '../../src-main/training/worker/trainer/files.ts';
import type { Case } from './case.ts';

const settings = {
  length: 64,
  size: 128,
  heads: 4,
  layers: 2,
  inner: 512,
  rows: 32,
  steps: 2000,
  learningRate: 1e-3,
};
const { rows, steps, learningRate, length } = settings;
const saveEvery = 100;

interface Corpus {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  /** Different characters. */
  readonly vocabulary: number;
}

function corpus(): Corpus {
  const text = mobyDick().toString('utf8');
  const border = Math.floor(0.9 * text.length);
  const tokenizer = tokenizerOf(trainTokenizer('char', [text.slice(0, border)], 256));
  return {
    train: tokenizer.encode(text.slice(0, border)),
    heldOut: tokenizer.encode(text.slice(border)),
    vocabulary: tokenizer.size,
  };
}

function stepOptions(vocabulary: number): StepOptions {
  const tokens = { elementType: 'int32', shape: [length] } as const;
  return {
    network: networkOf(gptDecoder({ ...settings, vocabulary }), { name: 'x', ...tokens }),
    heads: [{ output: 'logits', target: { name: 'y', ...tokens }, loss: softmaxCrossEntropy() }],
    optimizer: adam(),
    batch: rows,
  };
}

/** Windows that begin at the given places, each with itself moved by one. */
function batchAt(ids: Int32Array, places: Iterable<number>) {
  const starts = [...places];
  const windows = (moved: number) =>
    Int32Array.from({ length: rows * length }, (_, index) => {
      const start = starts[Math.floor(index / length)] ?? 0;
      return ids[start + moved + (index % length)] ?? 0;
    });
  return { rows, tensors: { x: windows(0), y: windows(1), weights: new Float32Array(rows).fill(1) } };
}

/** Where the windows of all steps begin. */
function placesOf({ train }: Corpus, seed: number): Int32Array {
  const random = new Random(seed);
  return Int32Array.from({ length: steps * rows }, () =>
    Math.floor(random.uniform() * (train.length - length - 1)),
  );
}

/** Batches that the held-out text makes. */
const evaluatedIn = ({ heldOut }: Corpus) => Math.floor((heldOut.length - 1) / length / rows);

/** One training with its files in a folder. */
interface Setting {
  readonly folder: string;
  readonly seed: number;
  readonly corpus: Corpus;
  readonly places: Int32Array;
  readonly options: StepOptions;
}

function save({ folder, options }: Setting, name: string, [state, step]: readonly [State, number]) {
  const shapes = new Map(options.network.parameters.map((parameter) => [parameter.name, parameter.shape]));
  const tensors = Array.from(state, ([key, data]) => {
    const shape: StateTensor['shape'] = shapes.get(key.split('/')[0] ?? '') ?? [data.length];
    return [key, { shape, data }] as const;
  });
  const metadata = { step: String(step) };
  return writeWhole(join(folder, name), writeSafeTensors({ tensors: new Map(tensors), metadata }));
}

/** Puts the trainer where it was cut off. Returns the steps done. */
async function goOn(setting: Setting, trainer: Trainer): Promise<number> {
  const kept = join(setting.folder, 'ours.safetensors');
  if (!existsSync(kept)) {
    await save(setting, 'start.safetensors', [trainer.state, 0]);
    return 0;
  }
  const { tensors, metadata } = readSafeTensors(readFileSync(kept));
  trainer.restore(new Map(Array.from(tensors, ([name, { data }]) => [name, data])));
  return Number(metadata['step']);
}

async function heldOutLoss(trainer: Trainer, corpus: Corpus): Promise<number> {
  let total = 0;
  for (let index = 0; index < evaluatedIn(corpus); index++) {
    const starts = Array.from({ length: rows }, (_, row) => (index * rows + row) * length);
    total += (await trainer.evaluate(batchAt(corpus.heldOut, starts))).loss;
  }
  return total / evaluatedIn(corpus);
}

async function ours(setting: Setting): Promise<number> {
  const { corpus, places, options, seed } = setting;
  const trainer = Trainer.open({ step: () => options, threads: 2, seed }, { rows }, new Random(seed));
  try {
    let step = await goOn(setting, trainer);
    while (step < steps) {
      const batch = batchAt(corpus.train, places.subarray(step * rows, (step + 1) * rows));
      const loss = await trainer.step(batch, { step: ++step, learningRate });
      if (step % saveEvery !== 0 && step !== steps) continue;
      await save(setting, 'ours.safetensors', [trainer.state, step]);
      console.error(`Lathe step ${step}: ${loss.toFixed(4)}`);
    }
    return await heldOutLoss(trainer, corpus);
  } finally {
    await trainer.close();
  }
}

function theirs({ folder, corpus, places }: Setting, python: string): number {
  const { train, heldOut } = corpus;
  for (const [name, data] of Object.entries({ train, heldOut, places }))
    writeFileSync(
      join(folder, `${name}.int32`),
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
  writeFileSync(
    join(folder, 'spec.json'),
    JSON.stringify({ ...settings, evaluated: evaluatedIn(corpus), saveEvery }),
  );
  const script = join(import.meta.dirname, 'gpt.py');
  return Number(
    execFileSync(python, [script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** @param folder where states are kept, a folder a seed */
export function gptCase(folder: string): Case {
  return {
    title: 'character GPT on Moby-Dick, beside its twin',
    unit: 'nats a held-out character',
    goal: 1.02,
    peerName: 'PyTorch',
    settings,
    async run(seed) {
      const python = findPython('torch', 'numpy');
      if (!python) throw new Error('missing: PyTorch (npm run oracles installs it)');
      const here = join(folder, `gpt-${seed}`);
      mkdirSync(here, { recursive: true });
      const text = corpus();
      const setting = {
        folder: here,
        seed,
        corpus: text,
        places: placesOf(text, seed),
        options: stepOptions(text.vocabulary),
      };
      const started = performance.now();
      const lathe = await ours(setting);
      const seconds = (performance.now() - started) / 1000;
      const peer = theirs(setting, python);
      return { lathe, peer, ratio: lathe / peer, seconds };
    },
  };
}
