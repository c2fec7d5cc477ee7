/**
 * @file The Open Inference Protocol, version 2: inference requests in, tensors out, in JSON and with the extension for
 * tensors in bytes behind it.
 * Sources: https://github.com/kserve/open-inference-protocol, "HTTP/REST"; Triton Inference Server, "Binary Tensor Data
 * Extension".
 */
import type { NamedTensor, TensorType } from '../models/index.ts';
import { jsonText } from './body.ts';
import { arrayAt, bad, parseJson, recordAt, stringAt, stringifyJson } from './fields.ts';
import { inWords } from './tasks.ts';
import type { TensorAnswers } from './worker/inference.ts';
import { DATATYPES, valuesFromBytes, valuesFromJson, valuesToBytes, valuesToJson } from './values.ts';

/** Where the JSON of a body ends and the bytes of its tensors begin. */
export const JSON_LENGTH_HEADER = 'inference-header-content-length';

/** No tensor has more axes than this. */
const MOST_AXES = 64;

type Fields = Readonly<Record<string, unknown>>;

export interface AskedOutput {
  readonly name: string;
  /** Whether it is to be answered in bytes. */
  readonly binary: boolean;
}

export interface InferRequest {
  /** Given back in the answer. */
  readonly id: string | undefined;
  /** Given back in the answer, but for what the protocol itself reads. */
  readonly parameters: Fields | undefined;
  readonly inputs: readonly NamedTensor[];
  /** The outputs asked for; null for all. */
  readonly outputs: readonly AskedOutput[] | null;
  /** Whether outputs are answered in bytes where all are asked for. */
  readonly binary: boolean;
}

/** @throws AppError `serving.notJson`, `serving.badField` */
export function readInferRequest(body: Uint8Array, jsonLength: string | null): InferRequest {
  const length = jsonLength === null ? body.length : Number(jsonLength);
  if (!/^\d+$/.test(jsonLength ?? '0') || length > body.length)
    throw bad(JSON_LENGTH_HEADER, `“${jsonLength}” is no length of the ${body.length} bytes of the body`);
  return parseInferRequest(parseJson(jsonText(body.subarray(0, length))), body.subarray(length));
}

/**
 * Reads the body of `POST /v2/models/{name}/infer`. Tensor data may be flat or nested in row-major order, or stand in
 * `bytes` behind the JSON, in the order of the inputs.
 *
 * @throws AppError `serving.badField`, which names the field and says why
 */
export function parseInferRequest(body: unknown, bytes: Uint8Array = new Uint8Array()): InferRequest {
  const request = recordAt('body', body);
  const inputs = arrayAt('inputs', request['inputs']);
  if (inputs.length === 0) throw bad('inputs', 'at least one tensor is needed');
  const parameters = parametersAt('parameters', request['parameters']);
  const left = { bytes };
  const tensors = inputs.map((input, i) => parseTensor(`inputs[${i}]`, input, left));
  requireOnce('inputs', tensors);
  if (left.bytes.length > 0)
    throw bad('body', `${left.bytes.length} bytes at its end belong to no input with a “binary_data_size”`);
  const binary = parameters?.['binary_data_output'] === true;
  return {
    id: request['id'] === undefined ? undefined : stringAt('id', request['id']),
    parameters,
    inputs: tensors,
    outputs: parseOutputs(request['outputs'], binary),
    binary,
  };
}

export interface InferAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/**
 * The answer to an inference request: the outputs asked for, in their order. Warnings stand in the parameter `warnings` as
 * the text of a JSON array, since the protocol's parameters are texts, numbers and booleans.
 */
