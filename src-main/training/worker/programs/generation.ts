/** @file The program that learns to write: a GPT-style decoder over the tokens of a running text. */
import {
  compileGeneration,
  gptDecoder,
  modelOf,
  networkOf,
  serialize,
  softmaxCrossEntropy,
  type Decoder,
} from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { generate, generatorMetadataOf, openGenerator } from '../../../models/worker/index.ts';
import { learnTokenizer, tokenizerOf, type TokenizerData } from '../../../text/index.ts';
import { perplexityEvaluator, type Encoded, type State } from '../trainer/index.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../../versions/worker/index.ts';
import {
  numberOf,
  tensorsOf,
  textOf,
  type Exported,
  type Program,
  type Settings,
  type Source,
  type Written,
} from './program.ts';

interface Fitted {
  readonly tokenizer: TokenizerData;
}

/** The texts of a split in the order of the document. */
async function textsOf(version: FrozenVersion, split: Split): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const rows of rowsOf(version, { split, columns: ['text'], order: 'position' }))
    for (const [text] of rows) texts.push(String(text ?? ''));
  return texts;
}

/**
 * A split as windows of `context` tokens, one behind the other: `ids` are the window, `following` the same moved by one.
 *
 * @throws AppError `training.tooShort` where it holds less than one window
 */
async function encodeWindows({ version, settings }: Source, split: Split, fitted: Fitted): Promise<Encoded> {
  const context = numberOf(settings, 'context');
  const data = tokenizerOf(fitted.tokenizer).encode((await textsOf(version, split)).join(''));
  const rows = Math.floor((data.length - 1) / context);
  if (rows < 1) throw new AppError('training.tooShort', { split, tokens: data.length, context });
  const window = { elementType: 'int32', shape: [context], data } as const;
  return {
    rows,
    columns: [
      { ...window, name: 'ids' },
      { ...window, name: 'following', offset: 1 },
    ],
  };
}

function decoderFor(settings: Settings, { tokenizer }: Fitted): Decoder {
  const size = numberOf(settings, 'width');
  return gptDecoder({
    size,
    inner: 4 * size,
    vocabulary: tokenizerOf(tokenizer).size,
    length: numberOf(settings, 'context'),
    heads: numberOf(settings, 'heads'),
    layers: numberOf(settings, 'layers'),
    dropout: numberOf(settings, 'dropout'),
  });
}

function tokenizerKind(settings: Settings): TokenizerData['kind'] {
  return textOf(settings, 'tokenizer') === 'bpe' ? 'bpe' : 'char';
}

/** Tokens that a model writes after each epoch. */
const sampleTokens = 200;

/** Continues the first words of the validation split, with a seed that does not change, so that epochs compare. */
async function writeSample({ version, settings }: Source, fitted: Fitted, state: State): Promise<Written> {
  const [first = ''] = await textsOf(version, 'validation');
  const prompt = first.slice(0, 24);
  const generator = await openGenerator(fileOf(settings, fitted, state), numberOf(settings, 'threads'));
  try {
    const sampling = { temperature: 0.8, topK: 40, seed: numberOf(settings, 'seed') };
    let text = '';
    for await (const piece of generate(generator, { prompt, sampling, maxTokens: sampleTokens }))
      text += piece.text;
    return { prompt, text };
  } finally {
    await generator.release();
  }
}

function fileOf(settings: Settings, fitted: Fitted, state: State): Uint8Array {
  const { graph, metadata } = exported(settings, fitted, state);
  return serialize(modelOf(graph, metadata));
}

function exported(settings: Settings, fitted: Fitted, state: State): Exported {
  const decoder = decoderFor(settings, fitted);
  return {
    graph: compileGeneration({ decoder, parameters: tensorsOf(decoder, state) }),
    metadata: generatorMetadataOf(fitted.tokenizer, numberOf(settings, 'context')),
  };
}

/** Exported: the graph of `compileGeneration`, with the tokenizer and the context's length in its metadata. */
export const gpt: Program<Fitted> = {
  task: 'generate',
  async fit({ version, settings, learned = async () => undefined }) {
    const texts = await textsOf(version, 'train');
    const vocabulary = numberOf(settings, 'vocabulary');
    const tell = (tokens: number) => learned(tokens, vocabulary);
    return {
      tokenizer: await learnTokenizer(tokenizerKind(settings), texts, { vocabulary, learned: tell }),
    };
  },
  encode: encodeWindows,
  model({ settings }, fitted) {
    const shape = [numberOf(settings, 'context')];
    return {
      network: networkOf(decoderFor(settings, fitted), { name: 'ids', elementType: 'int32', shape }),
      heads: [
        {
          output: 'logits',
          target: { name: 'following', elementType: 'int32', shape },
          loss: softmaxCrossEntropy(),
        },
      ],
    };
  },
  evaluator: () => perplexityEvaluator(),
  sample: writeSample,
  describe: ({ tokenizer }) => `${tokenizerOf(tokenizer).size} different tokens`,
  export: ({ settings }, fitted, state) => exported(settings, fitted, state),
};
