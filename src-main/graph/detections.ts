/** @file Detections inside the graph: the best cells of a grid as boxes, with operators that stock ONNX Runtime has. */
import type { GraphBuilder, Value } from './builder.ts';
import { sizeOf, int64 } from './ir.ts';

export interface DetectionOptions {
  /** Pixels of a cell's side. */
  readonly stride: number;
  /** Detections of an image; fewer where there are fewer cells. */
  readonly most: number;
}

/** No size is greater than e^8 cells, whatever the network says. */
const greatestLog = 8;

/**
 * From `heat` `[N, rows, columns, classes]`, logits, and `boxes` `[N, rows, columns, 4]` (place in the cell, ln size in
 * cells) to `scores` `[N, most]`, the best first, `classes` int64 `[N, most]` and `areas` `[N, most, 4]`: x, y, width, height
 * in pixels. A cell counts for a class where it is the greatest of its 3 x 3 neighbors (Zhou et al. 2019, section 3: a
 * maximum in the place of suppression); others have the score 0.
 */
export function detections(
  builder: GraphBuilder,
  { heat, boxes }: { readonly heat: Value; readonly boxes: Value },
  { stride, most }: DetectionOptions,
): Readonly<Record<'scores' | 'classes' | 'areas', Value>> {
  const [rows, columns, labels] = heat.shape.slice(1).map(sizeOf) as [number, number, number];
  const likely = builder.transpose(builder.emit('Sigmoid', [heat]), 0, 3, 1, 2);
  const around = builder.emit('MaxPool', [likely], {
    kernel_shape: [3, 3],
    strides: [1, 1],
    pads: [1, 1, 1, 1],
  });
  const peak = builder.cast(builder.emit('Equal', [likely, around]), 'float32');
  const cells = rows * columns;
  const flat = builder.emit('Reshape', [builder.mul(likely, peak), builder.integers(-1, labels * cells)]);
  const count = builder.integers(Math.min(most, labels * cells));
  const [scores, places] = builder.emitAll('TopK', [flat, count], { axis: 1 }, 2) as [Value, Value];
  const wide = builder.constant(int64([], [cells]));
  const classes = builder.div(places, wide);
  const cell = builder.sub(places, builder.mul(classes, wide));
  return { scores, classes, areas: areasOf(builder, { boxes, cell, columns, stride }) };
}

interface Chosen {
  readonly boxes: Value;
  /** Numbers of the chosen cells, int64 `[N, count]`. */
  readonly cell: Value;
  readonly columns: number;
  readonly stride: number;
}

function areasOf(builder: GraphBuilder, { boxes, cell, columns, stride }: Chosen): Value {
  const cells = sizeOf(boxes.shape[1]) * columns;
  const listed = builder.emit('Reshape', [boxes, builder.integers(-1, cells, 4)]);
  const index = builder.emit('Unsqueeze', [cell, builder.integers(-1)]);
  const own = builder.emit('GatherND', [listed, index], { batch_dims: 1 });
  const across = builder.constant(int64([], [columns]));
  const row = builder.div(index, across);
  const corner = builder.cast(
    builder.concat([builder.sub(index, builder.mul(row, across)), row], 2),
    'float32',
  );
  const [place, logs] = builder.split(own, 2, [2, 2]) as [Value, Value];
  const bounded = builder.emit('Clip', [logs, builder.scalar(-greatestLog), builder.scalar(greatestLog)]);
  const size = builder.emit('Exp', [bounded]);
  const middle = builder.add(corner, place);
  const upperLeft = builder.sub(middle, builder.mul(size, builder.scalar(0.5)));
  return builder.mul(builder.concat([upperLeft, size], 2), builder.scalar(stride));
}
