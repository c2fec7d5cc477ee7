import path from 'node:path';
import fc from 'fast-check';
import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  GraphError,
  badLocation,
  checkExtent,
  float32,
  modelOf,
  parse,
  serialize,
  strings,
} from '../index.ts';
import type { ExternalReference, Graph } from '../index.ts';
import { ModelProtoSchema, TensorProto_DataLocation } from './onnx_pb.ts';

const graph: Graph = {
  name: 'g',
  inputs: [],
  outputs: [],
  nodes: [],
  constants: new Map([
    ['w', float32([3], [1, 2, 3])],
    ['small', float32([1], [9])],
    ['words', strings(['a'])],
  ]),
  values: [],
};

/** A model with one tensor float32 `[2]` that lies outside it, described by the given entries. */
function outside(entries: Readonly<Record<string, string>>): Uint8Array {
  const initializer = {
    name: 'w',
    dataType: 1,
    dims: [2n],
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
  };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { graph: { name: 'g', initializer: [initializer] } }),
  );
}

function read(entries: Readonly<Record<string, string>>) {
  return parse(outside(entries), { external: ({ length }) => new Uint8Array(length) });
}

describe('weights outside the file', () => {
  it('go out and come back', () => {
    const file = new Uint8Array(8 + 12);
    const bytes = serialize(modelOf(graph), {
      place(tensor, data) {
        if (tensor !== 'w') return undefined;
        file.set(data, 8);
        return { location: 'weights/a.bin', offset: 8 };
      },
    });
    const asked: ExternalReference[] = [];
    const external = (reference: ExternalReference) => {
      asked.push(reference);
      return file.subarray(reference.offset, reference.offset + reference.length);
    };
    expect(parse(bytes, { external })).toEqual(modelOf(graph));
    expect(asked).toEqual([{ tensor: 'w', location: 'weights/a.bin', offset: 8, length: 12 }]);
    expect(() => parse(bytes)).toThrow(
      /"w" lies in another file, "weights\/a.bin", which did not come along/,
    );
  });

  it.each([
    ['../secret', /leads out of the folder/],
    ['a/../../secret', /leads out of the folder/],
    ['/etc/passwd', /is absolute/],
    ['C:/secret', /names a drive/],
    ['c:secret', /names a drive/],
    ['..\\secret', /holds a backslash/],
    ['a\0b', /holds a NUL/],
    ['', /is no path/],
  ])('are not read from %j', (location, why) => {
    expect(() => read({ location })).toThrow(GraphError);
    expect(() => read({ location })).toThrow(why);
  });

  it.each([
    [{ location: 'a', offset: '-1' }, /"w" has the offset "-1"/],
    [{ location: 'a', offset: '1e3' }, /has the offset "1e3"/],
    [{ location: 'a', offset: '99999999999999999999' }, /has the offset/],
    [{ location: 'a', length: '-8' }, /has the length "-8"/],
    [{ location: 'a', length: '9' }, /holds 8 bytes but refers to 9/],
    [{ offset: '0' }, /names no file/],
  ])('are refused where they are said to be at %j', (entries, why) => {
    expect(() => read(entries)).toThrow(why);
  });

  it('may not reach past the end of their file', () => {
    const reference = { tensor: 'w', location: 'a', offset: 8, length: 8 };
    expect(() => checkExtent(reference, 16)).not.toThrow();
    expect(() => checkExtent(reference, 15)).toThrow('reads to byte 16 of "a", which ends at 15');
  });

  it('never lie outside the folder, whatever the location and the system', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b c', '...', 'C:', '\\', '~', '\u202e');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\', ''), (parts, separator) => {
        const location = parts.join(separator);
        if (badLocation(location) !== undefined) return;
        expect(path.posix.resolve('/room/model', location)).toMatch(/^\/room\/model(\/|$)/);
        expect(path.win32.resolve('D:\\room\\model', location)).toMatch(/^D:\\room\\model(\\|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});
