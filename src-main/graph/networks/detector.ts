/** @file A network that finds objects on images: for each cell of a grid how likely an object's middle is there, and its box. */
import {
  conv2d,
  declarations,
  layerOf,
  relu,
  sequential,
  upsample,
  type Layer,
  type Parameter,
} from '../layers/index.ts';
import { valueNamed, type Network, type RowType } from '../network.ts';
import { normalized, residualBlock } from './images.ts';

export interface DetectorSizes {
  readonly channels: number;
  readonly classes: number;
  /** Channels of the first convolution; twice as many in the head, four times at the coarsest. */
  readonly width: number;
  /** Pixels of the image along each side of a cell. */
  readonly stride: 4 | 8;
}

/** Logit of the share of cells that hold a middle, before anything is learned (Lin et al. 2017, section 4.1: 0.1). */
const rare = -Math.log((1 - 0.1) / 0.1);

/**
 * A small detector without anchors (Zhou et al. 2019, Objects as Points): images `[batch, channels, height, width]`, both
 * divisible by 8, to `heat` `[batch, rows, columns, classes]`, logits of an object's middle, and `boxes`
 * `[batch, rows, columns, 4]`: where in the cell the middle is (x, y, of 0 to 1) and the natural logarithms of width and
 * height in cells. The body halves the image three times with residual blocks; at stride 4 the coarse cells are
 * repeated and added to the finer ones (Lin et al. 2017, Feature Pyramid Networks). Unlike CenterNet it learns logarithms of sizes, as FCOS does
 * (Tian et al. 2019), so that small and large objects count alike.
 */
export function centerDetector(input: RowType, before: Layer, sizes: DetectorSizes): Network {
  const { channels, classes, width, stride } = sizes;
  const [middle, coarse] = [2 * width, 4 * width];
  const fine = sequential(
    before,
    normalized({ name: 'stem', input: channels, output: width, kernel: 3, stride: 2 }),
    relu,
    residualBlock({ name: 'stage1', input: width, output: middle, stride: 2 }),
  );
  const deep = sequential(
    residualBlock({ name: 'stage2', input: middle, output: coarse, stride: 2 }),
    residualBlock({ name: 'stage3', input: coarse, output: coarse, stride: 1 }),
  );
  const lateral = normalized({ name: 'lateral', input: middle, output: middle, kernel: 1, stride: 1 });
  const top = normalized({ name: 'top', input: coarse, output: middle, kernel: 1, stride: 1 });
  const up = upsample(2);
  const heads = {
    heat: head('heat', middle, classes, rare),
    boxes: head('boxes', middle, 4, 0),
  };
  const pyramid = stride === 4 ? [lateral] : [];
  return {
    ...declarations([fine, deep, ...pyramid, top, heads.heat, heads.boxes]),
    inputs: [input],
    apply(builder, inputs, scope) {
      const near = fine.apply(builder, valueNamed(inputs, input.name), scope);
      const far = top.apply(builder, deep.apply(builder, near, scope), scope);
      const features =
        stride === 8 ? far : builder.add(lateral.apply(builder, near, scope), up.apply(builder, far, scope));
      const cells = relu.apply(builder, features, scope);
      return {
        heat: heads.heat.apply(builder, cells, scope),
        boxes: heads.boxes.apply(builder, cells, scope),
      };
    },
  };
}

/** A 3 x 3 convolution with ReLU, then a 1 x 1 convolution whose bias starts at `start`; `[batch, rows, columns, output]`. */
function head(name: string, input: number, output: number, start: number): Layer {
  const bias: Parameter = {
    name: `${name}.start`,
    shape: [output],
    initializer: { kind: 'constant', value: start },
  };
  const layers = sequential(
    normalized({ name: `${name}.inner`, input, output: input, kernel: 3, stride: 1 }),
    relu,
    conv2d({ name: `${name}.output`, input, output, kernel: 1, bias: false }),
    layerOf((builder, value) => builder.transpose(value, 0, 2, 3, 1)),
  );
  return {
    ...layers,
    parameters: [...layers.parameters, bias],
    apply: (builder, value, scope) =>
      builder.add(layers.apply(builder, value, scope), scope.parameter(bias.name)),
  };
}
