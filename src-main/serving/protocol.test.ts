import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { NamedTensor } from '../models/worker/index.ts';
import { parseJson } from './fields.ts';
import { inferResponse, parseInferRequest, readInferRequest, type InferRequest } from './protocol.ts';
import { valuesToJson } from './values.ts';

const TEXTS = { name: 'text', datatype: 'BYTES', shape: [2], data: ['a', 'b'] };

function problemOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const fieldOf = (body: unknown) => problemOf(() => parseInferRequest(body)).parameters['field'];

/** The inputs of a request, with their values as JSON has them. */
function inputsOf({ inputs }: InferRequest) {
  return inputs.map(({ data, ...tensor }) => ({
    ...tensor,
    data: JSON.parse(valuesToJson({ datatype: tensor.datatype, data })) as unknown,
  }));
}

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });
const tensor = fc
  .tuple(
    fc.constantFrom('BYTES', 'BOOL', 'UINT8', 'INT16', 'INT64', 'FP32', 'FP64'),
    shape,
    fc.string(),
    fc.nat(),
  )
  .map(([datatype, dims, word, number]) => {
    const size = dims.reduce((a, b) => a * b, 1);
    const data = Array.from({ length: size }, (_, i) =>
      datatype === 'BYTES' ? word + i : datatype === 'BOOL' ? number % 2 === i % 2 : (number + i) % 128,
    );
    return { name: 'x', datatype, shape: dims, data };
  });

/** Row-major data as nested arrays. */
function nest(data: unknown[], [size = 0, ...rest]: number[]): unknown[] {
  if (rest.length === 0) return data;
  const step = data.length / Math.max(1, size);
  return Array.from({ length: size }, (_, i) => nest(data.slice(i * step, (i + 1) * step), rest));
}

describe('inference requests', () => {
  it('read what was written, flat or nested', () => {
    fc.assert(
      fc.property(tensor, fc.option(fc.string(), { nil: undefined }), (input, id) => {
        const flat = parseInferRequest(JSON.parse(JSON.stringify({ id, inputs: [input] })));
        expect(flat).toMatchObject({ id, outputs: null });
        expect(inputsOf(flat)).toEqual([input]);
        const nested = { ...input, data: nest(input.data, input.shape) };
        expect(parseInferRequest({ id, inputs: [nested] })).toEqual(flat);
      }),
    );
  });

  it('answer any JSON with a request or with a problem that names the field', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        for (const body of [a, { inputs: a }, { inputs: [a] }, { inputs: [TEXTS], outputs: a, id: b }])
          try {
            parseInferRequest(body);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect((error as AppError).parameters['field']).toMatch(/^(body|inputs|outputs|id)/);
          }
      }),
      { numRuns: 500 },
    );
  });

  it('refuse data that does not fill the shape', () => {
    fc.assert(
      fc.property(tensor, fc.integer({ min: 1, max: 5 }), (input, more) => {
        const data = [...input.data, ...Array.from({ length: more }, () => input.data[0] ?? 0)];
        expect(fieldOf({ inputs: [{ ...input, data }] })).toBe('inputs[0].data');
      }),
    );
  });

  it.each([
    ['inputs', {}],
    ['inputs', { inputs: [] }],
    ['inputs', { inputs: 'text' }],
    ['inputs[0]', { inputs: ['text'] }],
    ['inputs[0].name', { inputs: [{ ...TEXTS, name: 5 }] }],
    ['inputs[0].datatype', { inputs: [{ ...TEXTS, datatype: 'STRING' }] }],
    ['inputs[0].datatype', { inputs: [{ ...TEXTS, datatype: 'constructor' }] }],
    ['inputs[0].shape', { inputs: [{ ...TEXTS, shape: undefined }] }],
    ['inputs[0].shape[0]', { inputs: [{ ...TEXTS, shape: [-2] }] }],
    ['inputs[0].data', { inputs: [{ ...TEXTS, data: [['a'], ['b', ['c']]] }] }],
    ['inputs[0].data[1]', { inputs: [{ ...TEXTS, data: ['a', 7] }] }],
    ['inputs[0].data[0]', { inputs: [{ ...TEXTS, datatype: 'INT64', shape: [1], data: [0.5] }] }],
    ['inputs[0].data[1]', { inputs: [{ ...TEXTS, datatype: 'UINT8', data: [255, 256] }] }],
    ['inputs[0].data[0]', { inputs: [{ ...TEXTS, datatype: 'BOOL', data: [1, 0] }] }],
    ['inputs[0].data', { inputs: [{ ...TEXTS, shape: [2, 2], data: [['a', 'b', 'c'], ['d']] }] }],
    ['inputs[0].shape', { inputs: [{ ...TEXTS, shape: Array(65).fill(1) }] }],
    ['inputs[1].name', { inputs: [TEXTS, TEXTS] }],
    ['outputs[1].name', { inputs: [TEXTS], outputs: [{ name: 'a' }, { name: 'a' }] }],
    ['parameters', { inputs: [TEXTS], parameters: [1] }],
    [
      'outputs[0].parameters.classification',
      { inputs: [TEXTS], outputs: [{ name: 'a', parameters: { classification: 2 } }] },
    ],
    ['outputs[0].name', { inputs: [TEXTS], outputs: [{}] }],
    ['id', { inputs: [TEXTS], id: 3 }],
  ])('name %s when it is wrong', (field, body) => {
    expect(fieldOf(body)).toBe(field);
  });
});

