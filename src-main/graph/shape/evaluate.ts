/**
 * @file A partial evaluator of small integer tensors. Exported models compute shapes with operators (Shape, Gather,
 * Concat, Reshape); following the numbers through them lets the shape rules see the sizes that they mean.
 */
import { mostAxes, type Dimension, type Tensor, type TensorType } from '../ir.ts';
import { intAttribute, type Op } from '../ops/index.ts';
import { broadcast, product, sum, type Call, type Known } from './call.ts';
import { sliceRange } from './movement.ts';

/** Larger tensors are data, not shapes. */
const most = mostAxes;

/** What is known of a constant, where it is integer and small enough to be a shape. */
export function knownOf(tensor: Tensor | undefined): Known | undefined {
  if (!tensor || tensor.shape.length > 1 || (tensor.shape[0] ?? 1) > most) return undefined;
  const { data, shape } = tensor;
  const isInteger =
    data instanceof BigInt64Array || data instanceof Int32Array || tensor.elementType === 'bool';
  if (!isInteger) return undefined;
  const values = Array.from(data as Iterable<bigint | number>, Number);
  return values.every(Number.isSafeInteger) ? { shape, values } : undefined;
}

type Rule = (call: Call, input: (index: number) => Known | undefined, type: TensorType) => Known | undefined;

/** The value of a node's first output, as far as the values of its inputs tell it. */
export function evaluate(op: string, call: Call, types: readonly TensorType[]): Known | undefined {
  const rule = rules[op as Op];
  const [type] = types;
  if (!rule || !type || type.shape.length > 1) return undefined;
  if (!['int64', 'int32', 'bool'].includes(type.elementType)) return undefined;
  const input = (index: number) => call.known?.(index) ?? knownOf(call.constant(index));
  const result = rule(call, input, type);
  return result && result.values.length <= most ? result : undefined;
}

const vector = (values: readonly Dimension[]): Known => ({ shape: [values.length], values });
const number = (value: Dimension): Known => ({ shape: [], values: [value] });

/** The values of the input in the output's shape, which is known when it has at most one axis of known size. */
const moved: Rule = (_, input, { shape }) => {
  const known = input(0);
  return known && { shape: shape.map(() => known.values.length), values: known.values };
};

/** An operation on numbers, element by element; a name or an unknown size gives an unknown one. */
function arithmetic(compute: (a: Dimension, b: Dimension) => Dimension): Rule {
  return (call, input) => {
    const [a, b] = [input(0), input(1)];
    if (!a || !b) return undefined;
    const shape = broadcast(call, a.shape, b.shape).map(Number);
    const at = (known: Known, index: number) => known.values[known.values.length === 1 ? 0 : index] ?? '';
    const count = shape[0] ?? 1;
    return {
      shape,
      values: Array.from({ length: count }, (_, index) => compute(at(a, index), at(b, index))),
    };
  };
}

function numeric(compute: (a: number, b: number) => number): Rule {
  return arithmetic((a, b) => {
    const result = typeof a === 'number' && typeof b === 'number' ? compute(a, b) : '';
    return typeof result === 'number' && !Number.isSafeInteger(result) ? '' : result;
  });
}

