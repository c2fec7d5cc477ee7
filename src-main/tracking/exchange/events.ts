/**
 * @file Events of TensorBoard as bytes and back: scalars in both forms, texts, and what the plugin of hyperparameters keeps.
 * Sources: TensorBoard, `tensorboard/compat/proto/{event,summary,tensor}.proto`, `plugins/hparams/plugin_data.proto`.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ParameterValue } from './records.ts';
import { fieldsOf, numeric, readFields, textOf, type WireValue } from './wire.ts';

/** One value of an event. */
export interface EventValue {
  readonly tag: string;
  /** The plugin it is of, where the event says so: TensorBoard says it with the first value of a tag alone. */
  readonly plugin: string | null;
  readonly content: Uint8Array | null;
  readonly number: number | undefined;
  readonly texts: readonly string[] | undefined;
  /** Neither a number nor a text: what it is, e.g. `image`. */
  readonly other: string | null;
}

export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly values: readonly EventValue[];
}

/** @throws Error where the bytes are no event */
export function readEvent(bytes: Uint8Array): TensorBoardEvent {
  let [wallTime, step] = [0, 0];
  const values: EventValue[] = [];
  readFields(bytes, (field, value) => {
    if (field === 1) wallTime = numeric(value);
    else if (field === 2) step = numeric(value);
    else if (field === 5 && value instanceof Uint8Array)
      readFields(value, (inner, each) => {
        if (inner === 1 && each instanceof Uint8Array) values.push(readValue(each));
      });
  });
  return { wallTime, step, values };
}

const OTHERS = new Map([
  [3, 'histogram'],
  [4, 'image'],
  [5, 'histogram'],
  [6, 'audio'],
]);

function readValue(bytes: Uint8Array): EventValue {
  let tag = '';
  let [plugin, content]: [string | null, Uint8Array | null] = [null, null];
  let number: number | undefined;
  let texts: readonly string[] | undefined;
  let other: string | null = null;
  readFields(bytes, (field, value, type) => {
    if (field === 1) tag = textOf(value);
    else if (field === 2 && type === WireType.Bit32) number = numeric(value);
    else if (field === 8 && value instanceof Uint8Array) {
      const tensor = readTensor(value);
      ({ number, texts } = tensor);
      if (number === undefined && texts === undefined) other = 'tensor';
    } else if (field === 9 && value instanceof Uint8Array) {
      const data = fieldsOf(value).get(1);
      if (!(data instanceof Uint8Array)) return;
      const fields = fieldsOf(data);
      plugin = textOf(fields.get(1));
      const given = fields.get(2);
      content = given instanceof Uint8Array ? given : new Uint8Array();
    } else other ??= OTHERS.get(field) ?? null;
  });
  return { tag, plugin, content, number, texts, other };
}

/** Types of elements by their number in `types.proto`: bytes of one, and how one is read. */
const ELEMENTS: ReadonlyMap<number, readonly [size: number, read: (view: DataView, at: number) => number]> =
  new Map([
    [1, [4, (view, at) => view.getFloat32(at, true)]],
    [2, [8, (view, at) => view.getFloat64(at, true)]],
    [3, [4, (view, at) => view.getInt32(at, true)]],
    [4, [1, (view, at) => view.getUint8(at)]],
    [5, [2, (view, at) => view.getInt16(at, true)]],
    [6, [1, (view, at) => view.getInt8(at)]],
    [9, [8, (view, at) => Number(view.getBigInt64(at, true))]],
    [10, [1, (view, at) => view.getUint8(at)]],
    [14, [2, (view, at) => bfloat16(view.getUint16(at, true))]],
    [17, [2, (view, at) => view.getUint16(at, true)]],
    [19, [2, (view, at) => view.getFloat16(at, true)]],
    [22, [4, (view, at) => view.getUint32(at, true)]],
    [23, [8, (view, at) => Number(view.getBigUint64(at, true))]],
  ]);