describe('inference answers', () => {
  const outputs: readonly NamedTensor[] = [
    { name: 'label', datatype: 'BYTES', shape: [1], data: ['spam'] },
    { name: 'probabilities', datatype: 'FP32', shape: [1, 2], data: Float32Array.of(0.25, 0.75) },
  ];
  const mail = { name: 'mail', version: '7' };
  const answered = (request: InferRequest, tensors = outputs) =>
    JSON.parse(String(inferResponse(mail, request, { outputs: tensors, warnings: [] }).body)) as Record<
      string,
      unknown
    >;

  it('carry the id, the model, the parameters and the outputs asked for, in that order', () => {
    const request = parseInferRequest({
      id: 'q1',
      parameters: { priority: 3, binary_data_output: false },
      inputs: [TEXTS],
      outputs: [{ name: 'probabilities' }, { name: 'label' }],
    });
    expect(answered(request)).toEqual({
      model_name: 'mail',
      model_version: '7',
      id: 'q1',
      parameters: { priority: 3 },
      outputs: [
        { name: 'probabilities', datatype: 'FP32', shape: [1, 2], data: [0.25, 0.75] },
        { name: 'label', datatype: 'BYTES', shape: [1], data: ['spam'] },
      ],
    });
  });

  it('carry names and parameters that JavaScript knows otherwise', () => {
    const request = parseInferRequest(
      parseJson(
        '{"inputs":[{"name":"__proto__","datatype":"BYTES","shape":[1],"data":["a"]}],"parameters":{"__proto__":1}}',
      ),
    );
    const named = [{ ...outputs[0]!, name: '__proto__' }];
    const { body } = inferResponse(mail, request, { outputs: named, warnings: [] });
    expect(body).toContain('"parameters":{"__proto__":1}');
    expect(body).toContain('{"name":"__proto__"');
  });

  it('keep every digit, and say null for what JSON has no number for', () => {
    const of = (output: Omit<NamedTensor, 'name' | 'shape'>) => valuesToJson(output);
    expect(of({ datatype: 'INT64', data: BigInt64Array.of(-(2n ** 63n), 1n) })).toBe(
      '[-9223372036854775808,1]',
    );
    expect(of({ datatype: 'UINT64', data: BigUint64Array.of(2n ** 64n - 1n) })).toBe(
      '[18446744073709551615]',
    );
    expect(of({ datatype: 'FP64', data: Float64Array.of(NaN, -Infinity, 1e300) })).toBe('[null,null,1e+300]');
    expect(of({ datatype: 'FP16', data: Uint16Array.of(0x3c00, 0x7c00, 0xc100) })).toBe('[1,null,-2.5]');
    expect(of({ datatype: 'BOOL', data: Uint8Array.of(1, 0) })).toBe('[true,false]');
  });
});

