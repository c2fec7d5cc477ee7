/** @file Gradient rules of recurrent operators. */
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';
import type { recurrent as signatures } from '../ops/recurrent.ts';
import { type Differentiable } from './rule.ts';

export const recurrentGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  RNN: rnn,
  GRU: gru,
  LSTM: lstm,
};
