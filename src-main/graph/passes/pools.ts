/** @file What pools make unnecessary: max(·, 0) of values they drop, and rows and columns they never read. */
import { int64, type Attribute, type Graph, type Node, type TensorType } from '../ir.ts';
import { windowsOf, extent, type Window } from '../ops/window.ts';
import { verify } from '../verify.ts';
import { outerNames } from './names.ts';

/** How often each value is read, an output of the graph counting as one reader. */
function readers(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const names = [...graph.nodes.flatMap(outerNames), ...graph.outputs.map(({ name }) => name)];
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** `maxPool(relu(x))` as `relu(maxPool(x))`, which is the same and has fewer elements to go over. */
export function poolBeforeRelu(graph: Graph): Graph {
  const counts = readers(graph);
  const relus = new Map(
    graph.nodes.filter(({ op }) => op === 'Relu').map((node) => [node.outputs[0] ?? '', node]),
  );
  const pools = new Map<string, Node>();
  for (const node of graph.nodes) {
    const [input = ''] = node.inputs;
    if (node.op === 'MaxPool' && node.outputs.length === 1 && relus.has(input) && counts.get(input) === 1)
      pools.set(input, node);
  }
  const swapped = new Map([...pools].map(([between, pool]) => [pool.outputs[0] ?? '', between]));
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const [output = ''] = node.outputs;
      const pool = pools.get(output);
      if (node.op === 'Relu' && pool) return { ...pool, inputs: node.inputs, outputs: [output] };
      const between = swapped.get(output);
      if (between === undefined) return node;
      return { ...relus.get(between)!, inputs: [between], outputs: [output] };
    }),
  };
}

/** Operators on each element, whose second input, where there is one, is the same along space. */
const elementwise = new Set([
  'Relu',
  'Sigmoid',
  'Tanh',
  'LeakyRelu',
  'Elu',
  'Cast',
  'Add',
  'Sub',
  'Mul',
  'Div',
]);
const sliding = new Set(['Conv', 'MaxPool', 'AveragePool']);

/**
 * Rows and columns at the end that a pool's windows do not reach are cut off at the input, and with them what the
 * convolutions between would compute of them. Only along chains from an input whose every value has one reader.
 */
export function trimUnread(graph: Graph): Graph {
  if (!graph.nodes.some(({ op }) => op === 'MaxPool' || op === 'AveragePool')) return graph;
  const types = verify(graph);
  const wanted = wantedSizes(graph, types);
  const cut = graph.inputs.filter(({ name }) => isLess(wanted.get(name), types.get(name)));
  if (cut.length === 0) return graph;
  const constants = new Map(graph.constants);
  const list = (values: readonly number[]) => {
    const name = `trim_${values.join('_')}`;
    constants.set(name, int64([values.length], values));
    return name;
  };
  const slices = cut.map(({ name }): Node => {
    const ends = wanted.get(name)!;
    const axes = ends.map((_, axis) => axis + 2);
    const inputs = [name, list(ends.map(() => 0)), list(ends), list(axes)];
    return { name: `${name}.trimmed`, op: 'Slice', inputs, outputs: [`${name}.trimmed`], attributes: {} };
  });
  const cutNames = new Set(cut.map(({ name }) => name));
  const nodes = graph.nodes.map((node) => {
    const inputs = node.inputs.map((name) => (cutNames.has(name) ? `${name}.trimmed` : name));
    const sizes = wanted.get(node.inputs[0] ?? '');
    const output = wanted.get(node.outputs[0] ?? '');
    if (!sizes || !output || !sliding.has(node.op)) return { ...node, inputs };
    return {
      ...node,
      inputs,
      attributes: { ...node.attributes, ...padding(node, types, { sizes, output }) },
    };
  });
  return { ...graph, nodes: [...slices, ...nodes], constants };
}

function isLess(sizes: readonly number[] | undefined, type: TensorType | undefined): boolean {
  return sizes?.some((size, axis) => size !== type?.shape[axis + 2]) ?? false;
}

function spaceOf(type: TensorType | undefined): readonly number[] | undefined {
  const sizes = type?.shape.slice(2).filter((size) => typeof size === 'number') ?? [];
  return sizes.length > 0 && sizes.length === (type?.shape.length ?? 0) - 2 ? sizes : undefined;
}

/** How much of each value along a chain is read: sizes of space by name. */
function wantedSizes(
  graph: Graph,
  types: ReadonlyMap<string, TensorType>,
): ReadonlyMap<string, readonly number[]> {
  const counts = readers(graph);
  const chained = new Set(graph.inputs.map(({ name }) => name).filter((name) => counts.get(name) === 1));
  const links: Node[] = [];
  for (const node of graph.nodes) {
    const [input = '', ...others] = node.inputs;
    const [output = ''] = node.outputs;
    if (!chained.has(input) || node.outputs.length !== 1) continue;
    const even = others.every((name) => spaceOf(types.get(name))?.every((size) => size === 1) ?? true);
    const [before, after] = [spaceOf(types.get(input)), spaceOf(types.get(output))];
    if (!before || !after || !(sliding.has(node.op) || (elementwise.has(node.op) && even))) continue;
    if (sliding.has(node.op) && 'ceil_mode' in node.attributes) continue;
    links.push(node);
    if (counts.get(output) === 1) chained.add(output);
  }
  const wanted = new Map<string, readonly number[]>();
  for (const node of links.toReversed()) {
    const [input = ''] = node.inputs;
    const sizes = spaceOf(types.get(input)) ?? [];
    const output = wanted.get(node.outputs[0] ?? '') ?? spaceOf(types.get(node.outputs[0] ?? '')) ?? [];
    wanted.set(node.outputs[0] ?? '', output);
    if (!sliding.has(node.op)) {
      wanted.set(input, output);
      continue;
    }
    const windows = windowsAt(node, types);
    wanted.set(
      input,
      sizes.map((size, axis) => Math.min(size, reach(windows[axis]!, output[axis]!) - windows[axis]!.before)),
    );
  }
  return wanted;
}

function windowsAt(node: Node, types: ReadonlyMap<string, TensorType>): readonly Window[] {
  const space = types.get(node.inputs[0] ?? '')?.shape.slice(2) ?? [];
  const kernel = node.op === 'Conv' ? types.get(node.inputs[1] ?? '')?.shape.slice(2) : undefined;
  return windowsOf(node, space, kernel?.map(Number));
}

/** Elements, padding included, that some windows cover. */
function reach(window: Window, count: number): number {
  return (count - 1) * window.stride + extent(window);
}

/** The padding with which a node gives the wanted output of a trimmed input. */
function padding(
  node: Node,
  types: ReadonlyMap<string, TensorType>,
  { sizes, output }: { readonly sizes: readonly number[]; readonly output: readonly number[] },
): Record<string, Attribute> {
  const windows = windowsAt(node, types);
  const after = windows.map((window, axis) =>
    Math.max(0, reach(window, output[axis]!) - window.before - sizes[axis]!),
  );
  const pads = [...windows.map(({ before }) => before), ...after].map(BigInt);
  return { pads: { kind: 'ints', value: pads }, auto_pad: { kind: 'string', value: 'NOTSET' } };
}
