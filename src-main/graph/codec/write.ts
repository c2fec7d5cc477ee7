/** @file The intermediate representation to ONNX bytes. */
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  elementTypes,
  type Attribute,
  type Graph,
  type Model,
  type Node,
  type Shape,
  type ValueInfo,
} from '../ir.ts';
import { domainOf } from '../ops/index.ts';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type ValueInfoProto,
} from './onnx_pb.ts';
import { bytesOf, writeTensor } from './tensor.ts';

/** Writes a model. Equal models give equal bytes. */
export function serialize(model: Model): Uint8Array<ArrayBuffer> {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(model.irVersion),
      producerName: model.producer.name,
      producerVersion: model.producer.version,
      opsetImport: Array.from(model.opsets, ([domain, version]) => ({ domain, version: BigInt(version) })),
      graph: writeGraph(model.graph),
      metadataProps: Array.from(model.metadata, ([key, value]) => ({ key, value })),
    }),
  );
}

function writeGraph(graph: Graph): GraphProto {
  return create(GraphProtoSchema, {
    name: graph.name,
    input: graph.inputs.map(writeValue),
    output: graph.outputs.map(writeValue),
    node: graph.nodes.map(writeNode),
    initializer: Array.from(graph.constants, ([name, tensor]) => writeTensor(tensor, name)),
    valueInfo: graph.values.map(writeValue),
  });
}

function writeValue({ name, elementType, shape }: ValueInfo): ValueInfoProto {
  if (elementType === undefined) return create(ValueInfoProtoSchema, { name });
  const value = {
    elemType: elementTypes.indexOf(elementType),
    ...(shape && { shape: { dim: writeShape(shape) } }),
  };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value } } });
}

function writeShape(shape: Shape) {
  return shape.map((dimension) => {
    if (dimension === '') return {};
    if (typeof dimension === 'string') return { value: { case: 'dimParam', value: dimension } as const };
    return { value: { case: 'dimValue', value: BigInt(dimension) } as const };
  });
}

function writeNode(node: Node): NodeProto {
  const domain = domainOf(node.op);
  return create(NodeProtoSchema, {
    ...(node.name !== '' && { name: node.name }),
    ...(domain !== '' && { domain }),
    opType: domain === '' ? node.op : node.op.slice(domain.length + 1),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, attribute]) => writeAttribute(name, attribute)),
  });
}

function writeAttribute(name: string, attribute: Attribute): AttributeProto {
  return create(AttributeProtoSchema, { name, ...payload(attribute) });
}

function payload(attribute: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  switch (attribute.kind) {
    case 'float':
      return { type: Kind.FLOAT, f: attribute.value };
    case 'int':
      return { type: Kind.INT, i: attribute.value };
    case 'string':
      return { type: Kind.STRING, s: bytesOf(attribute.value) };
    case 'tensor':
      return { type: Kind.TENSOR, t: writeTensor(attribute.value) };
    case 'graph':
      return { type: Kind.GRAPH, g: writeGraph(attribute.value) };
    case 'floats':
      return { type: Kind.FLOATS, floats: [...attribute.value] };
    case 'ints':
      return { type: Kind.INTS, ints: [...attribute.value] };
    case 'strings':
      return { type: Kind.STRINGS, strings: attribute.value.map(bytesOf) };
    case 'tensors':
      return { type: Kind.TENSORS, tensors: attribute.value.map((tensor) => writeTensor(tensor)) };
    case 'graphs':
      return { type: Kind.GRAPHS, graphs: attribute.value.map(writeGraph) };
  }
}
