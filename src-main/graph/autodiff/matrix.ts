/** @file Gradient rules of products. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { equationOf, type Equation } from '../ops/einsum.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import type { matrix as signatures } from '../ops/matrix.ts';
import {
  type Backward,
  constantLike,
  type Differentiable,
  fail,
  type GradientRule,
  requireValue,
  single,
  unbroadcast,
} from './rule.ts';

/**
 * Y = A B: dA = dY B', dB = A' dY, summed over broadcast leading axes. A vector is a row in front and a column behind.
 */
export const matMul: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [left, right] = [x[0]!, x[1]!];
  if (left.shape.length > 1 && right.shape.length === 2) return rowsTimesMatrix(step, [left, right]);
  const a = left.shape.length === 1 ? builder.reshape(left, 1, ...left.shape) : left;
  const b = right.shape.length === 1 ? builder.reshape(right, ...right.shape, 1) : right;
  const outer = [...dy.shape].slice(0, dy.shape.length - Number(a === left) - Number(b === right));
  const whole =
    a === left && b === right ? dy : builder.reshape(dy, ...outer, a.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1);
  const back = (gradient: Value, from: Value, to: Value) => {
    const summed = unbroadcast(builder, gradient, to.shape);
    return from === to ? summed : builder.reshape(summed, ...from.shape);
  };
  return [
    wanted(0) ? back(builder.emit('MatMul', [whole, turned(builder, b)]), left, a) : undefined,
    wanted(1) ? back(builder.emit('MatMul', [turned(builder, a), whole]), right, b) : undefined,
  ];
};

/** One matrix for all leading axes: its gradient is one product over all rows, not a sum of many. */
function rowsTimesMatrix(step: Backward, [a, b]: readonly [Value, Value]): readonly (Value | undefined)[] {
  const { builder, wanted } = step;
  const dy = requireValue(step, step.upstream[0]);
  const [inner, columns] = b.shape.map(sizeOf) as [number, number];
  const rows = elementCount(a.shape) / inner;
  const dyRows = builder.reshape(dy, rows, columns);
  const da = () => builder.reshape(builder.emit('Gemm', [dyRows, b], { transB: 1 }), ...a.shape);
  const db = () => weightGradient(builder, builder.reshape(a, rows, inner), dyRows);
  return [wanted(0) ? da() : undefined, wanted(1) ? db() : undefined];
}

/** From this many rows on, a transposition of the weights costs less than it saves. */
const manyRows = 1024;

/**
 * A' dY. ONNX Runtime packs the factor that it reads transposed again for every panel of the other one, so the other
 * should be the narrower: where dY is wider than A the product is taken as (dY' A)'.
 */
function weightGradient(builder: GraphBuilder, a: Value, dy: Value): Value {
  const [rows, inner, columns] = [a.shape[0], a.shape[1], dy.shape[1]].map(sizeOf) as [
    number,
    number,
    number,
  ];
  if (columns <= inner || rows < manyRows) return builder.emit('Gemm', [a, dy], { transA: 1 });
  return builder.transpose(builder.emit('MatMul', [builder.transpose(dy, 1, 0), a]), 1, 0);
}

function turned(builder: GraphBuilder, value: Value): Value {
  const axes = [...value.shape.keys()];
  const last = axes.length - 1;
  return builder.transpose(value, ...axes.slice(0, -2), last, last - 1);
}

/**
 * Y = α op(A) op(B) + β C with op the identity or the transpose:
 * dA = α dY op(B)' or its transpose α op(B) dY', dB = α op(A)' dY or α dY' op(A), dC = β dY summed to its shape.
 */
export const gemm: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [transA, transB] = [intAttribute(step, 'transA', 0), intAttribute(step, 'transB', 0)];
  const [alpha, beta] = [scaleOf(step, 'alpha'), scaleOf(step, 'beta')];
  const [a, b, c] = [x[0]!, x[1]!, x[2]];
  const product = (factors: readonly [Value, Value], left: number, right: number) =>
    builder.emit('Gemm', factors, { transA: left, transB: right, ...(alpha === 1 ? {} : { alpha }) });
  const da = () => (transA ? product([b, dy], transB, 1) : product([dy, b], 0, 1 - transB));
  const db = () => {
    if (transB) return product([dy, a], 1, transA);
    return transA || alpha !== 1 ? product([a, dy], 1 - transA, 0) : weightGradient(builder, a, dy);
  };
  const dc = (bias: Value) => {
    const summed = unbroadcast(builder, dy, bias.shape);
    return beta === 1 ? summed : builder.mul(summed, constantLike(builder, summed, beta));
  };
  return [wanted(0) ? da() : undefined, wanted(1) ? db() : undefined, c && wanted(2) ? dc(c) : undefined];
};

function scaleOf(step: Backward, name: 'alpha' | 'beta'): number {
  const attribute = step.attributes[name];
  return attribute?.kind === 'float' ? attribute.value : 1;
}

/**
 * Y = Σ A B … over the axes that Y does not name: the gradient of a factor is the same sum of dY and the other factors
 * over the axes that the factor does not name, repeated along those that it alone names.
 */
export const einsum: GradientRule = (step) => {
  const { dy } = single(step);
  const factors = step.inputs.map((value) => requireValue(step, value));
  const ranks = factors.map(({ shape }) => shape.length);
  const equation = equationOf(stringAttribute(step, 'equation') ?? '', ranks);
  if (typeof equation === 'string') return fail(step, equation);
  const terms = lettersFor(equation);
  if (terms.inputs.some((term) => new Set(term).size !== term.length))
    fail(step, 'the gradient of a diagonal (an axis named twice in one term) is not known');
  return factors.map((factor, index) =>
    step.wanted(index)
      ? factorGradient(step, { terms, factors: factors.with(index, dy), index, factor })
      : undefined,
  );
};

/** The equation with letters in place of the digits that stand for axes under `...`. */
function lettersFor({ inputs, output }: Equation): Equation {
  const used = new Set(inputs.join(''));
  const free = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].filter(
    (letter) => !used.has(letter),
  );
  const plain = (term: string) => term.replaceAll(/\d/g, (digit) => free[Number(digit) - 1] ?? digit);
  return { inputs: inputs.map(plain), output: plain(output) };
}

interface Factor {
  readonly terms: Equation;
  /** The factors, dY in the place of the one whose gradient it is. */
  readonly factors: readonly Value[];
  readonly index: number;
  readonly factor: Value;
}

function factorGradient({ builder }: Backward, { terms, factors, index, factor }: Factor): Value {
  const own = [...(terms.inputs[index] ?? '')];
  const inputs = terms.inputs.with(index, terms.output);
  const reached = own.filter((letter) => inputs.some((term) => term.includes(letter)));
  const summed = builder.emit('Einsum', factors, { equation: `${inputs.join(',')}->${reached.join('')}` });
  const sizes = own.map((letter, axis) =>
    reached.includes(letter) ? sizeOf(summed.shape[reached.indexOf(letter)]) : sizeOf(factor.shape[axis]),
  );
  const kept = own.map((letter, axis) => (reached.includes(letter) ? (sizes[axis] ?? 1) : 1));
  const whole = kept.length === reached.length ? summed : builder.reshape(summed, ...kept);
  const repeated = kept.some((size, axis) => size !== sizes[axis])
    ? builder.emit('Expand', [whole, builder.integers(...sizes)])
    : whole;
  return unbroadcast(builder, repeated, factor.shape);
}

export const matrixGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  MatMul: matMul,
  Gemm: gemm,
  Einsum: einsum,
};
