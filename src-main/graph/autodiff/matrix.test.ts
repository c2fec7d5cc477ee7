import fc from 'fast-check';
import { broadcastShapes, describeGradients, type GradientCheck } from './check.fixture.ts';
import { matrixGradients } from './matrix.ts';

const length = fc.integer({ min: 1, max: 4 });

/** Matrices in broadcasting batches, and vectors on either side. */
const matMul: fc.Arbitrary<GradientCheck> = fc
  .record({ batches: broadcastShapes(2), m: length, k: length, n: length, vectors: fc.nat(3) })
  .map(({ batches: [a = [], b = []], m, k, n, vectors }) => ({
    shapes: [vectors & 1 ? [k] : [...a, m, k], vectors & 2 ? [k] : [...b, k, n]],
    build: (builder, inputs) => builder.emit('MatMul', inputs),
  }));

const gemm: fc.Arbitrary<GradientCheck> = fc
  .record({
    m: length,
    k: length,
    n: length,
    transA: fc.nat(1),
    transB: fc.nat(1),
    bias: fc.nat(4),
    scales: fc.constantFrom({}, { alpha: 0.5 }, { beta: -2 }, { alpha: 2, beta: 0.25 }),
  })
  .map(({ m, k, n, transA, transB, bias, scales }) => {
    const biases = [[], [[]], [[n]], [[m, 1]], [[m, n]]];
    return {
      shapes: [transA ? [k, m] : [m, k], transB ? [n, k] : [k, n], ...(biases[bias] ?? [])],
      build: (builder, inputs) => builder.emit('Gemm', inputs, { transA, transB, ...scales }),
    };
  });

/** Products, inner and outer, sums, transposes, batches and axes under `...`, some of them broadcast. */
const equations: readonly (readonly [equation: string, ...terms: string[]])[] = [
  ['ij,jk->ik', 'ij', 'jk'],
  ['ij,jk', 'ij', 'jk'],
  ['i,i->', 'i', 'i'],
  ['i,j->ij', 'i', 'j'],
  ['ij->ji', 'ij'],
  ['ij->i', 'ij'],
  ['ij,k->k', 'ij', 'k'],
  ['bij,bjk->bik', 'bij', 'bjk'],
  ['bhqd,bhkd->bhqk', 'bhqd', 'bhkd'],
  ['ab,bc,cd->ad', 'ab', 'bc', 'cd'],
  ['...ij,...jk->...ik', 'xyij', 'xyjk'],
  ['...i,i->...', 'xyi', 'i'],
  ['a...,...->a...', 'axy', 'xy'],
];

const einsum: fc.Arbitrary<GradientCheck> = fc
  .tuple(fc.constantFrom(...equations), fc.array(length, { minLength: 26, maxLength: 26 }))
  .map(([[equation, ...terms], sizes]) => ({
    shapes: terms.map((term) => Array.from(term, (letter) => sizes[letter.charCodeAt(0) - 97] ?? 1)),
    build: (builder, inputs) => builder.emit('Einsum', inputs, { equation }),
  }));

describeGradients(matrixGradients, { MatMul: matMul, Gemm: gemm, Einsum: einsum });
