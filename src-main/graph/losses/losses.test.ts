import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import { checkGradient } from '../autodiff/check.fixture.ts';
import {
  Random,
  Tape,
  binaryCrossEntropy,
  binaryFocal,
  centerFocal,
  dice,
  gradients,
  huber,
  klDivergence,
  maskedDistance,
  meanAbsoluteError,
  meanSquaredError,
  modelOf,
  optimize,
  serialize,
  softmaxCrossEntropy,
  softmaxFocal,
  tensorOf,
  verify,
  type Loss,
} from '../index.ts';
import { askPython, relativeDifference } from '../oracle.fixture.ts';

const losses = {
  softmaxCrossEntropy,
  softmaxFocal,
  binaryCrossEntropy,
  binaryFocal,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  klDivergence,
  dice,
  centerFocal,
  maskedDistance,
} as const;

interface Case {
  readonly loss: keyof typeof losses;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Shape of the output. */
  readonly shape: readonly number[];
  readonly target: 'labels' | 'bits' | 'shares' | 'numbers' | 'distributions' | 'heat' | 'places';
  /** Some of the labels, to be ignored. */
  readonly ignored?: number;
}

const [vectors, sequences] = [
  [6, 4],
  [5, 3, 4],
];
const cases: readonly Case[] = [
  { loss: 'softmaxCrossEntropy', shape: vectors, target: 'labels' },
  { loss: 'softmaxCrossEntropy', shape: sequences, target: 'labels' },
  { loss: 'softmaxCrossEntropy', shape: vectors, target: 'labels', options: { labelSmoothing: 0.1 } },
  {
    loss: 'softmaxCrossEntropy',
    shape: vectors,
    target: 'labels',
    options: { classWeights: [1, 2, 0.5, 3] },
  },
  {
    loss: 'softmaxCrossEntropy',
    shape: sequences,
    target: 'labels',
    options: { ignoreIndex: -100 },
    ignored: -100,
  },
  {
    loss: 'softmaxCrossEntropy',
    shape: sequences,
    target: 'labels',
    options: { ignoreIndex: 0 },
    ignored: 0,
  },
  {
    loss: 'softmaxCrossEntropy',
    shape: sequences,
    target: 'labels',
    options: { ignoreIndex: 2, labelSmoothing: 0.2, classWeights: [1, 2, 0.5, 3] },
    ignored: 2,
  },
  { loss: 'softmaxFocal', shape: vectors, target: 'labels' },
  {
    loss: 'softmaxFocal',
    shape: sequences,
    target: 'labels',
    options: { gamma: 0.5, classWeights: [1, 2, 3, 4] },
  },
  { loss: 'softmaxFocal', shape: vectors, target: 'labels', options: { gamma: 0 } },
  { loss: 'binaryCrossEntropy', shape: [7], target: 'bits' },
  { loss: 'binaryCrossEntropy', shape: [7, 1], target: 'shares' },
  { loss: 'binaryCrossEntropy', shape: vectors, target: 'bits', options: { positiveWeight: 2.5 } },
  {
    loss: 'binaryCrossEntropy',
    shape: vectors,
    target: 'shares',
    options: { positiveWeight: [1, 2, 3, 0.5] },
  },
  { loss: 'binaryFocal', shape: vectors, target: 'bits' },
  { loss: 'binaryFocal', shape: [7, 1], target: 'bits', options: { gamma: 1.5, alpha: 0.25 } },
  { loss: 'meanSquaredError', shape: vectors, target: 'numbers' },
  { loss: 'meanSquaredError', shape: [7, 1], target: 'numbers' },
  { loss: 'meanAbsoluteError', shape: sequences, target: 'numbers' },
  { loss: 'huber', shape: sequences, target: 'numbers' },
  { loss: 'huber', shape: vectors, target: 'numbers', options: { delta: 0.3 } },
  { loss: 'klDivergence', shape: vectors, target: 'numbers' },
  { loss: 'klDivergence', shape: sequences, target: 'numbers', options: { temperature: 3 } },
  { loss: 'klDivergence', shape: vectors, target: 'distributions', options: { target: 'probabilities' } },
  { loss: 'dice', shape: vectors, target: 'labels' },
  { loss: 'dice', shape: [3, 2, 4, 3], target: 'labels', options: { smooth: 0.1 } },
  { loss: 'centerFocal', shape: sequences, target: 'heat' },
  { loss: 'maskedDistance', shape: sequences, target: 'places' },
  { loss: 'maskedDistance', shape: sequences, target: 'places', options: { weights: [1, 0.5, 0, 2] } },
];

const titles = cases.map((one): [string, Case] => [
  `${one.loss} ${JSON.stringify(one.options ?? {})} of [${one.shape.join(',')}] against ${one.target}`,
  one,
]);

function lossOf({ loss, options }: Pick<Case, 'loss' | 'options'>): Loss {
  return (losses[loss] as (options?: object) => Loss)(options);
}

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

