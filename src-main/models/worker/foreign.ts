/** @file Models from elsewhere, made so that requests can ask them: tensors in, tensors out. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Dimension, Model, Node, TensorType, ValueInfo, ValueType } from '../../graph/index.ts';
import { datatypeOf } from './tensors.ts';

export interface Askable {
  /** The model that was given, where nothing had to change. */
  readonly model: Model;
  /** The classes of its scores, where the graph names them. */
  readonly labels: readonly string[] | null;
}

/**
 * A list of maps from class to score (ZipMap, as converters of scikit-learn, LightGBM and XGBoost write by themselves)
 * becomes the table of scores that it was made of, under the same name; a list of tensors becomes the tensors, `NAME_0`,
 * `NAME_1` and so on.
 *
 * @param types of the values of the graph, as far as they are known
 * @throws AppError `models.notTensor`, `models.typeNotCarried` for what requests and answers cannot carry
 */
export function askable(model: Model, types: ReadonlyMap<string, TensorType>): Askable {
  const { graph } = model;
  for (const input of graph.inputs) if (!graph.constants.has(input.name)) checkBorder(input, 'input');
  const replaced = graph.outputs.map((output) => replacementOf(output, graph.nodes, types));
  const outputs = graph.outputs.flatMap((output, at) => replaced[at]?.outputs ?? [output]);
  for (const output of outputs) checkBorder(output, 'output');
  const labelled = replaced.flatMap((each) => (each?.labels ? [each.labels] : []));
  const changes = new Map(replaced.flatMap((each) => (each ? [[each.node, each.nodes] as const] : [])));
  if (changes.size === 0) return { model, labels: null };
  const nodes = graph.nodes.flatMap((node) => changes.get(node) ?? [node]);
  return {
    model: { ...model, graph: { ...graph, nodes, outputs } },
    labels: labelled.length === 1 ? labelled[0]! : null,
  };
}

interface Replacement {
  readonly node: Node;
  readonly nodes: readonly Node[];
  readonly outputs: readonly ValueInfo[];
  readonly labels?: readonly string[];
}

/** What stands for an output that is no tensor, or null where it is one or nothing can. */
function replacementOf(
  output: ValueInfo,
  nodes: readonly Node[],
  types: ReadonlyMap<string, TensorType>,
): Replacement | null {
  if (output.type?.kind !== 'sequence') return null;
  const node = nodes.find(({ outputs }) => outputs.includes(output.name));
  const isRead = nodes.some(({ inputs }) => inputs.includes(output.name));
  if (!node || isRead) return null;
  if (node.op === 'ai.onnx.ml.ZipMap') return scores(output, node, types);
  return node.op === 'SequenceConstruct' ? parts(output, node, types) : null;
}

function scores(output: ValueInfo, node: Node, types: ReadonlyMap<string, TensorType>): Replacement {
  const labels = classesOf(node);
  const rows = types.get(node.inputs[0] ?? '')?.shape[0] ?? '';
  const shape: readonly Dimension[] = [rows, labels.length > 0 ? labels.length : ''];
  return {
    node,
    nodes: [{ ...node, op: 'Identity', attributes: {} }],
    outputs: [{ name: output.name, elementType: 'float32', shape }],
    labels,
  };
}

function classesOf({ attributes }: Node): readonly string[] {
  const { classlabels_strings: strings, classlabels_int64s: numbers } = attributes;
  if (strings?.kind === 'strings' && strings.value.length > 0) return strings.value;
  return numbers?.kind === 'ints' ? numbers.value.map(String) : [];
}

function parts(output: ValueInfo, node: Node, types: ReadonlyMap<string, TensorType>): Replacement {
  const element = output.type?.kind === 'sequence' ? output.type.element : undefined;
  const stated = element?.kind === 'tensor' ? element.elementType : undefined;
  const names = node.inputs.map((_, at) => `${output.name}_${at}`);
  return {
    node,
    nodes: names.map((name, at) => ({
      name: `${node.name}_${at}`,
      op: 'Identity',
      inputs: [node.inputs[at]!],
      outputs: [name],
      attributes: {},
    })),
    outputs: names.map((name, at) => {
      const type = types.get(node.inputs[at]!);
      return { name, elementType: type?.elementType ?? stated, shape: type?.shape };
    }),
  };
}

function checkBorder({ name, elementType, type }: ValueInfo, side: 'input' | 'output'): void {
  if (type && type.kind !== 'unknown')
    throw new AppError('models.notTensor', { side, name, type: inWords(type) });
  if (elementType !== undefined && elementType !== 'undefined' && !datatypeOf(elementType))
    throw new AppError('models.typeNotCarried', { side, name, type: elementType });
}

/** A type as ONNX writes it: `seq(map(int64, tensor(float32)))`. */
function inWords(type: ValueType | undefined): string {
  switch (type?.kind) {
    case 'tensor':
      return `tensor(${type.elementType})`;
    case 'sparse':
      return `sparse_tensor(${type.elementType})`;
    case 'sequence':
      return `seq(${inWords(type.element)})`;
    case 'optional':
      return `optional(${inWords(type.element)})`;
    case 'map':
      return `map(${type.key}, ${inWords(type.element)})`;
    case 'opaque':
      return `opaque(${type.name})`;
    case 'unknown':
    case undefined:
      return '?';
  }
}
