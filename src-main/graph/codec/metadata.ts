/** @file A model's metadata, changed without touching any other byte of the file. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { GraphError } from '../ir.ts';
import { StringStringEntryProtoSchema, ValueInfoProtoSchema } from './onnx_pb.ts';

/** Number of `metadata_props` in `ModelProto`. */
const metadataField = 14;
/** Number of `graph` in `ModelProto`, and in `GraphProto` the numbers of its inputs and outputs. */
const graphField = 7;
const borderFields: readonly number[] = [11, 12];

/**
 * The same model with the given metadata entries set: those with these keys are replaced, others stay. Every other byte
 * is copied as it is. Throws GraphError when the bytes are no protobuf message.
 */
export function withMetadata(
  model: Uint8Array,
  entries: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const parts = topLevelFields(model).filter(({ field, body }) => {
    return (
      field !== metadataField || !Object.hasOwn(entries, fromBinary(StringStringEntryProtoSchema, body).key)
    );
  });
  const writer = new BinaryWriter();
  for (const { bytes } of parts) writer.raw(bytes);
  for (const [key, value] of Object.entries(entries)) {
    const entry = toBinary(
      StringStringEntryProtoSchema,
      create(StringStringEntryProtoSchema, { key, value }),
    );
    writer.tag(metadataField, WireType.LengthDelimited).bytes(entry);
  }
  return writer.finish();
}

/** A model's metadata by key. */
export function readMetadata(model: Uint8Array): ReadonlyMap<string, string> {
  return new Map(
    topLevelFields(model)
      .filter(({ field }) => field === metadataField)
      .map(({ body }) => fromBinary(StringStringEntryProtoSchema, body))
      .map(({ key, value }) => [key, value]),
  );
}

/**
 * The inputs and outputs of a model's graph whose number of axes the file does not state. A runtime tells them as scalars.
 */
export function namesWithoutRank(model: Uint8Array): ReadonlySet<string> {
  const graph = topLevelFields(model).find(({ field }) => field === graphField);
  if (!graph) return new Set();
  const values = topLevelFields(graph.body)
    .filter(({ field }) => borderFields.includes(field))
    .map(({ body }) => fromBinary(ValueInfoProtoSchema, body));
  return new Set(
    values
      .filter(({ type }) => type?.value.case === 'tensorType' && !type.value.value.shape)
      .map(({ name }) => name),
  );
}

interface Field {
  readonly field: number;
  /** Tag and content. */
  readonly bytes: Uint8Array;
  /** Content of a length-delimited field. */
  readonly body: Uint8Array;
}

function topLevelFields(model: Uint8Array): readonly Field[] {
  const reader = new BinaryReader(model);
  const fields: Field[] = [];
  try {
    while (reader.pos < reader.len) {
      const start = reader.pos;
      const [field, wireType] = reader.tag();
      const body = wireType === WireType.LengthDelimited ? reader.bytes() : new Uint8Array();
      if (wireType !== WireType.LengthDelimited) reader.skip(wireType, field);
      fields.push({ field, body, bytes: model.subarray(start, reader.pos) });
    }
  } catch (cause) {
    throw new GraphError(`the bytes are no ONNX model: ${String(cause)}`);
  }
  return fields;
}
