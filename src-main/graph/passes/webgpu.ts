/** @file What ONNX Runtime's WebGPU provider lacks, in operators that it has. */
import { int64, type Graph, type Node, type Tensor } from '../ir.ts';
import { attributesOf, intAttribute, type AttributeInput, type Op } from '../ops/index.ts';

/**
 * LogSoftmax, which has no kernel there:
 *
 *   log softmax(x) = z - ln Σ exp(z),  z = x - max x
 */
export function spellOutLogSoftmax(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.flatMap((node) =>
    node.op === 'LogSoftmax' ? spelledOut(node, constants) : [node],
  );
  return { ...graph, nodes, constants };
}

function spelledOut(node: Node, constants: Map<string, Tensor>): readonly Node[] {
  const [output = ''] = node.outputs;
  const part = (name: string) => `${output}/${name}`;
  const made = (
    op: Op,
    inputs: readonly string[],
    result: string,
    plain: Readonly<Record<string, AttributeInput>> = {},
  ): Node => {
    return { name: result, op, inputs, outputs: [result], attributes: attributesOf(op, plain) };
  };
  constants.set(part('axis'), int64([1], [intAttribute(node, 'axis', -1)]));
  return [
    made('ReduceMax', [node.inputs[0] ?? '', part('axis')], part('max'), { keepdims: 1 }),
    made('Sub', [node.inputs[0] ?? '', part('max')], part('shifted')),
    made('Exp', [part('shifted')], part('exp')),
    made('ReduceSum', [part('exp'), part('axis')], part('sum'), { keepdims: 1 }),
    made('Log', [part('sum')], part('log')),
    made('Sub', [part('shifted'), part('log')], output),
  ];
}
