/** @file Functions that a file defines: who calls whom, and whether that ends. */
import { GraphError, type FunctionDefinition, type Model, type Node } from './ir.ts';
import { everyNode } from './passes/names.ts';

/** Functions by the key under which nodes call them. */
export type Functions = ReadonlyMap<string, FunctionDefinition>;

/** So many functions may call each other in a row: runtimes put them in one by one, on their stack. */
const deepestCalls = 100;
/** A model may not unfold to more operations than this when its functions are put in. */
const mostOperations = 10_000_000;

/** How a node names what it calls. */
export function callKey({ op, overload = '' }: Pick<Node, 'op' | 'overload'>): string {
  return `${op}:${overload}`;
}

/** A function's name as a node's `op` has it. */
export function qualified(domain: string, name: string): string {
  return domain === '' ? name : `${domain}.${name}`;
}

/** Throws GraphError when a function is given twice. */
export function functionsOf({ functions = [] }: Model): Functions {
  const all = new Map<string, FunctionDefinition>();
  for (const definition of functions) {
    const { domain, name, overload } = definition;
    const key = callKey({ op: qualified(domain, name), ...(overload !== undefined && { overload }) });
    if (all.has(key)) throw new GraphError(`the function ${name} is given twice`);
    all.set(key, definition);
  }
  return all;
}

interface Size {
  /** How many calls stand inside each other, this one included. */
  readonly depth: number;
  readonly operations: number;
}

/** Throws GraphError when functions call themselves, go too deep, or unfold to more operations than can be run. */
export function checkCalls(nodes: readonly Node[], functions: Functions): void {
  const sizes = new Map<string, Size>();
  for (const key of functions.keys()) measure(key, functions, sizes);
  const { depth, operations } = sizeOf(nodes, sizes);
  if (depth > deepestCalls)
    throw new GraphError(`functions call each other ${depth} deep; at most ${deepestCalls} are taken`);
  if (operations > mostOperations)
    throw new GraphError(
      `with its functions put in, the graph has ${operations} operations, more than ${mostOperations}`,
    );
}

/** Sizes of a function and of all it calls, callees first, without recursion. */
function measure(start: string, functions: Functions, sizes: Map<string, Size>): void {
  const open: string[] = [start];
  const entered = new Set<string>();
  for (let key = open.at(-1); key !== undefined; key = open.at(-1)) {
    const { nodes, name } = functions.get(key) ?? { nodes: [], name: key };
    const waiting = sizes.has(key) ? [] : calls(nodes, functions).filter((callee) => !sizes.has(callee));
    const again = waiting.find((callee) => entered.has(callee) || callee === key);
    if (again !== undefined)
      throw new GraphError(
        `the function ${functions.get(again)?.name ?? again} calls itself, through ${name}`,
      );
    if (waiting.length > 0) {
      entered.add(key);
      open.push(waiting[0] ?? '');
      continue;
    }
    const { depth, operations } = sizeOf(nodes, sizes);
    if (!sizes.has(key)) sizes.set(key, { depth: depth + 1, operations });
    entered.delete(key);
    open.pop();
  }
}

function sizeOf(nodes: readonly Node[], sizes: ReadonlyMap<string, Size>): Size {
  let [depth, operations] = [0, 0];
  for (const node of everyNode(nodes)) {
    const callee = sizes.get(callKey(node));
    depth = Math.max(depth, callee?.depth ?? 0);
    operations += callee?.operations ?? 1;
  }
  return { depth, operations };
}

function calls(nodes: readonly Node[], functions: Functions): readonly string[] {
  return [...new Set(Array.from(everyNode(nodes), callKey))].filter((key) => functions.has(key));
}
