/** @file A network that gives each pixel a class. */
import { GraphError, sizeOf } from '../ir.ts';
import {
  conv2d,
  declarations,
  layerOf,
  maxPool,
  relu,
  sequential,
  upsample,
  type Layer,
} from '../layers/index.ts';
import { normalized } from './images.ts';

export interface UnetSizes {
  readonly channels: number;
  readonly classes: number;
  /** Channels of each stage, at least two; every stage but the first sees the image halved once more. */
  readonly stages: readonly number[];
}

/**
 * A small U-Net (Ronneberger et al. 2015): `[batch, channels, height, width]` -> logits `[batch, height, width, classes]`.
 * A stage is two 3 x 3 convolutions with batch normalization and ReLU; on the way down a 2 x 2 pool follows, on the way
 * up the image is repeated to twice its size (nearest neighbor, then a 3 x 3 convolution, which leaves no checkerboard:
 * Odena et al. 2016) and stands beside that of the stage on the way down. Unlike in the paper convolutions keep the
 * size. With S stages, height and width must divide by 2^(S - 1). @throws GraphError where they do not
 */
export function unet({ channels, classes, stages }: UnetSizes): Layer {
  if (stages.length < 2) throw new GraphError(`a U-Net needs at least 2 stages, not ${stages.length}`);
  const downs = stages
    .slice(0, -1)
    .map((output, index) => double(`down${index + 1}`, stages[index - 1] ?? channels, output));
  const bottom = double('bottom', stages.at(-2)!, stages.at(-1)!);
  const ups = downs.map((_, index) => {
    const [own, below] = [stages[index]!, stages[index + 1]!];
    const name = `up${index + 1}`;
    return {
      larger: sequential(upsample(2), single(`${name}.reduce`, below, own)),
      joined: double(name, 2 * own, own),
    };
  });
  const output = sequential(
    conv2d({ name: 'output', input: stages[0]!, output: classes, kernel: 1 }),
    layerOf((builder, value) => builder.transpose(value, 0, 2, 3, 1)),
  );
  const pool = maxPool({ size: 2 });
  return {
    ...declarations([...downs, bottom, ...ups.flatMap(({ larger, joined }) => [larger, joined]), output]),
    apply(builder, input, scope) {
      checkSize(input.shape.slice(2).map(sizeOf), stages.length);
      const skips = [];
      let value = input;
      for (const down of downs) {
        const stage = down.apply(builder, value, scope);
        skips.push(stage);
        value = pool.apply(builder, stage, scope);
      }
      value = bottom.apply(builder, value, scope);
      for (const [index, { larger, joined }] of [...ups.entries()].toReversed())
        value = joined.apply(
          builder,
          builder.concat([skips[index]!, larger.apply(builder, value, scope)], 1),
          scope,
        );
      return output.apply(builder, value, scope);
    },
  };
}

function checkSize(sizes: readonly number[], stages: number): void {
  const unit = 2 ** (stages - 1);
  if (sizes.some((size) => size % unit !== 0))
    throw new GraphError(`images of ${sizes.join(' x ')} do not divide by ${unit}, as ${stages} stages need`);
}

function single(name: string, input: number, output: number): Layer {
  return sequential(normalized({ name, input, output, kernel: 3, stride: 1 }), relu);
}

function double(name: string, input: number, output: number): Layer {
  return sequential(single(`${name}.first`, input, output), single(`${name}.second`, output, output));
}
