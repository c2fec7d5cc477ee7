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
import type { RecipeParameters } from '../../recipes/index.ts';
import { perplexityEvaluator, type Encoded, type State } from '../trainer/index.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../../versions/worker/index.ts';
import { tensorsOf, type Exported, type Program, type Source, type Written } from './program.ts';

type GptParameters = RecipeParameters<'gpt'>;

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
async function encodeWindows(
  { version, parameters: { context } }: Source<GptParameters>,
  split: Split,
  fitted: Fitted,
): Promise<Encoded> {
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

function decoderFor(
  { width, context, heads, layers, dropout }: GptParameters,
  { tokenizer }: Fitted,
): Decoder {
  return gptDecoder({
    size: width,
    inner: 4 * width,
    vocabulary: tokenizerOf(tokenizer).size,
    length: context,
    heads,
    layers,
    dropout,
  });
}

/** Tokens that a model writes after each epoch. */
const sampleTokens = 200;

/** Continues the first words of the validation split, with a seed that does not change, so that epochs compare. */
async function writeSample(
  { version, parameters }: Source<GptParameters>,
  fitted: Fitted,
  weights: State,
): Promise<Written> {
  const [first = ''] = await textsOf(version, 'validation');
  const prompt = first.slice(0, 24);
  const generator = await openGenerator(fileOf(parameters, fitted, weights), parameters.threads);
  try {
    const sampling = { temperature: 0.8, topK: 40, seed: parameters.seed };
    let text = '';
    for await (const piece of generate(generator, { prompt, sampling, maxTokens: sampleTokens }))
      text += piece.text;
    return { prompt, text };
  } finally {
    await generator.release();
  }
}

function fileOf(parameters: GptParameters, fitted: Fitted, weights: State): Uint8Array {
  const { graph, metadata } = exported(parameters, fitted, weights);
  return serialize(modelOf(graph, metadata));
}

function exported(parameters: GptParameters, fitted: Fitted, weights: State): Exported {
  const decoder = decoderFor(parameters, fitted);
  return {
    graph: compileGeneration({ decoder, parameters: tensorsOf(decoder, weights) }),
    metadata: generatorMetadataOf(fitted.tokenizer, parameters.context),
  };
}

/** Exported: the graph of `compileGeneration`, with the tokenizer and the context's length in its metadata. */
export const gpt: Program<Fitted, GptParameters> = {
  task: 'generate',
  async fit({ version, parameters: { tokenizer, vocabulary }, learned = async () => undefined }) {
    const texts = await textsOf(version, 'train');
    const tell = (tokens: number) => learned(tokens, vocabulary);
    return {
      tokenizer: await learnTokenizer(tokenizer, texts, { vocabulary, learned: tell }),
    };
  },
  encode: encodeWindows,
  model({ parameters }, fitted) {
    const shape = [parameters.context];
    return {
      network: networkOf(decoderFor(parameters, fitted), { name: 'ids', elementType: 'int32', shape }),
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
  export: ({ parameters }, fitted, weights) => exported(parameters, fitted, weights),
};
