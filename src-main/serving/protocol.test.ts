import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { inferResponse, parseInferRequest, parseJson } from './protocol.ts';

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
        const expected = { id, inputs: [input], outputs: null };
        const flat = JSON.parse(JSON.stringify({ id, inputs: [input] })) as unknown;
        expect(parseInferRequest(flat)).toEqual(expected);
        expect(
          parseInferRequest({ id, inputs: [{ ...input, data: nest(input.data, input.shape) }] }),
        ).toEqual(expected);
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
    ['inputs[1].name', { inputs: [TEXTS, TEXTS] }],
    ['outputs[0].name', { inputs: [TEXTS], outputs: [{}] }],
    ['id', { inputs: [TEXTS], id: 3 }],
  ])('name %s when it is wrong', (field, body) => {
    expect(fieldOf(body)).toBe(field);
  });
});

describe('inference answers', () => {
  const outputs = [
    { name: 'label', datatype: 'BYTES', shape: [1], data: ['spam'] },
    { name: 'probabilities', datatype: 'FP32', shape: [1, 2], data: [0.25, 0.75] },
  ] as const;

  it('carry the id, the model and the outputs asked for, in that order', () => {
    const request = parseInferRequest({
      id: 'q1',
      inputs: [TEXTS],
      outputs: [{ name: 'probabilities' }, { name: 'label' }],
    });
    expect(inferResponse('mail', request, outputs)).toEqual({
      model_name: 'mail',
      id: 'q1',
      outputs: [outputs[1], outputs[0]],
    });
  });

  it('name the outputs there are when another is asked for', () => {
    const request = parseInferRequest({ inputs: [TEXTS], outputs: [{ name: 'logits' }] });
    const problem = problemOf(() => inferResponse('mail', request, outputs));
    expect(problem.parameters['field']).toBe('outputs[0].name');
    expect(problem.message).toContain('label, probabilities');
  });
});

it('says why a body is not JSON', () => {
  expect(problemOf(() => parseJson('{"text": ')).key).toBe('serving.notJson');
});
