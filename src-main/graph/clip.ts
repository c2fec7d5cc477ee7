/** @file Gradient clipping. */
import type { GraphBuilder, Value } from './builder.ts';

/** `norm`: all gradients together are scaled down to this length; `value`: each element is cut to ±this. */
export type Clip = { readonly norm: number } | { readonly value: number };

/**
 * By norm (Pascanu et al. 2013, algorithm 1): g min(1, limit / (‖g‖ + 1e-6)), ‖g‖ over all gradients together, as
 * PyTorch's clip_grad_norm_ has it. By value: max(-limit, min(limit, g)).
 */
export function clipped<Item extends { readonly gradient: Value }>(
  builder: GraphBuilder,
  items: readonly Item[],
  clip: Clip,
): readonly Item[] {
  if ('value' in clip) {
    const [low, high] = [builder.scalar(-clip.value), builder.scalar(clip.value)];
    return items.map((item) => ({ ...item, gradient: builder.emit('Clip', [item.gradient, low, high]) }));
  }
  const squares = items.map(({ gradient }) =>
    builder.sum(
      builder.mul(gradient, gradient),
      gradient.shape.map((_, axis) => axis),
    ),
  );
  const [first, ...others] = squares;
  if (!first) return items;
  const total = others.reduce((a, b) => builder.add(a, b), first);
  const norm = builder.add(builder.emit('Sqrt', [total]), builder.scalar(1e-6));
  const ratio = builder.div(builder.scalar(clip.norm), norm);
  const one = builder.scalar(1);
  const scale = builder.emit('Where', [builder.emit('Less', [ratio, one]), ratio, one]);
  return items.map((item) => ({ ...item, gradient: builder.mul(item.gradient, scale) }));
}
