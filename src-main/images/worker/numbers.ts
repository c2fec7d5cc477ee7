/** @file The numbers of images with more than 8 bits a channel, as they stand in the file. */
import type { ImageDepth } from '../../../src-shared/contract.ts';
import { openImage, type ImageFacts } from './facts.ts';
import { asUnsigned, halfFloat } from '../tiff.ts';

type Numbers = Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Int8Array;

export interface DeepImage {
  readonly width: number;
  readonly height: number;
  readonly depth: ImageDepth;
  /** Of each pixel 1 or 3 colors, then its opacity where there is one. */
  readonly values: Numbers;
  readonly colors: 1 | 3;
  /** Values from one pixel to the next. */
  readonly stride: number;
  /** Where the opacity stands, and what is opaque; null without one. */
  readonly opacity: { readonly at: number; readonly full: number } | null;
}

/** libvips keeps these numbers as they are while its pipeline stays in the image's own space. */
export async function readDeep(bytes: Uint8Array, facts: ImageFacts): Promise<DeepImage> {
  // It clips numbers below 0 and fractions in 16 bits, so these pass through it as bare bits.
  const signed = facts.depth === 'short' || (facts.depth === 'float' && facts.space.endsWith('16'));
  const { gray, alpha } = facts;
  const sixteen = facts.depth === 'ushort' || signed;
  if (alpha && !sixteen && gray) throw new Error('unsupported: gray with opacity in 32 bits');
  const space = !sixteen ? facts.space : gray && !alpha ? 'grey16' : 'rgb16';
  const encoded = signed ? asUnsigned(bytes) : bytes;
  const image = await openImage(encoded);
  const { data, info } = await image
    .autoOrient()
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth: sixteen ? 'ushort' : facts.depth })
    .toBuffer({ resolveWithObject: true });
  const colors = gray ? 1 : 3;
  const { depth, values } = numbersOf(data, facts, signed);
  const opaque = { uint16: 65_535, int16: 32_767, float16: 1, float32: 1, int8: 127 } as const;
  const full = depth === 'uint32' || depth === 'int32' ? 2 ** 31 : opaque[depth];
  return {
    width: info.width,
    height: info.height,
    depth,
    values,
    colors,
    stride: info.channels,
    opacity: alpha ? { at: info.channels - 1, full } : null,
  };
}

function numbersOf(
  data: Buffer,
  { depth }: ImageFacts,
  bits: boolean,
): { depth: ImageDepth; values: Numbers } {
  // A view needs its numbers aligned.
  const { buffer } = Uint8Array.from(data);
  if (bits && depth === 'short') return { depth: 'int16', values: new Int16Array(buffer) };
  if (bits) return { depth: 'float16', values: Float32Array.from(new Uint16Array(buffer), halfFloat) };
  if (depth === 'char') return { depth: 'int8', values: new Int8Array(buffer) };
  if (depth === 'ushort') return { depth: 'uint16', values: new Uint16Array(buffer) };
  if (depth === 'uint') return { depth: 'uint32', values: new Uint32Array(buffer) };
  if (depth === 'int') return { depth: 'int32', values: new Int32Array(buffer) };
  if (depth === 'float') return { depth: 'float32', values: new Float32Array(buffer) };
  throw new Error(`unsupported: numbers of the type ${depth}`);
}

/** 0 to 1. */
export function opacityAt({ values, opacity }: DeepImage, from: number): number {
  if (!opacity) return 1;
  return Math.min(1, Math.max(0, values[from + opacity.at]! / opacity.full));
}
