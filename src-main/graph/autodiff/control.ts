/** @file Gradient rules of operators with subgraphs. */
import type { control as signatures } from '../ops/control.ts';
import { type Differentiable, notDifferentiable } from './rule.ts';

export const controlGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  If: notDifferentiable('which branch ran is known only when the graph runs; choose with Where instead'),
  Loop: notDifferentiable('what its iterations computed is not kept for the way back; unroll it'),
  Scan: notDifferentiable('it is the training form of a recurrent operator; differentiate that operator'),
};