interface Data {
  readonly output: readonly number[];
  readonly target: readonly number[];
  readonly targetShape: readonly number[];
  readonly weights: readonly number[];
}

/** Drawn data; without weights of rows all of them are 1. */
function dataOf({ shape, target, ignored }: Case, seed: number, weighed: boolean): Data {
  const random = new Random(seed);
  const draw = <Item>(count: number, next: () => Item) => Array.from({ length: count }, next);
  const normal = () => 2 * random.normal();
  const classes = shape.at(-1) ?? 1;
  const places = shape.slice(0, -1);
  const output = draw(size(shape), normal);
  const weights = draw(shape[0] ?? 1, () => (weighed ? random.uniform() : 1));
  if (weighed) weights[0] = 0;
  switch (target) {
    case 'labels': {
      const labels = draw(size(places), () => Math.floor(random.uniform() * classes));
      if (ignored !== undefined)
        for (let place = 1; place < labels.length; place += 3) labels[place] = ignored;
      return { output, weights, target: labels, targetShape: places };
    }
    case 'bits':
      return {
        output,
        weights,
        target: draw(size(shape), () => Math.round(random.uniform())),
        targetShape: shape,
      };
    case 'shares':
      return { output, weights, target: draw(size(shape), () => random.uniform()), targetShape: shape };
    case 'heat':
      return {
        output,
        weights,
        // A third are middles of objects.
        target: draw(size(shape), () => Math.min(1, 1.5 * random.uniform())),
        targetShape: shape,
      };
    case 'places': {
      const rows = draw(size(places), () => [...draw(classes, normal), Math.round(random.uniform())]);
      return { output, weights, target: rows.flat(), targetShape: [...places, classes + 1] };
    }
    case 'numbers':
      return { output, weights, target: draw(size(shape), normal), targetShape: shape };
    case 'distributions': {
      // The first class never happens.
      const rows = draw(size(places), () =>
        draw(classes, () => random.uniform()).map((p, c) => (c === 0 ? 0 : p)),
      );
      const shares = rows.flatMap((row) => row.map((p) => p / row.reduce((a, b) => a + b, 0)));
      return { output, weights, target: shares, targetShape: shape };
    }
  }
}

/** The loss and its gradient as ONNX Runtime computes them. */
async function run(loss: Loss, shape: readonly number[], data: Data, elementType: 'float32' | 'float64') {
  const tape = new Tape();
  const output = tape.input('output', { elementType, shape });
  const value = loss(tape, {
    output,
    target: tape.input('target', { elementType, shape: data.targetShape }),
    weights: tape.input('weights', { elementType: 'float32', shape: [shape[0] ?? 1] }),
  });
  tape.output('loss', value);
  tape.output('gradient', gradients(tape, value, [output])[0]!);
  const graph = optimize(tape.finish('loss'));
  verify(graph);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const tensor = (values: readonly number[], dims: readonly number[]) =>
    new Tensor(elementType, tensorOf(elementType, dims, values).data as Float32Array, dims);
  const results = await session.run({
    output: tensor(data.output, shape),
    target: tensor(data.target, data.targetShape),
    weights: new Tensor('float32', Float32Array.from(data.weights), [shape[0] ?? 1]),
  });
  await session.release();
  return {
    loss: Number(results['loss']?.data[0]),
    gradient: results['gradient']?.data as Float32Array,
  };
}

