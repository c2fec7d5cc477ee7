import { InferenceSession, Tensor } from '../platform/worker/onnxruntime.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder, modelOf, serialize, tokenIds, unknownId } from '../graph/index.ts';
import {
  buildVocabulary,
  countWords,
  encode,
  readable,
  vocabularyOf,
  wordsOf,
  type Vocabulary,
  type WordCounts,
} from './index.ts';

const length = 6;
const vocabulary = vocabularyOf([
  'the',
  'a',
  'straße',
  'École',
  '你好',
  'x\u00a0y',
  '😀',
  'b',
  '\u0085',
  'é',
]);
let session: InferenceSession;

async function graphIds(texts: readonly string[]): Promise<readonly (readonly number[])[]> {
  const input = new Tensor('string', texts.map(readable), [texts.length]);
  const { ids } = await session.run({ text: input });
  const flat = Array.from(ids?.data as BigInt64Array, Number);
  return texts.map((_, row) => flat.slice(row * length, (row + 1) * length));
}

function ownIds(text: string, known: Vocabulary = vocabulary): readonly number[] {
  const row = new Int32Array(length);
  encode(wordsOf(text, length), known, row);
  return [...row];
}

beforeAll(async () => {
  const builder = new GraphBuilder();
  const text = builder.input('text', { elementType: 'string', shape: ['N'] });
  builder.output('ids', tokenIds(builder, text, { words: vocabulary.words, length }));
  session = await InferenceSession.create(serialize(modelOf(builder.finish('tokens'))), {
    logSeverityLevel: 3,
  });
});

describe('words', () => {
  it('pads in front and keeps the beginning of a long text', async () => {
    const texts = ['The b', '', 'a a a a a a b b', '\n', ' the\r\n\tA  '];
    expect(await graphIds(texts)).toEqual([
      [0, 0, 0, 0, 2, 9],
      [0, 0, 0, 0, 0, 0],
      [3, 3, 3, 3, 3, 3],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 2, 3],
    ]);
    expect(texts.map((text) => ownIds(text))).toEqual(await graphIds(texts));
  });

  it('lower-cases ASCII letters only, as the graph does in the C locale', async () => {
    const texts = ['THE École éCOLE É STRASSE'];
    expect(await graphIds(texts)).toEqual(texts.map((text) => ownIds(text)));
    expect(wordsOf('ÉA İI', length)).toEqual(['Éa', 'İi']);
  });

  it('gives the ids of the graph for any texts, odd white space, NUL and lone surrogates included', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ' ',
        '\n',
        '\r',
        '\t',
        '\v',
        '\f',
        '\0',
        '\u0085',
        '\u00a0',
        '\u2028',
        '\u3000',
        '\ud800',
        '\udc00',
      ),
      fc.constantFrom(...vocabulary.words, 'THE', 'A', 'unseen', '\r\n', '\n\n\n'),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('\n', '\t', '\r').map((separator) => `a${separator}`.repeat(20)),
    );
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        expect(await graphIds(texts)).toEqual(texts.map((each) => ownIds(each)));
      }),
      { numRuns: 400 },
    );
  });

  it('orders a vocabulary by count, then by code point, whatever the order of the texts', () => {
    const texts = [['b', 'a', '\uffee'], ['b', '😀', 'c\ufffd'], ['c\ufffd']];
    const wordsFrom = (some: readonly (readonly string[])[], size: number) => {
      const counts: WordCounts = new Map();
      for (const words of some) countWords(counts, words);
      return buildVocabulary(counts, size).words;
    };
    const expected = ['b', 'a', '\uffee', '😀'];
    expect(wordsFrom(texts, 100)).toEqual(expected);
    expect(wordsFrom(texts.toReversed(), 100)).toEqual(expected);
    expect(wordsFrom(texts, 4)).toEqual(['b', 'a']);
  });

  it('gives unknown words their own id', () => {
    expect(ownIds('never seen').slice(-2)).toEqual([unknownId, unknownId]);
  });
});
