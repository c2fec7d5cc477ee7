/** @file Dropout. */
import { GraphError } from '../ir.ts';
import { uniform } from '../noise.ts';
import type { Layer } from './layer.ts';

export interface DropoutOptions {
  /** Tells this dropout's random numbers from those of others of the same model. */
  readonly name: string;
  /** Share of the elements that are dropped, 0 to 1 (exclusive). */
  readonly rate: number;
  /** Drops whole vectors along the last axis, such as words, in place of single elements; false unless said. */
  readonly vectors?: boolean;
}

/**
 * Inverted dropout (Srivastava et al. 2014, section 10): in training each element is dropped with probability `rate` and
 * the others are multiplied by 1 / (1 - rate); elsewhere the input as it is. The same seed drops the same elements on
 * every provider. Throws GraphError when the rate is not one.
 */
export function dropout({ name, rate, vectors = false }: DropoutOptions): Layer {
  if (!(rate >= 0 && rate < 1))
    throw new GraphError(`the dropout rate of "${name}" is a share from 0 to below 1, not ${rate}`);
  return {
    parameters: [],
    apply(builder, input, scope) {
      if (!scope.training || rate === 0) return input;
      const shape = vectors ? [...input.shape.slice(0, -1), 1] : input.shape;
      const noise = uniform(builder, scope.seed(), streamOf(name), shape);
      const dropped = builder.emit('Less', [noise, builder.scalar(rate)]);
      const [nothing, factor] = [builder.scalar(0), builder.scalar(1 / (1 - rate))];
      return builder.mul(input, builder.emit('Where', [dropped, nothing, factor]));
    },
  };
}

/** A whole number made of a name (FNV-1a). */
function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1;
}

/** No dropout at rate 0, so that a network without it has no trace of it. */
export function optionalDropout(options: DropoutOptions): readonly Layer[] {
  return options.rate === 0 ? [] : [dropout(options)];
}
