/** @file Writes a forward graph onto a builder, convolutions and what follows them in blocks where that is possible. */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf, type Attribute, type Graph, type Node } from '../ir.ts';
import { intAttribute, isOp, type AttributeInput, type Op } from '../ops/index.ts';
import { windowCount, windowsOf, type Window } from '../ops/window.ts';
import * as blocked from './blocked.ts';
import { pooledConv } from './first.ts';
import { filterLayout, restored, rowLayout, type Layout } from './layout.ts';
import { normalize, normalizeBy, type BlockedNormalization } from './normalization.ts';
import { image, type Blocks } from './image.ts';

/** A value, and how its elements lie: as a blocked image, as such an image flattened, or as ONNX says. */
interface Located {
  readonly value: Value;
  readonly as: 'standard' | 'blocked' | 'flat';
  /** Shape of the image that was flattened. */
  readonly image?: readonly number[];
}

export interface LowerOptions {
  readonly graph: Graph;
  readonly builder: GraphBuilder;
  /** The graph's inputs on the builder. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** Inputs that are parameters, with the names that their layouts go by. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Floats in a block; undefined where the processor has no blocked convolutions. */
  readonly block: number | undefined;
  /** Layouts of parameters that have been settled; unless given they are chosen here. */
  readonly settled?: ReadonlyMap<string, Layout> | undefined;
}

/** Operators on each element that keep the layout of their only tensor. */
const elementwise = new Set<string>([
  ...['Relu', 'Sigmoid', 'Tanh', 'HardSigmoid', 'Neg', 'Exp', 'Log', 'Sqrt', 'Identity', 'Erf', 'Abs'],
  ...[
    'LeakyRelu',
    'Elu',
    'Selu',
    'Softplus',
    'Softsign',
    'Gelu',
    'HardSwish',
    'Mish',
    'Celu',
    'ThresholdedRelu',
  ],
] satisfies readonly string[]);
const arithmetic = new Set<string>(['Add', 'Sub', 'Mul', 'Div']);

/**
 * The walk goes from the outputs back, so that an operator sees what reads it: a convolution takes the max(·, 0) after
 * it along, a batch normalization also the sum between. Values change their layout only where an operator needs it.
 */
export class Lowering {
  /** Layouts of parameters, by name. */
  readonly layouts: Map<string, Layout>;
  readonly #given: LowerOptions;
  readonly #producers = new Map<string, Node>();
  readonly #uses = new Map<string, number>();
  readonly #located = new Map<string, Located>();
  readonly #learned: ReadonlySet<string>;

  constructor(given: LowerOptions) {
    this.#given = given;
    this.layouts = new Map(given.settled);
    const learned = new Set(given.parameters.keys());
    for (const node of given.graph.nodes) {
      for (const name of node.outputs) this.#producers.set(name, node);
      for (const name of node.inputs) this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
      if (node.inputs.some((name) => learned.has(name))) for (const name of node.outputs) learned.add(name);
    }
    for (const { name } of given.graph.outputs) this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
    this.#learned = learned;
  }

  /** The graph's outputs by name, in standard layout. */
  outputs(): ReadonlyMap<string, Value> {
    return new Map(this.#given.graph.outputs.map(({ name }) => [name, this.#standard(name)]));
  }

  get #blocks(): Blocks | undefined {
    const { builder, block } = this.#given;
    return block === undefined ? undefined : { builder, block };
  }

  #at(name: string): Located {
    const known = this.#located.get(name);
    if (known) return known;
    const node = this.#producers.get(name);
    if (!node) {
      const value = this.#source(name);
      this.#located.set(name, { value, as: 'standard' });
    } else if (!this.#blocks || !this.#inBlocks(node, this.#blocks)) this.#copy(node);
    return this.#located.get(name)!;
  }

