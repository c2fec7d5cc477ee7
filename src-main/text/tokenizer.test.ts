import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnTokenizer, tokenizerOf, trainTokenizer } from './index.ts';

const english =
  'the quick brown fox jumps over the lazy dog, and the dog, being lazy, lets the fox jump over the dog again. ';
const chinese = '你好，世界。你好，朋友。今天的天气很好。';
const mixed = [english.repeat(3), chinese.repeat(3), "it's 12,345 o'clock\t\n\n  naïve 😀😀 x\u0000y"];

/** Any text, lone surrogates and all, with parts of what the tokenizer was trained on. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        ' the',
        ' dog',
        '你好',
        '😀',
        '\ud800',
        '\udc00',
        '\ufeff',
        '\r\n',
        '   ',
        '\u3000',
        'é',
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('byte-pair encoding', () => {
  const tokenizer = tokenizerOf(trainTokenizer('bpe', mixed, 400));

  it('gives any text back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text);
        expect(tokenizer.decode(ids)).toBe(text.toWellFormed());
        expect([...ids].every((id) => id >= 0 && id < tokenizer.size)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('streams a text token by token, never half a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stream = tokenizer.stream();
        const parts = Array.from(tokenizer.encode(text), (id) => stream.push(id));
        expect(parts.every((part) => part.isWellFormed())).toBe(true);
        expect(parts.join('') + stream.end()).toBe(text.toWellFormed());
      }),
    );
    const bytesOnly = tokenizerOf({ kind: 'bpe', merges: [] }).stream();
    expect([0xf0, 0x9f, 0x98, 0x80].map((id) => bytesOnly.push(id))).toEqual(['', '', '', '😀']);
  });

  it('merges the commonest pairs first, the smallest of equals', () => {
    const data = trainTokenizer('bpe', ['abab abab cdcd'], 259);
    // "ab" stands four times, "cd" twice, and two 256 beside each other twice too.
    const merges = [
      [97, 98],
      [99, 100],
      [256, 256],
    ];
    expect(data).toEqual({ kind: 'bpe', merges });
    expect(tokenizerOf(data).encode('abab cd')).toEqual(Int32Array.of(258, 32, 257));
  });

  it('learns the same from the same texts, and stops where no pair occurs twice', async () => {
    expect(trainTokenizer('bpe', mixed, 350)).toEqual(trainTokenizer('bpe', [...mixed], 350));
    const counts: number[] = [];
    const learned = async (tokens: number) => void counts.push(tokens);
    expect(await learnTokenizer('bpe', mixed, { vocabulary: 300, learned })).toEqual(
      trainTokenizer('bpe', mixed, 300),
    );
    expect(counts).toEqual(Array.from({ length: 44 }, (_, merge) => 257 + merge));
    expect(trainTokenizer('bpe', ['abc'], 300)).toEqual({ kind: 'bpe', merges: [] });
    expect(trainTokenizer('bpe', [], 300)).toEqual({ kind: 'bpe', merges: [] });
    expect(trainTokenizer('bpe', mixed, 300)).toMatchObject({ merges: { length: 44 } });
  });

  it('needs fewer tokens than bytes for what it was trained on', () => {
    const text = english.repeat(2);
    expect(tokenizer.encode(text).length).toBeLessThan(text.length / 3);
    expect(tokenizer.encode(chinese).length).toBeLessThan(chinese.length);
  });

  it('goes on after being written to a file', () => {
    const copy = tokenizerOf(JSON.parse(JSON.stringify(tokenizer.data)) as typeof tokenizer.data);
    expect(copy.encode(mixed.join('\n'))).toEqual(tokenizer.encode(mixed.join('\n')));
  });

  it('takes a long text without borders in a time that grows with its length', () => {
    const run = 'ab'.repeat(50_000);
    expect(tokenizer.decode(tokenizer.encode(run))).toBe(run);
    const trained = trainTokenizer('bpe', [run], 262);
    expect(tokenizerOf(trained).decode(tokenizerOf(trained).encode(run))).toBe(run);
  });
});

describe('characters as tokens', () => {
  it('gives back every text whose characters it knows', () => {
    const tokenizer = tokenizerOf(trainTokenizer('char', mixed, 1000));
    const known = [...new Set(mixed.join(''))];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known)), (parts) => {
        expect(tokenizer.decode(tokenizer.encode(parts.join('')))).toBe(parts.join(''));
      }),
    );
    expect(tokenizer.size).toBe(known.length + 1);
  });

  it('keeps the most frequent, equally frequent ones by code point, and replaces the others', () => {
    const data = trainTokenizer('char', ['baab', 'c😀é'], 4);
    expect(data).toEqual({ kind: 'char', characters: 'abc' });
    const tokenizer = tokenizerOf(data);
    expect(tokenizer.encode('a😀b\ud800')).toEqual(Int32Array.of(1, 0, 2, 0));
    expect(tokenizer.decode([1, 0, 2])).toBe('a\ufffdb');
    const stream = tokenizer.stream();
    expect([1, 2].map((id) => stream.push(id)).join('') + stream.end()).toBe('ab');
  });
});
