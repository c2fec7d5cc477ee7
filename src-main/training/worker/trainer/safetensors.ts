/** @file The safetensors format: an 8-byte little-endian length, a JSON header, then the tensors' bytes (Hugging Face). */

export interface SafeTensors {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Writes float32 tensors in the order of the map. Equal content gives equal bytes. */
export function writeSafeTensors({ tensors, metadata }: SafeTensors): Uint8Array {
  let end = 0;
  const entries = Array.from(tensors, ([name, { shape, data }]) => {
    const start = end;
    end += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = new TextEncoder().encode(json);
  const padded = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(header, 8);
  let offset = 8 + padded;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/** Reads a file of float32 tensors. Throws Error, saying what is wrong, on anything else. */
export function readSafeTensors(bytes: Uint8Array): SafeTensors {
  if (bytes.length < 8) throw new Error('the file is too short');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - 8) throw new Error('the file is cut off in its header');
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  if (typeof header !== 'object' || header === null) throw new Error('the header is no JSON object');
  const body = bytes.subarray(8 + length);
  const { __metadata__: metadata, ...entries } = header as Record<string, unknown>;
  return {
    tensors: new Map(Object.entries(entries).map(([name, entry]) => [name, readEntry(name, entry, body)])),
    metadata: (metadata ?? {}) as Record<string, string>,
  };
}

function readEntry(name: string, entry: unknown, body: Uint8Array) {
  if (!isEntry(entry)) throw new Error(`the entry of "${name}" is not that of a float32 tensor`);
  const [start, end] = entry.data_offsets;
  const elements = entry.shape.reduce((product, size) => product * size, 1);
  if (start < 0 || end > body.length || end - start !== 4 * elements)
    throw new Error(`the tensor "${name}" is cut off`);
  return { shape: entry.shape, data: new Float32Array(Uint8Array.from(body.subarray(start, end)).buffer) };
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { dtype, shape, data_offsets: offsets } = entry as Partial<Entry>;
  return dtype === 'F32' && Array.isArray(shape) && Array.isArray(offsets) && offsets.length === 2;
}
