/** @file Programs for texts whose answers are several labels or spans. */
import {
  adam,
  bilstmTagger,
  compileInference,
  encoderTagger,
  firstWordId,
  lstmClassifier,
  networkOf,
  occupied,
  padId,
  strings,
  tokenIds,
  unknownId,
  type Layer,
  type Network,
} from '../../../graph/index.ts';
import { DEFAULT_THRESHOLD } from '../../../../src-shared/evaluation/multilabel.ts';
import { encode, preparationFor, vocabularyOf, wordsOf, tagNames } from '../../../text/index.ts';
import { rowsOf, type Split } from '../../../versions/worker/index.ts';
import type { RecipeParameters } from '../../recipes/index.ts';
import { tensorsOf, type Program, type Source } from '../programs/program.ts';
import { learnWords, type Words } from '../programs/text.ts';
import { evaluateSplit, Trainer, type Encoded, type State } from '../trainer/index.ts';
import {
  exportLabels,
  labelSetColumn,
  multilabelEvaluator,
  multilabelHeads,
  positiveWeightsOf,
} from './multilabel.ts';
import { labelsLearned, nothingLost, tellLost } from './program.ts';
import {
  encodeMarked,
  exportTagger,
  fitTagger,
  spanEvaluator,
  taggerHeads,
  taggerNetwork,
  type MarkedText,
  type TaggerVocabulary,
} from './tagger.ts';
import { labelsIn, markedText } from './values.ts';

/** What they read of a recipe: those of a recurrent one. */
export type TextAnswerParameters = RecipeParameters<'text-multilabel'>;

interface LabeledWords extends Words {
  readonly labels: readonly string[];
  /** What the rows that have a label count for. */
  readonly positiveWeights: readonly number[];
  /** From which probability on each label is given: chosen when the training has ended. */
  readonly thresholds?: readonly number[];
}

type Learning = Source<TextAnswerParameters>;

type Tagging = Source<RecipeParameters<'text-tagger'>>;

async function encodeLabels(
  source: Pick<Learning, 'version' | 'parameters' | 'read' | 'warn'>,
  split: Split,
  { labels, words, preparation }: Omit<LabeledWords, 'positiveWeights'>,
): Promise<Encoded> {
  const { version, parameters, read } = source;
  const [length, known] = [parameters.sequenceLength, new Set(labels)];
  const [prepare, vocabulary] = [await preparationFor(preparation), vocabularyOf(words)];
  const [rows, sets]: [Int32Array[], string[][]] = [[], []];
  let unknown = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'text', 'value'] })) {
    for (const [, text, value] of some) {
      const row = new Int32Array(length);
      encode(wordsOf(prepare(String(text ?? '')), length), vocabulary, row);
      rows.push(row);
      const given = labelsIn(String(value));
      sets.push(given.filter((label) => known.has(label)));
      unknown += given.length - sets.at(-1)!.length;
    }
    await read?.(some.length);
  }
  await tellLost(source, split, { ...nothingLost, unknown });
  const ids = new Int32Array(rows.length * length);
  for (const [index, row] of rows.entries()) ids.set(row, index * length);
  return {
    rows: rows.length,
    columns: [
      { name: 'features', elementType: 'int32', shape: [length], data: ids },
      labelSetColumn(sets, labels),
    ],
  };
}

function labelNetwork(
  { parameters }: Pick<Learning, 'parameters'>,
  { words, labels }: LabeledWords,
): Network {
  const { sequenceLength, embedding, hidden, pooling, dropout, wordDropout } = parameters;
  const layer = lstmClassifier({
    vocabulary: Math.max(unknownId + 1, words.length + firstWordId),
    classes: labels.length,
    embedding,
    hidden,
    padding: padId,
    pooling,
    dropout,
    tokenDropout: wordDropout,
  });
  return networkOf(layer, { name: 'features', elementType: 'int32', shape: [sequenceLength] });
}

/** The thresholds with the best F1 on the validation split, by the network with these weights. */
async function thresholdsBy(
  source: Learning,
  fitted: LabeledWords,
  { weights, validation }: { readonly weights: State; readonly validation: Encoded },
): Promise<readonly number[]> {
  const network = labelNetwork(source, fitted);
  const heads = multilabelHeads({ labels: fitted.labels.length });
  const step = ({ rows }: { readonly rows: number }) => ({ network, heads, optimizer: adam(), batch: rows });
  const batchSize = Math.min(source.parameters.batchSize, validation.rows);
  const { threads, seed } = source.parameters;
  const trainer = Trainer.open({ step, threads, seed }, { rows: batchSize }, new Map(weights));
  const evaluator = multilabelEvaluator(fitted.labels.length);
  await evaluateSplit({ trainer, data: validation, batchSize, evaluator });
  await trainer.close();
  return evaluator.thresholds();
}

