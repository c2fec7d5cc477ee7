/** @file Gradient rules of recurrent operators. */
import { lstm } from './lstm.ts';
import type { recurrent as signatures } from '../ops/recurrent.ts';
import { type Differentiable } from './rule.ts';

export const recurrentGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  LSTM: lstm,
};
