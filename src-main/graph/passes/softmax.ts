/** @file The gradient of attention without a product of all its weights. */
import type { Graph, Node } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';

/**
 * The gradient of a softmax P needs the row sums of dP P. Where P weighs values, O = P V and dP = dO V', they are the
 * row sums of dO O, which has as many columns as a head and not as many as there are keys (Dao et al. 2022, section 3.1):
 *
 *   Σ_j dP_ij P_ij = Σ_j Σ_c dO_ic V_jc P_ij = Σ_c dO_ic O_ic
 */
export function shortenSoftmaxSums(graph: Graph): Graph {
  const seen = new Seen();
  const nodes = graph.nodes.flatMap((node) => {
    const factors = isLastAxisSum(node, graph) ? seen.outputFactors(node) : undefined;
    seen.add(node);
    if (!factors) return [node];
    const name = `${node.outputs[0] ?? ''}_short`;
    const product: Node = { name, op: 'Mul', inputs: factors, outputs: [name], attributes: {} };
    return [product, { ...node, inputs: [name, ...node.inputs.slice(1)] }];
  });
  return { ...graph, nodes };
}

function isLastAxisSum(node: Node, { constants }: Graph): boolean {
  if (node.op !== 'ReduceSum' || intAttribute(node, 'keepdims', 1) !== 1) return false;
  const axes = constants.get(node.inputs[1] ?? '')?.data;
  return axes instanceof BigInt64Array && axes.length === 1 && axes[0] === -1n;
}

/** What stands before a node. */
class Seen {
  readonly #producers = new Map<string, Node>();
  /** The output of each product by its factors. */
  readonly #products = new Map<string, string>();

  add(node: Node): void {
    for (const name of node.outputs) this.#producers.set(name, node);
    if (node.op === 'MatMul') this.#products.set(node.inputs.join('\n'), node.outputs[0] ?? '');
  }

  /** dO and O where the node sums dP P; otherwise nothing. */
  outputFactors(sum: Node): readonly [string, string] | undefined {
    const [first = '', second = ''] = this.#inputsOf(sum.inputs[0], 'Mul');
    return this.#factors(first, second) ?? this.#factors(second, first);
  }

  #factors(gradient: string, weights: string): readonly [string, string] | undefined {
    const [ofOutput, turned] = this.#inputsOf(gradient, 'MatMul');
    const transpose = this.#producers.get(turned ?? '');
    if (ofOutput === undefined || transpose?.op !== 'Transpose' || !exchangesLastAxes(transpose))
      return undefined;
    const output = this.#products.get([weights, transpose.inputs[0]].join('\n'));
    return output === undefined ? undefined : [ofOutput, output];
  }

  #inputsOf(name: string | undefined, op: string): readonly string[] {
    const node = this.#producers.get(name ?? '');
    return node?.op === op ? node.inputs : [];
  }
}

function exchangesLastAxes(transpose: Node): boolean {
  const order = intsAttribute(transpose, 'perm') ?? [];
  const last = order.length - 1;
  return (
    last > 0 && order.every((axis, at) => axis === (at === last ? last - 1 : at === last - 1 ? last : at))
  );
}
