/**
 * @file The Open Inference Protocol, version 2, in its JSON form: inference requests in, tensors out.
 * Source: https://github.com/kserve/open-inference-protocol, "HTTP/REST", "Inference Request JSON Object".
 */
import { AppError } from '../../src-shared/errors.ts';
import type { NamedTensor, TensorType } from '../workers/index.ts';

export interface InferRequest {
  /** Given back in the answer. */
  readonly id: string | undefined;
  readonly inputs: readonly NamedTensor[];
  /** The outputs asked for; null for all. */
  readonly outputs: readonly string[] | null;
}

/** A datatype's values in JSON, and how to say what they are. JSON has no NaN: null stands for it, in and out. */
const VALUES: Record<TensorType, { holds(value: unknown): boolean; are: string }> = {
  BYTES: { holds: (value) => typeof value === 'string', are: 'strings' },
  BOOL: { holds: (value) => typeof value === 'boolean', are: 'true and false' },
  UINT8: whole(0, 2 ** 8 - 1),
  UINT16: whole(0, 2 ** 16 - 1),
  UINT32: whole(0, 2 ** 32 - 1),
  INT8: whole(-(2 ** 7), 2 ** 7 - 1),
  INT16: whole(-(2 ** 15), 2 ** 15 - 1),
  INT32: whole(-(2 ** 31), 2 ** 31 - 1),
  INT64: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  FP32: { holds: isNumberOrNull, are: 'numbers, and null where there is none' },
  FP64: { holds: isNumberOrNull, are: 'numbers, and null where there is none' },
};

/** @throws AppError `serving.notJson` */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new AppError('serving.notJson', { why: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * Reads the body of `POST /v2/models/{name}/infer`. Tensor data may be flat or nested in row-major order.
 *
 * @throws AppError `serving.badField`, which names the field and says why
 */
export function parseInferRequest(body: unknown): InferRequest {
  const request = recordAt('body', body);
  const inputs = arrayAt('inputs', request['inputs']);
  if (inputs.length === 0) throw bad('inputs', 'at least one tensor is needed');
  const tensors = inputs.map((input, i) => parseTensor(`inputs[${i}]`, input));
  const names = new Set<string>();
  tensors.forEach(({ name }, i) => {
    if (names.has(name)) throw bad(`inputs[${i}].name`, `“${name}” is given twice`);
    names.add(name);
  });
  return {
    id: request['id'] === undefined ? undefined : stringAt('id', request['id']),
    inputs: tensors,
    outputs: parseOutputs(request['outputs']),
  };
}

/** The body of the answer to an inference request. */
export function inferResponse(model: string, request: InferRequest, outputs: readonly NamedTensor[]) {
  return {
    model_name: model,
    ...(request.id === undefined ? {} : { id: request.id }),
    outputs: chosen(request.outputs, outputs).map(({ name, datatype, shape, data }) => ({
      name,
      shape,
      datatype,
      data,
    })),
  };
}

export function bad(field: string, why: string): AppError {
  return new AppError('serving.badField', { field, why });
}

function parseTensor(field: string, value: unknown): NamedTensor {
  const tensor = recordAt(field, value);
  const name = stringAt(`${field}.name`, tensor['name']);
  const datatype = datatypeAt(`${field}.datatype`, tensor['datatype']);
  const shape = shapeAt(`${field}.shape`, tensor['shape']);
  const data = flatten(`${field}.data`, arrayAt(`${field}.data`, tensor['data']), shape);
  const wrong = data.findIndex((each) => !VALUES[datatype].holds(each));
  if (wrong >= 0) throw bad(`${field}.data[${wrong}]`, `${datatype} holds ${VALUES[datatype].are}`);
  const values = datatype.startsWith('FP') ? data.map((value) => value ?? Number.NaN) : data;
  return { name, datatype, shape, data: values as string[] | number[] | boolean[] };
}

function parseOutputs(value: unknown): string[] | null {
  if (value === undefined) return null;
  const outputs = arrayAt('outputs', value);
  if (outputs.length === 0) return null;
  return outputs.map((output, i) =>
    stringAt(`outputs[${i}].name`, recordAt(`outputs[${i}]`, output)['name']),
  );
}

/** Flat data as it is, nested data row by row; its number of values must be the shape's product. */
function flatten(field: string, data: readonly unknown[], shape: readonly number[]): unknown[] {
  const flat = data.some(Array.isArray) ? data.flat(Math.max(1, shape.length - 1)) : [...data];
  const expected = shape.reduce((product, size) => product * size, 1);
  if (flat.some(Array.isArray)) throw bad(field, `it is nested deeper than its shape [${shape.join(', ')}]`);
  if (flat.length !== expected)
    throw bad(field, `it has ${flat.length} values, but its shape [${shape.join(', ')}] needs ${expected}`);
  return flat;
}

function datatypeAt(field: string, value: unknown): TensorType {
  const datatype = stringAt(field, value);
  if (!isTensorType(datatype))
    throw bad(field, `“${datatype}” is not one of ${Object.keys(VALUES).join(', ')}`);
  return datatype;
}

function isTensorType(value: string): value is TensorType {
  return Object.hasOwn(VALUES, value);
}

function shapeAt(field: string, value: unknown): number[] {
  return arrayAt(field, value).map((size, i) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > 2 ** 31)
      throw bad(`${field}[${i}]`, 'it is not a whole number from 0');
    return size;
  });
}

function chosen(names: readonly string[] | null, outputs: readonly NamedTensor[]): readonly NamedTensor[] {
  if (!names) return outputs;
  return names.map((wanted, i) => {
    const output = outputs.find(({ name }) => name === wanted);
    const known = outputs.map(({ name }) => name).join(', ');
    if (!output) throw bad(`outputs[${i}].name`, `the model has no output “${wanted}”; it has ${known}`);
    return output;
  });
}

export function recordAt(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(field, 'it is not an object');
  return value as Record<string, unknown>;
}

export function arrayAt(field: string, value: unknown): unknown[] {
  if (value === undefined) throw bad(field, 'it is missing');
  if (!Array.isArray(value)) throw bad(field, 'it is not an array');
  return value;
}

export function stringAt(field: string, value: unknown): string {
  if (value === undefined) throw bad(field, 'it is missing');
  if (typeof value !== 'string') throw bad(field, 'it is not a string');
  return value;
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function whole(from: number, to: number) {
  return {
    holds: (value: unknown) =>
      typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to,
    are: `whole numbers from ${from} to ${to}`,
  };
}
