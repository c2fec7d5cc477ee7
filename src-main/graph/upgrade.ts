/** @file Brings models of older operator sets to the forms that the compiler's tables speak of. */
import {
  deepest,
  float32,
  int64,
  type Attribute,
  type FunctionDefinition,
  type Graph,
  type Model,
  type Node,
  type Tensor,
} from './ir.ts';
import { callKey, functionsOf } from './functions.ts';
import { opsets } from './ops/index.ts';
import { everyNode } from './passes/names.ts';

/** The newest operator set whose forms the tables know. */
export const newestOpset = 23;

/** The oldest operator set whose changes since are known. */
export const oldestOpset = 7;

/**
 * The model in the forms of at least the operator set that graphs written here import, at most {@link newestOpset}: what
 * was an attribute is an input, what was said without a word is said. Names of values stay. Nodes that cannot be said
 * otherwise are left as they are, and so is what changed before {@link oldestOpset}.
 */
export function upgrade(model: Model): Model {
  const functions = functionsOf(model);
  const writer = { called: new Set(functions.keys()), taken: namesOf(model), tensors: tensorsOf(model) };
  return {
    ...model,
    graph: upgradedGraph(model.graph, { ...writer, version: versionOf(model.opsets) }, 0),
    opsets: raised(model.opsets),
    ...(model.functions && {
      functions: model.functions.map((definition) => upgradedFunction(definition, writer)),
    }),
  };
}

interface Writer {
  /** Keys of the model's own functions, which are no operators. */
  readonly called: ReadonlySet<string>;
  readonly taken: Set<string>;
  /** Constants by name, wherever they stand. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

interface Versioned extends Writer {
  readonly version: number;
}

/** The version of the standard operator set that a file imports. */
export function versionOf(imported: ReadonlyMap<string, number>): number {
  return imported.get('') ?? imported.get('ai.onnx') ?? 1;
}

function raised(imported: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const version = Math.min(Math.max(versionOf(imported), opsets.get('') ?? 0), newestOpset);
  return new Map([...imported].filter(([domain]) => domain !== 'ai.onnx')).set('', version);
}

function namesOf({ graph, functions = [] }: Model): Set<string> {
  const nodes = [graph.nodes, ...functions.map((definition) => definition.nodes)].flatMap((some) => [
    ...everyNode(some),
  ]);
  return new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.constants.keys(),
    ...nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
  ]);
}

function tensorsOf({ graph }: Model): ReadonlyMap<string, Tensor> {
  const given = Array.from(everyNode(graph.nodes)).flatMap(({ op, outputs, attributes: { value } }) =>
    op === 'Constant' && value?.kind === 'tensor' ? [[outputs[0] ?? '', value.value] as const] : [],
  );
  return new Map([...graph.constants, ...given]);
}

/** @param depth how many graphs stand around it; those that stand too deep are refused by who walks over them */
function upgradedGraph(graph: Graph, writer: Versioned, depth: number): Graph {
  if (depth > deepest) return graph;
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.flatMap((node) => {
    const { nodes: written, constants: own } = rewritten(withBodies(node, writer, depth), writer);
    for (const [name, tensor] of own) constants.set(name, tensor);
    return written;
  });
  return { ...graph, nodes, constants };
}

/** A function has no constants of its own: nodes give them. */
function upgradedFunction(definition: FunctionDefinition, writer: Writer): FunctionDefinition {
  const versioned = { ...writer, version: versionOf(definition.opsets) };
  const nodes = definition.nodes.flatMap((node) => {
    const { nodes: written, constants } = rewritten(withBodies(node, versioned, 0), versioned);
    const given = Array.from(constants, ([name, value]): Node => {
      const attributes = { value: { kind: 'tensor', value } } as const;
      return { name: '', op: 'Constant', inputs: [], outputs: [name], attributes };
    });
    return [...given, ...written];
  });
  return { ...definition, nodes, opsets: raised(definition.opsets) };
}

function withBodies(node: Node, writer: Versioned, depth: number): Node {
  const entries = Object.entries(node.attributes);
  if (!entries.some(([, { kind }]) => kind === 'graph' || kind === 'graphs')) return node;
  const inside = (attribute: Attribute): Attribute => {
    if (attribute.kind === 'graph')
      return { ...attribute, value: upgradedGraph(attribute.value, writer, depth + 1) };
    if (attribute.kind === 'graphs')
      return { ...attribute, value: attribute.value.map((body) => upgradedGraph(body, writer, depth + 1)) };
    return attribute;
  };
  return { ...node, attributes: Object.fromEntries(entries.map(([name, each]) => [name, inside(each)])) };
}

