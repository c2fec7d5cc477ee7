/**
 * @file Does the text generator learn what PyTorch's learns? A character GPT on Moby-Dick beside its twin: the same start,
 * the same batches, Adam; then the loss of the held-out tenth (nats a character).
 *
 *   node bench/learning/gpt.ts FOLDER [seed=1] [steps=2000]
 *
 * Both keep their state in FOLDER every hundred steps and go on from there when started again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../../scripts/python.ts';
import {
  Random,
  adam,
  gptDecoder,
  networkOf,
  softmaxCrossEntropy,
  type StateTensor,
} from '../../src-main/graph/index.ts';
import { tokenizerOf, trainTokenizer } from '../../src-main/workers/text/index.ts';
import { Trainer, type State } from '../../src-main/workers/training/index.ts';
import { readSafeTensors, writeSafeTensors } from '../../src-main/workers/training/safetensors.ts';
import { writeWhole } from '../../src-main/workers/training/files.ts';

const [folder, seedText = '1', stepsText = '2000'] = process.argv.slice(2);
if (folder === undefined) throw new Error('say in which folder the states are kept');
const [seed, steps] = [Number(seedText), Number(stepsText)];
const sizes = { length: 64, size: 128, heads: 4, layers: 2, inner: 512 };
const rows = 32;
const saveEvery = 100;
const learningRate = 1e-3;
const here = join(folder, `seed-${seed}`);
mkdirSync(here, { recursive: true });

const source = join(import.meta.dirname, '..', '..', 'node_modules', '@stdlib', 'datasets-moby-dick');
const text = readFileSync(join(source, 'data', 'data.txt'), 'utf8');
const border = Math.floor(0.9 * text.length);
const tokenizer = tokenizerOf(trainTokenizer('char', [text.slice(0, border)], 256));
const [train, heldOut] = [text.slice(0, border), text.slice(border)].map((part) =>
  tokenizer.encode(part),
) as [Int32Array, Int32Array];

const decoder = gptDecoder({ ...sizes, vocabulary: tokenizer.size });
const tokens = { elementType: 'int32', shape: [sizes.length] } as const;
const network = networkOf(decoder, { name: 'x', ...tokens });
const heads = [{ output: 'logits', target: { name: 'y', ...tokens }, loss: softmaxCrossEntropy() }];
const options = { network, heads, optimizer: adam(), batch: rows };

/** Windows that begin at the given places, each with itself moved by one. */
function batchAt(ids: Int32Array, places: Iterable<number>) {
  const starts = [...places];
  const windows = (moved: number) =>
    Int32Array.from({ length: rows * sizes.length }, (_, index) => {
      const start = starts[Math.floor(index / sizes.length)] ?? 0;
      return ids[start + moved + (index % sizes.length)] ?? 0;
    });
  return { rows, tensors: { x: windows(0), y: windows(1), weights: new Float32Array(rows).fill(1) } };
}

const random = new Random(seed);
const places = Int32Array.from({ length: steps * rows }, () =>
  Math.floor(random.uniform() * (train.length - sizes.length - 1)),
);
const judged = Math.floor((heldOut.length - 1) / sizes.length / rows);

function save(name: string, state: State, step: number): Promise<void> {
  const shapes = new Map(decoder.parameters.map((parameter) => [parameter.name, parameter.shape]));
  const tensors = Array.from(state, ([key, data]) => {
    const shape: StateTensor['shape'] = shapes.get(key.split('/')[0] ?? '') ?? [data.length];
    return [key, { shape, data }] as const;
  });
  const metadata = { step: String(step) };
  return writeWhole(join(here, name), writeSafeTensors({ tensors: new Map(tensors), metadata }));
}

async function ours(): Promise<number> {
  const trainer = Trainer.open({ step: () => options, threads: 2, seed }, { rows }, new Random(seed));
  try {
    if (!existsSync(join(here, 'start.safetensors'))) await save('start.safetensors', trainer.state, 0);
    let step = 0;
    const kept = join(here, 'ours.safetensors');
    if (existsSync(kept)) {
      const { tensors, metadata } = readSafeTensors(readFileSync(kept));
      trainer.restore(new Map(Array.from(tensors, ([name, { data }]) => [name, data])));
      step = Number(metadata['step']);
    }
    while (step < steps) {
      const batch = batchAt(train, places.subarray(step * rows, (step + 1) * rows));
      const loss = await trainer.step(batch, { step: ++step, learningRate });
      if (step % saveEvery === 0 || step === steps) {
        await save('ours.safetensors', trainer.state, step);
        console.log(`step ${step}: ${loss.toFixed(4)}`);
      }
    }
    let total = 0;
    for (let index = 0; index < judged; index++) {
      const starts = Array.from({ length: rows }, (_, row) => (index * rows + row) * sizes.length);
      total += (await trainer.evaluate(batchAt(heldOut, starts))).loss;
    }
    return total / judged;
  } finally {
    await trainer.close();
  }
}

function theirs(): number {
  const python = findPython('torch', 'numpy');
  if (!python) throw new Error('missing: PyTorch (npm run oracles installs it)');
  for (const [name, data] of Object.entries({ train, heldOut, places }))
    writeFileSync(join(here, `${name}.int32`), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const spec = { ...sizes, rows, steps, judged, learningRate, saveEvery };
  writeFileSync(join(here, 'spec.json'), JSON.stringify(spec));
  const script = join(import.meta.dirname, 'gpt.py');
  return Number(
    execFileSync(python, [script, here], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

const lathe = await ours();
const peer = theirs();
console.log(
  JSON.stringify({ case: 'char GPT, held-out nats', seed, steps, lathe, peer, ratio: lathe / peer }),
);
