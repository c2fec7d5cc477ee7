/** @file Operators on text. */
import { unary, type Signature } from './signature.ts';

export const text = {
  StringNormalizer: {
    ...unary,
    attributes: {
      case_change_action: 'string',
      is_case_sensitive: 'int',
      locale: 'string',
      stopwords: 'strings',
    },
  },
  StringSplit: { inputs: [1, 1], outputs: [2, 2], attributes: { delimiter: 'string', maxsplit: 'int' } },
  'ai.onnx.ml.LabelEncoder': {
    ...unary,
    attributes: {
      keys_strings: 'strings',
      values_int64s: 'ints',
      default_int64: 'int',
      keys_int64s: 'ints',
      values_strings: 'strings',
      default_string: 'string',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;
