/** @file Batch normalization folded into the convolution or dense layer before it: inference needs no operator for it. */
import { float32, type Graph, type Node, type Tensor } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import { outerNames } from './names.ts';

interface Fold {
  readonly layer: Node;
  readonly normalization: Node;
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/**
 * γ (W x + b - μ) / σ + β as one product with W γ/σ and the bias (b - μ) γ/σ + β, channel by channel. Only where all
 * of them are constants, the statistics are the running ones, and nothing else reads the product.
 */
export function foldNormalization(graph: Graph): Graph {
  const reads = [...graph.nodes.flatMap(outerNames), ...graph.outputs.map(({ name }) => name)];
  const once = new Set<string>();
  const often = new Set<string>();
  for (const name of reads) (once.has(name) ? often : once).add(name);
  const layers = new Map(graph.nodes.map((node) => [node.outputs[0] ?? '', node]));
  const folds = new Map<string, Fold>();
  for (const node of graph.nodes) {
    const layer = layers.get(node.inputs[0] ?? '');
    if (node.op !== 'BatchNormalization' || !layer || often.has(node.inputs[0] ?? '')) continue;
    const fold = foldOf(graph, layer, node);
    if (fold) folds.set(layer.outputs[0] ?? '', fold);
  }
  if (folds.size === 0) return graph;
  const constants = new Map(graph.constants);
  const gone = new Set(Array.from(folds.values(), ({ normalization }) => normalization));
  const nodes = graph.nodes.flatMap((node) => {
    if (gone.has(node)) return [];
    const fold = folds.get(node.outputs[0] ?? '');
    if (!fold) return [node];
    const outputs = fold.normalization.outputs.slice(0, 1);
    const [weight, bias] = [`${outputs[0]}.weight`, `${outputs[0]}.bias`];
    constants.set(weight, fold.weight).set(bias, fold.bias);
    return [{ ...node, inputs: [node.inputs[0] ?? '', weight, bias], outputs }];
  });
  return { ...graph, nodes, constants };
}

function foldOf(graph: Graph, layer: Node, normalization: Node): Fold | undefined {
  if (normalization.outputs.length > 1 || intAttribute(normalization, 'training_mode', 0) === 1)
    return undefined;
  const scaled = ['alpha', 'beta'].some((name) => name in layer.attributes);
  if (!(layer.op === 'Conv' || (layer.op === 'Gemm' && !scaled))) return undefined;
  const [scale, shift, mean, variance] = normalization.inputs
    .slice(1)
    .map((name) => graph.constants.get(name)?.data);
  const weight = graph.constants.get(layer.inputs[1] ?? '');
  const data = weight?.data;
  if (!weight || ![scale, shift, mean, variance, data].every((values) => values instanceof Float32Array))
    return undefined;
  const epsilon = normalization.attributes['epsilon'];
  const least = epsilon?.kind === 'float' ? epsilon.value : 1e-5;
  const channels = (scale as Float32Array).length;
  const biasName = layer.inputs[2] ?? '';
  const before = biasName === '' ? new Float32Array(channels) : graph.constants.get(biasName)?.data;
  if (!(before instanceof Float32Array) || before.length !== channels) return undefined;
  const factor = Float64Array.from(
    variance as Float32Array,
    (value, channel) => Number(scale?.[channel]) / Math.sqrt(value + least),
  );
  const channelOf = channelIn(layer, weight);
  return {
    layer,
    normalization,
    weight: float32(
      weight.shape,
      Float32Array.from(data as Float32Array, (value, index) => value * factor[channelOf(index)]!),
    ),
    bias: float32(
      [channels],
      Float32Array.from(
        before,
        (value, channel) => (value - Number(mean?.[channel])) * factor[channel]! + Number(shift?.[channel]),
      ),
    ),
  };
}

/** The output channel to which an element of the weight belongs. */
function channelIn(layer: Node, { shape }: Tensor): (index: number) => number {
  const columns = shape.at(-1) ?? 1;
  if (layer.op === 'Gemm' && intAttribute(layer, 'transB', 0) === 0) return (index) => index % columns;
  const each = shape.slice(1).reduce((a, b) => a * b, 1);
  return (index) => Math.floor(index / each);
}
