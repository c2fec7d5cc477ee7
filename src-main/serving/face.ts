/** @file What a model is asked with, as the window and programs want to know it. */
import type { ModelFace } from '../../src-shared/contract.ts';
import type { ModelDescription } from '../models/index.ts';

export function faceOf(description: ModelDescription): ModelFace {
  const { task, kind, labels, columns, image, context, inputs } = description;
  return {
    task,
    image,
    context,
    asks: task === 'generate' ? 'prompt' : kind,
    labels: [...labels],
    columns: columns.map(({ column, input, type, values = [] }) => {
      return { name: column, input, type, values: [...values] };
    }),
    inputs: inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape: [...shape] })),
  };
}
