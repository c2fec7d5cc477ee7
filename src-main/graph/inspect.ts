/** @file The verifier for models from elsewhere: what must hold for any model, and what can be told of its types. */
import {
  GraphError,
  typeText,
  type Dimension,
  type FunctionDefinition,
  type Model,
  type Node,
  type Tensor,
  type TensorType,
  type ValueInfo,
} from './ir.ts';
import { domainOf, isOp, opsets } from './ops/index.ts';
import { callKey, checkCalls, functionsOf, qualified, type Functions } from './functions.ts';
import { walk, type Checker, type Scope } from './scope.ts';
import { everyNode } from './passes/names.ts';
import { oldestOpset, upgrade, versionOf } from './upgrade.ts';
import { checkSignature, derive, misfit, walkBodies, type Place } from './verify.ts';

/** Something in a model that contradicts the compiler's rules, though a runtime may have another opinion. */
export interface Doubt {
  /** Name of the node, or of the graph's output. */
  readonly at: string;
  readonly message: string;
}

export interface Inspection {
  /** Types of the values whose type is known: derived, or declared by the file. */
  readonly types: ReadonlyMap<string, TensorType>;
  /** How often each operator stands in the file, by qualified name. */
  readonly operators: ReadonlyMap<string, number>;
  /** Operators that are neither in the compiler's tables nor functions of the file. */
  readonly foreign: readonly string[];
  readonly doubts: readonly Doubt[];
}

const mostDoubts = 50;

/**
 * Checks a model from elsewhere, read in the newer forms of its operators. Operators that the compiler does not know, or
 * knows in another version, take the types that the file declares, or none. Throws GraphError, in words and naming the
 * node, on what no runtime can make good: cyclic graphs, names that nobody assigns or that are assigned twice, graphs
 * nested too deep, sizes that are negative or too large to count, functions that are given twice, call themselves, or
 * unfold without measure.
 */
export function inspect(model: Model): Inspection {
  checkCalls(model.graph.nodes, functionsOf(model));
  const { graph, functions: definitions = [], opsets: imported } = upgrade(model);
  const functions = functionsOf({ ...model, functions: definitions });
  const result = { types: new Map<string, TensorType>(), doubts: [] as Doubt[] };
  const isOld = versionOf(model.opsets) < oldestOpset;
  walk(graph, checkerOf({ ...result, functions, opsets: imported, isOld }));
  for (const definition of functions.values()) inspectBody(definition, { ...result, functions, isOld });
  const used = operatorsIn([graph, ...definitions]);
  const foreign = [...used.keys()].filter((op) => !isOp(op) && !isDefined(op, functions));
  return {
    ...result,
    operators: operatorsIn([model.graph, ...(model.functions ?? [])]),
    foreign: foreign.toSorted(),
  };
}

function operatorsIn(bodies: readonly { readonly nodes: readonly Node[] }[]): ReadonlyMap<string, number> {
  const operators = new Map<string, number>();
  for (const { nodes } of bodies)
    for (const { op } of everyNode(nodes)) operators.set(op, (operators.get(op) ?? 0) + 1);
  return operators;
}

interface Context {
  readonly types: Map<string, TensorType>;
  readonly doubts: Doubt[];
  readonly functions: Functions;
  readonly opsets: ReadonlyMap<string, number>;
  /** Its operators may mean other things than the rules say, so their fault is no doubt about the model. */
  readonly isOld: boolean;
}

function inspectBody(definition: FunctionDefinition, context: Omit<Context, 'opsets'>): void {
  const value = (name: string): ValueInfo => ({ name, elementType: undefined, shape: undefined });
  const body = {
    inputs: definition.inputs.map(value),
    outputs: definition.outputs.map(value),
    nodes: definition.nodes,
    constants: new Map<string, Tensor>(),
    values: definition.values,
  };
  try {
    walk(body, checkerOf({ ...context, types: new Map(), opsets: definition.opsets }));
  } catch (error) {
    throw error instanceof GraphError
      ? new GraphError(`in the function ${definition.name}: ${error.message}`)
      : error;
  }
}

