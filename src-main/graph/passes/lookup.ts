/** @file Products of looked-up rows. */
import type { Graph, Node } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import { outerNames } from './names.ts';

/**
 * Where rows of a small table are looked up many times and then multiplied, as the words of a batch before a recurrent
 * layer: multiplies the table and looks up rows of the product. With V rows, looked up N times, `E[ids] W + b` is
 * `(E W + b)[ids]` with V instead of N rows of products. Done where N is at least 2 V: looking up the wider rows costs too.
 */
export function multiplyBeforeLookup(graph: Graph): Graph {
  const chains = lookups(graph);
  if (chains.length === 0) return graph;
  const replaced = new Map(chains.flatMap((chain) => replacement(chain)));
  return { ...graph, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? [node]) };
}

/** Gather -> Reshape -> Gemm, and what adds a bias after another Reshape, where something does. */
interface Lookup {
  readonly gather: Node;
  readonly product: Node;
  readonly shaped: Node | undefined;
  readonly sum: Node | undefined;
}

function lookups(graph: Graph): readonly Lookup[] {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const reads = new Map<string, Node[]>();
  for (const node of graph.nodes)
    for (const name of new Set(outerNames(node))) reads.set(name, [...(reads.get(name) ?? []), node]);
  const kept = new Set(graph.outputs.map(({ name }) => name));
  const onlyReader = (node: Node | undefined, op: Node['op']) => {
    const [reader, ...others] = reads.get(node?.outputs[0] ?? '') ?? [];
    const alone = others.length === 0 && !kept.has(node?.outputs[0] ?? '');
    return alone && reader?.op === op ? reader : undefined;
  };
  return graph.nodes.flatMap((product) => {
    const flat = product.op === 'Gemm' ? producers.get(product.inputs[0] ?? '') : undefined;
    const gather = flat?.op === 'Reshape' ? producers.get(flat.inputs[0] ?? '') : undefined;
    if (!flat || gather?.op !== 'Gather' || intAttribute(gather, 'axis', 0) !== 0) return [];
    if (product.inputs.length > 2 || intAttribute(product, 'transA', 0)) return [];
    const rows = tableRows(graph, gather.inputs[0] ?? '', shapeOf(graph, flat));
    if (rows === undefined || 2 * rows > (shapeOf(graph, flat)?.[0] ?? 0)) return [];
    const shaped = onlyReader(product, 'Reshape');
    const sum = onlyReader(shaped, 'Add');
    const biased = sum && isVector(graph, producers.get(sum.inputs[1] ?? '')) ? sum : undefined;
    return [{ gather, product, shaped: biased && shaped, sum: biased }];
  });
}

/** The target of a Reshape that is a constant. */
function shapeOf({ constants }: Graph, reshape: Node): readonly number[] | undefined {
  const data = constants.get(reshape.inputs[1] ?? '')?.data;
  return data instanceof BigInt64Array ? Array.from(data, Number) : undefined;
}

/** Rows of a table that is an input of the graph and as wide as the rows that are multiplied. */
function tableRows(graph: Graph, table: string, target: readonly number[] | undefined): number | undefined {
  const shape = graph.inputs.find(({ name }) => name === table)?.shape;
  const [rows, width] = shape ?? [];
  const fits = shape?.length === 2 && target?.length === 2 && width === target[1];
  return fits && typeof rows === 'number' ? rows : undefined;
}

function isVector(graph: Graph, node: Node | undefined): boolean {
  return node?.op === 'Reshape' && shapeOf(graph, node)?.length === 1;
}

/** What stands in the place of each node of a chain. */
function replacement({
  gather,
  product,
  shaped,
  sum,
}: Lookup): readonly (readonly [Node, readonly Node[]])[] {
  const last = sum ?? product;
  const [output = ''] = last.outputs;
  const table = `${output}_table`;
  const bias = sum ? [sum.inputs[1] ?? ''] : [];
  const inputs = [gather.inputs[0] ?? '', product.inputs[1] ?? '', ...bias];
  const ofTable: Node = { ...product, name: table, inputs, outputs: [table] };
  const found = sum ? output : `${output}_rows`;
  const lookup: Node = { ...gather, name: found, inputs: [table, gather.inputs[1] ?? ''], outputs: [found] };
  if (sum && shaped)
    return [
      [product, []],
      [shaped, []],
      [sum, [ofTable, lookup]],
    ];
  return [[product, [ofTable, lookup, flattened(product, found)]]];
}

/** `[…, columns] -> [rows, columns]` without knowing the sizes (ONNX's Flatten at the last axis). */
function flattened({ outputs }: Node, input: string): Node {
  const axis = { kind: 'int', value: -1n } as const;
  return { name: `${outputs[0] ?? ''}_flat`, op: 'Flatten', inputs: [input], outputs, attributes: { axis } };
}
