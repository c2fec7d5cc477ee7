/** @file For tests: 60 model files that nobody should be able to harm anyone with, made from seeds. */
import {
  modelOf,
  serialize,
  type Attribute,
  type Graph,
  type Model,
  type Node,
  type Tensor,
} from '../../graph/index.ts';
import { bagOfWords, plusOne } from './bag-of-words.fixture.ts';
import { houses } from './small-models.fixture.ts';
import { endless } from './patience.fixture.ts';

export interface HostileModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type ElementType = 'float32' | 'int64' | 'bool';

const int = (value: bigint): Attribute => ({ kind: 'int', value });
const body = (value: Graph): Attribute => ({ kind: 'graph', value });
const value = (name: string, elementType: ElementType, shape?: readonly (number | string)[]) =>
  ({ name, elementType, shape }) as const;

function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Node['attributes'] = {},
): Node {
  return { name: `${op}-${outputs[0] ?? ''}`, op, inputs, outputs, attributes };
}

/** x float32 `[2]` -> y float32. */
function graph(nodes: readonly Node[], rest: Partial<Graph> = {}): Graph {
  return {
    name: 'g',
    inputs: [value('x', 'float32', [2])],
    outputs: [value('y', 'float32')],
    nodes,
    constants: new Map(),
    values: [],
    ...rest,
  };
}

const fileOf = (each: Graph): Uint8Array => serialize(modelOf(each));

const sizes = (...dims: readonly bigint[]) =>
  ({ elementType: 'int64', shape: [dims.length], data: BigInt64Array.from(dims) }) as const;

const yes = { elementType: 'bool', shape: [], data: Uint8Array.of(1) } as const;

/** A loop without a count that goes on while its condition holds, so many of them in each other. */
function nestedLoops(depth: number): Uint8Array {
  const inner = (level: number): Graph => ({
    ...graph([
      node('Identity', [`go${level}`], [`again${level}`]),
      level === depth
        ? node('Relu', [`in${level}`], [`out${level}`])
        : node('Loop', ['', 'yes', `in${level}`], [`out${level}`], { body: body(inner(level + 1)) }),
    ]),
    inputs: [
      value(`i${level}`, 'int64', []),
      value(`go${level}`, 'bool', []),
      value(`in${level}`, 'float32', [2]),
    ],
    outputs: [value(`again${level}`, 'bool', []), value(`out${level}`, 'float32', [2])],
  });
  const loop = node('Loop', ['', 'yes', 'x'], ['y'], { body: body(inner(1)) });
  return fileOf(graph([loop], { constants: new Map([['yes', yes]]) }));
}

/** Branches in branches. */
function nestedBranches(depth: number): Uint8Array {
  const branch = (level: number): Graph => ({
    ...graph([
      level === depth
        ? node('Relu', ['x'], [`b${level}`])
        : node('If', ['yes'], [`b${level}`], {
            then_branch: body(branch(level + 1)),
            else_branch: body({
              ...graph([node('Neg', ['x'], [`e${level}`])]),
              inputs: [],
              outputs: [value(`e${level}`, 'float32')],
            }),
          }),
    ]),
    inputs: [],
    outputs: [value(`b${level}`, 'float32')],
  });
  const first = branch(1);
  return fileOf(
    graph([...first.nodes, node('Identity', ['b1'], ['y'])], { constants: new Map([['yes', yes]]) }),
  );
}

/** Functions that each call the next twice: 2 to the power of `depth` nodes. */
function doublingFunctions(depth: number): Uint8Array {
  const opsets = new Map([
    ['', 21],
    ['my', 1],
  ]);
  const functions = Array.from({ length: depth }, (_, level) => {
    const op = level === depth - 1 ? 'Relu' : `my.F${level + 1}`;
    return {
      domain: 'my',
      name: `F${level}`,
      inputs: ['a'],
      outputs: ['c'],
      attributes: [],
      defaults: {},
      values: [],
      opsets,
      nodes: [node(op, ['a'], ['b']), node(op, ['b'], ['c'])],
    };
  });
  const model: Model = { ...modelOf(graph([node('my.F0', ['x'], ['y'])])), opsets, functions };
  return serialize(model);
}

