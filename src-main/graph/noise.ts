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

/** Two odd numbers with well spread bits, one for each key. The first is 2^32 over the golden ratio (Weyl). */
const factors = [0x9e3779b9 | 0, 0x85ebca6b | 0] as const;
/** What consecutive seeds are multiplied with, to become distant keys. */
const seedFactors = [0x85ebca6b | 0, 0xc2b2ae35 | 0] as const;

/**
 * Uniform numbers of [0, 1), multiples of 2^-24, of the given shape.
 *
 * With n the element's position in row-major order and two keys k made of seed and stream, all modulo 2^32 and
 * division truncating:
 *
 *   a = n f₀ + k₀,   b = 2 (n f₁ + k₁) + 1,   x = a b,   y = x + x / 2^16,   z = y b,   u = (z / 2^8) / 2^24 + 1/2
 *
 * A product carries every bit into all higher ones; the division brings the high bits down before the second product
 * (b is odd, so it loses nothing), and u is made of the highest bits. Nine operators of the full size: memory traffic,
 * not arithmetic, is what they cost. The hard sigmoid only scales: its bounds are never reached.
 *
 * @param seed int32 `[]`, another one for every step.
 * @param stream tells the uses within one step apart: a whole number.
 * @throws GraphError on a shape that is not known.
 */
export function uniform(builder: GraphBuilder, seed: Value, stream: number, shape: Shape): Value {
  const integer = (value: number) => builder.scalar(value, 'int32');
  const line = (lane: 0 | 1, by: 1 | 2) => {
    const step = Math.imul(seedFactors[lane], by);
    const start = (Math.imul(streamKey(stream, lane), by) + by - 1) | 0;
    const key = builder.add(builder.mul(seed, integer(step)), integer(start));
    const axes = positions(builder, shape, Math.imul(factors[lane], by));
    return axes.reduce((sum, axis) => builder.add(sum, axis), key);
  };
  const [a, b] = [line(0, 1), line(1, 2)];
  const x = builder.mul(a, b);
  const z = builder.mul(builder.add(x, builder.div(x, integer(2 ** 16))), b);
  const high = builder.cast(builder.div(z, integer(2 ** 8)), 'float32');
  return builder.emit('HardSigmoid', [high], { alpha: 2 ** -24, beta: 0.5 });
}

/** Position times factor as a sum over axes: each is `[n, 1, …]`, so no table of all positions is needed. */
function positions(builder: GraphBuilder, shape: Shape, factor: number): readonly Value[] {
  const sizes = shape.map(sizeOf);
  return sizes.map((size, axis) => {
    const stride = Math.imul(elementCount(sizes.slice(axis + 1)), factor);
    const data = Array.from({ length: size }, (_, index) => Math.imul(index, stride));
    return builder.constant(tensorOf('int32', [size, ...sizes.slice(axis + 1).map(() => 1)], data));
  });
}

/** A well mixed number for each stream and lane, made while the graph is built (finalizer of MurmurHash3, Appleby). */
function streamKey(stream: number, lane: number): number {
  let x = Math.imul(2 * stream + lane + 1, factors[0]);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
