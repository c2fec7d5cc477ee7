/** @file The intermediate representation to ONNX bytes. */
import { clearField, create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  GraphError,
  deepest,
  type Attribute,
  type AttributeKind,
  type Attributes,
  type FunctionDefinition,
  type Graph,
  type Model,
  type Node,
  type Tensor,
} from '../ir.ts';
import { domainOf } from '../ops/index.ts';
import type { PlaceExternal } from './external.ts';
import { Message } from './message.ts';
import { restore, writeEntries, writeNotes } from './notes.ts';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TensorProto_DataLocation,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
} from './onnx_pb.ts';
import { bytesOf, rawData, writeSparse, writeTensor } from './tensor.ts';
import { writeType, writeValue } from './types.ts';

export interface SerializeOptions {
  /** Told each constant of the main graph; what it places stays out of the file, which then refers to it. */
  readonly place?: PlaceExternal;
}

/** Field numbers of onnx.proto whose contents are put together without copying the weights. */
const fields = { graph: 7, initializer: 5, rawData: 9 } as const;

/** What a protobuf file can hold. */
const mostBytes = 2 ** 31 - 1;

/**
 * Writes a model, its fields in the order of their numbers. Equal models give equal bytes. The weights are copied once.
 * Throws GraphError when the file would be more than 2 GiB, which no reader of protobuf takes: place weights outside.
 */
export function serialize(model: Model, { place }: SerializeOptions = {}): Uint8Array<ArrayBuffer> {
  const file = new Message()
    .bytes(toBinary(ModelProtoSchema, front(model)))
    .field(fields.graph, mainGraph(model.graph, place))
    .bytes(toBinary(ModelProtoSchema, back(model)));
  if (file.length > mostBytes)
    throw new GraphError(`the model takes ${file.length} bytes, and a file holds at most ${mostBytes}`);
  return file.finish();
}

/** What stands before the graph. */
function front({ irVersion, producer, domain, version, doc }: Model): ModelProto {
  return create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: producer.name,
    producerVersion: producer.version,
    ...(domain !== undefined && { domain }),
    ...(version !== undefined && { modelVersion: version }),
    ...(doc !== undefined && { docString: doc }),
  });
}

/** What stands after the graph. */
function back(model: Model): ModelProto {
  const proto = create(ModelProtoSchema, {
    opsetImport: writeOpsets(model.opsets),
    metadataProps: writeEntries(model.metadata),
    functions: (model.functions ?? []).map(writeFunction),
  });
  return restore(ModelProtoSchema, proto, model);
}

function mainGraph({ constants, ...graph }: Graph, place: PlaceExternal | undefined): Message {
  const rest = writeGraph({ ...graph, constants: new Map() }, 0);
  const nodes = create(GraphProtoSchema, { node: rest.node, name: rest.name });
  rest.node = [];
  clearField(rest, GraphProtoSchema.field.name);
  const message = new Message().bytes(toBinary(GraphProtoSchema, nodes));
  for (const [name, tensor] of constants) message.field(fields.initializer, initializer(name, tensor, place));
  return message.bytes(toBinary(GraphProtoSchema, rest));
}

function writeOpsets(opsets: ReadonlyMap<string, number>) {
  return Array.from(opsets, ([domain, version]) => ({ domain, version: BigInt(version) }));
}

function initializer(name: string, tensor: Tensor, place: PlaceExternal | undefined): Message {
  const bytes = rawData(tensor);
  if (!bytes) return tensorMessage(name, tensor);
  const placed = place?.(name, bytes);
  if (!placed) return tensorMessage(name, tensor, {}).field(fields.rawData, new Message().bytes(bytes));
  const { location, offset } = placed;
  return tensorMessage(name, tensor, {
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries({ location, offset, length: bytes.length }).map(([key, value]) => ({
      key,
      value: String(value),
    })),
  });
}

function tensorMessage(name: string, tensor: Tensor, data?: Parameters<typeof writeTensor>[2]): Message {
  return new Message().bytes(toBinary(TensorProtoSchema, writeTensor(tensor, name, data)));
}

