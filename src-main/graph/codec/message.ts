/** @file A protobuf message put together from parts, so that large fields are copied once, at the end. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export class Message {
  readonly #parts: Uint8Array[] = [];
  /** Bytes so far. */
  length = 0;

  /** Adds bytes as they are: a message of the same kind, whose fields then come first, or the content of a field. */
  bytes(part: Uint8Array): this {
    this.#parts.push(part);
    this.length += part.length;
    return this;
  }

  /** Adds a length-delimited field. */
  field(number: number, content: Message): this {
    this.bytes(new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(content.length).finish());
    for (const part of content.#parts) this.#parts.push(part);
    this.length += content.length;
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
