/** @file A model tried as it will be asked, with made-up input. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { saysNoMemory } from '../../platform/pool/hard-limit.ts';
import type { Infer } from './infer.ts';
import type { TensorInfo } from './tensors.ts';
import { zeros } from './zeros.ts';

/** Milliseconds of a run on zeros, or why none of those tried was computed. */
export type Trial = { readonly milliseconds: number } | { readonly milliseconds: null; readonly why: string };

/** What axes that may vary are tried with: many models take no image or text that is too small. */
const SIZES = [1, 2, 8, 32, 128, 224] as const;

export async function tryOut(inputs: readonly TensorInfo[], infer: Infer): Promise<Trial> {
  let why = 'its inputs are too large to try';
  const sizes = shapesOf(inputs, 1) === shapesOf(inputs, 2) ? SIZES.slice(0, 1) : SIZES;
  for (const size of sizes) {
    const tensors = zeros(inputs, size);
    if (!tensors) break;
    const started = performance.now();
    try {
      await infer(tensors);
      return { milliseconds: performance.now() - started };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      why = String(error.parameters['why']);
      // What it lacks memory for when it is asked the least, it would lack whenever it is asked.
      if (size === SIZES[0] && saysNoMemory(why)) throw new Error(why, { cause: error });
    }
  }
  return { milliseconds: null, why };
}

function shapesOf(inputs: readonly TensorInfo[], size: number): string {
  return JSON.stringify(zeros(inputs, size)?.map(({ shape }) => shape));
}