/** A giant made of nothing, whose every element is then asked for. */
function giant(op: 'ConstantOfShape' | 'Expand' | 'Tile' | 'Range', count: bigint): Uint8Array {
  const made = {
    ConstantOfShape: node('ConstantOfShape', ['sizes'], ['big']),
    Expand: node('Expand', ['one', 'sizes'], ['big']),
    Tile: node('Tile', ['x', 'sizes'], ['big']),
    Range: node('Range', ['zero', 'end', 'step'], ['big']),
  }[op];
  const scalar = (number: number) =>
    ({ elementType: 'float32', shape: [], data: Float32Array.of(number) }) as const;
  const constants: Graph['constants'] = new Map<string, Tensor>([
    ['sizes', sizes(count)],
    ['one', { elementType: 'float32', shape: [1], data: Float32Array.of(1) }],
    ['zero', scalar(0)],
    ['end', scalar(Number(count))],
    ['step', scalar(1)],
  ]);
  return fileOf(
    graph(
      [
        made,
        node('Exp', ['big'], ['grown']),
        node('ReduceSum', ['grown'], ['sum']),
        node('Add', ['x', 'sum'], ['y']),
      ],
      {
        constants,
      },
    ),
  );
}

/** A giant whose size only the input's values say. */
function giantAtRunTime(): Uint8Array {
  return fileOf(
    graph(
      [
        node('Cast', ['x'], ['whole'], { to: int(7n) }),
        node('Add', ['whole', 'much'], ['sizes']),
        node('ConstantOfShape', ['sizes'], ['big']),
        node('ReduceSum', ['big'], ['sum']),
        node('Add', ['x', 'sum'], ['y']),
      ],
      { constants: new Map([['much', sizes(60_000n, 60_000n)]]) },
    ),
  );
}

/** A matrix times itself, with so much to add up that it takes its time. */
function slowProduct(size: number): Uint8Array {
  const products = Array.from({ length: 60 }, (_, at) =>
    node('MatMul', [at ? `p${at - 1}` : 'm', 'm'], [`p${at}`]),
  );
  return fileOf(
    graph(
      [
        node('ConstantOfShape', ['sizes'], ['zeros']),
        node('Add', ['zeros', 'first'], ['m']),
        ...products,
        node('ReduceSum', ['p59'], ['sum']),
        node('Add', ['x', 'sum'], ['y']),
      ],
      {
        inputs: [value('x', 'float32', [2]), value('first', 'float32', [1])],
        constants: new Map([['sizes', sizes(BigInt(size), BigInt(size))]]),
      },
    ),
  );
}

const missing = (shape: readonly number[]): Uint8Array =>
  fileOf(
    graph([node('Relu', ['x'], ['y'])], {
      constants: new Map([['w', { elementType: 'float32', shape, data: Float32Array.of(1) }]]),
    }),
  );

const declared = (shape: readonly number[]): Uint8Array =>
  fileOf(graph([node('Relu', ['x'], ['y'])], { inputs: [value('x', 'float32', shape)] }));

function outside(location: string): Uint8Array {
  const weights = { elementType: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const;
  const adds = graph([node('Add', ['x', 'w'], ['y'])], { constants: new Map([['w', weights]]) });
  return serialize(modelOf(adds), { place: () => ({ location, offset: 0 }) });
}

/** One field of protobuf with a length. */
function field(number: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let left = content.length; ; left >>>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Uint8Array.of((number << 3) | 2, ...length), content]);
}