  /** A constant or an input; a parameter that is kept in another layout is brought into the standard one. */
  #source(name: string): Value {
    const { graph, builder, inputs, parameters } = this.#given;
    const tensor = graph.constants.get(name);
    if (tensor) return builder.constant(tensor);
    const value = inputs.get(name)!;
    const layout = this.layouts.get(parameters.get(name) ?? '');
    return layout ? restored(builder, value, layout) : value;
  }

  /** The node as it is. */
  #copy(node: Node): void {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : this.#standard(name)));
    const results = this.#given.builder.emitAll(node.op as Op, inputs, plainly(node), node.outputs.length);
    for (const [index, name] of node.outputs.entries())
      this.#located.set(name, { value: results[index]!, as: 'standard' });
  }

  #standard(name: string): Value {
    const located = this.#at(name);
    if (located.as === 'standard') return located.value;
    const { builder } = this.#given;
    if (located.as === 'blocked') return blocked.toStandard(this.#blocks!, located.value);
    const image = builder.reshape(located.value, ...located.image!);
    const rows = located.value.shape.map(sizeOf);
    return builder.reshape(blocked.toStandard(this.#blocks!, image), ...rows);
  }

  /** An image in blocks, brought there where it is not. */
  #blocked(name: string, blocks: Blocks): Value {
    const located = this.#at(name);
    return located.as === 'blocked' ? located.value : blocked.toBlocked(blocks, this.#standard(name));
  }

  #isBlocked(name: string): boolean {
    return this.#at(name).as === 'blocked';
  }

  #put(name: string, value: Value, as: Located['as'] = 'blocked', image?: readonly number[]): true {
    this.#located.set(name, { value, as, ...(image ? { image } : {}) });
    return true;
  }

  /** The node that gives a value which nothing but one node reads. */
  #sole(name: string): Node | undefined {
    return this.#uses.get(name) === 1 ? this.#producers.get(name) : undefined;
  }

  /** Writes a node in blocks; false where it cannot be. */
  #inBlocks(node: Node, blocks: Blocks): boolean {
    const [first = '', second = ''] = node.inputs;
    const output = node.outputs[0] ?? '';
    switch (node.op) {
      case 'Conv':
        return this.#conv(node, output, false, blocks);
      case 'MaxPool':
      case 'AveragePool':
        return this.#pool(node, blocks);
      case 'GlobalAveragePool':
        if (!this.#isBlocked(first)) return false;
        return this.#put(output, blocked.globalAveragePool(blocks, this.#at(first).value), 'standard');
      case 'BatchNormalization':
        return this.#normalization({ node, output, relu: false }, blocks);
      case 'Add':
        return this.#residual(node, output, false, blocks) || this.#arithmetic(node, blocks);
      case 'Relu':
        return this.#relu(node, blocks) || this.#elementwise(node);
      case 'Reshape':
        return this.#flatten(node, blocks);
      case 'Gemm':
      case 'MatMul':
        return this.#product(node, [first, second], blocks);
      default:
        if (arithmetic.has(node.op)) return this.#arithmetic(node, blocks);
        return elementwise.has(node.op) && this.#elementwise(node);
    }
  }

  #elementwise(node: Node): boolean {
    const { value, as, image } = this.#at(node.inputs[0] ?? '');
    if (as === 'standard' || node.inputs.length !== 1 || !isOp(node.op)) return false;
    const result = this.#given.builder.emit(node.op, [value], plainly(node));
    return this.#put(node.outputs[0] ?? '', result, as, image);
  }

  /** Two values of one shape, or one and a single number. */
  #arithmetic(node: Node, blocks: Blocks): boolean {
    const sides = node.inputs.map((name) => this.#at(name));
    const lead = sides.find(({ as }) => as !== 'standard');
    if (!lead || !isOp(node.op)) return false;
    const { builder } = blocks;
    const operands = sides.map((side, index) => {
      if (side.value.shape.every((size) => size === 1) && side.value.shape.length <= 1) return side.value;
      if (side.value.shape.join() !== lead.value.shape.join()) return undefined;
      if (side.as === lead.as) return side.value;
      if (side.as !== 'standard') return undefined;
      if (lead.as === 'blocked') return this.#blocked(node.inputs[index]!, blocks);
      const image = blocked.toBlocked(blocks, builder.reshape(side.value, ...lead.image!));
      return builder.reshape(image, ...side.value.shape);
    });
    if (operands.includes(undefined)) return false;
    return this.#put(node.outputs[0] ?? '', builder.emit(node.op, operands), lead.as, lead.image);
  }

  #relu(node: Node, blocks: Blocks): boolean {
    const producer = this.#sole(node.inputs[0] ?? '');
    const output = node.outputs[0] ?? '';
    if (producer?.op === 'Conv') return this.#conv(producer, output, true, blocks);
    if (producer?.op === 'MaxPool') return this.#first(producer, output, blocks);
    if (producer?.op === 'BatchNormalization')
      return this.#normalization({ node: producer, output, relu: true }, blocks);
    return producer?.op === 'Add' && this.#residual(producer, output, true, blocks);
  }

  #conv(node: Node, output: string, relu: boolean, blocks: Blocks): boolean {
    const given = this.#convolution(node, blocks);
    return given !== undefined && this.#put(output, blocked.conv(blocks, { ...given, relu }));
  }

  /** The operands of a convolution that can be done in blocks. */
  #convolution(node: Node, blocks: Blocks): Omit<blocked.BlockedConv, 'relu'> | undefined {
    const { parameters, inputs } = this.#given;
    const [input = '', weight = '', bias = ''] = node.inputs;
    const name = parameters.get(weight);
    const w = inputs.get(weight);
    if (name === undefined || !w || w.shape.length !== 4 || intAttribute(node, 'group', 1) !== 1)
      return undefined;
    const shape = w.shape.map(sizeOf);
    const [outputs = 0, channels = 0] = shape;
    const first = channels < blocks.block;
    if (outputs % blocks.block !== 0 || (first ? this.#learned.has(input) : channels % blocks.block !== 0))
      return undefined;
    const given = this.#at(input);
    const windows = windowsOf(node, given.value.shape.slice(2), shape.slice(2));
    if (!isFlat(windows) || windows.some(({ dilation }) => dilation !== 1)) return undefined;
    if (!this.#settle(name, filterLayout(shape, blocks.block))) return undefined;
    const x = first ? this.#standard(input) : this.#blocked(input, blocks);
    return { x, w, bias: bias === '' ? undefined : this.#standard(bias), windows };
  }

  /** `max(pool(conv(x)), 0)` of the network's input. */
  #first(node: Node, output: string, blocks: Blocks): boolean {
    const producer = this.#sole(node.inputs[0] ?? '');
    const channels = this.#given.inputs.get(producer?.inputs[1] ?? '')?.shape[1];
    if (producer?.op !== 'Conv' || typeof channels !== 'number' || channels >= blocks.block) return false;
    const given = this.#convolution(producer, blocks);
    if (!given || given.windows.some(({ stride }) => stride !== 1)) return false;
    const space = given.windows.map((window, axis) =>
      sizeOf(windowCount(producer, given.x.shape[axis + 2]!, window)),
    );
    const pool = windowsOf(node, space);
    if (!isFlat(pool) || !isTiled(node, pool)) return false;
    const [high = 0, wide = 0] = space.map((size, axis) => Math.floor(size / pool[axis]!.kernel));
    return this.#put(output, pooledConv(blocks, { ...given, pool, places: [high, wide] }));
  }

  /** Chooses a parameter's layout; false where another has been settled. */
  #settle(parameter: string, layout: Layout): boolean {
    const before = this.layouts.get(parameter);
    if (this.#given.settled || before)
      return before?.split.join() === layout.split.join() && before.order.join() === layout.order.join();
    this.layouts.set(parameter, layout);
    return true;
  }

  /** Pools whose windows lie side by side. */
  #pool(node: Node, blocks: Blocks): boolean {
    const [input = ''] = node.inputs;
    if (!this.#isBlocked(input) || node.outputs.length > 1) return false;
    const x = this.#at(input).value;
    const windows = windowsOf(node, x.shape.slice(2));
    if (!isFlat(windows) || !isTiled(node, windows)) return false;
    const pool = node.op === 'MaxPool' ? blocked.maxPool : blocked.averagePool;
    return this.#put(node.outputs[0] ?? '', pool(blocks, x, windows));
  }

  /** `BatchNormalization + residual`. */
  #residual(node: Node, output: string, relu: boolean, blocks: Blocks): boolean {
    const at = node.inputs.findIndex((name) => this.#sole(name)?.op === 'BatchNormalization');
    const normalization = this.#producers.get(node.inputs[at] ?? '');
    if (!normalization || !this.#isBlocked(normalization.inputs[0] ?? '')) return false;
    const shape = this.#at(normalization.inputs[0]!).value.shape;
    const other = node.inputs[1 - at]!;
    if (this.#at(other).value.shape.join() !== shape.join()) return false;
    const residual = this.#blocked(other, blocks);
    return this.#normalization({ node: normalization, output, relu, residual }, blocks);
  }

  #normalization(
    { node, output, relu, residual }: { node: Node; output: string; relu: boolean; residual?: Value },
    blocks: Blocks,
  ): boolean {
    const [input = '', ...vectors] = node.inputs;
    if (!this.#isBlocked(input)) return false;
    const { builder } = blocks;
    const [scale, bias, mean, variance] = vectors.map((name) => this.#standard(name));
    const attribute = (name: string, otherwise: number) => {
      const found = node.attributes[name];
      return found?.kind === 'float' ? found.value : otherwise;
    };
    const epsilon = attribute('epsilon', 1e-5);
    const x = this.#at(input).value;
    const given: BlockedNormalization = { x, scale: scale!, bias: bias!, epsilon, residual, relu };
    if (intAttribute(node, 'training_mode', 0) !== 1)
      return this.#put(output, normalizeBy(blocks, given, { mean: mean!, variance: variance! }));
    const made = normalize(blocks, given);
    const momentum = attribute('momentum', 0.9);
    const blend = (running: Value, current: Value) =>
      momentum === 0
        ? current
        : builder.add(
            builder.mul(running, builder.scalar(momentum)),
            builder.mul(current, builder.scalar(1 - momentum)),
          );
    const [, meanName, varianceName] = node.outputs;
    if (meanName) this.#put(meanName, blend(mean!, made.mean), 'standard');
    if (varianceName) this.#put(varianceName, blend(variance!, made.variance), 'standard');
    return this.#put(output, made.y);
  }

  /** A blocked image as one row each: the elements stay where they are. */
  #flatten(node: Node, { builder }: Blocks): boolean {
    const [input = '', target = ''] = node.inputs;
    if (!this.#isBlocked(input)) return false;
    const x = this.#at(input).value;
    const { batch, channels, places } = image(x);
    const sizes = this.#given.graph.constants.get(target)?.data;
    const wanted = sizes instanceof BigInt64Array ? Array.from(sizes, Number) : [];
    const columns = channels * places;
    const rows = wanted[0] === -1 || wanted[0] === batch;
    if (wanted.length !== 2 || !rows || (wanted[1] !== columns && wanted[1] !== -1)) return false;
    const flat = builder.reshape(x, batch, columns);
    return places === 1
      ? this.#put(node.outputs[0] ?? '', flat, 'standard')
      : this.#put(node.outputs[0] ?? '', flat, 'flat', x.shape.map(sizeOf));
  }

  /** A dense layer on a flattened image: its rows are kept in the image's order, which costs nothing in a step. */
  #product(node: Node, [input, weight]: readonly [string, string], { builder, block }: Blocks): boolean {
    const { value, as, image: shape } = this.#at(input);
    const name = this.#given.parameters.get(weight);
    const w = this.#given.inputs.get(weight);
    if (as !== 'flat' || name === undefined || !w || w.shape.length !== 2 || !isOp(node.op)) return false;
    if (intAttribute(node, 'transA', 0) === 1) return false;
    const transposed = intAttribute(node, 'transB', 0) === 1;
    const [, channels = 0, height = 0, width = 0] = shape ?? [];
    const columns = sizeOf(w.shape[transposed ? 0 : 1]);
    if (!this.#settle(name, rowLayout({ channels, places: height * width, block }, columns, transposed)))
      return false;
    const others = node.inputs.slice(2).map((other) => this.#standard(other));
    const result = builder.emit(node.op, [value, w, ...others], plainly(node));
    return this.#put(node.outputs[0] ?? '', result, 'standard');
  }
}

/** Whether a pool's windows lie side by side. */
function isTiled(node: Node, windows: readonly Window[]): boolean {
  const apart = windows.every(
    ({ kernel, stride, dilation, before, after }) =>
      kernel === stride && dilation === 1 && before === 0 && after === 0,
  );
  return apart && node.outputs.length === 1 && intAttribute(node, 'ceil_mode', 0) === 0;
}

function isFlat(windows: readonly Window[]): windows is readonly [Window, Window] {
  return windows.length === 2;
}

/** A node's attributes as the builder takes them. */
function plainly({ attributes }: Node): Readonly<Record<string, AttributeInput>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, plainOf(attribute)]),
  );
}

/** An attribute as the builder takes it. */
function plainOf(attribute: Attribute): AttributeInput {
  if (attribute.kind === 'int') return Number(attribute.value);
  if (attribute.kind === 'ints') return attribute.value.map(Number);
  if (isPlain(attribute)) return attribute.value;
  throw new Error(`no operator of the table has an attribute of kind ${attribute.kind}`);
}

const plainKinds = ['float', 'string', 'tensor', 'graph', 'floats', 'strings'] as const;

function isPlain(
  attribute: Attribute,
): attribute is Extract<Attribute, { readonly kind: (typeof plainKinds)[number] }> {
  return plainKinds.some((kind) => kind === attribute.kind);
}