interface Rewriting {
  readonly node: Node;
  /** The tensor behind a value that is a constant. */
  tensor(name: string): Tensor | undefined;
  /** The name of a new value. */
  fresh(what: string): string;
  /** The name of a new constant. */
  constant(what: string, tensor: Tensor): string;
}

/** What stands in a node's place; null where it cannot be said in the newer form. */
type Rewrite = (rewriting: Rewriting) => readonly Node[] | null;

function rewritten(node: Node, { version, called, taken, tensors }: Versioned) {
  const constants = new Map<string, Tensor>();
  const fresh = (what: string): string => {
    let name = `${node.outputs.find((output) => output !== '') ?? node.name} ${what}`;
    while (taken.has(name)) name += '′';
    taken.add(name);
    return name;
  };
  const constant = (what: string, tensor: Tensor): string => {
    const name = fresh(what);
    constants.set(name, tensor);
    return name;
  };
  const tensor = (name: string) => constants.get(name) ?? tensors.get(name);
  const isCall = called.has(callKey(node)) || node.domain !== undefined;
  let nodes: readonly Node[] = [node];
  for (const { before, rewrite } of isCall ? [] : (changes.get(node.op) ?? []))
    if (version < before)
      nodes = nodes.flatMap((each) =>
        each.op === node.op ? (rewrite({ node: each, tensor, fresh, constant }) ?? [each]) : [each],
      );
  return { nodes, constants };
}

interface Change {
  /** The operator set that has the newer form. */
  readonly before: number;
  readonly rewrite: Rewrite;
}

/** Where an attribute went: which input it became, of which type; `like` the first input. */
type Moves = Readonly<Record<string, { readonly input: number; readonly as: 'int64' | 'float32' | 'like' }>>;

function moved(moves: Moves): Rewrite {
  return (rewriting) => {
    const { node } = rewriting;
    const inputs = [...node.inputs];
    const before: Node[] = [];
    for (const [name, { input, as }] of Object.entries(moves)) {
      const attribute = node.attributes[name];
      if (!attribute) continue;
      const tensor = tensorOf(attribute, as);
      if (!tensor || inputs[input]) return null;
      const plain = rewriting.constant(name, tensor);
      while (inputs.length < input) inputs.push('');
      inputs[input] = as === 'like' ? rewriting.fresh(`${name} in its type`) : plain;
      if (as === 'like') before.push(made('CastLike', [plain, node.inputs[0] ?? ''], [inputs[input] ?? '']));
    }
    const kept = Object.entries(node.attributes).filter(([name]) => !Object.hasOwn(moves, name));
    return [...before, { ...node, inputs, attributes: Object.fromEntries(kept) }];
  };
}

/** An attribute's value; a single number for `k` is a list of one. */
function tensorOf(attribute: Attribute, as: 'int64' | 'float32' | 'like'): Tensor | null {
  if (as === 'int64' && attribute.kind === 'ints') return int64([attribute.value.length], attribute.value);
  if (as === 'int64' && attribute.kind === 'int') return int64([1], [attribute.value]);
  if (attribute.kind === 'float') return float32([], [attribute.value]);
  return attribute.kind === 'floats' ? float32([attribute.value.length], attribute.value) : null;
}

function made(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Node['attributes'] = {},
): Node {
  return { name: '', op, inputs, outputs, attributes };
}

const axesMoved = moved({ axes: { input: 1, as: 'int64' } });

/** Parts of equal size, which had not to be counted. */
const countParts: Rewrite = ({ node }) =>
  node.inputs[1] || node.attributes['split'] || node.attributes['num_outputs']
    ? null
    : [
        {
          ...node,
          attributes: {
            ...node.attributes,
            num_outputs: { kind: 'int', value: BigInt(node.outputs.length) },
          },
        },
      ];