function writeGraph(graph: Graph, depth: number): GraphProto {
  if (depth > deepest) throw new GraphError(`graphs stand more than ${deepest} deep inside each other`);
  const proto = create(GraphProtoSchema, {
    name: graph.name,
    input: graph.inputs.map(writeValue),
    output: graph.outputs.map(writeValue),
    node: graph.nodes.map((node) => writeNode(node, depth)),
    initializer: Array.from(graph.constants, ([name, tensor]) => writeTensor(tensor, name)),
    valueInfo: graph.values.map(writeValue),
    ...(graph.sparse && { sparseInitializer: Array.from(graph.sparse.values(), writeSparse) }),
    ...(graph.quantization && {
      quantizationAnnotation: Array.from(graph.quantization, ([tensorName, names]) => ({
        tensorName,
        quantParameterTensorNames: writeEntries(names),
      })),
    }),
    ...writeNotes(graph),
  });
  return restore(GraphProtoSchema, proto, graph);
}

function writeNode(node: Node, depth: number): NodeProto {
  const domain = node.domain ?? domainOf(node.op);
  const proto = create(NodeProtoSchema, {
    ...(node.name !== '' && { name: node.name }),
    ...(domain !== '' && { domain }),
    ...(node.overload !== undefined && { overload: node.overload }),
    opType: domain === '' ? node.op : node.op.slice(domain.length + 1),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: writeAttributes(node.attributes, depth),
    ...writeNotes(node),
  });
  return restore(NodeProtoSchema, proto, node);
}

function writeFunction(definition: FunctionDefinition): FunctionProto {
  const { name, domain, overload, inputs, outputs, attributes } = definition;
  const proto = create(FunctionProtoSchema, {
    name,
    ...(domain !== '' && { domain }),
    ...(overload !== undefined && { overload }),
    input: [...inputs],
    output: [...outputs],
    attribute: [...attributes],
    attributeProto: writeAttributes(definition.defaults, 0),
    node: definition.nodes.map((node) => writeNode(node, 0)),
    opsetImport: writeOpsets(definition.opsets),
    valueInfo: definition.values.map(writeValue),
    ...writeNotes(definition),
  });
  return restore(FunctionProtoSchema, proto, definition);
}

function writeAttributes(attributes: Attributes, depth: number): AttributeProto[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    const proto = create(AttributeProtoSchema, { name, ...payload(attribute, depth + 1) });
    if (attribute.doc !== undefined) proto.docString = attribute.doc;
    return restore(AttributeProtoSchema, proto, attribute);
  });
}

function payload(attribute: Attribute, depth: number): MessageInitShape<typeof AttributeProtoSchema> {
  switch (attribute.kind) {
    case 'float':
      return { type: Kind.FLOAT, f: attribute.value };
    case 'int':
      return { type: Kind.INT, i: attribute.value };
    case 'string':
      return { type: Kind.STRING, s: bytesOf(attribute.value) };
    case 'bytes':
      return { type: Kind.STRING, s: attribute.value };
    case 'tensor':
      return { type: Kind.TENSOR, t: writeTensor(attribute.value) };
    case 'graph':
      return { type: Kind.GRAPH, g: writeGraph(attribute.value, depth) };
    case 'floats':
      return { type: Kind.FLOATS, floats: [...attribute.value] };
    case 'ints':
      return { type: Kind.INTS, ints: [...attribute.value] };
    case 'strings':
      return { type: Kind.STRINGS, strings: attribute.value.map(bytesOf) };
    case 'tensors':
      return { type: Kind.TENSORS, tensors: attribute.value.map((tensor) => writeTensor(tensor)) };
    case 'graphs':
      return { type: Kind.GRAPHS, graphs: attribute.value.map((graph) => writeGraph(graph, depth)) };
    case 'sparse':
      return { type: Kind.SPARSE_TENSOR, sparseTensor: writeSparse(attribute.value) };
    case 'sparses':
      return { type: Kind.SPARSE_TENSORS, sparseTensors: attribute.value.map(writeSparse) };
    case 'type':
      return { type: Kind.TYPE_PROTO, tp: writeType(attribute.value) };
    case 'types':
      return { type: Kind.TYPE_PROTOS, typeProtos: attribute.value.map(writeType) };
    case 'reference':
      return { type: numbers[attribute.of], refAttrName: attribute.value };
  }
}

const numbers: Readonly<Record<AttributeKind, Kind>> = {
  float: Kind.FLOAT,
  int: Kind.INT,
  string: Kind.STRING,
  tensor: Kind.TENSOR,
  graph: Kind.GRAPH,
  floats: Kind.FLOATS,
  ints: Kind.INTS,
  strings: Kind.STRINGS,
  tensors: Kind.TENSORS,
  graphs: Kind.GRAPHS,
  sparse: Kind.SPARSE_TENSOR,
  sparses: Kind.SPARSE_TENSORS,
  type: Kind.TYPE_PROTO,
  types: Kind.TYPE_PROTOS,
};
