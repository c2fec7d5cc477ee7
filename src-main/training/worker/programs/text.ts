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
import { classificationEvaluator, type Encoded } from '../trainer/index.ts';
import { classColumn, classHeads, classNumbers } from './classes.ts';
import { countRows, rowsOf, type Split } from '../../../versions/worker/index.ts';
import { numberOf, tensorsOf, textOf, type Program, type Settings, type Source } from './program.ts';

interface Words {
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

/** A network over token ids: `[batch, length] -> [batch, classes]`. */
type TextNetwork = (sizes: Sizes, settings: Settings) => Layer;

const lengthOf = (settings: Settings): number => numberOf(settings, 'sequenceLength');

/**
 * Texts of a Chinese dataset go through jieba as a whole. Of others only those parts are cut that have no spaces
 * between words; where no text to train on has any, nothing is done to them outside the graph.
 */
async function fitWords({ version, settings, edition, read }: Source): Promise<Words> {
  if (version.labels.length < 2) throw new AppError('training.oneClass', { count: version.labels.length });
  let preparation: Preparation = version.language === 'zh' ? 'jieba' : 'whitespace';
  let prepare = await preparationFor(preparation);
  const counts: WordCounts = new Map();
  for await (const rows of rowsOf(version, { split: 'train', columns: ['text'] })) {
    for (const [cell] of rows) {
      const text = String(cell ?? '');
      // The texts before it are the same either way.
      if (preparation === 'whitespace' && edition !== 1 && hasUnspaced(text)) {
        preparation = 'segments';
        prepare = await preparationFor(preparation);
      }
      countWords(counts, wordsOf(prepare(text), lengthOf(settings)));
    }
    await read?.(rows.length);
  }
  const { words } = buildVocabulary(counts, numberOf(settings, 'vocabulary'));
  if (words.length === 0) throw new AppError('training.noWords');
  return { words, preparation };
}

async function encodeTexts(
  { version, settings, read, warn }: Source,
  split: Split,
  fitted: Words,
): Promise<Encoded> {
  const counter = new UnknownCounter(vocabularyOf(fitted.words).ids);
  const length = lengthOf(settings);
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

function textProgram(network: TextNetwork): Program<Words> {
  const layersOf = ({ version, settings }: Source, { words }: Words): Layer =>
    network(
      {
        vocabulary: Math.max(unknownId + 1, words.length + firstWordId),
        length: lengthOf(settings),
        classes: version.labels.length,
      },
      settings,
    );
  return {
    task: 'classify',
    fit: fitWords,
    encode: encodeTexts,
    model: (source, fitted) => ({
      network: networkOf(layersOf(source, fitted), {
        name: 'features',
        elementType: 'int32',
        shape: [lengthOf(source.settings)],
      }),
      heads: classHeads,
    }),
    evaluator: ({ version }) => classificationEvaluator(version.labels.length),
    describe: ({ words }) => `${words.length} words`,
    /** `text` string `[N]` -> `probabilities` float32 `[N, classes]`, `label` string `[N]`. */
    export(source, fitted, state) {
      const layers = layersOf(source, fitted);
      const length = lengthOf(source.settings);
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

function poolingOf(settings: Settings): 'last' | 'mean' {
  const pooling = textOf(settings, 'pooling');
  if (pooling === 'last' || pooling === 'mean') return pooling;
  throw new Error(`there is no pooling "${pooling}"`);
}

/** The sizes that the recurrent networks share. */
function recurrentSizes({ vocabulary, classes }: Sizes, settings: Settings): SequenceClassifierSizes {
  const [embedding, hidden] = [numberOf(settings, 'embedding'), numberOf(settings, 'hidden')];
  const [dropout, tokenDropout] = [numberOf(settings, 'dropout'), numberOf(settings, 'wordDropout')];
  return {
    vocabulary,
    classes,
    embedding,
    hidden,
    padding: padId,
    pooling: poolingOf(settings),
    dropout,
    tokenDropout,
  };
}

export const textLstm = textProgram((sizes, settings) => lstmClassifier(recurrentSizes(sizes, settings)));

export const textBilstm = textProgram((sizes, settings) => bilstmClassifier(recurrentSizes(sizes, settings)));

export const textGru = textProgram((sizes, settings) => gruClassifier(recurrentSizes(sizes, settings)));

/** Filters over phrases of 3, 4 and 5 words. */
export const textCnn = textProgram((sizes, settings) =>
  textCnnNetwork({
    ...sizes,
    embedding: numberOf(settings, 'embedding'),
    filters: numberOf(settings, 'filters'),
    dropout: numberOf(settings, 'dropout'),
  }),
);

/** A Transformer encoder over the tokens, and the mean of what it says of each. */
export const textTransformer = textProgram(({ vocabulary, length, classes }, settings) => {
  const size = numberOf(settings, 'width');
  return encoderClassifier({
    vocabulary,
    length,
    size,
    classes,
    padding: padId,
    inner: 4 * size,
    heads: numberOf(settings, 'heads'),
    layers: numberOf(settings, 'layers'),
    dropout: numberOf(settings, 'dropout'),
    tokenDropout: numberOf(settings, 'wordDropout'),
  });
});
