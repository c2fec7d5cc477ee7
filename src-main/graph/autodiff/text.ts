/** @file Gradient rules of operators on text. */
import type { text as signatures } from '../ops/text.ts';
import { type Differentiable, integral } from './rule.ts';

export const textGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  StringNormalizer: integral,
  StringSplit: integral,
  'ai.onnx.ml.LabelEncoder': integral,
};