/** Several labels of a text, by an LSTM over its words. */
export const textMultilabel: Program<LabeledWords, TextAnswerParameters> = {
  task: 'multilabel',
  async fit(source) {
    const labels = await labelsLearned(source, labelsIn);
    const words = await learnWords(source);
    const { version, parameters } = source;
    const { columns } = await encodeLabels({ version, parameters }, 'train', { ...words, labels });
    const weights =
      parameters.classWeights === 'balanced' ? positiveWeightsOf(columns[1]!) : labels.map(() => 1);
    return { ...words, labels, positiveWeights: weights };
  },
  encode: encodeLabels,
  model: (source, fitted) => ({
    network: labelNetwork(source, fitted),
    heads: multilabelHeads({ labels: fitted.labels.length, positiveWeights: fitted.positiveWeights }),
  }),
  evaluator: (_, { labels, thresholds }) => multilabelEvaluator(labels.length, thresholds),
  describe: ({ words, labels }) => `${words.length} words, ${labels.length} labels`,
  labels: ({ labels }) => labels,
  calibrate: async (source, fitted, best) => ({
    ...fitted,
    thresholds: await thresholdsBy(source, fitted, best),
  }),
  /** `text` string `[N]` -> `probabilities` float32 `[N, labels]` and `chosen` int64 `[N, labels]`. */
  export(source, fitted, state) {
    const { labels, words, preparation, thresholds = labels.map(() => DEFAULT_THRESHOLD) } = fitted;
    const length = source.parameters.sequenceLength;
    const network = labelNetwork(source, fitted);
    let metadata = {};
    const graph = compileInference({
      network,
      parameters: tensorsOf(network, state),
      build(builder, apply) {
        const text = builder.input('text', { elementType: 'string', shape: ['N'] });
        const { rows, cut } = occupied(builder, text, strings(['']));
        const ids = tokenIds(builder, rows, { words, length });
        const { logits } = apply({ features: builder.emit('Reshape', [ids, builder.integers(-1, length)]) });
        metadata = exportLabels(builder, cut(logits!), { labels, thresholds });
      },
    });
    return { graph, metadata: { ...metadata, preparation } };
  },
};

async function* markedTexts({ version }: Pick<Tagging, 'version'>, split: Split) {
  for await (const rows of rowsOf(version, { split, columns: ['id', 'text', 'value'] }))
    for (const [, text, value] of rows) yield markedText(String(text ?? ''), String(value));
}

function taggerLayer(
  { parameters }: Pick<Tagging, 'parameters'>,
  { words, labels, length }: TaggerVocabulary,
): Layer {
  const { network, embedding, hidden, heads, layers, dropout, wordDropout } = parameters;
  const sizes = {
    vocabulary: words.length + firstWordId,
    tags: tagNames(labels).length,
    dropout,
    tokenDropout: wordDropout,
  };
  switch (network) {
    case 'bilstm':
      return bilstmTagger({ ...sizes, embedding, hidden });
    case 'transformer':
      return encoderTagger({
        ...sizes,
        length,
        size: hidden,
        inner: 4 * hidden,
        heads,
        layers,
        padding: padId,
      });
  }
}

/** Spans of a text, by an LSTM in each direction or a Transformer over its tokens. */
export const textTagger: Program<TaggerVocabulary, RecipeParameters<'text-tagger'>> = {
  task: 'tag',
  async fit(source) {
    const labels = await labelsLearned(source, (value) =>
      markedText('', value).spans.map(({ label }) => label),
    );
    const texts: string[] = [];
    for await (const { text } of markedTexts(source, 'train')) texts.push(text);
    const { sequenceLength: length, vocabulary } = source.parameters;
    return fitTagger(texts, { labels, length, vocabulary });
  },
  async encode(source, split, fitted) {
    const [known, texts]: [Set<string>, MarkedText[]] = [new Set(fitted.labels), []];
    let unknown = 0;
    for await (const { text, spans } of markedTexts(source, split)) {
      const kept = spans.filter(({ label }) => known.has(label));
      unknown += spans.length - kept.length;
      texts.push({ text, spans: kept });
    }
    const { overlapping, untaken, moved, ...encoded } = encodeMarked(texts, fitted);
    await tellLost(source, split, { unknown, overlapping, untaken, moved });
    await source.read?.(texts.length);
    return encoded;
  },
  model: (source, fitted) => ({
    network: taggerNetwork(taggerLayer(source, fitted), fitted.length),
    heads: taggerHeads(fitted.length),
  }),
  evaluator: (_, fitted) => spanEvaluator(fitted),
  labels: ({ labels }) => labels,
  describe: ({ words, labels }) => `${words.length} words, ${labels.length} labels of spans`,
  export: (source, fitted, state) => exportTagger(taggerLayer(source, fitted), fitted, state),
};
