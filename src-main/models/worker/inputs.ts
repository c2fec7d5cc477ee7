/** @file Tensors that a model is asked with, held against what it takes. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { withoutPaths } from '../../platform/pool/words.ts';
import type { NamedTensor, TensorInfo } from './tensors.ts';

/**
 * Throws AppError `serving.badField` for an input that is unknown, missing, of another type or shape, or whose size
 * contradicts another input's where the file calls both by one name.
 */
export function checkInputs(inputs: readonly NamedTensor[], expected: readonly TensorInfo[]): void {
  const sizes = new Map<string, { readonly size: number; readonly input: string }>();
  inputs.forEach((input, i) => {
    const wanted = expected.find((each) => each.name === input.name);
    if (!wanted) {
      const known = expected.map((each) => each.name).join(', ');
      throw refuse(`inputs[${i}].name`, `the model has no input “${input.name}”; it takes ${known}`);
    }
    checkTensor(input, wanted, `inputs[${i}]`);
    wanted.symbols?.forEach((symbol, axis) => {
      const size = input.shape[axis] ?? 0;
      const first = sizes.get(symbol);
      if (symbol === '') return;
      if (!first) sizes.set(symbol, { size, input: input.name });
      else if (first.size !== size) {
        const why = `the size “${symbol}” is ${size} in “${input.name}” and ${first.size} in “${first.input}”`;
        throw refuse(`inputs[${i}].shape[${axis}]`, why);
      }
    });
  });
  const missing = expected.find(({ name }) => !inputs.some((input) => input.name === name));
  if (missing) throw refuse('inputs', `the model also needs “${missing.name}”`);
}

function checkTensor({ name, datatype, shape }: NamedTensor, wanted: TensorInfo, at: string): void {
  if (datatype !== wanted.datatype)
    throw refuse(`${at}.datatype`, `the model takes ${wanted.datatype} for “${name}”`);
  const fits =
    wanted.anyShape ??
    (shape.length === wanted.shape.length &&
      shape.every((size, axis) => wanted.shape[axis] === -1 || wanted.shape[axis] === size));
  if (!fits)
    throw refuse(`${at}.shape`, `the model takes [${wanted.shape.join(', ')}] (-1: any) for “${name}”`);
}

/** @throws AppError `serving.badField` for an output that the model has not */
export function checkOutputs(wanted: readonly string[], outputs: readonly TensorInfo[]): void {
  wanted.forEach((name, i) => {
    if (outputs.some((output) => output.name === name)) return;
    const known = outputs.map((output) => output.name).join(', ');
    throw refuse(`outputs[${i}].name`, `the model has no output “${name}”; it has ${known}`);
  });
}

/**
 * What the runtime said of inputs that it could not compute: they had the types and axes that the file states, so their
 * sizes or values are at fault. Inputs of different first sizes are named, since rows are what callers miscount.
 */
export function notComputed(error: unknown, inputs: readonly NamedTensor[] = []): AppError {
  if (error instanceof AppError) return error;
  const firsts = new Set(inputs.map(({ shape }) => shape[0]));
  const differ = inputs.map(({ name, shape }) => `“${name}” [${shape.join(', ')}]`).join(', ');
  const why = (firsts.size > 1 ? `its inputs differ in size, ${differ}: ` : '') + wordsOfRuntime(error);
  return new AppError('serving.notComputed', { why }, { cause: error });
}

/** e.g. `model.cc:191 onnxruntime::Model::Model(onnx::ModelProto&&, const std::function<void()>&) `. */
const WHERE_IN_SOURCES =
  /[\w./-]+\.(?:cc|cpp|h|hpp):\d+ [^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?[^\s]*\s*/g;

/** What the runtime said, on one line, without its own source files. */
export function wordsOfRuntime(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const message = /Status Message: (?:\S+\.(?:cc|h):\d+ )?([^]*)/.exec(text)?.[1] ?? text;
  const line = (message.trim().split('\n')[0] ?? message).replace(WHERE_IN_SOURCES, '');
  return withoutPaths(line).slice(0, 300);
}

function refuse(field: string, why: string): AppError {
  return new AppError('serving.badField', { field, why });
}
