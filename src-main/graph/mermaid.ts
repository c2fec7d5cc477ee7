/** @file A picture of a small graph in Mermaid's language (https://mermaid.js.org, flowcharts). */
import { GraphError, typeText, type Graph, type Node, type TensorType } from './ir.ts';
import { everyNode } from './passes/names.ts';
import { verify } from './verify.ts';

/** More boxes than this nobody can look over, and Mermaid cannot lay out. */
const mostNodes = 200;

/**
 * A flowchart: inputs and outputs round, operations as boxes with the constants they read, arrows that say what flows,
 * bodies as frames. `types` come from `verify`, or from `inspect` for a model from elsewhere. Throws GraphError when
 * the graph has more than 200 operations: `print` shows those.
 */
export function mermaid(graph: Graph, types: ReadonlyMap<string, TensorType> = verify(graph)): string {
  const count = Array.from(everyNode(graph.nodes)).length;
  if (count > mostNodes)
    throw new GraphError(`the graph has ${count} operations, and a picture shows at most ${mostNodes}`);
  return ['flowchart TD', ...draw(graph, { types, next: { id: 0 } }, new Map())].join('\n') + '\n';
}

interface Drawing {
  readonly types: ReadonlyMap<string, TensorType>;
  readonly next: { id: number };
}

/** The box that a value comes from; a constant has none and is written into the boxes that read it. */
type Sources = ReadonlyMap<string, { readonly box: string } | { readonly constant: string }>;

function draw(graph: Graph, drawing: Drawing, outer: Sources): readonly string[] {
  const sources = new Map(outer);
  const round = (name: string, stem: string) => {
    const box = `${stem}${drawing.next.id++}`;
    return { box, line: `  ${box}(["${escaped(`${name}: ${typeText(drawing.types.get(name))}`)}"])` };
  };
  for (const [name, tensor] of graph.constants) sources.set(name, { constant: typeText(tensor) });
  const inputs = graph.inputs.map(({ name }) => {
    const { box, line } = round(name, 'in');
    sources.set(name, { box });
    return line;
  });
  const nodes = graph.nodes.flatMap((node) => nodeLines(node, drawing, sources));
  const outputs = graph.outputs.flatMap(({ name }) => {
    const { box, line } = round(name, 'out');
    return [line, ...arrow(name, box, { sources, drawing })];
  });
  return [...inputs, ...nodes, ...outputs];
}

function nodeLines(
  node: Node,
  drawing: Drawing,
  sources: Map<string, { box: string } | { constant: string }>,
): readonly string[] {
  const box = `n${drawing.next.id++}`;
  const constants = node.inputs.flatMap((name) => {
    const source = sources.get(name);
    return source && 'constant' in source ? [source.constant] : [];
  });
  const label = [node.op, ...constants].map(escaped).join('<br/>');
  const arrows = node.inputs.flatMap((name) => arrow(name, box, { sources, drawing }));
  const bodies = Object.entries(node.attributes).flatMap(([name, attribute]) => {
    if (attribute.kind !== 'graph') return [];
    const inside = draw(attribute.value, drawing, sources).map((line) => `  ${line}`);
    const frame = `${box}_${name}`;
    return [`  subgraph ${frame}["${escaped(name)}"]`, ...inside, '  end', `  ${box} -.- ${frame}`];
  });
  for (const name of node.outputs) if (name !== '') sources.set(name, { box });
  return [`  ${box}["${label}"]`, ...arrows, ...bodies];
}

function arrow(
  name: string,
  to: string,
  { sources, drawing }: { sources: Sources; drawing: Drawing },
): readonly string[] {
  const source = sources.get(name);
  if (!source || !('box' in source)) return [];
  const type = drawing.types.get(name);
  return [`  ${source.box} -->${type ? `|"${escaped(typeText(type))}"|` : ''} ${to}`];
}

/** Text inside Mermaid's quotes, where `#` begins a character's code. */
function escaped(text: string): string {
  return text.replaceAll(/[#"<>&`]/g, (character) => `#${character.charCodeAt(0)};`);
}
