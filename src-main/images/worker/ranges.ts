/**
 * @file Which numbers of deep images are black and white, decided over all images of an import, so that they stay
 * comparable: the whole range of their type where at least half of it is used, else the least and the greatest number
 * there is. Where less than one number in a thousand on either side makes the range more than sixteen times as wide, as hot
 * pixels do, these are clipped. What is fully transparent does not count.
 */
import type { ImageDepth, ImageRules } from '../../../src-shared/contract.ts';
import { opacityAt, type DeepImage } from './numbers.ts';

/** What is black and what is white. */
export type Range = [low: number, high: number];

/** Numbers of 16 bits fall each into its own bin; of others those that agree in their first 16 bits as floats. */
const BINS = 1 << 16;
const RARE = 1e-3;
const OUT_OF_PROPORTION = 16;

/** The whole range of a type; of fractions that lie within it. */
const WHOLE: Readonly<Record<ImageDepth, Range>> = {
  int8: [-128, 127],
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float16: [0, 1],
  float32: [0, 1],
};

export function createRanges() {
  const spreads = new Map<ImageDepth, ReturnType<typeof createSpread>>();
  return {
    add(image: DeepImage): void {
      const known = spreads.get(image.depth) ?? createSpread(image.depth);
      spreads.set(image.depth, known);
      known.add(image);
    },
    found: (): NonNullable<ImageRules['ranges']> =>
      Object.fromEntries([...spreads].map(([depth, spread]) => [depth, spread.range()])),
  };
}

function createSpread(depth: ImageDepth) {
  const bins = new Float64Array(BINS);
  let [least, greatest, count] = [Infinity, -Infinity, 0];
  const bin = binOf(depth);
  return {
    add(image: DeepImage): void {
      const { values, stride, colors, opacity } = image;
      for (let from = 0; from < values.length; from += stride) {
        if (opacity && opacityAt(image, from) === 0) continue;
        for (let channel = 0; channel < colors; channel++) {
          const value = values[from + channel]!;
          if (!Number.isFinite(value)) continue;
          if (value < least) least = value;
          if (value > greatest) greatest = value;
          count++;
          bins[bin(value)]!++;
        }
      }
    },
    range(): Range {
      const [low, high] = WHOLE[depth];
      if (count === 0) return [low, high];
      const usual = usualRange();
      const within = usual[0] >= low && usual[1] <= high;
      if (within && usual[1] - usual[0] >= (high - low) / 2) return [low, high];
      if (usual[1] > usual[0]) return usual;
      // All one number: it is shown as bright as it is in its type.
      return within ? [low, high] : [Math.min(0, usual[0]), Math.max(1, usual[1])];
    },
  };

  function usualRange(): Range {
    const from = Math.max(least, valueNear(rank(1)));
    const to = Math.min(greatest, valueNear(rank(-1)));
    const rareWiden = to > from && greatest - least > OUT_OF_PROPORTION * (to - from);
    return rareWiden ? [from, to] : [least, greatest];
  }

  /** The first bin, from the start or from the end, that all but rare numbers reach. */
  function rank(step: 1 | -1): number {
    let passed = 0;
    let at = step === 1 ? 0 : BINS - 1;
    for (; at >= 0 && at < BINS; at += step) if ((passed += bins[at]!) > count * RARE) break;
    return at;
  }

  function valueNear(at: number): number {
    if (depth === 'uint16') return at;
    if (depth === 'int16') return at - 32_768;
    return floatOfBin(at);
  }
}

function binOf(depth: ImageDepth): (value: number) => number {
  if (depth === 'uint16') return (value) => value;
  if (depth === 'int16') return (value) => value + 32_768;
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  // Bits of floats sort like integers once those of negative ones are turned around.
  return (value) => {
    float[0] = value;
    const word = bits[0]!;
    return (word >>> 31 ? ~word >>> 0 : (word | 0x80000000) >>> 0) >>> 16;
  };
}

/** The number whose first 16 bits a bin stands for. */
function floatOfBin(at: number): number {
  const word = (at << 16) >>> 0;
  const bits = new Uint32Array([word >>> 31 ? word & 0x7fffffff : ~word >>> 0]);
  return new Float32Array(bits.buffer)[0]!;
}
