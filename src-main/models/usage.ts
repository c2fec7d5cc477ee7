/** @file The usage section of a model card. */
import type { Model } from '../../src-shared/contract.ts';

/** What samples of each kind are called. */
export const THINGS = {
  text: 'texts',
  table: 'rows of a table',
  image: 'images',
  corpus: 'a text corpus',
} as const satisfies Readonly<Record<Model['kind'], string>>;

/** What a model is. */
export const WHAT: Readonly<Record<Model['task'], (things: string) => string>> = {
  classify: (things) => `A classifier of ${things}`,
  regress: (things) => `A regressor of ${things}: it predicts a number`,
  reconstruct: (things) => `An autoencoder of ${things}: it detects anomalies`,
  generate: () => 'A text generator that continues a prompt',
  other: () => 'A model without a known task',
};

export function isOfText({ kind, run }: Model): boolean {
  return run !== null && (kind === 'text' || kind === 'corpus');
}

/** What to give it, and what it gives. */
export function usage(model: Model): string[] {
  switch (model.task) {
    case 'classify':
      return [
        `Input: ${THINGS[model.kind]} like those it was trained on. Output: one of ${model.labels.length} classes and the probability of each. ${door(model)}`,
        'The metadata key `labels` lists the classes in the order of the probabilities.',
      ];
    case 'regress':
      return [
        `Input: rows like those it was trained on. Output: a number in the unit of the target. ${door(model)}`,
      ];
    case 'reconstruct':
      return [
        `Input: rows like those it was trained on. Output: the larger the \`error\`, the more anomalous the row. ${door(model)}`,
      ];
    case 'generate':
      return [
        'Input: a prompt. Output: a continuation in the style of the training text. The metadata key `tokenizer` holds its tokenizer. The graph takes and returns a key-value cache of earlier tokens, so that each new token takes one step.',
      ];
    case 'other':
      return ['Its inputs and outputs are the tensors named in the file. The file names no classes.'];
  }
}

/** How data gets into the file. */
function door({ kind, language }: Model): string {
  switch (kind) {
    case 'text':
      return language === 'zh'
        ? 'Text must be segmented by jieba first (metadata key `preparation`); `lathe predict` and the endpoints do this.'
        : 'The file takes raw text: the tokenizer is inside the graph. If the metadata key `preparation` is `segments`, segment scripts without spaces first, as `lathe predict` and the endpoints do: put spaces around the words of each run of Chinese characters (`jieba.cut(run)`), around each letter of Kana, Thai, Lao, Khmer, Burmese and Tibetan (with its marks) and around each East Asian punctuation mark.';
    case 'table':
      return 'Each column is a separate input `[N, 1]`: float32, or float64 where the metadata key `columns` says so. Dates are days since 1970-01-01, missing numbers are NaN, missing categories are empty strings.';
    case 'image':
      return 'The input is bytes `[N, height, width, channels]` of the size in the metadata key `image`; `lathe predict` and the endpoints decode and resize images.';
    case 'corpus':
      return '';
  }
}
