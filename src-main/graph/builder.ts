/** @file The graph builder: every layer, loss, optimizer and gradient rule writes its nodes through it. */
import {
  GraphError,
  elementCount,
  elementTypes,
  int64,
  sizeOf,
  tensorOf,
  type Dimension,
  type ElementType,
  type Graph,
  type Node,
  type NumericType,
  type Shape,
  type Tensor,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { attributesOf, type AttributeInput, type Op } from './ops/index.ts';
import { renameValues } from './passes/names.ts';
import { evaluate, shapeRules, type Known } from './shape/index.ts';

/** A value of the graph being built, with the type that the shape rules gave it. */
export interface Value extends TensorType {
  readonly name: string;
}

type Plain = Readonly<Record<string, AttributeInput>>;

/**
 * Builds one graph. Types are inferred as nodes are added, so a shape that does not fit throws at the line that
 * wrote it. A builder made by `inner` writes the body of a Scan and sees the values of the outer graph.
 */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #inputs: Value[] = [];
  readonly #outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #constantNames = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  readonly #outer: GraphBuilder | undefined;
  readonly #counter: { next: number };

  constructor(outer?: GraphBuilder) {
    this.#outer = outer;
    this.#counter = outer ? outer.#counter : { next: 0 };
  }

  /** A builder for a subgraph of this one: names stay unique across both. */
  inner(): GraphBuilder {
    return new GraphBuilder(this);
  }

  input(name: string, type: TensorType): Value {
    const value = { name, elementType: type.elementType, shape: type.shape };
    this.#inputs.push(value);
    return value;
  }

  /** Makes `value` an output of the graph under the given name. */
  output(name: string, value: Value): void {
    this.#outputs.push({ name, value });
  }

  /** A constant; equal ones share one name. Inside a body it belongs to the outermost graph. */
  constant(tensor: Tensor): Value {
    if (this.#outer) return this.#outer.constant(tensor);
    const key = contentKey(tensor);
    const known = this.#constantNames.get(key);
    const name = known ?? `constant_${this.#constants.size}`;
    if (known === undefined) {
      this.#constants.set(name, tensor);
      if (key !== '') this.#constantNames.set(key, name);
    }
    return { name, elementType: tensor.elementType, shape: tensor.shape };
  }

  /** A node with one output. */
  emit(op: Op, inputs: readonly (Value | undefined)[], attributes: Plain = {}): Value {
    const [value] = this.emitAll(op, inputs, attributes);
    return value ?? fault(op);
  }

  /** A node with `count` outputs. */
  emitAll(
    op: Op,
    inputs: readonly (Value | undefined)[],
    attributes: Plain = {},
    count = 1,
  ): readonly Value[] {
    const stem = `${op.slice(op.lastIndexOf('.') + 1)}_${this.#counter.next++}`;
    const outputs = Array.from({ length: count }, (_, index) => (count === 1 ? stem : `${stem}_${index}`));
    return this.#add(op, inputs, attributes, outputs);
  }

  #add(
    op: Op,
    inputs: readonly (Value | undefined)[],
    plain: Plain,
    outputs: readonly string[],
  ): readonly Value[] {
    const node = {
      name: outputs[0] ?? op,
      op,
      inputs: inputs.slice(0, inputs.findLastIndex(Boolean) + 1).map((value) => value?.name ?? ''),
      outputs,
      attributes: attributesOf(op, plain),
    };
    const call = {
      node,
      inputs,
      constant: (input: number) => this.constantOf(inputs[input]),
      known: (input: number) => this.knownOf(inputs[input]),
      outputs: outputs.length,
    };
    const types = shapeRules[op](call);
    const value = evaluate(op, call, types);
    if (value && outputs[0] !== undefined) this.#known.set(outputs[0], value);
    this.#nodes.push(node);
    return outputs.map((name, index) => ({ ...(types[index] ?? fault(op)), name }));
  }

  /**
   * What `build` gives, with a gradient of its own where the chain rule would cost more: from the upstream gradient,
   * a gradient for each of `inputs`. Only a recording builder has a use for it.
   */
  withGradient(
    inputs: readonly Value[],
    build: () => Value,
    gradient: (upstream: Value) => readonly Value[],
  ): Value {
    void [inputs, gradient];
    return build();
  }

  /** The tensor behind a value that is a constant of the graph. */
  constantOf(value: Value | undefined): Tensor | undefined {
    if (this.#outer) return this.#outer.constantOf(value);
    return value && this.#constants.get(value.name);
  }

  /** Small integer values that the graph computes but that are known now, such as shapes. */
  knownOf(value: Value | undefined): Known | undefined {
    return value && (this.#known.get(value.name) ?? this.#outer?.knownOf(value));
  }

  /** The finished graph. */
  finish(name: string): Graph {
    const renamed = this.#nameOutputs();
    const rename = (value: string) => renamed.get(value) ?? value;
    return {
      name,
      inputs: this.#inputs.map(valueInfo),
      outputs: this.#outputs.map(({ name, value }) => ({ ...valueInfo(value), name })),
      nodes: this.#nodes.map((node) => renameValues(node, rename)),
      constants: this.#constants,
      values: [],
    };
  }

  /** Gives computed values the names of the outputs they are; a value that is an output twice, or was not computed here, is copied. */
  #nameOutputs(): ReadonlyMap<string, string> {
    const computed = new Set(this.#nodes.flatMap((node) => node.outputs));
    const renamed = new Map<string, string>();
    for (const { name, value } of this.#outputs)
      if (computed.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, name);
      else this.#add('Identity', [value], {}, [name]);
    return renamed;
  }

  add(a: Value, b: Value): Value {
    return this.emit('Add', [a, b]);
  }

  sub(a: Value, b: Value): Value {
    return this.emit('Sub', [a, b]);
  }

  mul(a: Value, b: Value): Value {
    return this.emit('Mul', [a, b]);
  }

  div(a: Value, b: Value): Value {
    return this.emit('Div', [a, b]);
  }

  /** One number as a constant of the given element type. */
  scalar(value: number, elementType: NumericType = 'float32'): Value {
    return this.constant(tensorOf(elementType, [], [value]));
  }

  integers(...values: readonly number[]): Value {
    return this.constant(int64([values.length], values));
  }

  zeros(shape: Shape, elementType: NumericType = 'float32'): Value {
    return this.full(shape, 0, elementType);
  }

  /** A tensor of one repeated number, made when the graph runs, so that it takes no room in the file. */
  full(shape: Shape, value: number, elementType: NumericType = 'float32'): Value {
    const sizes = this.integers(...shape.map(sizeOf));
    return this.emit('ConstantOfShape', [sizes], { value: tensorOf(elementType, [1], [value]) });
  }

  cast(value: Value, elementType: ElementType): Value {
    if (value.elementType === elementType) return value;
    return this.emit('Cast', [value], { to: elementTypes.indexOf(elementType) });
  }

  /** The value in another shape of fixed sizes; the value itself where it has that shape. */
  reshape(value: Value, ...shape: readonly Dimension[]): Value {
    if (value.shape.length === shape.length && shape.every((size, axis) => size === value.shape[axis]))
      return value;
    return this.emit('Reshape', [value, this.integers(...shape.map(sizeOf))]);
  }

  transpose(value: Value, ...perm: readonly number[]): Value {
    return this.emit('Transpose', [value], { perm });
  }

  concat(values: readonly Value[], axis: number): Value {
    return this.emit('Concat', values, { axis });
  }

  /** Parts of the given sizes along an axis. */
  split(value: Value, axis: number, sizes: readonly number[]): readonly Value[] {
    return this.emitAll('Split', [value, this.integers(...sizes)], { axis }, sizes.length);
  }

  /** The elements `start … end - 1` along one axis. */
  slice(value: Value, axis: number, [start, end]: readonly [start: number, end: number]): Value {
    return this.emit('Slice', [value, this.integers(start), this.integers(end), this.integers(axis)]);
  }

  /** The sum over axes, which vanish. */
  sum(value: Value, axes: readonly number[]): Value {
    return this.emit('ReduceSum', [value, this.integers(...axes)], { keepdims: 0 });
  }
}

function valueInfo({ name, elementType, shape }: Value): ValueInfo {
  return { name, elementType, shape };
}

/** Small constants, and those of one repeated number, are shared by content; others are told apart unread. */
function contentKey(tensor: Tensor): string {
  const type = `${tensor.elementType}[${tensor.shape.join(',')}]`;
  if (Array.isArray(tensor.data)) return '';
  if (elementCount(tensor.shape) <= 64) return `${type}${Array.from(tensor.data, keyOf).join(',')}`;
  const [first = 0] = tensor.data;
  return tensor.data.every((item) => Object.is(item, first)) ? `${type}${keyOf(first)}…` : '';
}

function keyOf(value: number | bigint | string): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function fault(op: Op): never {
  throw new GraphError(`${op} gave no output`);
}
