import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tape, gradients } from '../index.ts';
import { attentionGradients } from './attention.ts';
import { checkGradient, describeGradients, type GradientCheck } from './check.fixture.ts';

/** The runtime keeps the statistics of these operators in float32. */
const singlePrecision = { elementType: 'float32' } as const;

const side = fc.integer({ min: 1, max: 4 });

/** A normalization of rows made of the axes from `axis` on, with a gain and where it takes one a bias. */
function rows(
  op: 'LayerNormalization' | 'RMSNormalization' | 'SimplifiedLayerNormalization',
): fc.Arbitrary<GradientCheck> {
  return fc
    .tuple(fc.array(side, { maxLength: 2 }), fc.integer({ min: 2, max: 5 }), side, fc.boolean(), fc.boolean())
    .map(([outer, inner, last, deep, fromEnd]): GradientCheck => {
      const row = deep ? [inner, last] : [inner];
      const shape = [...outer, ...row];
      const axis = fromEnd ? -row.length : outer.length;
      const affine = op === 'LayerNormalization' ? [row, row] : [row];
      return {
        shapes: [shape, ...affine],
        build: (builder, inputs) => builder.emit(op, inputs, { axis, epsilon: 0.1 }),
        ...(op === 'RMSNormalization' ? {} : singlePrecision),
      };
    });
}

const fusedMatMul = fc
  .tuple(
    fc.tuple(side, side, side),
    fc.array(side, { maxLength: 2 }),
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([[m, k, n], outer, turnA, turnB, shared]): GradientCheck => ({
    shapes: [
      [...outer, ...(turnA ? [k, m] : [m, k])],
      [...(shared ? outer.map(() => 1) : outer), ...(turnB ? [n, k] : [k, n])],
    ],
    build: (builder, inputs) =>
      builder.emit('com.microsoft.FusedMatMul', inputs, {
        alpha: 0.75,
        transA: Number(turnA),
        transB: Number(turnB),
      }),
    elementType: 'float32',
  }));

describeGradients(attentionGradients, {
  LayerNormalization: rows('LayerNormalization'),
  RMSNormalization: rows('RMSNormalization'),
  SimplifiedLayerNormalization: rows('SimplifiedLayerNormalization'),
  'com.microsoft.FusedMatMul': fusedMatMul,
});

describe('LayerNormalization', () => {
  it('needs no product where its gain is one everywhere', async () => {
    const check: GradientCheck = {
      ...singlePrecision,
      shapes: [[3, 5]],
      build: (builder, [x]) => {
        const gain = builder.constant({
          elementType: 'float32',
          shape: [5],
          data: new Float32Array(5).fill(1),
        });
        return builder.emit('LayerNormalization', [x, gain], { epsilon: 0.1 });
      },
    };
    await checkGradient(check, 7);
    const tape = new Tape();
    const x = tape.input('x', { elementType: 'float32', shape: [3, 5] });
    const y = check.build(tape, [x]);
    const [dx] = gradients(tape, tape.sum([y].flat()[0]!, [0, 1]), [x]);
    tape.output('dx', dx!);
    const ops = tape.finish('plain').nodes.map(({ op }) => op);
    expect(ops.filter((op) => op === 'Sub')).toHaveLength(2);
  });

  it('refuses gains that are not a whole row, and gradients of its statistics', () => {
    const tape = new Tape();
    const x = tape.input('x', { elementType: 'float32', shape: [3, 5] });
    const one = tape.input('one', { elementType: 'float32', shape: [1] });
    const y = tape.emit('LayerNormalization', [x, one]);
    expect(() => gradients(tape, tape.sum(y, [0, 1]), [x])).toThrow(/LayerNormalization.*whole row/);
    const gain = tape.input('gain', { elementType: 'float32', shape: [5] });
    const [, mean] = tape.emitAll('LayerNormalization', [x, gain], {}, 2);
    expect(() => gradients(tape, tape.sum(mean!, [0, 1]), [x])).toThrow(/LayerNormalization.*mean/);
    const wrong = tape.input('wrong', { elementType: 'float32', shape: [4] });
    expect(() => tape.emit('LayerNormalization', [x, wrong])).toThrow(/LayerNormalization/);
  });
});