function checkerOf(context: Context): Checker {
  const keep = (name: string, type: TensorType | undefined) => {
    if (type) context.types.set(name, type);
    return type;
  };
  const doubt = (at: string, message: string) => {
    if (context.doubts.length < mostDoubts) context.doubts.push({ at, message });
  };
  const checker: Checker = {
    input: (input, constant, given) => keep(input.name, constant ?? statedType(input) ?? given),
    node(node, scope, declared) {
      const bodies = walkBodies(node, checker, scope);
      const derived = derivable(node, scope, context)
        ? attempt(node, scope, { bodies, doubt: context.isOld ? ignored : doubt })
        : [];
      return node.outputs.map((name, index) => keep(name, merged(derived[index], declared.get(name), doubt)));
    },
    output: () => undefined,
  };
  return checker;
}

function ignored(): void {
  // A rule for a later version has nothing to say.
}

/** The type a file declares; -1, which old tools write for an unknown size, is one. */
function statedType({ elementType, shape }: ValueInfo): TensorType | undefined {
  if (!elementType || !shape) return undefined;
  return { elementType, shape: shape.map((size) => (size === -1 ? '' : size)) };
}

/** Whether the compiler's rule for a node's operator speaks of this version of it, and of inputs whose types are known. */
function derivable(node: Node, scope: Scope, { functions, opsets: imported }: Context): boolean {
  const known = isOp(node.op) && !functions.has(callKey(node)) && node.domain === undefined;
  if (!known || node.inputs.some((name) => name !== '' && !scope.type(name))) return false;
  return fits(node) || sameVersion(domainOf(node.op), imported);
}

function fits(node: Node): boolean {
  try {
    if (isOp(node.op)) checkSignature(node, node.op);
    return true;
  } catch {
    return false;
  }
}

function sameVersion(domain: string, imported: ReadonlyMap<string, number>): boolean {
  return (imported.get(domain) ?? imported.get('ai.onnx')) === opsets.get(domain);
}

/**
 * The rule's answer. Where it finds fault although it missed nothing (every size a number, every constant it asked for
 * at hand), that is a doubt; else it only means that the type cannot be told before the model runs.
 */
function attempt(
  node: Node,
  scope: Scope,
  {
    bodies,
    doubt,
  }: {
    readonly bodies: ReadonlyMap<string, readonly TensorType[]>;
    readonly doubt: (at: string, message: string) => void;
  },
): readonly TensorType[] {
  let missed = node.inputs.some((name) => scope.type(name)?.shape.some((size) => typeof size !== 'number'));
  try {
    if (!isOp(node.op)) return [];
    checkSignature(node, node.op);
    const place: Place = {
      type: (name) => scope.type(name),
      known: (name) => scope.known(name),
      learn(name, value) {
        scope.learn(name, value);
      },
      constant(name) {
        const constant = scope.constant(name);
        missed ||= name !== '' && !constant;
        return constant;
      },
    };
    return derive(node, node.op, place, bodies);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (!missed) doubt(node.name || node.outputs[0] || node.op, error.message);
    return [];
  }
}

/** What is known from both sides. */
function merged(
  derived: TensorType | undefined,
  declared: ValueInfo | undefined,
  doubt: (at: string, message: string) => void,
): TensorType | undefined {
  const stated = declared && statedType(declared);
  if (!derived || !stated) return derived ?? stated;
  // Symbols are names that a file gives as it likes: only numbers contradict each other.
  const open = (type: TensorType) => ({ ...type, shape: type.shape.map((size) => known(size)) });
  if (misfit({ ...declared, ...open(stated) }, open(derived)) !== undefined)
    doubt(declared.name, `"${declared.name}" is ${typeText(derived)}, declared ${typeText(stated)}`);
  const shape = derived.shape.map((size, axis) => finer(size, stated.shape[axis]));
  return { elementType: derived.elementType, shape };
}

function known(size: Dimension): Dimension {
  return typeof size === 'number' ? size : '';
}

function finer(derived: Dimension, stated: Dimension | undefined): Dimension {
  return derived === '' || (typeof derived === 'string' && typeof stated === 'number')
    ? (stated ?? derived)
    : derived;
}

function isDefined(op: string, functions: Functions): boolean {
  return [...functions.values()].some(({ domain, name }) => op === qualified(domain, name));
}
