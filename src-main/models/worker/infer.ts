/** @file Tensors through a model: as the caller gave them, and none for a batch without rows. */
import type * as ort from '../../platform/worker/onnxruntime.ts';
import type { ModelDescription } from './description.ts';
import { checkInputs, checkOutputs, notComputed } from './inputs.ts';
import { fromRuntime, toRuntime, type NamedTensor, type TensorInfo } from './tensors.ts';
import { zerosOf } from './zeros.ts';

/** Answers tensors with the outputs named, or with all. */
export type Infer = (
  inputs: readonly NamedTensor[],
  outputs?: readonly string[] | null,
) => Promise<NamedTensor[]>;

/** Checks inputs against the description and runs them; `prepare` changes texts as the graph wants them. */
export function inferOf(
  session: ort.InferenceSession,
  description: Pick<ModelDescription, 'inputs' | 'outputs'>,
  prepare: (input: NamedTensor) => NamedTensor,
): Infer {
  const all = description.outputs.map(({ name }) => name);

  async function run(inputs: readonly NamedTensor[], wanted: readonly string[]): Promise<NamedTensor[]> {
    const feeds = inputs.map((input) => [input.name, toRuntime(prepare(input))] as const);
    const outputs = await session.run(Object.fromEntries(feeds), wanted);
    return wanted.map((name) => fromRuntime(name, outputs[name]!));
  }

  return async (inputs, outputs) => {
    checkInputs(inputs, description.inputs);
    checkOutputs(outputs ?? [], description.outputs);
    const wanted = outputs ?? all;
    try {
      return await run(inputs, wanted);
    } catch (error) {
      const empty = emptied(inputs, description.inputs);
      const one = empty && (await run(empty.inputs, wanted).catch(() => null));
      if (one) return one.map((output) => withoutRows(output, empty.symbols, description.outputs));
      throw notComputed(error, inputs);
    }
  };
}

/**
 * Operators that refuse a batch without rows are asked with one made-up row, which tells the shape of the answer.
 * Null where no input is empty along an axis that may vary.
 */
function emptied(inputs: readonly NamedTensor[], infos: readonly TensorInfo[]) {
  const symbols = new Set<string>();
  const filled = inputs.map((input) => {
    const info = infos.find(({ name }) => name === input.name);
    const shape = input.shape.map((size, axis) => {
      if (size > 0 || (info && !info.anyShape && info.shape[axis] !== -1)) return size;
      symbols.add(info?.symbols?.[axis] ?? '');
      return 1;
    });
    return shape.every((size, axis) => size === input.shape[axis])
      ? input
      : zerosOf(input.name, input.datatype, shape);
  });
  return symbols.size > 0 ? { inputs: filled, symbols } : null;
}

/** An output of the made-up row, without it: axes that may vary and are called as the empty ones, or the first. */
function withoutRows(
  output: NamedTensor,
  symbols: ReadonlySet<string>,
  infos: readonly TensorInfo[],
): NamedTensor {
  const info = infos.find(({ name }) => name === output.name);
  const shape = output.shape.map((size, axis) => {
    const varies = info?.anyShape ?? info?.shape[axis] === -1;
    const symbol = info?.symbols?.[axis] ?? '';
    return varies && (symbol === '' ? axis === 0 : symbols.has(symbol)) ? 0 : size;
  });
  return shape.includes(0) ? zerosOf(output.name, output.datatype, shape) : output;
}