describe('whole numbers past 2^53', () => {
  const read = (datatype: string, values: string) =>
    parseInferRequest(
      parseJson(`{"inputs":[{"name":"x","datatype":"${datatype}","shape":[2],"data":[${values}]}]}`),
    ).inputs[0]!.data;

  it('are read digit by digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(), (long, short) => {
        expect(read('INT64', `${long}, ${short}`)).toEqual(BigInt64Array.of(long, BigInt(short)));
      }),
    );
    expect(read('UINT64', '18446744073709551615 ,0')).toEqual(BigUint64Array.of(2n ** 64n - 1n, 0n));
    expect(read('FP64', '12345678901234567890,0.1234567890123456789')).toEqual(
      Float64Array.of(Number('12345678901234567890'), Number('0.1234567890123456789')),
    );
  });

  it.each([
    ['INT64', '9223372036854775808,0'],
    ['UINT64', '-1,0'],
    ['UINT64', '1e19,0'],
    ['INT64', '0.5,0'],
    ['FP16', '65520,0'],
    ['FP32', '1e39,0'],
  ])('and others are refused where %s does not hold %s', (datatype, values) => {
    expect(problemOf(() => read(datatype, values)).parameters['field']).toBe('inputs[0].data[0]');
  });
});

describe('tensors in bytes', () => {
  const arrays = {
    BOOL: Uint8Array.of(1, 0),
    UINT8: Uint8Array.of(255, 0),
    UINT64: BigUint64Array.of(2n ** 64n - 1n, 0n),
    INT16: Int16Array.of(-2, 3),
    INT64: BigInt64Array.of(-(2n ** 63n), 1n),
    FP16: Uint16Array.of(0x3c00, 0x7e00),
    FP32: Float32Array.of(NaN, -Infinity),
    FP64: Float64Array.of(1e300, 0),
    BYTES: ['会议', ''],
  } as const;

  it.each(Object.entries(arrays))('come back as they went: %s', (datatype, data) => {
    const tensor = { name: 'x', datatype, shape: [2], data } as NamedTensor;
    const head = { inputs: [TEXTS], outputs: [{ name: 'x', parameters: { binary_data: true } }] };
    const model = { name: 'm', version: '1' };
    const answers = { outputs: [tensor], warnings: [] };
    const { body, headers } = inferResponse(model, parseInferRequest(head), answers);
    expect(headers['content-type']).toBe('application/octet-stream');
    const length = Number(headers['inference-header-content-length']);
    const bytes = Buffer.from(body);
    const answer = JSON.parse(bytes.subarray(0, length).toString()) as { outputs: [Record<string, unknown>] };
    const back = Buffer.concat([
      Buffer.from(JSON.stringify({ inputs: answer.outputs })),
      bytes.subarray(length),
    ]);
    const request = readInferRequest(back, String(back.length - (bytes.length - length)));
    expect(request.inputs).toEqual([tensor]);
  });

  it.each([
    ['inputs[0].parameters.binary_data_size', { binary_data_size: 7 }, 8],
    ['inputs[0].parameters.binary_data_size', { binary_data_size: 80 }, 8],
    ['inputs[0].parameters.binary_data_size', { binary_data_size: -1 }, 8],
    ['inputs[0].parameters.binary_data_size', { binary_data_size: '8' }, 8],
    ['inputs[0].parameters.shared_memory_region', { shared_memory_region: 'x' }, 8],
    ['body', { binary_data_size: 8 }, 9],
    ['inputs[0].data', {}, 8],
  ])('are refused at %s when they do not fit: %j of %i', (field, parameters, size) => {
    const input = { name: 'x', datatype: 'FP32', shape: [2], parameters };
    expect(
      problemOf(() => parseInferRequest({ inputs: [input] }, new Uint8Array(size))).parameters['field'],
    ).toBe(field);
  });

  it('hold texts in UTF-8, each behind its length', () => {
    const input = { name: 'x', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: 5 } };
    for (const bytes of [
      [1, 0, 0, 0, 0xff],
      [2, 0, 0, 0, 65],
      [0, 0, 0, 0, 0],
    ])
      expect(problemOf(() => parseInferRequest({ inputs: [input] }, Uint8Array.from(bytes))).key).toBe(
        'serving.badField',
      );
  });
});

it('says why a body is not JSON', () => {
  expect(problemOf(() => parseJson('{"text": ')).key).toBe('serving.notJson');
});
