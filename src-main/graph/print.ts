/** @file A stable text form of graphs, for golden tests and for people. */
import {
  elementCount,
  typeText,
  type Attribute,
  type Graph,
  type Node,
  type Tensor,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { verify } from './verify.ts';

/**
 * One line a node, `name: type = Op(inputs) {attributes}`, bodies indented below. Values that a builder numbered are
 * numbered again in order of appearance, so that the text does not depend on what was removed before. `types` come from
 * `verify`, or from `inspect` for a model from elsewhere.
 */
export function print(graph: Graph, types: ReadonlyMap<string, TensorType> = verify(graph)): string {
  return lines(graph, { types, names: new Map() }).join('\n') + '\n';
}

interface Context {
  readonly types: ReadonlyMap<string, TensorType>;
  readonly names: Map<string, string>;
}

function lines(graph: Graph, context: Context): readonly string[] {
  const kept = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const show = (name: string) => shown(name, kept, context);
  const border = (values: readonly ValueInfo[]) =>
    values.map(
      ({ name, elementType = 'undefined', shape = [] }) =>
        `${show(name)}: ${typeText({ elementType, shape })}`,
    );
  const constants = Array.from(
    graph.constants,
    ([name, tensor]) => `  ${show(name)} = ${tensorText(tensor)}`,
  );
  return [
    `${graph.name}(${border(graph.inputs).join(', ')})`,
    ...constants,
    ...graph.nodes.flatMap((node) => nodeLines(node, show, context)),
    `  -> ${border(graph.outputs).join(', ')}`,
  ];
}

function nodeLines(node: Node, show: (name: string) => string, context: Context): readonly string[] {
  const outputs = node.outputs.map((name) => {
    const type = context.types.get(name);
    return type ? `${show(name)}: ${typeText(type)}` : show(name);
  });
  const plain = Object.entries(node.attributes).flatMap(([name, attribute]) =>
    attribute.kind === 'graph' ? [] : [`${name}=${attributeText(attribute)}`],
  );
  const suffix = plain.length > 0 ? ` {${plain.join(', ')}}` : '';
  const bodies = Object.values(node.attributes).flatMap((attribute) =>
    attribute.kind === 'graph' ? lines(attribute.value, context).map((line) => `    ${line}`) : [],
  );
  return [`  ${outputs.join(', ')} = ${node.op}(${node.inputs.map(show).join(', ')})${suffix}`, ...bodies];
}

function shown(name: string, kept: ReadonlySet<string>, { names }: Context): string {
  if (name === '' || kept.has(name)) return name === '' ? '-' : name;
  const known = names.get(name) ?? `%${names.size}`;
  names.set(name, known);
  return known;
}

function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'tensor':
      return tensorText(attribute.value);
    case 'tensors':
      return `[${attribute.value.map(tensorText).join(', ')}]`;
    case 'graph':
    case 'graphs':
    case 'sparse':
    case 'sparses':
    case 'type':
    case 'types':
    case 'bytes':
      return '…';
    case 'reference':
      return `@${attribute.value}`;
    case 'floats':
    case 'ints':
    case 'strings':
      return `[${attribute.value.slice(0, 8).map(valueText).join(',')}${attribute.value.length > 8 ? ',…' : ''}]`;
    case 'float':
    case 'int':
    case 'string':
      return valueText(attribute.value);
  }
}

function tensorText(tensor: Tensor): string {
  const first = Array.from(tensor.data.slice(0, 8), valueText).join(',');
  return `${typeText(tensor)}{${first}${elementCount(tensor.shape) > 8 ? ',…' : ''}}`;
}

/** A string that holds nothing, white space or control characters stands in quotes: a node stays one line. */
function valueText(value: string | number | bigint): string {
  const text = String(value);
  return typeof value === 'string' && /^$|[\s\p{Cc}]/u.test(text) ? JSON.stringify(text) : text;
}
