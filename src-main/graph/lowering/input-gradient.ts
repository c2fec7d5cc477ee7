/**
 * @file The gradient of a blocked convolution in its input: dx[i] is the sum of W[k] dy[o] over all s o + k - p = i.
 *
 * With i + p = s m + r, only the taps k = r + s t meet i, and dy[m - t] with them. So every remainder r has a
 * convolution of its own with a part of the kernel, turned around, and dx is their results woven together. Spreading
 * dy out with zeros instead would multiply s² times as often.
 */
import type { Value } from '../builder.ts';
import { int64, sizeOf } from '../ir.ts';
import type { Window } from '../ops/window.ts';
import { pad, image, slice, type Blocks } from './image.ts';

interface Given {
  readonly x: Value;
  readonly w: Value;
  readonly windows: readonly [Window, Window];
}

/** What one place modulo the stride sees along one axis. */
interface Phase {
  /** Taps of the kernel, turned around. */
  readonly taps: readonly number[];
  /** Places of dx. */
  readonly count: number;
  /** Padding of dy; negative where its ends are not read. */
  readonly before: number;
  readonly after: number;
}

function phasesOf({ kernel, stride, before }: Window, size: number, places: number): readonly Phase[] {
  return Array.from({ length: stride }, (_, place) => {
    const rest = (place + before) % stride;
    const first = Math.floor((place + before) / stride);
    const taps = Array.from({ length: kernel }, (_, tap) => tap).filter((tap) => tap % stride === rest);
    const count = Math.ceil((size - place) / stride);
    const padding = taps.length - 1 - first;
    return {
      taps: taps.reverse(),
      count,
      before: padding,
      after: count + taps.length - 1 - padding - places,
    };
  });
}

/** dX, blocked. */
export function inputGradient(blocks: Blocks, { x, w, windows }: Given, dy: Value): Value {
  const { builder, block } = blocks;
  const { batch, channels, height, width } = image(x);
  const places = image(dy);
  const [down, right] = windows;
  const step = [down.stride, right.stride] as const;
  const [high, wide] = [Math.ceil(height / step[0]), Math.ceil(width / step[1])];
  const groups = (batch * channels * high * wide) / block;
  const rows = phasesOf(down, high * step[0], places.height).map((row) => {
    const columns = phasesOf(right, wide * step[1], places.width).map((column) =>
      builder.reshape(partOf(blocks, { x, w, windows }, { dy, row, column }), groups, 1, block),
    );
    const line = columns.length === 1 ? columns[0]! : builder.concat(columns, 1);
    return builder.reshape(line, (batch * channels * high) / block, 1, wide * step[1] * block);
  });
  const woven = rows.length === 1 ? rows[0]! : builder.concat(rows, 1);
  const whole = builder.reshape(woven, batch, channels, high * step[0], wide * step[1]);
  return slice(blocks, whole, [
    [0, height],
    [0, width],
  ]);
}

interface Part {
  readonly dy: Value;
  readonly row: Phase;
  readonly column: Phase;
}

/** The places of dx with one remainder along each axis. */
function partOf(blocks: Blocks, { x, w, windows }: Given, { dy, row, column }: Part): Value {
  const { builder, block } = blocks;
  const { batch, channels } = image(x);
  const outputs = sizeOf(dy.shape[1]);
  if (row.taps.length === 0 || column.taps.length === 0)
    return builder.zeros([batch, channels, row.count, column.count]);
  const [high, wide] = [windows[0].kernel, windows[1].kernel];
  const taps = row.taps.flatMap((tap) => column.taps.map((other) => tap * wide + other));
  const view = builder.reshape(w, outputs / block, channels / block, high * wide, block, block);
  const order = builder.constant(int64([taps.length], taps));
  const chosen = high * wide === 1 ? view : builder.emit('Gather', [view, order], { axis: 2 });
  const kernel_shape = [row.taps.length, column.taps.length];
  const turned = builder.transpose(chosen, 1, 0, 2, 4, 3);
  const filter = builder.reshape(turned, channels, outputs, ...kernel_shape);
  const inner = slice(blocks, dy, [
    [Math.max(0, -row.before), sizeOf(dy.shape[2]) - Math.max(0, -row.after)],
    [Math.max(0, -column.before), sizeOf(dy.shape[3]) - Math.max(0, -column.after)],
  ]);
  const [above, left, below, right] = [row.before, column.before, row.after, column.after].map((size) =>
    Math.max(0, size),
  ) as [number, number, number, number];
  // Places whose window reaches beyond a row are computed one by one; where they are many, the zeros are laid out.
  const many = 4 * (left + right) >= sizeOf(inner.shape[3]);
  const seen = many ? pad(blocks, inner, { before: [0, left], after: [0, right] }) : inner;
  const pads = many ? [above, 0, below, 0] : [above, left, below, right];
  return builder.emit('com.microsoft.nchwc.Conv', [seen, filter], { kernel_shape, pads });
}