/** A graph whose input is a sequence of sequences of … */
function deepType(depth: number): Uint8Array {
  let type: Uint8Array = Uint8Array.of();
  for (let level = 0; level < depth; level++) type = field(4, field(1, type));
  const input = Buffer.concat([field(1, Buffer.from('x')), field(2, type)]);
  return Buffer.concat([Uint8Array.of(8, 8), field(7, field(11, input))]);
}

/** A graph in an attribute of a node of a graph in … */
function deepGraph(depth: number): Uint8Array {
  let inner: Uint8Array = Uint8Array.of();
  for (let level = 0; level < depth; level++) inner = field(1, field(5, field(6, inner)));
  return Buffer.concat([Uint8Array.of(8, 8), field(7, inner)]);
}

/** A pseudorandom whole number below `limit`, of a seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed * 2654435761 + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A real model with some of its bits turned over. */
export function flipped(bytes: Uint8Array, seed: number): Uint8Array {
  const below = numbers(seed);
  const copy = Uint8Array.from(bytes);
  for (let left = 1 + below(6); left > 0; left--) copy[below(copy.length)]! ^= 1 << below(8);
  return copy;
}

/** A file that ends too early. */
export const cut = (bytes: Uint8Array, seed: number): Uint8Array =>
  bytes.subarray(0, 1 + numbers(seed)(bytes.length - 1));

export function hostileModels(): readonly HostileModel[] {
  const real = [bagOfWords(), plusOne(), houses()];
  const relu = node('Relu', ['x'], ['y']);
  const one = (name: string, bytes: Uint8Array): HostileModel => ({ name, bytes });
  return [
    one('endless loop', endless()),
    one('endless loops in loops', nestedLoops(4)),
    one('loops 30 deep', nestedLoops(30)),
    one('branches 12 deep', nestedBranches(12)),
    one('graphs 3,000 deep', deepGraph(3000)),
    one('2^24 nodes by functions', doublingFunctions(24)),
    one('2^60 nodes by functions', doublingFunctions(60)),
    one('60,000 x 60,000 zeros', giant('ConstantOfShape', 3_600_000_000n)),
    one('2^62 zeros', giant('ConstantOfShape', 2n ** 62n)),
    one('-5 zeros', giant('ConstantOfShape', -5n)),
    one('expanded to 2^33', giant('Expand', 2n ** 33n)),
    one('tiled 2^32 times', giant('Tile', 2n ** 32n)),
    one('a range of 2^32', giant('Range', 2n ** 32n)),
    one('a giant at run time', giantAtRunTime()),
    one('slow products', slowProduct(2500)),
    one('weights of 2 GB that are not there', missing([2 ** 29])),
    one('weights of 2^80 that are not there', missing([2 ** 40, 2 ** 40])),
    one('an input of 60,000 x 60,000', declared([60_000, 60_000])),
    one('an input of 2^70', declared([2 ** 35, 2 ** 35])),
    one('an input of -7', declared([-7])),
    one('a circle', fileOf(graph([node('Add', ['x', 'y'], ['z']), node('Relu', ['z'], ['y'])]))),
    one('a name given twice', fileOf(graph([relu, node('Neg', ['x'], ['y'])]))),
    one('a name nobody gives', fileOf(graph([node('Relu', ['nothing'], ['y'])]))),
    one('types 10 deep', deepType(10)),
    one('types 5,000 deep', deepType(5000)),
    one('weights at ../', outside('../weights.bin')),
    one('weights at an absolute place', outside('/etc/hostname')),
    one('weights at a link', outside('link.bin')),
    one('weights in a folder', outside('.')),
    one('nothing at all', new Uint8Array()),
    ...Array.from({ length: 20 }, (_, seed) =>
      one(`bits turned over, ${seed}`, flipped(real[seed % 3]!, seed)),
    ),
    ...Array.from({ length: 10 }, (_, seed) => one(`cut off, ${seed}`, cut(real[seed % 3]!, seed))),
  ];
}
