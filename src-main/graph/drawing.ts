/** @file What a drawing of a small graph shows: boxes, arrows between them, and frames around bodies. */
import { GraphError, typeText, type Graph, type Node, type TensorType } from './ir.ts';
import { everyNode } from './passes/names.ts';
import { verify } from './verify.ts';

export interface Box {
  readonly id: string;
  readonly kind: 'input' | 'output' | 'operation';
  /** Name and type of an input or output; the operator of an operation. */
  readonly title: string;
  /** Types of the constants that an operation reads. */
  readonly constants: readonly string[];
  /** The frame it lies in; null outside of all. */
  readonly frame: string | null;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Type of what flows; empty where it is not known. */
  readonly type: string;
}

/** A body: a graph inside of an operation. */
export interface Frame {
  readonly id: string;
  /** The attribute that holds it, e.g. `then_branch`. */
  readonly title: string;
  /** The operation it belongs to. */
  readonly owner: string;
}

/** Boxes come in the order of computation, each frame's together. */
export interface Drawing {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly frames: readonly Frame[];
}

/** More boxes than this nobody can look over. */
const mostNodes = 200;

/**
 * Inputs and outputs, operations with the constants they read (nodes that give one are no operations), and what flows
 * between. `types` come from `verify`, or from `inspect` for a model from elsewhere. Throws GraphError when the graph has
 * more than 200 operations: `print` shows those.
 */
export function drawingOf(graph: Graph, types: ReadonlyMap<string, TensorType> = verify(graph)): Drawing {
  const count = Array.from(everyNode(graph.nodes)).filter(({ op }) => op !== 'Constant').length;
  if (count > mostNodes)
    throw new GraphError(`the graph has ${count} operations, and a drawing shows at most ${mostNodes}`);
  const pad = { boxes: [], arrows: [], frames: [], types, next: { id: 0 } };
  draw(graph, pad, { sources: new Map(), frame: null });
  const { boxes, arrows, frames } = pad;
  return { boxes, arrows, frames };
}

interface Pad {
  readonly boxes: Box[];
  readonly arrows: Arrow[];
  readonly frames: Frame[];
  readonly types: ReadonlyMap<string, TensorType>;
  readonly next: { id: number };
}

/** The box that a value comes from; a constant has none and is written into the boxes that read it. */
type Source = { readonly box: string } | { readonly constant: string };

interface Place {
  readonly sources: ReadonlyMap<string, Source>;
  readonly frame: string | null;
}

function draw(graph: Graph, pad: Pad, { sources: outer, frame }: Place): void {
  const sources = new Map(outer);
  const border = (name: string, kind: 'input' | 'output'): string => {
    const id = `${kind === 'input' ? 'in' : 'out'}${pad.next.id++}`;
    pad.boxes.push({
      id,
      kind,
      title: `${name}: ${typeText(pad.types.get(name))}`,
      constants: [],
      frame,
    });
    return id;
  };
  for (const [name, tensor] of graph.constants) sources.set(name, { constant: typeText(tensor) });
  for (const { name } of graph.inputs) sources.set(name, { box: border(name, 'input') });
  for (const node of graph.nodes) drawNode(node, pad, { sources, frame });
  for (const { name } of graph.outputs) point(name, border(name, 'output'), pad, sources);
}

function drawNode(
  node: Node,
  pad: Pad,
  { sources, frame }: Place & { readonly sources: Map<string, Source> },
): void {
  const [given = ''] = node.outputs;
  if (node.op === 'Constant') {
    sources.set(given, { constant: typeText(pad.types.get(given)) });
    return;
  }
  const id = `n${pad.next.id++}`;
  const constants = node.inputs.flatMap((name) => {
    const source = sources.get(name);
    return source && 'constant' in source ? [source.constant] : [];
  });
  pad.boxes.push({ id, kind: 'operation', title: node.op, constants, frame });
  for (const name of node.inputs) point(name, id, pad, sources);
  for (const [title, attribute] of Object.entries(node.attributes)) {
    if (attribute.kind !== 'graph') continue;
    const body = `${id}_${title}`;
    pad.frames.push({ id: body, title, owner: id });
    draw(attribute.value, pad, { sources, frame: body });
  }
  for (const name of node.outputs) if (name !== '') sources.set(name, { box: id });
}

function point(name: string, to: string, pad: Pad, sources: ReadonlyMap<string, Source>): void {
  const source = sources.get(name);
  if (!source || !('box' in source)) return;
  const type = pad.types.get(name);
  pad.arrows.push({ from: source.box, to, type: type ? typeText(type) : '' });
}
