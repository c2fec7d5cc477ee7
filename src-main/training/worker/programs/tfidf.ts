/** @file The program `text-tfidf`: TF-IDF of words and pairs of words, and a linear model over them. */
import {
  bagBias,
  bagRegression,
  bagWeight,
  classify,
  compileInference,
  occupied,
  strings,
  tfIdf,
  tokenIds,
  type BagSizes,
} from '../../../graph/index.ts';
import { unknownWarnings } from '../../../../src-shared/evaluation/unknown-words.ts';
import {
  TfIdfCounter,
  UnknownCounter,
  preparationFor,
  tfIdfOf,
  vocabularyOf,
  wordsOf,
  type Preparation,
  type TfIdfData,
} from '../../../text/index.ts';
import type { RecipeParameters } from '../../recipes/index.ts';
import { classificationEvaluator, type Encoded } from '../trainer/index.ts';
import { classColumn, classHeads, classNumbers } from './classes.ts';
import { countRows, rowsOf, type Split } from '../../../versions/worker/index.ts';
import { tensorsOf, type Program, type Source } from './program.ts';
import { fitWords } from './text.ts';

type TfIdfParameters = RecipeParameters<'text-tfidf'>;

interface Fitted extends TfIdfData {
  readonly preparation: Preparation;
}

/** The vocabulary of the training split, and in how many texts each word and pair stands. */
async function fitFeatures(source: Source<TfIdfParameters>): Promise<Fitted> {
  const { words, preparation } = await fitWords(source);
  const { version, parameters } = source;
  const prepare = await preparationFor(preparation);
  const counter = new TfIdfCounter(words);
  for await (const rows of rowsOf(version, { split: 'train', columns: ['text'] }))
    for (const [cell] of rows)
      counter.add(wordsOf(prepare(String(cell ?? '')), parameters.sequenceLength), parameters.pairs);
  return { ...counter.result(parameters.vocabulary), preparation };
}

/** As many features as a text can have. */
function sizesOf({ version, parameters }: Source<TfIdfParameters>, { idf, pairs }: Fitted): BagSizes {
  const { sequenceLength } = parameters;
  const length = pairs.length > 0 ? 2 * sequenceLength - 1 : sequenceLength;
  return { features: idf.length, length, classes: version.labels.length };
}

async function encodeFeatures(
  source: Source<TfIdfParameters>,
  split: Split,
  fitted: Fitted,
): Promise<Encoded> {
  const { version, parameters, read, warn } = source;
  const { length, features: count } = sizesOf(source, fitted);
  const counter = new UnknownCounter(vocabularyOf(fitted.words).ids);
  const [prepare, weigh] = [await preparationFor(fitted.preparation), tfIdfOf(fitted)];
  const rows = await countRows(version, split);
  const features = new (count < 65_536 ? Uint16Array : Int32Array)(rows * length);
  const values = new Float32Array(rows * length);
  const labels = new Int32Array(rows);
  const numberOfClass = classNumbers(version.labels);
  let row = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'text', 'label'] })) {
    for (const [id, cell, label] of some) {
      const text = String(cell ?? '');
      const words = wordsOf(prepare(text), parameters.sequenceLength);
      const weighted = weigh(words);
      features.set(weighted.features, row * length);
      values.set(weighted.values, row * length);
      if (split === 'validation') counter.add(text, words, String(label));
      labels[row++] = numberOfClass(String(label), String(id));
    }
    await read?.(some.length);
  }
  for (const { en, zh } of unknownWarnings(counter.result())) await warn?.(`${en} ${zh}`);
  return {
    rows,
    columns: [
      { name: 'features', elementType: 'int32', shape: [length], data: features },
      { name: 'values', elementType: 'float32', shape: [length], data: values },
      classColumn(labels),
    ],
  };
}

export const textTfIdf: Program<Fitted, TfIdfParameters> = {
  task: 'classify',
  fit: fitFeatures,
  encode: encodeFeatures,
  model: (source, fitted) => ({ network: bagRegression(sizesOf(source, fitted)), heads: classHeads(source) }),
  evaluator: ({ version }) => classificationEvaluator(version.labels.length),
  describe: ({ words, pairs }) => `${words.length} words, ${pairs.length} pairs of words`,
  /** `text` string `[N]` -> `probabilities` float32 `[N, classes]`, `label` string `[N]`. */
  export(source, fitted, state) {
    const network = bagRegression(sizesOf(source, fitted));
    const parameters = tensorsOf(network, state);
    const { labels } = source.version;
    const { words, pairs, idf } = fitted;
    const graph = compileInference({
      network,
      parameters,
      build(builder) {
        const text = builder.input('text', { elementType: 'string', shape: ['N'] });
        const { rows, cut } = occupied(builder, text, strings(['']));
        const { sequenceLength: length } = source.parameters;
        const ids = tokenIds(builder, rows, { words, length });
        const dense = tfIdf(builder, ids, { length, words: words.length, pairs, idf });
        const [weight, bias] = [bagWeight, bagBias].map((name) => builder.constant(parameters.get(name)!));
        classify(builder, cut(builder.emit('Gemm', [dense, weight, bias])), labels);
      },
    });
    return { graph, metadata: { labels: JSON.stringify(labels), preparation: fitted.preparation } };
  },
};
