/**
 * @file The first convolution of a network with the max(·, 0) and the pool behind it, one place of the pool's windows at
 * a time.
 *
 * With windows of s x s places, the convolution is done s² times at stride s: part (i, j) holds place (i, j) of every
 * window, so the pool is the largest of s² small pictures. Nothing of the convolution's full size is ever laid out, and
 * the gradient needs none repeated over windows. Nothing asks for the gradient of a network's input, so only dW is left:
 * dW = Σ_ij columns_ij dY_ij, the columns being what each tap sees of the picture (im2col).
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf } from '../ir.ts';
import { tapsOf, type Window } from '../ops/window.ts';
import { channelSums } from './blocked.ts';
import { stepOf, type Blocks } from './picture.ts';

export interface FirstConvolution {
  /** In standard layout, fewer channels than a block. */
  readonly x: Value;
  /** In the layout of `filterLayout`. */
  readonly w: Value;
  readonly bias: Value | undefined;
  /** Stride 1. */
  readonly windows: readonly [Window, Window];
  /** Windows side by side. */
  readonly pool: readonly [Window, Window];
  /** Height and width of the pooled picture. */
  readonly places: readonly [number, number];
}

type Offset = readonly [row: number, column: number];

/** Pixels of a padded picture from an offset on, `count` of them, `step` apart. */
interface Grid {
  readonly offset: Offset;
  readonly count: Offset;
  readonly step: Offset;
}

function grid(builder: GraphBuilder, x: Value, { offset, count, step }: Grid): Value {
  const ends = offset.map((start, axis) => start + (count[axis]! - 1) * step[axis]! + 1);
  const lists = [offset, ends, [2, 3], step].map((list) => builder.integers(...list));
  return builder.emit('Slice', [x, ...lists]);
}

/** `max(pool(conv(x)), 0)`, blocked. */
export function pooledConv(blocks: Blocks, given: FirstConvolution): Value {
  const { builder } = blocks;
  const { w, bias, windows, pool, places } = given;
  const step = [pool[0].kernel, pool[1].kernel] as const;
  const parts = tapsOf(pool) as readonly Offset[];
  let picture: Value | undefined;
  let ys: readonly Value[] = [];
  let y: Value | undefined;
  return builder.withGradient(
    bias ? [w, bias] : [w],
    () => {
      const whole = padded(builder, given);
      picture = whole;
      ys = parts.map((offset) => {
        const count = windows.map(({ kernel }, axis) => (places[axis]! - 1) * step[axis]! + kernel);
        const seen = grid(builder, whole, { offset, count: [count[0]!, count[1]!], step: [1, 1] });
        return builder.emit('com.microsoft.nchwc.Conv', [seen, w, ...(bias ? [bias] : [])], {
          kernel_shape: windows.map(({ kernel }) => kernel),
          strides: step,
          activation: 'Relu',
        });
      });
      y = builder.emit('Max', ys);
      return y;
    },
    (upstream) => {
      const dy = builder.mul(upstream, stepOf(builder, y!));
      const chosen = ys.map((part) => builder.cast(builder.emit('Equal', [part, y!]), 'float32'));
      const count = chosen.reduce((sum, part) => builder.add(sum, part));
      const share = builder.div(dy, count);
      const products = parts.map((offset, index) =>
        product(blocks, given, { picture: picture!, offset, dy: builder.mul(chosen[index]!, share) }),
      );
      const total = products.reduce((sum, part) => builder.add(sum, part));
      const dw = builder.reshape(builder.sum(total, [0]), ...w.shape.map(sizeOf));
      return bias ? [dw, channelSums(blocks, dy)] : [dw];
    },
  );
}

/** The picture with the convolution's padding around it. */
function padded(builder: GraphBuilder, { x, windows }: FirstConvolution): Value {
  const pads = [...windows.map(({ before }) => before), ...windows.map(({ after }) => after)];
  if (pads.every((size) => size === 0)) return x;
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  return builder.emit('Pad', [x, builder.integers(0, 0, top, left, 0, 0, bottom, right)]);
}

interface Part {
  readonly picture: Value;
  /** Place in the windows. */
  readonly offset: Offset;
  readonly dy: Value;
}

/** What one part adds to dW, row by row of the batch: `[batch, outputs / b, inputs x taps, b]`. */
function product(
  { builder, block }: Blocks,
  { w, windows, pool, places }: FirstConvolution,
  { picture, offset, dy }: Part,
): Value {
  const [batch, channels] = [sizeOf(picture.shape[0]), sizeOf(picture.shape[1])];
  const count = places[0] * places[1];
  const seen = (tapsOf(windows) as readonly Offset[]).map((tap) => {
    const from = [offset[0] + tap[0], offset[1] + tap[1]] as const;
    const step = [pool[0].kernel, pool[1].kernel] as const;
    const pixels = grid(builder, picture, { offset: from, count: places, step });
    return builder.reshape(pixels, batch, channels, 1, count);
  });
  const columns = seen.length === 1 ? seen[0]! : builder.concat(seen, 2);
  const outputs = sizeOf(w.shape[0]);
  return builder.emit('MatMul', [
    builder.reshape(columns, batch, 1, channels * seen.length, count),
    builder.reshape(dy, batch, outputs / block, count, block),
  ]);
}
