import fc from 'fast-check';
import { broadcastShapes, describeGradients, type GradientCheck } from './check.fixture.ts';
import { matrixGradients } from './matrix.ts';

const length = fc.integer({ min: 1, max: 4 });

const matMul: fc.Arbitrary<GradientCheck> = fc
  .tuple(broadcastShapes(2), length, length, length)
  .map(([[a = [], b = []], m, k, n]) => ({
    shapes: [
      [...a, m, k],
      [...b, k, n],
    ],
    build: (builder, inputs) => builder.emit('MatMul', inputs),
  }));

const gemm: fc.Arbitrary<GradientCheck> = fc
  .record({ m: length, k: length, n: length, transA: fc.nat(1), transB: fc.nat(1), bias: fc.nat(4) })
  .map(({ m, k, n, transA, transB, bias }) => {
    const biases = [[], [[]], [[n]], [[m, 1]], [[m, n]]];
    return {
      shapes: [transA ? [k, m] : [m, k], transB ? [n, k] : [k, n], ...(biases[bias] ?? [])],
      build: (builder, inputs) => builder.emit('Gemm', inputs, { transA, transB }),
    };
  });

describeGradients(matrixGradients, { MatMul: matMul, Gemm: gemm });
