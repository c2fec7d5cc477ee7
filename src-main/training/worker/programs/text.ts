/** @file Text classifiers: words to ids, a network over them, classes. */
import {
  classify,
  compileInference,
  firstWordId,
  bilstmClassifier,
  encoderClassifier,
  gruClassifier,
  lstmClassifier,
  networkOf,
  occupied,
  padId,
  strings,
  textCnn as textCnnNetwork,
  tokenIds,
  unknownId,
  type Layer,
  type SequenceClassifierSizes,
} from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { unknownWarnings } from '../../../../src-shared/evaluation/unknown-words.ts';
import {
  buildVocabulary,
  countWords,
  UnknownCounter,
  encode,
  hasUnspaced,
  preparationFor,
  vocabularyOf,
  wordsOf,
  type Preparation,
  type WordCounts,
} from '../../../text/index.ts';
import type { RecipeParameters, SharedParameters } from '../../recipes/index.ts';
import { classificationEvaluator, type Encoded } from '../trainer/index.ts';
import { classColumn, classHeads, classNumbers } from './classes.ts';
import { countRows, rowsOf, type Split } from '../../../versions/worker/index.ts';
import { tensorsOf, type Program, type Source } from './program.ts';

/** What is learned of texts before the first step. */
export interface Words {
  /** Most frequent first. */
  readonly words: readonly string[];
  readonly preparation: Preparation;
}

interface Sizes {
  /** Number of token ids, the special ones included. */
  readonly vocabulary: number;
  /** Tokens of a text. */
  readonly length: number;
  readonly classes: number;
}

/** What every recipe for texts has. */
export type TextParameters = SharedParameters &
  Pick<RecipeParameters<'text-lstm'>, 'sequenceLength' | 'vocabulary'>;

/** A network over token ids: `[batch, length] -> [batch, classes]`. */
type TextNetwork<Parameters> = (sizes: Sizes, parameters: Parameters) => Layer;

/**
 * Texts of a Chinese dataset go through jieba as a whole. Of others only those parts are cut that have no spaces
 * between words; where no text to train on has any, nothing is done to them outside the graph.
 */
export async function fitWords(source: Source<TextParameters>): Promise<Words> {
  const count = source.version.labels.length;
  if (count < 2) throw new AppError('training.oneClass', { count });
  return learnWords(source);
}

/** Where the texts of a version stand, and how they are read. */
export interface TextCells {
  readonly columns: readonly string[];
  readonly read: (cell: string) => string;
}

const OWN_TEXTS: TextCells = { columns: ['text'], read: (cell) => cell };

/** The same, whatever the texts are labeled with. @throws AppError `training.noWords` */
export async function learnWords(
  {
    version,
    parameters,
    edition,
    read,
  }: Pick<Source<TextParameters>, 'version' | 'parameters' | 'edition' | 'read'>,
  { columns, read: textOf }: TextCells = OWN_TEXTS,
): Promise<Words> {
  const { sequenceLength, vocabulary } = parameters;
  let preparation: Preparation = version.language === 'zh' ? 'jieba' : 'whitespace';
  let prepare = await preparationFor(preparation);
  const counts: WordCounts = new Map();
  for await (const rows of rowsOf(version, { split: 'train', columns })) {
    for (const cell of rows.flat()) {
      const text = textOf(String(cell ?? ''));
      // The texts before it are the same either way.
      if (preparation === 'whitespace' && edition !== 1 && hasUnspaced(text)) {
        preparation = 'segments';
        prepare = await preparationFor(preparation);
      }
      countWords(counts, wordsOf(prepare(text), sequenceLength));
    }
    await read?.(rows.length);
  }
  const { words } = buildVocabulary(counts, vocabulary);
  if (words.length === 0) throw new AppError('training.noWords');
  return { words, preparation };
}

