/** @file The gradient checker: an operator's gradient rule against finite differences, over drawn shapes and attributes. */
import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  Tape,
  gradients,
  modelOf,
  optimize,
  serialize,
  tensorOf,
  verify,
  type GraphBuilder,
  type Value,
} from '../index.ts';
import type { Differentiable } from './rule.ts';

export interface GradientCheck {
  /** Shapes of the inputs with respect to which the gradient is taken. */
  readonly shapes: readonly (readonly number[])[];
  readonly build: (builder: GraphBuilder, inputs: readonly Value[]) => Value | readonly Value[];
  /** Values are drawn from (low, high); ±1.5 unless given. */
  readonly range?: readonly [low: number, high: number];
  /** float64 unless ONNX Runtime's CPU has no such kernel for the operator or its gradient. */
  readonly elementType?: 'float32' | 'float64';
  /** Where the function has no derivative: values keep away from these. */
  readonly kinks?: readonly number[];
  /** No two values, of one input or of several, are near each other. */
  readonly distinct?: boolean;
}

/** Step of the differences, and what rounding leaves of the agreement, relative to the size of the derivative. */
const precision = {
  float32: { step: 0.01, tolerance: 2e-3 },
  float64: { step: 1e-4, tolerance: 1e-7 },
} as const;

/** Σ y w over all elements of all outputs, with fixed w, so that every element of y has a weight of its own. */
function weighted(builder: GraphBuilder, results: readonly Value[], elementType: 'float32' | 'float64') {
  const flat = results.map((y) => builder.reshape(y, size(y.shape)));
  const all = flat.length === 1 ? flat[0]! : builder.concat(flat, 0);
  const weights = Array.from({ length: size(all.shape) }, (_, index) => Math.cos(index + 1));
  const constant = builder.constant(tensorOf(elementType, [weights.length], weights));
  return builder.sum(builder.mul(all, constant), [0]);
}

function size(shape: readonly (number | string)[]): number {
  return shape.reduce<number>((product, dimension) => product * Number(dimension), 1);
}

async function sessionOf({ shapes, build, elementType = 'float64' }: GradientCheck) {
  const tape = new Tape();
  const inputs = shapes.map((shape, index) => tape.input(`x${index}`, { elementType, shape }));
  const results = [build(tape, inputs)].flat();
  const loss = weighted(tape, results, elementType);
  tape.output('loss', loss);
  for (const [index, gradient] of gradients(tape, loss, inputs).entries()) {
    expect(gradient.shape).toEqual(inputs[index]?.shape);
    tape.output(`d${index}`, gradient);
  }
  const graph = optimize(tape.finish('check'));
  verify(graph);
  return InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3, intraOpNumThreads: 1 });
}

/** Park & Miller's generator: the same seed gives the same numbers of (0, 1) anywhere. */
function generator(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2147483647;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function points(check: GradientCheck, random: () => number): readonly Float64Array[] {
  const { shapes, range: [low, high] = [-1.5, 1.5], kinks = [], distinct = false } = check;
  const total = shapes.reduce((sum, shape) => sum + size(shape), 0);
  const places = Array.from({ length: total }, (_, index) => index);
  for (const last of places.keys()) {
    const other = Math.floor(random() * (last + 1));
    [places[last], places[other]] = [places[other]!, places[last]!];
  }
  const margin = 4 * precision[check.elementType ?? 'float64'].step;
  const next = () => {
    const share = distinct ? (places.pop()! + 0.5) / total : random();
    const value = low + (high - low) * share;
    const kink = kinks.find((at) => Math.abs(value - at) < margin);
    return kink === undefined ? value : kink + (value < kink ? -margin : margin);
  };
  return shapes.map((shape) => Float64Array.from({ length: size(shape) }, next));
}

/**
 * The derivative in a random direction against Richardson-extrapolated central differences: they must agree to 1e-7
 * in float64, and in float32 to what rounding leaves.
 */
export async function checkGradient(check: GradientCheck, seed: number): Promise<void> {
  const { shapes, elementType = 'float64' } = check;
  const { step, tolerance } = precision[elementType];
  const random = generator(seed);
  const at = points(check, random);
  const direction = shapes.map((shape) => Float64Array.from({ length: size(shape) }, () => random() - 0.5));
  const run = await sessionOf(check);
  const evaluate = (by: number) => {
    const feeds = at.map((values, input) => {
      const moved = values.map((value, index) => value + by * (direction[input]?.[index] ?? 0));
      const data = elementType === 'float64' ? moved : Float32Array.from(moved);
      return [`x${input}`, new Tensor(elementType, data, shapes[input])] as const;
    });
    return run.run(Object.fromEntries(feeds));
  };
  try {
    const loss = async (by: number) => Number((await evaluate(by))['loss']?.data[0]);
    const central = async (by: number) => ((await loss(by)) - (await loss(-by))) / (2 * by);
    const numeric = (4 * (await central(step)) - (await central(2 * step))) / 3;
    const here = await evaluate(0);
    const terms = direction.flatMap((values, input) => {
      const gradient = here[`d${input}`]?.data as Float32Array;
      return Array.from(values, (value, index) => value * (gradient[index] ?? Number.NaN));
    });
    const exact = terms.reduce((sum, term) => sum + term, 0);
    const scale = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(Number(here['loss']?.data[0])));
    expect(Math.abs(exact - numeric)).toBeLessThan(tolerance * Math.max(1, scale));
  } finally {
    await run.release();
  }
}

/** What is drawn for each operator of a family. */
export type Checks = Readonly<Record<string, fc.Arbitrary<GradientCheck>>>;

/**
 * The tests of a family: every operator whose row in the table is a gradient has a check and holds it for `runs` drawn
 * cases, and every other row says why it is none.
 */
export function describeGradients(
  table: Readonly<Record<string, Differentiable>>,
  checks: Checks,
  runs = 12,
): void {
  const withGradient = Object.entries(table).flatMap(([op, rule]) => ('reason' in rule ? [] : [op]));
  describe('gradient rules', () => {
    it('are all checked', () => {
      expect(Object.keys(checks).toSorted()).toEqual(withGradient.toSorted());
    });

    it('say why there is none', () => {
      for (const rule of Object.values(table))
        if ('reason' in rule) expect(rule.reason.length).toBeGreaterThan(10);
    });

    it.each(Object.entries(checks))('%s agrees with finite differences', async (_, check) => {
      const property = fc.asyncProperty(check, fc.nat(1e6), checkGradient);
      await fc.assert(property, { numRuns: runs, seed: 3 });
    });
  });
}

/** Shapes of up to three axes of 1 to 4 elements. */
export const anyShape: fc.Arbitrary<readonly number[]> = fc.array(fc.integer({ min: 1, max: 4 }), {
  maxLength: 3,
});

/** `count` shapes that broadcast with each other: axes of size 1 and axes left out in front. */
export function broadcastShapes(count: number): fc.Arbitrary<readonly (readonly number[])[]> {
  return anyShape.chain((shape) => {
    const one = fc
      .tuple(
        fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
        fc.nat(shape.length),
      )
      .map(([ones, dropped]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped));
    return fc.array(one, { minLength: count, maxLength: count });
  });
}
