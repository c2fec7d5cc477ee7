/** @file What a model card says of each kind of data. */
import type { DatasetKind, Model } from '../../src-shared/contract.ts';

/** What samples of each kind are called. */
export const THINGS = {
  text: 'texts',
  table: 'rows of a table',
  image: 'images',
  corpus: 'a text corpus',
} as const satisfies Readonly<Record<DatasetKind, string>>;

/** How data gets into the file. */
export const DOORS: Readonly<Record<DatasetKind, (model: Pick<Model, 'language'>) => string>> = {
  text: ({ language }) =>
    language === 'zh'
      ? 'Text must be segmented by jieba first (metadata key `preparation`); `lathe predict` and the endpoints do this.'
      : 'The file takes raw text: the tokenizer is inside the graph. If the metadata key `preparation` is `segments`, segment scripts without spaces first, as `lathe predict` and the endpoints do: put spaces around the words of each run of Chinese characters (`jieba.cut(run)`), around each letter of Kana, Thai, Lao, Khmer, Burmese and Tibetan (with its marks) and around each East Asian punctuation mark.',
  table: () =>
    'Each column is a separate input `[N, 1]`: float32, or float64 where the metadata key `columns` says so. Dates are days since 1970-01-01, missing numbers are NaN, missing categories are empty strings.',
  image: () =>
    'The input is bytes `[N, height, width, channels]` of the size in the metadata key `image`; `lathe predict` and the endpoints decode and resize images.',
  corpus: () => '',
};