export function inferResponse(
  model: { readonly name: string; readonly version: string },
  { id, parameters, outputs: asked, binary }: InferRequest,
  { outputs, warnings }: TensorAnswers,
): InferAnswer {
  const parts: Uint8Array[] = [];
  const told = (asked ?? outputs.map(({ name }) => ({ name, binary }))).map((one, i) => {
    const output = outputs.find(({ name }) => name === one.name);
    if (!output) throw bad(`outputs[${i}].name`, `the model has no output “${one.name}”`);
    const { name, datatype, shape } = output;
    const head = stringifyJson({ name, datatype, shape }).slice(0, -1);
    if (!one.binary) return `${head},"data":${valuesToJson(output)}}`;
    const bytes = valuesToBytes(output);
    parts.push(bytes);
    return `${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const rest = Object.entries(parameters ?? {}).filter(([name]) => name !== 'binary_data_output');
  if (warnings.length > 0) rest.push(['warnings', JSON.stringify(warnings.map(inWords))]);
  const head = stringifyJson({
    model_name: model.name,
    model_version: model.version,
    id,
    parameters: rest.length > 0 ? Object.fromEntries(rest) : undefined,
  }).slice(0, -1);
  const json = `${head},"outputs":[${told.join(',')}]}`;
  if (parts.length === 0) return { headers: { 'content-type': 'application/json' }, body: json };
  const text = Buffer.from(json);
  return {
    headers: { 'content-type': 'application/octet-stream', [JSON_LENGTH_HEADER]: String(text.length) },
    body: Buffer.concat([text, ...parts]),
  };
}

/** @param left the bytes that no input has taken yet */
function parseTensor(field: string, value: unknown, left: { bytes: Uint8Array }): NamedTensor {
  const tensor = recordAt(field, value);
  const name = stringAt(`${field}.name`, tensor['name']);
  const datatype = datatypeAt(`${field}.datatype`, tensor['datatype']);
  const shape = shapeAt(`${field}.shape`, tensor['shape']);
  const parameters = parametersAt(`${field}.parameters`, tensor['parameters']);
  refuseShared(field, parameters);
  const size = parameters?.['binary_data_size'];
  if (size === undefined) {
    const data = flatten(`${field}.data`, tensor['data'], shape);
    return { name, datatype, shape, data: valuesFromJson(`${field}.data`, datatype, data) };
  }
  const at = `${field}.parameters.binary_data_size`;
  if (tensor['data'] !== undefined) throw bad(at, 'the input also has “data”');
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > left.bytes.length)
    throw bad(
      at,
      `${left.bytes.length} bytes are left behind the JSON, whose length the header “Inference-Header-Content-Length” tells`,
    );
  const own = left.bytes.subarray(0, size);
  left.bytes = left.bytes.subarray(size);
  return { name, datatype, shape, data: valuesFromBytes(at, own, { datatype, count: countOf(shape) }) };
}

function parseOutputs(value: unknown, binary: boolean): AskedOutput[] | null {
  if (value === undefined) return null;
  const outputs = arrayAt('outputs', value);
  if (outputs.length === 0) return null;
  const asked = outputs.map((each, i) => {
    const output = recordAt(`outputs[${i}]`, each);
    const parameters = parametersAt(`outputs[${i}].parameters`, output['parameters']);
    refuseShared(`outputs[${i}]`, parameters);
    const own = parameters?.['binary_data'];
    if (own !== undefined && typeof own !== 'boolean')
      throw bad(`outputs[${i}].parameters.binary_data`, 'it is neither true nor false');
    return { name: stringAt(`outputs[${i}].name`, output['name']), binary: own ?? binary };
  });
  requireOnce('outputs', asked);
  return asked;
}

/** Parameters are free, but for those of extensions that change what is meant. */
function refuseShared(field: string, parameters: Fields | undefined): void {
  const unknown = ['shared_memory_region', 'classification'].find((name) => parameters?.[name] !== undefined);
  if (unknown !== undefined)
    throw bad(`${field}.parameters.${unknown}`, 'this server does not have that extension of the protocol');
}

function parametersAt(field: string, value: unknown): Fields | undefined {
  return value === undefined ? undefined : recordAt(field, value);
}

function requireOnce(field: string, all: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  all.forEach(({ name }, i) => {
    if (names.has(name)) throw bad(`${field}[${i}].name`, `“${name}” is given twice`);
    names.add(name);
  });
}

/** Flat data as it is, nested data row by row: either must have as many values as its shape, the nested its form. */
function flatten(field: string, data: unknown, shape: readonly number[]): readonly unknown[] {
  if (shape.length === 0 && data !== undefined && !Array.isArray(data)) return [data];
  const outer = arrayAt(field, data);
  const flat = outer.some(Array.isArray) ? unnested(field, outer, shape) : outer;
  const expected = countOf(shape);
  if (flat.length !== expected)
    throw bad(field, `it has ${flat.length} values, but its shape [${shape.join(', ')}] needs ${expected}`);
  return flat;
}

function unnested(field: string, outer: readonly unknown[], shape: readonly number[]): readonly unknown[] {
  const wrong = () => bad(field, `it is nested otherwise than its shape [${shape.join(', ')}]`);
  let level = outer;
  if (level.length !== shape[0]) throw wrong();
  for (const size of shape.slice(1)) {
    const rows = level.filter((row) => Array.isArray(row) && row.length === size);
    if (rows.length !== level.length) throw wrong();
    level = rows.flat();
  }
  if (level.some(Array.isArray)) throw wrong();
  return level;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function datatypeAt(field: string, value: unknown): TensorType {
  const datatype = stringAt(field, value);
  if (!isDatatype(datatype)) throw bad(field, `“${datatype}” is not one of ${DATATYPES.join(', ')}`);
  return datatype;
}

function isDatatype(value: string): value is TensorType {
  return DATATYPES.includes(value);
}

function shapeAt(field: string, value: unknown): number[] {
  const shape = arrayAt(field, value);
  if (shape.length > MOST_AXES) throw bad(field, `no tensor has more than ${MOST_AXES} axes`);
  return shape.map((size, i) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > 2 ** 31)
      throw bad(`${field}[${i}]`, 'it is not a whole number from 0');
    return size;
  });
}
