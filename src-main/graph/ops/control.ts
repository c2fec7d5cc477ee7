/** @file Operators that run subgraphs. */
import { any, type Signature } from './signature.ts';

export const control = {
  If: { inputs: [1, 1], outputs: [1, any], attributes: { then_branch: 'graph', else_branch: 'graph' } },
  Loop: { inputs: [2, any], outputs: [1, any], attributes: { body: 'graph' } },
  Scan: {
    inputs: [1, any],
    outputs: [1, any],
    attributes: {
      body: 'graph',
      num_scan_inputs: 'int',
      scan_input_axes: 'ints',
      scan_input_directions: 'ints',
      scan_output_axes: 'ints',
      scan_output_directions: 'ints',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;
