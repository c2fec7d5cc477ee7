/** @file Gradient rules of operators with subgraphs. */
import type { control as signatures } from '../ops/control.ts';
import { type Differentiable, notDifferentiable } from './rule.ts';

export const controlGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Scan: notDifferentiable('it is the training form of a recurrent operator; differentiate that operator'),
};
