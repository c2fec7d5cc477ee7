/**
 * @file Scores of texts, learned from pairs of which people preferred one: the program of the recipe `text-preference`.
 *
 * Of each pair it learns s₁ - s₂, the difference of the scores of both texts, by -ln σ(s₁ - s₂) where the first is
 * preferred (Bradley & Terry 1952); a tie counts half for either. Limits: a text is scored by itself, so neither a prompt
 * nor what it is compared with is read, and preferences that go round in circles cannot be learned.
 */
import {
  binaryCrossEntropy,
  bilstmClassifier,
  compileInference,
  encoderClassifier,
  firstWordId,
  networkOf,
  occupied,
  padId,
  pairMargins,
  strings,
  textCnn,
  tokenIds,
  unknownId,
  type Head,
  type Layer,
} from '../../../graph/index.ts';
import { canonicalText } from '../../../kinds/canonical.ts';
import { PreferenceTally, type Won } from '../../../../src-shared/evaluation/preferences.ts';
import { pairColumns, pairTexts, wonIn } from '../../../models/worker/index.ts';
import { encode, preparationFor, vocabularyOf, wordsOf } from '../../../text/index.ts';
import { countRows, rowsOf, type FrozenVersion, type Split } from '../../../versions/worker/index.ts';
import type { RecipeParameters } from '../../recipes/index.ts';
import { tensorsOf, type Program, type Source } from '../programs/program.ts';
import { learnWords, type Words } from '../programs/text.ts';
import type { Encoded, Evaluator } from '../trainer/index.ts';

type Parameters = RecipeParameters<'text-preference'>;

const targetName = 'won';

/** Learns `logits` float32 `[batch, 1]`, the margins. */
export const preferenceHeads: readonly Head[] = [
  {
    output: 'logits',
    target: { name: targetName, elementType: 'float32', shape: [1] },
    loss: binaryCrossEntropy(),
  },
];

/** Accuracy on pairs from `logits [batch, 1]`; answers are margins. */
export function preferenceEvaluator(): Evaluator {
  const tally = new PreferenceTally();
  return {
    answersOf: (_, { logits = new Float32Array() }) => logits,
    answersIn: (scores) =>
      Float64Array.from({ length: scores.length / 2 }, (_, row) => scores[2 * row]! - scores[2 * row + 1]!),
    add({ rows, tensors }, margins) {
      // What `wonIn` gave.
      for (let row = 0; row < rows; row++)
        tally.add(margins[row]!, Number(tensors[targetName]?.[row]) as Won);
    },
    metrics: () => ({ accuracy: tally.metrics().accuracy }),
    loss: () => tally.metrics().loss,
  };
}

/** As models of ours are asked for texts. */
const textCells = (version: FrozenVersion) => ({ columns: pairColumns(version), read: canonicalText });

async function encodePairs(
  { version, parameters: { sequenceLength: length }, read }: Source<Parameters>,
  split: Split,
  { words, preparation }: Words,
): Promise<Encoded> {
  const [prepare, vocabulary] = [await preparationFor(preparation), vocabularyOf(words)];
  const rows = await countRows(version, split);
  const ids = new Int32Array(rows * 2 * length);
  const won = new Float32Array(rows);
  const row = new Int32Array(length);
  let index = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'value', ...pairColumns(version)] })) {
    for (const [, value, ...cells] of some) {
      for (const [side, text] of pairTexts(cells).entries()) {
        encode(wordsOf(prepare(canonicalText(text)), length), vocabulary, row);
        ids.set(row, (2 * index + side) * length);
      }
      won[index++] = wonIn(String(value));
    }
    await read?.(some.length);
  }
  return {
    rows,
    columns: [
      { name: 'features', elementType: 'int32', shape: [2, length], data: ids },
      { name: targetName, elementType: 'float32', shape: [1], data: won },
    ],
  };
}

/** Of the filters, in words; those that fit a text. */
const WIDTHS = [3, 4, 5];

/** Token ids `[batch, length]` to a score each, `[batch, 1]`. */
function scorer({ parameters }: Pick<Source<Parameters>, 'parameters'>, { words }: Words): Layer {
  const {
    network,
    sequenceLength: length,
    embedding,
    hidden,
    heads,
    layers,
    dropout,
    wordDropout,
  } = parameters;
  const sizes = { vocabulary: Math.max(unknownId + 1, words.length + firstWordId), classes: 1, dropout };
  switch (network) {
    case 'cnn':
      return textCnn({
        ...sizes,
        length,
        embedding,
        filters: hidden,
        widths: WIDTHS.filter((width) => width <= length),
      });
    case 'bilstm':
      return bilstmClassifier({
        ...sizes,
        embedding,
        hidden,
        padding: padId,
        pooling: 'mean',
        tokenDropout: wordDropout,
      });
    case 'transformer':
      return encoderClassifier({
        ...sizes,
        length,
        size: hidden,
        inner: 4 * hidden,
        heads,
        layers,
        padding: padId,
        tokenDropout: wordDropout,
      });
  }
}

/** A score for a text, by filters over its words, an LSTM in each direction or a Transformer. */
export const textPreference: Program<Words, Parameters> = {
  task: 'rank',
  fit: (source) => learnWords(source, textCells(source.version)),
  encode: encodePairs,
  model(source, fitted) {
    const shape = [source.parameters.sequenceLength];
    const input = { name: 'features', elementType: 'int32', shape: [2, ...shape] } as const;
    return { network: networkOf(pairMargins(scorer(source, fitted), shape), input), heads: preferenceHeads };
  },
  evaluator: preferenceEvaluator,
  describe: ({ words }) => `${words.length} words`,
  /** `text` string `[N]` -> `score` float32 `[N]`. */
  export(source, fitted, state) {
    const { words, preparation } = fitted;
    const length = source.parameters.sequenceLength;
    const network = networkOf(scorer(source, fitted), {
      name: 'features',
      elementType: 'int32',
      shape: [length],
    });
    const graph = compileInference({
      network,
      parameters: tensorsOf(network, state),
      build(builder, apply) {
        const text = builder.input('text', { elementType: 'string', shape: ['N'] });
        const { rows, cut } = occupied(builder, text, strings(['']));
        const ids = tokenIds(builder, rows, { words, length });
        const { logits } = apply({ features: builder.emit('Reshape', [ids, builder.integers(-1, length)]) });
        builder.output('score', builder.emit('Reshape', [cut(logits!), builder.integers(-1)]));
      },
    });
    return { graph, metadata: { preparation } };
  },
};