async function encodeTexts(
  { version, parameters: { sequenceLength: length }, read, warn }: Source<TextParameters>,
  split: Split,
  fitted: Words,
): Promise<Encoded> {
  const counter = new UnknownCounter(vocabularyOf(fitted.words).ids);
  const prepare = await preparationFor(fitted.preparation);
  const vocabulary = vocabularyOf(fitted.words);
  const rows = await countRows(version, split);
  const ids = new (fitted.words.length < 65_000 ? Uint16Array : Int32Array)(rows * length);
  const labels = new Int32Array(rows);
  const numberOfClass = classNumbers(version.labels);
  const row = new Int32Array(length);
  let index = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'text', 'label'] })) {
    for (const [id, text, label] of some) {
      const words = wordsOf(prepare(String(text ?? '')), length);
      encode(words, vocabulary, row);
      if (split === 'validation') counter.add(String(text ?? ''), words, String(label));
      ids.set(row, index * length);
      labels[index++] = numberOfClass(String(label), String(id));
    }
    await read?.(some.length);
  }
  // Both languages in one line: a log is kept as it was told.
  for (const { en, zh } of unknownWarnings(counter.result())) await warn?.(`${en} ${zh}`);
  return {
    rows,
    columns: [{ name: 'features', elementType: 'int32', shape: [length], data: ids }, classColumn(labels)],
  };
}

function textProgram<Parameters extends TextParameters>(
  network: TextNetwork<Parameters>,
): Program<Words, Parameters> {
  const layersOf = ({ version, parameters }: Source<Parameters>, { words }: Words): Layer =>
    network(
      {
        vocabulary: Math.max(unknownId + 1, words.length + firstWordId),
        length: parameters.sequenceLength,
        classes: version.labels.length,
      },
      parameters,
    );
  return {
    task: 'classify',
    fit: fitWords,
    encode: encodeTexts,
    model: (source, fitted) => ({
      network: networkOf(layersOf(source, fitted), {
        name: 'features',
        elementType: 'int32',
        shape: [source.parameters.sequenceLength],
      }),
      heads: classHeads(source),
    }),
    evaluator: ({ version }) => classificationEvaluator(version.labels.length),
    describe: ({ words }) => `${words.length} words`,
    /** `text` string `[N]` -> `probabilities` float32 `[N, classes]`, `label` string `[N]`. */
    export(source, fitted, state) {
      const layers = layersOf(source, fitted);
      const length = source.parameters.sequenceLength;
      const input = { name: 'features', elementType: 'int32', shape: [length] } as const;
      const { labels } = source.version;
      const graph = compileInference({
        network: networkOf(layers, input),
        parameters: tensorsOf(layers, state),
        build(builder, apply) {
          const text = builder.input('text', { elementType: 'string', shape: ['N'] });
          const { rows, cut } = occupied(builder, text, strings(['']));
          const ids = tokenIds(builder, rows, { words: fitted.words, length });
          // Says the length, which the layers want to know.
          const features = builder.emit('Reshape', [ids, builder.integers(-1, length)]);
          const { logits } = apply({ features });
          classify(builder, cut(logits!), labels);
        },
      });
      return { graph, metadata: { labels: JSON.stringify(labels), preparation: fitted.preparation } };
    },
  };
}

type RecurrentParameters = RecipeParameters<'text-lstm' | 'text-bilstm' | 'text-gru'>;

/** A recurrent network over the words; the recipes differ in nothing but the cell. */
function recurrentProgram(network: (sizes: SequenceClassifierSizes) => Layer) {
  return textProgram((sizes, { embedding, hidden, pooling, dropout, wordDropout }: RecurrentParameters) =>
    network({
      vocabulary: sizes.vocabulary,
      classes: sizes.classes,
      embedding,
      hidden,
      padding: padId,
      pooling,
      dropout,
      tokenDropout: wordDropout,
    }),
  );
}

export const textLstm = recurrentProgram(lstmClassifier);

export const textBilstm = recurrentProgram(bilstmClassifier);

export const textGru = recurrentProgram(gruClassifier);

/** Filters over phrases of 3, 4 and 5 words. */
export const textCnn = textProgram((sizes, { embedding, filters, dropout }: RecipeParameters<'text-cnn'>) =>
  textCnnNetwork({ ...sizes, embedding, filters, dropout }),
);

/** A Transformer encoder over the tokens, and the mean of what it says of each. */
export const textTransformer = textProgram(
  (sizes, { width, heads, layers, dropout, wordDropout }: RecipeParameters<'text-transformer'>) =>
    encoderClassifier({
      ...sizes,
      size: width,
      padding: padId,
      inner: 4 * width,
      heads,
      layers,
      dropout,
      tokenDropout: wordDropout,
    }),
);
