/** @file What is known of models. */
import * as z from 'zod';
import type { Model } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

/** The size of a model's file. */
export function sizeFact(models: { get(id: string): Model }) {
  return defineFact({
    name: 'models.size',
    unit: 'bytes',
    parameters: z.object({ model: z.string() }),
    read: ({ model }) => models.get(model).bytes,
    changedBy: (event) => changedWith(event, 'models', 'model'),
  });
}