const rules: Partial<Readonly<Record<Op, Rule>>> = {
  Shape: (call) => {
    const { shape = [] } = call.inputs[0] ?? {};
    return vector(
      shape.slice(intAttribute(call.node, 'start', 0), intAttribute(call.node, 'end', shape.length)),
    );
  },
  Size: (call) => number(product(call.inputs[0]?.shape ?? [''])),
  Constant: (call) => {
    const [attribute] = Object.values(call.node.attributes);
    if (attribute?.kind === 'tensor') return knownOf(attribute.value);
    if (attribute?.kind === 'int') return number(Number(attribute.value));
    return attribute?.kind === 'ints' ? vector(attribute.value.map(Number)) : undefined;
  },
  ConstantOfShape: (call, _, { shape }) => {
    const [size = 1] = shape;
    const value = call.node.attributes['value'];
    const [filled] = (value?.kind === 'tensor' ? knownOf(value.value)?.values : undefined) ?? [];
    if (typeof size !== 'number' || size > most || filled === undefined) return undefined;
    return { shape: shape.map(() => size), values: Array.from({ length: size }, () => filled) };
  },
  Identity: moved,
  Cast: (call, input, type) => {
    const from = call.inputs[0]?.elementType ?? '';
    return from.startsWith('int') && type.elementType.startsWith('int')
      ? moved(call, input, type)
      : undefined;
  },
  Squeeze: moved,
  Unsqueeze: moved,
  Reshape: moved,
  Add: arithmetic((a, b) => (a === 0 ? b : b === 0 ? a : sum([a, b]))),
  Sub: arithmetic((a, b) =>
    b === 0 ? a : a === b && a !== '' ? 0 : typeof b === 'number' ? sum([a, -b]) : '',
  ),
  Mul: arithmetic((a, b) => product([a, b])),
  Div: arithmetic((a, b) => {
    if (b === 1) return a;
    if (a === b && a !== '') return 1;
    return typeof a === 'number' && typeof b === 'number' && b !== 0 ? Math.trunc(a / b) : '';
  }),
  Mod: numeric((a, b) => (b === 0 ? Number.NaN : a - b * Math.floor(a / b))),
  Max: numeric(Math.max),
  Min: numeric(Math.min),
  Equal: numeric((a, b) => Number(a === b)),
  Less: numeric((a, b) => Number(a < b)),
  Greater: numeric((a, b) => Number(a > b)),
  Neg: (_, input) => {
    const known = input(0);
    return (
      known && { ...known, values: known.values.map((value) => (typeof value === 'number' ? -value : '')) }
    );
  },
  Where: (_, input, { shape }) => {
    const [condition, a, b] = [input(0), input(1), input(2)];
    if (!condition || !a || !b) return undefined;
    const [count = 1] = shape;
    if (typeof count !== 'number' || count > most) return undefined;
    const at = (known: Known, index: number) => known.values[known.values.length === 1 ? 0 : index] ?? '';
    const values = Array.from({ length: count }, (_, index) => {
      const chosen = at(condition, index);
      return chosen === '' ? '' : at(chosen ? a : b, index);
    });
    return { shape: shape.map(() => count), values };
  },
  Concat: (call, input) => {
    const parts = call.inputs.map((_, index) => input(index));
    return parts.every((part) => part !== undefined)
      ? vector(parts.flatMap(({ values }) => values))
      : undefined;
  },
  Gather: (_, input) => {
    const [data, indices] = [input(0), input(1)];
    if (!data || !indices) return undefined;
    const values = indices.values.map((at) => (typeof at === 'number' ? (data.values.at(at) ?? '') : ''));
    return { shape: indices.shape, values };
  },
  Slice: (call, input) => {
    const data = input(0);
    const bounds = [1, 2, 4].map((index) => (call.inputs[index] ? input(index)?.values[0] : 1));
    const [start, end, step] = bounds;
    if (!data || typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number')
      return undefined;
    const { first, count } = sliceRange(data.values.length, [start, end, step]);
    return vector(Array.from({ length: count }, (_, index) => data.values[first + index * step] ?? ''));
  },
  Range: (_, input, { shape }) => {
    const [start, , step] = [0, 1, 2].map((index) => input(index)?.values[0]);
    const [count] = shape;
    if (typeof start !== 'number' || typeof step !== 'number' || typeof count !== 'number' || count > most)
      return undefined;
    return vector(Array.from({ length: count }, (_, index) => start + index * step));
  },
  ReduceProd: (_, input, { shape }) => {
    const known = input(0);
    return known && { shape: shape.map(() => 1), values: [product(known.values)] };
  },
};
