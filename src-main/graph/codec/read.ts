/** @file ONNX bytes to the intermediate representation. */
import { fromBinary } from '@bufbuild/protobuf';
import {
  GraphError,
  type Attribute,
  type Graph,
  type Model,
  type Node,
  type Shape,
  type ValueInfo,
} from '../ir.ts';
import {
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type StringStringEntryProto,
  type TensorShapeProto,
  type ValueInfoProto,
} from './onnx_pb.ts';
import { elementTypeOf, readTensor, textOf, unsupported } from './tensor.ts';

/**
 * Reads a model. Throws GraphError when the bytes are no ONNX model, or when it holds something that would be lost:
 * functions, sparse tensors, values that are not tensors, external data.
 */
export function parse(bytes: Uint8Array): Model {
  const proto = decode(bytes);
  if (!proto.graph) throw new GraphError('the file holds no graph');
  if (proto.functions.length > 0) unsupported('functions');
  if (proto.trainingInfo.length > 0) unsupported('training information');
  return {
    graph: readGraph(proto.graph),
    irVersion: Number(proto.irVersion),
    opsets: new Map(proto.opsetImport.map(({ domain, version }) => [domain, Number(version)])),
    producer: { name: proto.producerName, version: proto.producerVersion },
    metadata: readMetadata(proto.metadataProps),
  };
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new GraphError(`the bytes are no ONNX model: ${String(cause)}`);
  }
}

function readMetadata(entries: readonly StringStringEntryProto[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ key, value }) => [key, value]));
}

function readGraph(proto: GraphProto): Graph {
  if (proto.sparseInitializer.length > 0) unsupported('sparse tensors');
  if (proto.quantizationAnnotation.length > 0) unsupported('quantization annotations');
  return {
    name: proto.name,
    inputs: proto.input.map(readValue),
    outputs: proto.output.map(readValue),
    nodes: proto.node.map(readNode),
    constants: new Map(proto.initializer.map((tensor) => [tensor.name, readTensor(tensor)])),
    values: proto.valueInfo.map(readValue),
  };
}

function readValue({ name, type }: ValueInfoProto): ValueInfo {
  if (!type?.value.case) return { name, elementType: undefined, shape: undefined };
  if (type.value.case !== 'tensorType') return unsupported(`a value of type ${type.value.case} ("${name}")`);
  const { elemType, shape } = type.value.value;
  return { name, elementType: elementTypeOf(elemType), shape: shape && readShape(shape) };
}

function readShape({ dim }: TensorShapeProto): Shape {
  return dim.map(({ value }) => {
    if (value.case === 'dimValue') return Number(value.value);
    return value.case === 'dimParam' ? value.value : '';
  });
}

function readNode(proto: NodeProto): Node {
  if (proto.overload !== '') unsupported('function overloads');
  return {
    name: proto.name,
    op: proto.domain === '' || proto.domain === 'ai.onnx' ? proto.opType : `${proto.domain}.${proto.opType}`,
    inputs: proto.input,
    outputs: proto.output,
    attributes: Object.fromEntries(
      proto.attribute.map((attribute) => [attribute.name, readAttribute(attribute)]),
    ),
  };
}

function readAttribute(proto: AttributeProto): Attribute {
  if (proto.refAttrName !== '') unsupported('references to attributes of functions');
  switch (proto.type) {
    case Kind.FLOAT:
      return { kind: 'float', value: proto.f };
    case Kind.INT:
      return { kind: 'int', value: proto.i };
    case Kind.STRING:
      return { kind: 'string', value: textOf(proto.s) };
    case Kind.TENSOR:
      return { kind: 'tensor', value: proto.t ? readTensor(proto.t) : missing(proto) };
    case Kind.GRAPH:
      return { kind: 'graph', value: proto.g ? readGraph(proto.g) : missing(proto) };
    case Kind.FLOATS:
      return { kind: 'floats', value: proto.floats };
    case Kind.INTS:
      return { kind: 'ints', value: proto.ints };
    case Kind.STRINGS:
      return { kind: 'strings', value: proto.strings.map(textOf) };
    case Kind.TENSORS:
      return { kind: 'tensors', value: proto.tensors.map(readTensor) };
    case Kind.GRAPHS:
      return { kind: 'graphs', value: proto.graphs.map(readGraph) };
    case Kind.UNDEFINED:
    case Kind.SPARSE_TENSOR:
    case Kind.SPARSE_TENSORS:
    case Kind.TYPE_PROTO:
    case Kind.TYPE_PROTOS:
      return unsupported(`an attribute of kind ${proto.type} ("${proto.name}")`);
  }
}

function missing({ name }: AttributeProto): never {
  throw new GraphError(`the attribute "${name}" is empty`);
}