/** It took all axes from `axis` (1 unless given) on as one: softmax(X) = reshape(softmax(flatten(X)), shape(X)). */
const overRest: Rewrite = ({ node, fresh }) => {
  const axis = node.attributes['axis'] ?? ({ kind: 'int', value: 1n } as const);
  const [x = ''] = node.inputs;
  const [shape, flat, result] = [fresh('shape'), fresh('rows'), fresh('of rows')];
  return [
    made('Shape', [x], [shape]),
    made('Flatten', [x], [flat], { axis }),
    { ...node, inputs: [flat], outputs: [result], attributes: { axis: { kind: 'int', value: -1n } } },
    made('Reshape', [result, shape], node.outputs),
  ];
};

/**
 * Upsample and the first Resize: `(X, scales)`, now `(X, roi, scales)`. They measured from the corner and took the
 * nearest below; Resize, where it shrank, the nearest above.
 */
const resize: Rewrite = ({ node, tensor, constant }) => {
  const { scales: given, ...attributes } = node.attributes;
  const stated = given && tensorOf(given, 'float32');
  const scales = stated ? constant('scales', stated) : node.inputs[1];
  if (!scales || node.inputs.length > 2) return null;
  const rounding = node.op === 'Upsample' ? 'floor' : roundingOf(node, tensor(scales));
  if (rounding === null) return null;
  const corner = { kind: 'string', value: 'asymmetric' } as const;
  return [
    {
      ...node,
      op: 'Resize',
      inputs: [node.inputs[0] ?? '', '', scales],
      attributes: {
        ...attributes,
        coordinate_transformation_mode: corner,
        nearest_mode: { kind: 'string', value: rounding },
      },
    },
  ];
};

/** Null where the first Resize grew some axes and shrank others, or nobody knows, and takes the nearest. */
function roundingOf({ attributes: { mode } }: Node, scales: Tensor | undefined): string | null {
  if (mode?.kind === 'string' && mode.value !== 'nearest') return 'floor';
  const factors = Array.from(scales?.data ?? [], Number);
  if (factors.length > 0 && factors.every((factor) => factor >= 1)) return 'floor';
  return factors.length > 0 && factors.every((factor) => factor <= 1) ? 'ceil' : null;
}

const scatter: Rewrite = ({ node }) => [{ ...node, op: 'ScatterElements' }];

const reduced = ['Mean', 'Max', 'Min', 'Prod', 'L1', 'L2', 'LogSum', 'LogSumExp', 'SumSquare'];

/** By operator, the oldest change first (ONNX, "Operator Changelog"). */
const changes: ReadonlyMap<string, readonly Change[]> = new Map<string, readonly Change[]>([
  ['Squeeze', [{ before: 13, rewrite: axesMoved }]],
  ['Unsqueeze', [{ before: 13, rewrite: axesMoved }]],
  ['ReduceSum', [{ before: 13, rewrite: axesMoved }]],
  ...reduced.map((name) => [`Reduce${name}`, [{ before: 18, rewrite: axesMoved }]] as const),
  [
    'Split',
    [
      { before: 13, rewrite: moved({ split: { input: 1, as: 'int64' } }) },
      { before: 18, rewrite: countParts },
    ],
  ],
  [
    'Clip',
    [{ before: 11, rewrite: moved({ min: { input: 1, as: 'like' }, max: { input: 2, as: 'like' } }) }],
  ],
  [
    'Pad',
    [{ before: 11, rewrite: moved({ pads: { input: 1, as: 'int64' }, value: { input: 2, as: 'like' } }) }],
  ],
  [
    'Slice',
    [
      {
        before: 10,
        rewrite: moved({
          starts: { input: 1, as: 'int64' },
          ends: { input: 2, as: 'int64' },
          axes: { input: 3, as: 'int64' },
        }),
      },
    ],
  ],
  ['Dropout', [{ before: 12, rewrite: moved({ ratio: { input: 1, as: 'float32' } }) }]],
  ['TopK', [{ before: 10, rewrite: moved({ k: { input: 1, as: 'int64' } }) }]],
  ['Softmax', [{ before: 13, rewrite: overRest }]],
  ['LogSoftmax', [{ before: 13, rewrite: overRest }]],
  ['Hardmax', [{ before: 13, rewrite: overRest }]],
  ['Upsample', [{ before: 10, rewrite: resize }]],
  ['Resize', [{ before: 11, rewrite: resize }]],
  ['Scatter', [{ before: 11, rewrite: scatter }]],
]);
