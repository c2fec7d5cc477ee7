/** @file Normalizations over batches, instances and groups of channels. */
import type { Signature } from './signature.ts';

export const normalization = {
  BatchNormalization: {
    inputs: [5, 5],
    outputs: [1, 3],
    attributes: { epsilon: 'float', momentum: 'float', training_mode: 'int' },
  },
  InstanceNormalization: { inputs: [3, 3], outputs: [1, 1], attributes: { epsilon: 'float' } },
  GroupNormalization: {
    inputs: [3, 3],
    outputs: [1, 1],
    attributes: { epsilon: 'float', num_groups: 'int', stash_type: 'int' },
  },
  LRN: {
    inputs: [1, 1],
    outputs: [1, 1],
    attributes: { alpha: 'float', beta: 'float', bias: 'float', size: 'int' },
  },
} as const satisfies Readonly<Record<string, Signature>>;
