/** @file What crosses the wire in another form than JSON gives it. It knows no schema, so that the window may use it. */

interface WithProto {
  readonly [word: string]: unknown;
}

// The first numbers of types are oRPC's own.

/** Records with a key called `__proto__`, which oRPC would write over their prototype, cross as entries. */
const protoSerializer = {
  type: 1000,
  condition: (data: unknown): boolean =>
    typeof data === 'object' && data !== null && Object.hasOwn(data, '__proto__'),
  serialize: (data: WithProto) => Object.entries(data),
  deserialize: (entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries),
};

/** Characters that are made of bytes in one call, which has a limit of arguments. */
const STRETCH = 8192;

/**
 * Float64Array crosses as the base64 of its bytes, little-endian as on every machine that Lathe runs on: oRPC looks at each
 * number of a list, which takes longer than to read a curve and to thin it out.
 */
const numbersSerializer = {
  type: 1001,
  condition: (data: unknown): boolean => data instanceof Float64Array,
  serialize({ buffer, byteOffset, byteLength }: Float64Array): string {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    let text = '';
    for (let at = 0; at < byteLength; at += STRETCH)
      text += String.fromCharCode(...bytes.subarray(at, at + STRETCH));
    return btoa(text);
  },
  deserialize(text: string): Float64Array {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
    return new Float64Array(bytes.buffer);
  },
};

/** For all ends, `customJsonSerializers`. */
export const wireSerializers = [protoSerializer, numbersSerializer];
