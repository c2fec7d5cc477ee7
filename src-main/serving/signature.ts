/** @file The signature of a model: its inputs, outputs and classes, for the window and for programs. */
import { TASKS, type ModelSignature } from '../../src-shared/contract.ts';
import type { ModelDescription } from '../models/index.ts';

export function signatureOf(description: ModelDescription): ModelSignature {
  const { task, kind, labels, columns, image, context, inputs } = description;
  return {
    task,
    image,
    context,
    asks: TASKS[task].writes ? 'prompt' : kind,
    labels: [...labels],
    columns: columns.map(({ column, input, type, values = [] }) => {
      return { name: column, input, type, values: [...values] };
    }),
    inputs: inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape: [...shape] })),
  };
}
