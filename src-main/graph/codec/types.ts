/** @file Types of values between their protobuf form and the intermediate representation. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  GraphError,
  deepest,
  elementTypes,
  type Denoted,
  type Dimension,
  type ElementType,
  type Shape,
  type ValueInfo,
  type ValueType,
} from '../ir.ts';
import { carry, readNotes, restore, writeNotes } from './notes.ts';
import {
  TensorShapeProtoSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type TensorShapeProto,
  type TypeProto,
  type ValueInfoProto,
} from './onnx_pb.ts';

export function elementTypeOf(number: number): ElementType {
  const found = elementTypes[number];
  if (!found)
    throw new GraphError(`this file uses element type ${number}; the compiler knows none of that number`);
  return found;
}

/** A size as a number. Throws GraphError where it is more than a computer counts. */
export function dimensionOf(size: bigint): number {
  const number = Number(size);
  if (!Number.isSafeInteger(number))
    throw new GraphError(`a dimension of ${size} is more than any memory holds`);
  return number;
}

export function readValue(proto: ValueInfoProto): ValueInfo {
  const { name } = proto;
  const notes = { ...readNotes(proto), ...carry(ValueInfoProtoSchema, proto, {}) };
  const type = proto.type && readType(proto.type);
  if (type?.kind !== 'tensor')
    return { name, elementType: undefined, shape: undefined, ...(type && { type }), ...notes };
  const { kind: _, elementType, shape, ...denoted } = type;
  return { name, elementType, shape, ...denoted, ...notes };
}

export function writeValue(value: ValueInfo): ValueInfoProto {
  const type = typeOfValue(value);
  const proto = create(ValueInfoProtoSchema, {
    name: value.name,
    ...(type && { type: writeType(type) }),
    ...writeNotes(value),
  });
  return restore(ValueInfoProtoSchema, proto, value);
}

function typeOfValue({ elementType, shape, type, denotation, axes }: ValueInfo): ValueType | undefined {
  if (type || elementType === undefined) return type;
  return {
    kind: 'tensor',
    elementType,
    ...(shape && { shape }),
    ...(denotation !== undefined && { denotation }),
    ...(axes && { axes }),
  };
}

/** Throws GraphError where sequences of sequences go deeper than the compiler follows. */
export function readType({ value: { case: kind, value }, denotation }: TypeProto, depth = 0): ValueType {
  if (depth > deepest) throw new GraphError(`a type goes more than ${deepest} levels deep`);
  const denoted = denotation === '' ? {} : { denotation };
  const inner = (type: TypeProto | undefined) => (type ? { element: readType(type, depth + 1) } : {});
  switch (kind) {
    case 'tensorType':
    case 'sparseTensorType':
      return {
        kind: kind === 'tensorType' ? 'tensor' : 'sparse',
        elementType: elementTypeOf(value.elemType),
        ...(value.shape && { shape: readShape(value.shape), ...axesOf(value.shape) }),
        ...denoted,
      };
    case 'sequenceType':
      return { kind: 'sequence', ...inner(value.elemType), ...denoted };
    case 'optionalType':
      return { kind: 'optional', ...inner(value.elemType), ...denoted };
    case 'mapType':
      return { kind: 'map', key: elementTypeOf(value.keyType), ...inner(value.valueType), ...denoted };
    case 'opaqueType':
      return { kind: 'opaque', domain: value.domain, name: value.name, ...denoted };
    case undefined:
      return { kind: 'unknown', ...denoted };
  }
}

export function readShape({ dim }: TensorShapeProto): Shape {
  return dim.map(({ value }) => {
    if (value.case === 'dimValue') return dimensionOf(value.value);
    return value.case === 'dimParam' ? value.value : '';
  });
}

function axesOf({ dim }: TensorShapeProto): Pick<Denoted, 'axes'> {
  return dim.some(({ denotation }) => denotation !== '')
    ? { axes: dim.map(({ denotation }) => denotation) }
    : {};
}

export function writeType(type: ValueType): TypeProto {
  const proto = create(TypeProtoSchema, { value: typeValue(type) });
  if (type.denotation !== undefined) proto.denotation = type.denotation;
  return proto;
}

function typeValue(type: ValueType): NonNullable<MessageInitShape<typeof TypeProtoSchema>['value']> {
  switch (type.kind) {
    case 'tensor':
    case 'sparse': {
      const value = {
        elemType: elementTypes.indexOf(type.elementType),
        ...(type.shape && { shape: writeShape(type.shape, type.axes) }),
      };
      return type.kind === 'tensor' ? { case: 'tensorType', value } : { case: 'sparseTensorType', value };
    }
    case 'sequence':
      return { case: 'sequenceType', value: type.element ? { elemType: writeType(type.element) } : {} };
    case 'optional':
      return { case: 'optionalType', value: type.element ? { elemType: writeType(type.element) } : {} };
    case 'map': {
      const keyType = elementTypes.indexOf(type.key);
      const value = type.element ? { keyType, valueType: writeType(type.element) } : { keyType };
      return { case: 'mapType', value };
    }
    case 'opaque':
      return { case: 'opaqueType', value: { domain: type.domain, name: type.name } };
    case 'unknown':
      return { case: undefined };
  }
}

function writeShape(shape: Shape, axes: readonly string[] = []): TensorShapeProto {
  const dim = shape.map((dimension, axis) => ({
    ...(axes[axis] && { denotation: axes[axis] }),
    ...sizeInit(dimension),
  }));
  return create(TensorShapeProtoSchema, { dim });
}

function sizeInit(dimension: Dimension) {
  if (dimension === '') return {};
  if (typeof dimension === 'string') return { value: { case: 'dimParam', value: dimension } as const };
  return { value: { case: 'dimValue', value: BigInt(dimension) } as const };
}