/** The fields that hold elements one by one. */
const LISTED = new Set([5, 6, 7, 10, 11, 16, 17]);
const [HALF_VALUES, HALF, STRING] = [13, 19, 7];

function bfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 0x1_0000);
  return view.getFloat32(0);
}

/** A tensor of one number, or of texts; neither of another. */
function readTensor(bytes: Uint8Array): Pick<EventValue, 'number' | 'texts'> {
  const texts: string[] = [];
  const numbers: number[] = [];
  let type = 0;
  let content: Uint8Array | undefined;
  readFields(bytes, (field, value, wire) => {
    if (field === 1) type = numeric(value);
    else if (field === 4 && value instanceof Uint8Array) content = value;
    else if (field === 8) texts.push(textOf(value));
    else if (field === HALF_VALUES) numbers.push(...listed(value, wire).map(Number));
    else if (LISTED.has(field)) numbers.push(...listed(value, wire, field));
  });
  if (type === STRING) return { number: undefined, texts };
  const number = content?.length ? contentNumber(content, type) : listedNumber(numbers, type);
  return { number, texts: undefined };
}

function contentNumber(content: Uint8Array, type: number): number | undefined {
  const [size, read] = ELEMENTS.get(type) ?? [];
  if (read === undefined || content.length !== size) return undefined;
  return read(new DataView(content.buffer, content.byteOffset, content.length), 0);
}

function listedNumber(numbers: readonly number[], type: number): number | undefined {
  if (numbers.length !== 1) return undefined;
  const [bits] = numbers;
  if (type !== HALF) return type === 14 ? bfloat16(bits!) : bits;
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, bits!);
  return view.getFloat16(0);
}

/** Packed or not. Of more than two elements it is enough to know that they are more than one. */
function listed(value: WireValue, wire: WireType, field = 7): number[] {
  if (wire !== WireType.LengthDelimited) return [numeric(value)];
  if (!(value instanceof Uint8Array)) return [];
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  const size = field === 5 ? 4 : field === 6 ? 8 : 0;
  if (size > 0) {
    if (value.length < size) return [];
    const first = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
    return value.length === size ? [first] : [first, first];
  }
  const numbers: number[] = [];
  for (let at = 0; at < value.length && numbers.length < 2;) {
    let [shift, whole] = [0n, 0n];
    for (; at < value.length; shift += 7n) {
      const byte = value[at++]!;
      whole |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    numbers.push(Number(BigInt.asIntN(64, whole)));
  }
  return numbers;
}

/** What the plugin of hyperparameters keeps of a run. */
export interface HyperparameterSession {
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly state: 'running' | 'finished' | 'failed' | null;
  /** Seconds since 1970. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

const STATES = [null, 'finished', 'failed', 'running'] as const;

/** @param content of the plugin's data. @throws Error where it is no message */
export function readSession(content: Uint8Array): HyperparameterSession {
  const fields = fieldsOf(content);
  const parameters = new Map<string, ParameterValue>();
  const start = fields.get(3);
  let startedAt: number | null = null;
  if (start instanceof Uint8Array)
    readFields(start, (field, value) => {
      if (field === 5) startedAt = numeric(value) || null;
      if (field !== 1 || !(value instanceof Uint8Array)) return;
      const entry = fieldsOf(value);
      const given = entry.get(2);
      if (given instanceof Uint8Array) parameters.set(textOf(entry.get(1)), protoValue(given));
    });
  const end = fields.get(4);
  const ended = end instanceof Uint8Array ? fieldsOf(end) : undefined;
  return {
    parameters,
    state: STATES[numeric(ended?.get(1))] ?? null,
    startedAt,
    endedAt: numeric(ended?.get(2)) || null,
  };
}

/** A `google.protobuf.Value`. */
function protoValue(bytes: Uint8Array): ParameterValue {
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === 2) return numeric(value);
    if (field === 3) return textOf(value);
    if (field === 4) return numeric(value) === 1;
  }
  return 'null';
}

const writer = () => new BinaryWriter();

