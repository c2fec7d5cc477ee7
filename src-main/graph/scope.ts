/** @file The walk over a graph and its bodies that both verifiers take: names, order, depth and sizes. */
import {
  GraphError,
  deepest,
  mostAxes,
  typeText,
  type Graph,
  type Node,
  type Tensor,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { outerNames } from './passes/names.ts';
import type { Known } from './shape/index.ts';

/** What is known where a node stands: the values before it, those of the graphs around included. */
export class Scope {
  readonly #types = new Map<string, TensorType | undefined>();
  readonly #constants: ReadonlyMap<string, Tensor>;
  readonly #known = new Map<string, Known>();
  readonly #outer: Scope | undefined;
  readonly #depth: number;

  constructor(constants: ReadonlyMap<string, Tensor>, outer?: Scope) {
    this.#constants = constants;
    this.#outer = outer;
    this.#depth = outer ? outer.#depth + 1 : 0;
    if (this.#depth > deepest)
      throw new GraphError(`graphs stand more than ${deepest} deep inside each other`);
  }

  has(name: string): boolean {
    return this.#types.has(name) || this.#outer?.has(name) === true;
  }

  /** The type of a value; `undefined` where it is not known. */
  type(name: string): TensorType | undefined {
    return this.#types.has(name) ? this.#types.get(name) : this.#outer?.type(name);
  }

  /** The tensor behind a value that is a constant. */
  constant(name: string): Tensor | undefined {
    return this.#types.has(name) ? this.#constants.get(name) : this.#outer?.constant(name);
  }

  /** A small integer value that the graph computes and the walk could follow. */
  known(name: string): Known | undefined {
    return this.#known.get(name) ?? this.#outer?.known(name);
  }

  learn(name: string, value: Known): void {
    this.#known.set(name, value);
  }

  define(name: string, type: TensorType | undefined, node?: Node): void {
    if (this.has(name)) throw new GraphError(`"${name}" is assigned twice`, node);
    if (type) checkSizes(name, type, node);
    this.#types.set(name, type);
  }
}

/** What one kind of verifier knows of types. */
export interface Checker {
  /**
   * The type of a graph's input; `constant` is its default, which files of early versions give, and `given` the type
   * with which a node calls its body.
   */
  readonly input: (
    input: ValueInfo,
    constant: Tensor | undefined,
    given: TensorType | undefined,
  ) => TensorType | undefined;
  /** Types of a node's outputs; it also walks the node's bodies. */
  readonly node: (node: Node, scope: Scope, declared: Declared) => readonly (TensorType | undefined)[];
  readonly output: (output: ValueInfo, found: TensorType | undefined) => void;
}

/** What a graph states of its values, by name. */
export type Declared = ReadonlyMap<string, ValueInfo>;

/** The parts of a graph, or of a function's body, that a walk needs. */
export type Walked = Pick<Graph, 'inputs' | 'outputs' | 'nodes' | 'constants' | 'values' | 'sparse'>;

/**
 * Checks that every name is assigned once and before it is read, that outputs are computed, that graphs nest no deeper
 * than `deepest`, and that no value has more elements than can be counted. `given` are types with which a node calls its
 * body. Returns the types of the outputs. Throws GraphError, naming the node.
 */
export function walk(
  graph: Walked,
  checker: Checker,
  outer?: Scope,
  given: readonly (TensorType | undefined)[] = [],
): readonly (TensorType | undefined)[] {
  const scope = new Scope(graph.constants, outer);
  const declared = new Map([...graph.values, ...graph.outputs].map((value) => [value.name, value]));
  const defaults = new Set<string>();
  for (const [index, input] of graph.inputs.entries()) {
    const constant = graph.constants.get(input.name);
    scope.define(input.name, checker.input(input, constant, given[index]));
    if (constant) defaults.add(input.name);
  }
  for (const [name, { elementType, shape }] of graph.constants)
    if (!defaults.has(name)) scope.define(name, { elementType, shape });
  for (const [name, { values, shape }] of graph.sparse ?? [])
    scope.define(name, { elementType: values.elementType, shape });
  for (const node of graph.nodes) {
    const missing = node.inputs.find((name) => name !== '' && !scope.has(name));
    if (missing !== undefined) throw unassigned(node, missing, graph.nodes);
    const types = checker.node(node, scope, declared);
    for (const [index, name] of node.outputs.entries())
      if (name !== '') scope.define(name, types[index], node);
  }
  return graph.outputs.map((output) => {
    if (!scope.has(output.name)) throw new GraphError(`the output "${output.name}" is never computed`);
    checker.output(output, scope.type(output.name));
    return scope.type(output.name);
  });
}

function checkSizes(name: string, type: TensorType, node: Node | undefined): void {
  if (type.shape.length > mostAxes)
    throw new GraphError(`"${name}" has ${type.shape.length} axes, more than ${mostAxes}`, node);
  const sizes = type.shape.filter((dimension) => typeof dimension === 'number');
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw new GraphError(`"${name}" cannot be ${typeText(type)}: a size is negative or no count`, node);
  if (!Number.isSafeInteger(sizes.reduce((product, size) => product * size, 1)))
    throw new GraphError(`"${name}" ${typeText(type)} has more elements than can be counted`, node);
}

function unassigned(node: Node, name: string, nodes: readonly Node[]): GraphError {
  const what = `reads "${name}" before anything assigns it`;
  const circle = circleFrom(node, nodes);
  if (!circle) return new GraphError(what, node);
  const text = circle.length > 6 ? [...circle.slice(0, 3), '…', ...circle.slice(-2)] : circle;
  return new GraphError(`${what}: the graph goes in a circle, ${text.join(' → ')}`, node);
}

/** The way from a node through nodes that read its outputs back to itself, by name; `undefined` where there is none. */
function circleFrom(start: Node, nodes: readonly Node[]): readonly string[] | undefined {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const readers = new Map<Node, Node>();
  const waiting = [start];
  for (let node = waiting.pop(); node; node = waiting.pop())
    for (const name of outerNames(node)) {
      const producer = producers.get(name);
      if (!producer || readers.has(producer)) continue;
      readers.set(producer, node);
      if (producer === start) return wayBack(start, readers);
      waiting.push(producer);
    }
  return undefined;
}

function wayBack(start: Node, readers: ReadonlyMap<Node, Node>): readonly string[] {
  const way = [nameOf(start)];
  for (let node = readers.get(start); node && node !== start; node = readers.get(node))
    way.push(nameOf(node));
  return [...way, nameOf(start)];
}

function nameOf({ name, op, outputs }: Node): string {
  return name || outputs[0] || op;
}
