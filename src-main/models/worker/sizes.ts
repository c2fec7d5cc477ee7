/** @file What a model's tensors are known to take before it runs. */
import { GraphError, type Inspection } from '../../graph/index.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { bytesInWords } from '../../platform/pool/words.ts';

/** Bytes of one element; 0 for what has no fixed size, as strings. */
const BYTES: Readonly<Record<string, number>> = {
  float64: 8,
  int64: 8,
  uint64: 8,
  float32: 4,
  int32: 4,
  uint32: 4,
  float16: 2,
  bfloat16: 2,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

export interface Room {
  readonly memoryBytes: number;
  /** The name of the budget that says so. */
  readonly work: string;
}

/**
 * Refuses a model one of whose values alone is known to be larger than all the memory it may take: a runtime would try.
 *
 * @throws AppError `models.tooMuchMemory`; GraphError for sizes past any address
 */
export function checkSizes(types: Inspection['types'], { memoryBytes, work }: Room): void {
  for (const [name, { elementType, shape }] of types) {
    const elements = shape.reduce<number>(
      (product, size) => product * (typeof size === 'number' ? size : 1),
      1,
    );
    const bytes = elements * (BYTES[elementType] ?? 0);
    if (!Number.isSafeInteger(elements))
      throw new GraphError(`the value "${name.slice(0, 80)}" has more elements than can be counted`);
    if (bytes > memoryBytes)
      throw new AppError('models.tooMuchMemory', {
        what: `“${name.slice(0, 80)}”`,
        work,
        size: bytesInWords(bytes),
        limit: bytesInWords(memoryBytes),
      });
  }
}