function event(wallTime: number, step: number, rest: (to: BinaryWriter) => BinaryWriter): Uint8Array {
  const to = writer().tag(1, WireType.Bit64).double(wallTime);
  if (step !== 0) to.tag(2, WireType.Varint).int64(BigInt(Math.trunc(step)));
  return rest(to).finish();
}

/** The event that every file begins with. */
export const versionEvent = (wallTime: number): Uint8Array =>
  event(wallTime, 0, (to) => to.tag(3, WireType.LengthDelimited).string('brain.Event:2'));

/** A scalar in the form that keeps its 64 bits: a tensor of one double, known by the plugin `scalars`. */
export function scalarEvent(wallTime: number, step: number, { tag, value }: { tag: string; value: number }) {
  return event(wallTime, step, (to) =>
    summary(to, tag, (inner) => {
      const content = Buffer.allocUnsafe(8);
      content.writeDoubleLE(value);
      inner.tag(8, WireType.LengthDelimited).fork();
      inner.tag(1, WireType.Varint).int32(2).tag(2, WireType.LengthDelimited).bytes(new Uint8Array());
      inner.tag(4, WireType.LengthDelimited).bytes(content).join();
      pluginData(inner, 'scalars', new Uint8Array());
    }),
  );
}

/** A text, shown by the plugin of texts as Markdown. */
export function textEvent(wallTime: number, step: number, { tag, text }: { tag: string; text: string }) {
  return event(wallTime, step, (to) =>
    summary(to, `${tag}/text_summary`, (inner) => {
      inner.tag(8, WireType.LengthDelimited).fork();
      inner.tag(1, WireType.Varint).int32(STRING);
      // One row of one text.
      inner.tag(2, WireType.LengthDelimited).fork().tag(2, WireType.LengthDelimited).fork();
      inner.tag(1, WireType.Varint).int64(1).join().join();
      inner.tag(8, WireType.LengthDelimited).string(text).join();
      pluginData(inner, 'text', new Uint8Array());
    }),
  );
}

/** The parameters of a run, and how it ended, for the plugin of hyperparameters. */
export function sessionEvents(
  wallTime: number,
  { parameters, state, endedAt }: Pick<HyperparameterSession, 'parameters' | 'state' | 'endedAt'>,
): Uint8Array[] {
  const start = writer().tag(3, WireType.LengthDelimited).fork();
  for (const [name, value] of parameters) {
    start.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(name);
    start.tag(2, WireType.LengthDelimited).fork();
    if (typeof value === 'number') start.tag(2, WireType.Bit64).double(value);
    else if (typeof value === 'string') start.tag(3, WireType.LengthDelimited).string(value);
    else start.tag(4, WireType.Varint).bool(value);
    start.join().join();
  }
  start.tag(5, WireType.Bit64).double(wallTime).join();
  const end = writer().tag(4, WireType.LengthDelimited).fork();
  end.tag(1, WireType.Varint).int32(Math.max(0, STATES.indexOf(state)));
  if (endedAt !== null) end.tag(2, WireType.Bit64).double(endedAt);
  end.join();
  const parts: (readonly [string, BinaryWriter])[] = [
    ['_hparams_/session_start_info', start],
    ['_hparams_/session_end_info', end],
  ];
  return parts.map(([tag, content]) =>
    event(wallTime, 0, (to) => summary(to, tag, (inner) => pluginData(inner, 'hparams', content.finish()))),
  );
}

function summary(to: BinaryWriter, tag: string, fill: (inner: BinaryWriter) => void): BinaryWriter {
  to.tag(5, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
  to.tag(1, WireType.LengthDelimited).string(tag);
  fill(to);
  return to.join().join();
}

function pluginData(to: BinaryWriter, plugin: string, content: Uint8Array): void {
  to.tag(9, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
  to.tag(1, WireType.LengthDelimited).string(plugin);
  if (content.length > 0) to.tag(2, WireType.LengthDelimited).bytes(content);
  to.join().join();
}
