/** @file ONNX bytes to the intermediate representation. */
import { fromBinary } from '@bufbuild/protobuf';
import {
  GraphError,
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
import type { ReadExternal } from './external.ts';
import { carry, readEntries, readNotes } from './notes.ts';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type OperatorSetIdProto,
  type TensorProto,
} from './onnx_pb.ts';
import { named, readSparse, readTensor, requireText, textOf } from './tensor.ts';
import { readType, readValue } from './types.ts';

export interface ParseOptions {
  /** Reads weights that lie outside the file; a model that has such is refused without it. */
  readonly external?: ReadExternal;
}

/**
 * Reads a model, losing nothing. Large weights are not copied where they stand aligned: do not change `bytes` after.
 * Throws GraphError when the bytes are no ONNX model, hold no graph, contradict themselves (tensors that do not fill
 * their shape, names given twice), nest deeper than `deepest` graphs, or refer to files outside the model's folder.
 */
export function parse(bytes: Uint8Array, { external }: ParseOptions = {}): Model {
  const proto = decode(bytes);
  if (!proto.graph) throw new GraphError('the file holds no graph');
  const reader = readerOf(external);
  const functions = proto.functions.map(reader.definition);
  return {
    graph: reader.graph(proto.graph),
    irVersion: Number(proto.irVersion),
    opsets: readOpsets(proto.opsetImport),
    producer: { name: proto.producerName, version: proto.producerVersion },
    ...readNotes({ docString: proto.docString }),
    metadata: readEntries(proto.metadataProps),
    ...(proto.domain !== '' && { domain: proto.domain }),
    ...(proto.modelVersion !== 0n && { version: proto.modelVersion }),
    ...(functions.length > 0 && { functions }),
    ...carry(ModelProtoSchema, proto, {
      trainingInfo: proto.trainingInfo,
      configuration: proto.configuration,
    }),
  };
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GraphError(`the bytes are no ONNX model, or a part of one (${why})`);
  }
}

function readOpsets(imports: readonly OperatorSetIdProto[]): ReadonlyMap<string, number> {
  return new Map(imports.map(({ domain, version }) => [domain, Number(version)]));
}

