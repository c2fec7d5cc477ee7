/** @file What a file says beside the computation: documentation, metadata, and fields the compiler does not read. */
import {
  create,
  mergeFromBinary,
  toBinary,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import type { Notes } from '../ir.ts';
import type { StringStringEntryProto } from './onnx_pb.ts';

interface Noted {
  readonly docString?: string;
  readonly metadataProps?: readonly StringStringEntryProto[];
}

/** The notes of a message; nothing where there are none, so that most nodes carry no more than before. */
export function readNotes({ docString, metadataProps }: Noted): Notes {
  return {
    ...(docString && { doc: docString }),
    ...(metadataProps && metadataProps.length > 0 && { metadata: readEntries(metadataProps) }),
  };
}

export function writeNotes({ doc, metadata }: Notes) {
  return {
    ...(doc !== undefined && { docString: doc }),
    ...(metadata && { metadataProps: writeEntries(metadata) }),
  };
}

export function readEntries(entries: readonly StringStringEntryProto[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ key, value }) => [key, value]));
}

export function writeEntries(entries: ReadonlyMap<string, string>) {
  return Array.from(entries, ([key, value]) => ({ key, value }));
}

/** Fields of a message that the compiler does not read, the named ones and those its schema does not know, as bytes. */
export function carry<Schema extends DescMessage>(
  schema: Schema,
  message: MessageShape<Schema>,
  fields: MessageInitShape<Schema>,
): Pick<Notes, 'carried'> {
  const named = Object.values(fields).some((value) => !Array.isArray(value) || value.length > 0);
  if (!named && !message.$unknown) return {};
  const rest = create(schema, fields);
  if (message.$unknown) rest.$unknown = message.$unknown;
  return { carried: toBinary(schema, rest) };
}

/** Puts carried fields back. */
export function restore<Schema extends DescMessage>(
  schema: Schema,
  message: MessageShape<Schema>,
  { carried }: Pick<Notes, 'carried'>,
): MessageShape<Schema> {
  return carried ? mergeFromBinary(schema, message, carried) : message;
}
