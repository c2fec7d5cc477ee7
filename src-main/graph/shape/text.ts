/** @file Shape rules of operators on text. */
import type { text as signatures } from '../ops/text.ts';
import { typeOf, type ShapeRule } from './call.ts';

export const stringNormalizer: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0, 'string');
  return [{ elementType, shape: call.node.attributes['stopwords'] ? shape.map(() => '') : shape }];
};

/** `[...]` strings -> `[..., words]` padded with empty strings, and the number of words of each. */
export const stringSplit: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0, 'string');
  return [
    { elementType, shape: [...shape, ''] },
    { elementType: 'int64', shape },
  ];
};

export const labelEncoder: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  return [{ elementType: call.node.attributes['values_strings'] ? 'string' : 'int64', shape }];
};

export const textShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  StringNormalizer: stringNormalizer,
  StringSplit: stringSplit,
  'ai.onnx.ml.LabelEncoder': labelEncoder,
};