/** The functions that read parts of a model whose weights `external` reads. */
function readerOf(external: ReadExternal | undefined) {
  function graph(proto: GraphProto): Graph {
    const sparse = proto.sparseInitializer.map((each) => readSparse(each, external));
    return {
      name: proto.name,
      inputs: proto.input.map(readValue),
      outputs: proto.output.map(readValue),
      nodes: proto.node.map(node),
      constants: constants(proto.initializer),
      values: proto.valueInfo.map(readValue),
      ...(sparse.length > 0 && { sparse: new Map(sparse.map((each) => [each.values.name ?? '', each])) }),
      ...(proto.quantizationAnnotation.length > 0 && {
        quantization: new Map(
          proto.quantizationAnnotation.map(({ tensorName, quantParameterTensorNames }) => [
            tensorName,
            readEntries(quantParameterTensorNames),
          ]),
        ),
      }),
      ...readNotes(proto),
      ...carry(GraphProtoSchema, proto, {}),
    };
  }

  function constants(protos: readonly TensorProto[]): Graph['constants'] {
    const all = new Map<string, Tensor>();
    for (const proto of protos) {
      if (all.has(proto.name)) throw new GraphError(`the constant "${proto.name}" is given twice`);
      all.set(proto.name, readTensor(proto, external));
    }
    return all;
  }

  function node(proto: NodeProto): Node {
    const op = qualified(proto.domain, proto.opType);
    const exact = domainOf(op) === standard(proto.domain);
    return {
      name: proto.name,
      op,
      inputs: proto.input,
      outputs: proto.output,
      attributes: attributes(proto.attribute, { name: proto.name, op }),
      ...(!exact && { domain: standard(proto.domain) }),
      ...(proto.overload !== '' && { overload: proto.overload }),
      ...readNotes(proto),
      ...carry(NodeProtoSchema, proto, { deviceConfigurations: proto.deviceConfigurations }),
    };
  }

  function attributes(protos: readonly AttributeProto[], owner?: Pick<Node, 'name' | 'op'>): Attributes {
    const names = new Set(protos.map(({ name }) => name));
    if (names.size < protos.length) throw new GraphError('an attribute is given twice', owner);
    return Object.fromEntries(protos.map((proto) => [proto.name, attribute(proto, owner)]));
  }

  function attribute(proto: AttributeProto, owner: Pick<Node, 'name' | 'op'> | undefined): Attribute {
    try {
      const notes = {
        ...(proto.docString !== '' && { doc: proto.docString }),
        ...carry(AttributeProtoSchema, proto, {}),
      };
      return { ...value(proto), ...notes };
    } catch (error) {
      throw owner && error instanceof GraphError && error.node === undefined
        ? new GraphError(error.message, owner)
        : error;
    }
  }

  function value(proto: AttributeProto): Attribute {
    const { refAttrName: reference } = proto;
    if (reference !== '')
      return { kind: 'reference', value: reference, of: kinds[proto.type] ?? missing(proto) };
    switch (proto.type) {
      case Kind.FLOAT:
        return { kind: 'float', value: proto.f };
      case Kind.INT:
        return { kind: 'int', value: proto.i };
      case Kind.STRING:
        return stringOf(proto.s);
      case Kind.TENSOR:
        return { kind: 'tensor', value: named(proto.t ?? missing(proto), external) };
      case Kind.GRAPH:
        return { kind: 'graph', value: graph(proto.g ?? missing(proto)) };
      case Kind.FLOATS:
        return { kind: 'floats', value: proto.floats };
      case Kind.INTS:
        return { kind: 'ints', value: proto.ints };
      case Kind.STRINGS:
        return { kind: 'strings', value: proto.strings.map(requireText) };
      case Kind.TENSORS:
        return { kind: 'tensors', value: proto.tensors.map((each) => named(each, external)) };
      case Kind.GRAPHS:
        return { kind: 'graphs', value: proto.graphs.map(graph) };
      case Kind.SPARSE_TENSOR:
        return { kind: 'sparse', value: readSparse(proto.sparseTensor ?? missing(proto), external) };
      case Kind.SPARSE_TENSORS:
        return { kind: 'sparses', value: proto.sparseTensors.map((each) => readSparse(each, external)) };
      case Kind.TYPE_PROTO:
        return { kind: 'type', value: readType(proto.tp ?? missing(proto)) };
      case Kind.TYPE_PROTOS:
        return { kind: 'types', value: proto.typeProtos.map((each) => readType(each)) };
      case Kind.UNDEFINED:
        return missing(proto);
    }
  }

  function definition(proto: FunctionProto): FunctionDefinition {
    return {
      domain: standard(proto.domain),
      name: proto.name,
      ...(proto.overload !== '' && { overload: proto.overload }),
      inputs: proto.input,
      outputs: proto.output,
      attributes: proto.attribute,
      defaults: attributes(proto.attributeProto),
      opsets: readOpsets(proto.opsetImport),
      nodes: proto.node.map(node),
      values: proto.valueInfo.map(readValue),
      ...readNotes(proto),
      ...carry(FunctionProtoSchema, proto, {}),
    };
  }

  return { graph, definition };
}

/** The standard domain has two names. */
function standard(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** An operator's name with its domain before it, where that is not the standard one. */
function qualified(domain: string, name: string): string {
  return standard(domain) === '' ? name : `${domain}.${name}`;
}

const kinds: Readonly<Partial<Record<Kind, AttributeKind>>> = {
  [Kind.FLOAT]: 'float',
  [Kind.INT]: 'int',
  [Kind.STRING]: 'string',
  [Kind.TENSOR]: 'tensor',
  [Kind.GRAPH]: 'graph',
  [Kind.FLOATS]: 'floats',
  [Kind.INTS]: 'ints',
  [Kind.STRINGS]: 'strings',
  [Kind.TENSORS]: 'tensors',
  [Kind.GRAPHS]: 'graphs',
  [Kind.SPARSE_TENSOR]: 'sparse',
  [Kind.SPARSE_TENSORS]: 'sparses',
  [Kind.TYPE_PROTO]: 'type',
  [Kind.TYPE_PROTOS]: 'types',
};

function stringOf(bytes: Uint8Array): Attribute {
  const text = textOf(bytes);
  return text === undefined ? { kind: 'bytes', value: bytes } : { kind: 'string', value: text };
}

function missing({ name }: AttributeProto): never {
  throw new GraphError(`the attribute "${name}" is empty`);
}
