/** @file The window of a convolution or pool along each axis of space: one reading of its attributes for all tables. */
import { GraphError, type Dimension, type Node, type Shape } from '../ir.ts';
import { intAttribute, intsAttribute, stringAttribute } from './index.ts';

/** One axis of space. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first and after the last element. */
  readonly before: number;
  readonly after: number;
}

type Attributed = Pick<Node, 'name' | 'op' | 'attributes'>;

/** Elements from the first to the last that one window covers. */
export function extent({ kernel, dilation }: Pick<Window, 'kernel' | 'dilation'>): number {
  return (kernel - 1) * dilation + 1;
}

/**
 * The windows of a node over axes of the given sizes. `kernel` is what the weights say; pools say it themselves.
 * Throws GraphError where attributes contradict each other. `auto_pad` needs known sizes.
 */
export function windowsOf(node: Attributed, space: Shape, kernel?: readonly number[]): readonly Window[] {
  const stated = intsAttribute(node, 'kernel_shape');
  const kernels = stated ?? kernel ?? fault(node, 'the attribute "kernel_shape" is missing');
  if (kernels.length !== space.length)
    fault(node, `a kernel of ${kernels.length} axes on ${space.length} axes of space`);
  if (kernel?.some((size, axis) => size !== kernels[axis]))
    fault(node, `kernel_shape [${kernels.join(',')}] is not that of the weights [${kernel.join(',')}]`);
  const perAxis = (name: string, count: number, otherwise: number) => {
    const values = intsAttribute(node, name) ?? Array.from({ length: count }, () => otherwise);
    if (values.length !== count) fault(node, `${values.length} ${name} for ${space.length} axes of space`);
    return values;
  };
  const strides = perAxis('strides', space.length, 1);
  const dilations = perAxis('dilations', space.length, 1);
  const pads = perAxis('pads', 2 * space.length, 0);
  return space.map((size, axis) => {
    const window = { kernel: kernels[axis]!, stride: strides[axis]!, dilation: dilations[axis]! };
    if (Math.min(window.kernel, window.stride, window.dilation) < 1)
      fault(node, 'kernels, strides and dilations must be 1 or more');
    return { ...window, ...paddingOf(node, size, window, [pads[axis]!, pads[axis + space.length]!]) };
  });
}

function paddingOf(
  node: Attributed,
  size: Dimension,
  window: Pick<Window, 'kernel' | 'stride' | 'dilation'>,
  [before, after]: readonly [before: number, after: number],
): { readonly before: number; readonly after: number } {
  const mode = stringAttribute(node, 'auto_pad') ?? 'NOTSET';
  if (mode === 'NOTSET') return { before, after };
  if (mode === 'VALID') return { before: 0, after: 0 };
  if (mode !== 'SAME_UPPER' && mode !== 'SAME_LOWER') fault(node, `auto_pad "${mode}" is unknown`);
  if (typeof size !== 'number') fault(node, `auto_pad "${mode}" needs a known size`);
  const count = Math.ceil(size / window.stride);
  const total = Math.max(0, (count - 1) * window.stride + extent(window) - size);
  const less = Math.floor(total / 2);
  return mode === 'SAME_UPPER'
    ? { before: less, after: total - less }
    : { before: total - less, after: less };
}

/** How many windows fit on an axis. With `ceil`, a last one may hang over the end unless it starts behind it. */
export function windowCount(node: Attributed, size: Dimension, window: Window): Dimension {
  if (typeof size !== 'number') return '';
  const room = size + window.before + window.after - extent(window);
  const ceil = intAttribute(node, 'ceil_mode', 0) === 1;
  const rounded = Math[ceil ? 'ceil' : 'floor'](room / window.stride) + 1;
  const count = ceil && (rounded - 1) * window.stride >= size + window.before ? rounded - 1 : rounded;
  return room >= 0 && count > 0
    ? count
    : fault(node, `a window of ${extent(window)} does not fit into ${size} elements and their padding`);
}

/** Windows as the attributes of a node. */
export function attributesOf(windows: readonly Window[]) {
  return {
    kernel_shape: windows.map(({ kernel }) => kernel),
    strides: windows.map(({ stride }) => stride),
    dilations: windows.map(({ dilation }) => dilation),
    pads: [...windows.map(({ before }) => before), ...windows.map(({ after }) => after)],
  };
}

/** Offsets of a kernel's taps, the last axis running fastest. */
export function tapsOf(windows: readonly Window[]): readonly (readonly number[])[] {
  return windows.reduce<readonly (readonly number[])[]>(
    (taps, { kernel }) =>
      taps.flatMap((tap) => Array.from({ length: kernel }, (_, index) => [...tap, index])),
    [[]],
  );
}

function fault(node: Attributed, message: string): never {
  throw new GraphError(message, node);
}