describe('losses', () => {
  it.each(titles)('%s: the gradient agrees with finite differences', async (_, one) => {
    for (const seed of [1, 2]) {
      const { target, targetShape, weights } = dataOf(one, seed, true);
      await checkGradient(
        {
          shapes: [one.shape],
          build: (builder, [output]) =>
            lossOf(one)(builder, {
              output: output!,
              target: builder.constant(tensorOf('float64', targetShape, target)),
              weights: builder.constant(tensorOf('float64', [weights.length], weights)),
            }),
        },
        seed,
      );
    }
  });

  it('have the values and gradients of PyTorch', async (context) => {
    const python = findPython('torch');
    context.skip(!python, pythonMissing('torch'));
    const asked = cases.flatMap((one) =>
      [false, true].map((weighed) => {
        const data = dataOf(one, 3, weighed);
        const weights = Array.from(Float32Array.from(data.weights));
        return { ...one, options: one.options ?? {}, ...data, weights };
      }),
    );
    const script = join(import.meta.dirname, 'oracle', 'losses.py');
    const answers = askPython(python ?? '', script, asked) as { loss: number; gradient: number[] }[];
    for (const [index, one] of asked.entries()) {
      const { loss, gradient } = answers[index]!;
      for (const [elementType, tolerance] of [
        ['float64', 1e-12],
        ['float32', 2e-6],
      ] as const) {
        const own = await run(lossOf(one), one.shape, one, elementType);
        const title = `${one.loss} ${JSON.stringify(one.options)} ${elementType}`;
        expect(relativeDifference([own.loss], [loss]), title).toBeLessThan(tolerance);
        expect(relativeDifference(own.gradient, gradient), title).toBeLessThan(tolerance);
      }
    }
  });

  it('stay finite for logits far from zero', async () => {
    const far = [-1e4, -200, -90, 0, 90, 200, 1e4];
    for (const bit of [0, 1])
      for (const loss of [binaryCrossEntropy(), binaryCrossEntropy({ positiveWeight: 3 }), binaryFocal()]) {
        const data = { output: far, target: far.map(() => bit), targetShape: [7], weights: far.map(() => 1) };
        const own = await run(loss, [7], data, 'float32');
        expect([own.loss, ...own.gradient].every(Number.isFinite)).toBe(true);
        const right = await run(
          loss,
          [7],
          { ...data, weights: far.map((x) => Number(bit ? x > 100 : x < -100)) },
          'float32',
        );
        expect(right.loss).toBeLessThan(1e-30);
      }
    const output = [1e4, -1e4, 0, -500, 500, 499, 300, 0, 0];
    const labels = { target: [1, 1, 0], targetShape: [3] };
    const teacher = { target: output.toReversed(), targetShape: [3, 3] };
    for (const [loss, target] of [
      [softmaxCrossEntropy({ labelSmoothing: 0.1 }), labels],
      [softmaxFocal(), labels],
      [klDivergence(), teacher],
    ] as const) {
      const own = await run(loss, [3, 3], { output, weights: [1, 1, 1], ...target }, 'float32');
      expect([own.loss, ...own.gradient].every(Number.isFinite)).toBe(true);
    }
  });

  it('take rows of weight 0 out of the batch', async () => {
    for (const [, one] of titles) {
      const all = dataOf(one, 5, false);
      const rows = one.shape[0] ?? 1;
      const half = Math.floor(rows / 2);
      const part = (values: readonly number[]) => values.slice(0, (values.length / rows) * half);
      const masked = await run(
        lossOf(one),
        one.shape,
        { ...all, weights: all.weights.map((_, row) => Number(row < half)) },
        'float64',
      );
      const fewer = { output: part(all.output), target: part(all.target), weights: part(all.weights) };
      const targetShape = [half, ...all.targetShape.slice(1)];
      const alone = await run(
        lossOf(one),
        [half, ...one.shape.slice(1)],
        { ...fewer, targetShape },
        'float64',
      );
      expect(relativeDifference([masked.loss], [alone.loss])).toBeLessThan(1e-12);
      expect(relativeDifference(part([...masked.gradient]), [...alone.gradient])).toBeLessThan(1e-12);
    }
  });

  it('say what does not fit', () => {
    const build = (loss: Loss, shape: readonly number[], targetShape: readonly number[]) => () => {
      const tape = new Tape();
      loss(tape, {
        output: tape.input('logits', { elementType: 'float32', shape }),
        target: tape.input('answer', { elementType: 'float32', shape: targetShape }),
        weights: tape.input('weights', { elementType: 'float32', shape: [shape[0] ?? 1] }),
      });
    };
    expect(build(softmaxCrossEntropy(), [4], [4])).toThrow(
      'the logits "logits" are [4], not [batch, …, classes]',
    );
    expect(build(softmaxCrossEntropy(), [4, 3], [4, 1])).toThrow(
      'logits [4,3] need labels [4], and "answer" is [4,1]',
    );
    expect(build(softmaxCrossEntropy({ classWeights: [1] }), [4, 3], [4])).toThrow(
      '1 class weights for 3 classes',
    );
    expect(build(softmaxCrossEntropy({ labelSmoothing: 2 }), [4, 3], [4])).toThrow(
      'a share from 0 to 1, not 2',
    );
    expect(build(softmaxCrossEntropy({ ignoreIndex: 0.5 }), [4, 3], [4])).toThrow('a whole number, not 0.5');
    expect(build(meanSquaredError(), [4, 3], [4, 2])).toThrow(
      'the output "logits" is [4,3] and its target "answer" [4,2]',
    );
    expect(build(binaryCrossEntropy({ positiveWeight: [1, 2] }), [4, 3], [4, 3])).toThrow(
      '2 positive weights for logits [4,3]',
    );
    expect(build(binaryCrossEntropy({ positiveWeight: 0 }), [4], [4])).toThrow('must be above 0, not 0');
    expect(() => huber({ delta: 0 })).toThrow('a delta above 0, not 0');
    expect(() => softmaxFocal({ gamma: -1 })).toThrow('a gamma of 0 or more, not -1');
    expect(() => binaryFocal({ alpha: 2 })).toThrow('an alpha of 0 to 1, not 2');
    expect(() => klDivergence({ temperature: 0 })).toThrow('must be above 0, not 0');
  });
});
