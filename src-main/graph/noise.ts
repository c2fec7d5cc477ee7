/**
 * @file Random numbers inside a graph: the same bits on every provider, thread count and machine.
 *
 * ONNX's own RandomUniform is another sequence in every runtime and cannot be resumed. Here a number is a hash of the
 * element's position, as in counter-based generators (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2,
 * 3"): nothing is carried from one number to the next. Only int32 Add, Mul and Div are used, which wrap and truncate
 * alike on the CPU and on WebGPU; shifts and exclusive or do not run there, and uint32 division is three times slower.
 */
import type { GraphBuilder, Value } from './builder.ts';
import { elementCount, sizeOf, tensorOf, type Shape } from './ir.ts';

/** 2^32 over the golden ratio: its multiples are spread evenly (Weyl). */
const weyl = 0x9e3779b9 | 0;
/** Odd numbers with well mixed bits that turn consecutive seeds into distant keys. */
const seedFactors = [0x85ebca6b | 0, 0xc2b2ae35 | 0] as const;

/**
 * Uniform numbers of [0, 1), multiples of 2^-24, of the given shape.
 *
 * With n the element's position in row-major order, two keys k made of seed and stream, the quadratic permutation
 * q(x) = x (2x + 1) of RC6 (Rivest et al. 1998), all modulo 2^32 and division truncating:
 *
 *   x = n 0x9e3779b9 + k₀,   x ← q(x),   x ← x + x / 2^16 + k₁,   x ← q(x),   u = (x / 2^8) / 2^24 + 1/2
 *
 * q carries every bit into all higher ones, the division brings the high bits down before the second q, and u is made
 * of the highest. The second key keeps two seeds from giving one sequence at two offsets.
 *
 * @param seed int32 `[]`, another one for every step.
 * @param stream tells the uses within one step apart: a whole number.
 * @throws GraphError on a shape that is not known.
 */
export function uniform(builder: GraphBuilder, seed: Value, stream: number, shape: Shape): Value {
  const integer = (value: number) => builder.scalar(value, 'int32');
  const key = (lane: 0 | 1) =>
    builder.add(builder.mul(seed, integer(seedFactors[lane])), integer(streamKey(stream, lane)));
  const quadratic = (x: Value) => builder.mul(x, builder.add(builder.add(x, x), integer(1)));
  const started = positions(builder, shape).reduce((x, axis) => builder.add(x, axis), key(0));
  const once = quadratic(started);
  const folded = builder.add(builder.add(once, builder.div(once, integer(2 ** 16))), key(1));
  const high = builder.cast(builder.div(quadratic(folded), integer(2 ** 8)), 'float32');
  return builder.add(builder.mul(high, builder.scalar(2 ** -24)), builder.scalar(0.5));
}

/** The position times the Weyl constant as a sum over axes: each is `[n, 1, …]`, so no table of all positions is needed. */
function positions(builder: GraphBuilder, shape: Shape): readonly Value[] {
  const sizes = shape.map(sizeOf);
  return sizes.map((size, axis) => {
    const stride = Math.imul(elementCount(sizes.slice(axis + 1)) | 0, weyl);
    const data = Array.from({ length: size }, (_, index) => Math.imul(index, stride));
    return builder.constant(tensorOf('int32', [size, ...sizes.slice(axis + 1).map(() => 1)], data));
  });
}

/** A well mixed number for each stream and lane, made while the graph is built (finalizer of MurmurHash3, Appleby). */
function streamKey(stream: number, lane: number): number {
  let x = Math.imul(2 * stream + lane + 1, weyl);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
