/** @file Batches prepared in a thread of their own beside batches filled in the step's thread, on the network of the CIFAR-10 tutorial. */
import { Random, adam, cifarNet, networkOf, softmaxCrossEntropy } from '../src-main/graph/index.ts';
import {
  BatchBuffer,
  BatchesAhead,
  Sampler,
  Trainer,
  type BatchSource,
  type Encoded,
} from '../src-main/training/worker/trainer/index.ts';
import { median, type Bench } from './report.ts';

/** ONNX's number of the element type. */
const float = 1;
const batchSize = 64;
const rows = 4096;
const stretch = 12;
const rounds = 9;

function images(): Encoded {
  const random = new Random(1);
  return {
    rows,
    columns: [
      {
        name: 'pixels',
        elementType: 'uint8',
        shape: [32, 32, 3],
        data: Uint8Array.from({ length: rows * 3072 }, () => random.next() & 255),
      },
      {
        name: 'labels',
        elementType: 'int32',
        shape: [],
        data: Int32Array.from({ length: rows }, () => random.next() % 10),
      },
    ],
  };
}

function openTrainer(): Trainer {
  const layers = cifarNet({
    height: 32,
    width: 32,
    channels: 3,
    classes: 10,
    filters: [32, 64, 64],
    dense: 64,
  });
  const pixels = { name: 'pixels', elementType: 'uint8', shape: [32, 32, 3] } as const;
  const network = networkOf(
    {
      ...layers,
      apply(builder, input, scope) {
        const floats = builder.emit('Cast', [input], { to: float });
        return layers.apply(builder, builder.transpose(floats, 0, 3, 1, 2), scope);
      },
    },
    pixels,
  );
  const target = { name: 'labels', elementType: 'int32', shape: [] } as const;
  const heads = [{ output: 'logits', target, loss: softmaxCrossEntropy() }];
  const step = () => ({ network, heads, optimizer: adam(), batch: batchSize });
  return Trainer.open({ step, threads: 2, seed: 1 }, { rows: batchSize }, new Random(1));
}

/** Milliseconds of a step, its batch included. */
async function measure(trainer: Trainer, source: BatchSource, sampler: Sampler): Promise<number> {
  const began = performance.now();
  for (let step = 1; step <= stretch; step++) {
    if (sampler.position === sampler.batchesPerEpoch) sampler.restart();
    const batch = await source.next(sampler, { epoch: 1, batch: sampler.position }, 1);
    await trainer.step(batch, { step, learningRate: 1e-3 });
  }
  return (performance.now() - began) / stretch;
}

export const bench: Bench = {
  about: 'batches of images prepared in a thread beside filled in the step’s own',
  async run(report) {
    const [data, trainer] = [images(), openTrainer()];
    const all = { crop: 4, flip: true, rotate: 15, color: 0.2 };
    const cases = { 'copied as they are': undefined, 'moved, mirrored, turned, recolored': all };
    for (const [name, augmentation] of Object.entries(cases)) {
      const filling = { augmentation, seed: 1 };
      const sources = [
        new BatchesAhead({ data, filling, batchSize }),
        new BatchBuffer(data, filling),
      ] as const;
      const samplers = sources.map(() => new Sampler({ rows, batch: batchSize }, 1));
      const times: [number, number][] = [];
      for (let round = 0; round <= rounds; round++)
        times.push([
          await measure(trainer, sources[0], samplers[0]!),
          await measure(trainer, sources[1], samplers[1]!),
        ]);
      await sources[0].close();
      const kept = times.slice(1);
      report({
        case: `64 images of 32 x 32 x 3, ${name}`,
        unit: 'ms/step',
        lathe: median(kept.map(([ahead]) => ahead)),
        peer: median(kept.map(([, here]) => here)),
        peerName: 'filled in the step’s thread',
        ratio: median(kept.map(([ahead, here]) => ahead / here)),
        goal: augmentation ? 1 : null,
        pairs: kept.length,
      });
    }
    await trainer.close();
  },
};
