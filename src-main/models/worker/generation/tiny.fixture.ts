/** @file A tiny generator with weights drawn at random: a real model file of a few kilobytes. */
import {
  Random,
  compileGeneration,
  float32,
  gptDecoder,
  initialize,
  modelOf,
  serialize,
} from '../../../graph/index.ts';
import { tokenizerOf, type TokenizerData } from '../../../text/index.ts';
import { generatorMetadataOf } from './reader.ts';

export const tinyTokenizer: TokenizerData = { kind: 'char', characters: ' abcdefghijkl\n.' };

/** The bytes of a generator that sees `context` tokens. */
export function tinyGenerator(context = 10, tokenizer: TokenizerData = tinyTokenizer): Uint8Array {
  const vocabulary = tokenizerOf(tokenizer).size;
  const decoder = gptDecoder({ vocabulary, length: context, size: 8, heads: 2, layers: 2, inner: 16 });
  const random = new Random(2);
  const parameters = new Map(
    decoder.parameters.map(({ name, shape, initializer }) => {
      const { data } = initialize(shape, initializer, random);
      const noisy = Float32Array.from(data as Float32Array, (value) => value + 0.5 * random.normal());
      return [name, float32(shape, noisy)] as const;
    }),
  );
  return serialize(
    modelOf(compileGeneration({ decoder, parameters }), generatorMetadataOf(tokenizer, context)),
  );
}
