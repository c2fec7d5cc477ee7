/** @file How a model is used, in the words of its card. */
import type { Model } from '../../src-shared/contract.ts';

/** What samples of each kind are called. */
export const THINGS = {
  text: 'texts',
  table: 'rows of a table',
  image: 'pictures',
  corpus: 'running text',
} as const satisfies Readonly<Record<Model['kind'], string>>;

/** What a model is. */
export const WHAT: Readonly<Record<Model['task'], (things: string) => string>> = {
  classify: (things) => `A classifier of ${things}`,
  regress: (things) => `A regressor of ${things}: it estimates a number`,
  reconstruct: (things) => `An autoencoder of ${things}: it tells the unusual from the usual`,
  generate: () => 'A generator that continues a text',
  other: () => 'A model that does not say what it does',
};

export function isOfText({ kind, run }: Model): boolean {
  return run !== null && (kind === 'text' || kind === 'corpus');
}

/** What to give it, and what it gives. */
export function usage(model: Model): string[] {
  switch (model.task) {
    case 'classify':
      return [
        `Give it ${THINGS[model.kind]} like those it was trained on; it gives one of ${model.labels.length} classes and the probability of each. ${door(model)}`,
        'The classes stand in the metadata key `labels`, in the order of the probabilities.',
      ];
    case 'regress':
      return [
        `Give it rows like those it was trained on; it gives a number in the unit of the target. ${door(model)}`,
      ];
    case 'reconstruct':
      return [
        `Give it rows like those it was trained on; the larger the \`error\`, the less usual the row. ${door(model)}`,
      ];
    case 'generate':
      return [
        'Give it the beginning of a text; it goes on in the manner of what it read. Its tokenizer stands in the metadata key `tokenizer`; the graph takes and gives the keys and values of what was read, so that each token costs one step.',
      ];
    case 'other':
      return ['It takes and gives tensors, as its file names them; it names no classes.'];
  }
}

/** How data gets into the file. */
function door({ kind, language }: Model): string {
  switch (kind) {
    case 'text':
      return language === 'zh'
        ? 'Words are parted by jieba before the network (metadata key `preparation`); `lathe predict` and the endpoints do it.'
        : 'The file takes raw text: the tokenizer is inside the graph. Where the metadata key `preparation` says `segments`, put spaces first around what has none, as `lathe predict` and the endpoints do: around the words of each run of Chinese characters (`jieba.cut(run)`), and around each letter of Kana, Thai, Lao, Khmer, Burmese and Tibetan (with its marks) and each mark of East Asian punctuation.';
    case 'table':
      return 'Each column is an input of its own, `[N, 1]`: float32, or float64 where the metadata key `columns`, which lists them, says so; dates are days since 1970-01-01; missing numbers are NaN, missing categories are empty.';
    case 'image':
      return 'It takes bytes `[N, height, width, channels]` of the size in the metadata key `image`; `lathe predict` and the endpoints decode and scale pictures.';
    case 'corpus':
      return '';
  }
}
