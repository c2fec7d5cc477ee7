import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestTags,
  decodeTags,
  encodeSpans,
  preparationFor,
  spacedTokens,
  spansIn,
  tagNames,
  tokensOf,
  wordsOf,
} from './index.ts';

const labels = ['person', 'place'];
const cut = (text: string) => tokensOf(text).map(({ start, end }) => text.slice(start, end));
/** Places of parts of a text, in the order of the parts. */
function span(text: string, part: string, label: string) {
  const start = text.indexOf(part);
  return { start, end: start + part.length, label };
}

describe('tokens with their places', () => {
  it.each([
    ['Ada Lovelace, born in 1815.', ['Ada', 'Lovelace', ',', 'born', 'in', '1815', '.']],
    ["It isn’t O'Brien’s 😀!", ['It', 'isn’t', "O'Brien’s", '😀', '!']],
    ['小明住在北京。', ['小', '明', '住', '在', '北', '京', '。']],
    ['iPhone15很好', ['iPhone15', '很', '好']],
    ['私はカメラ', ['私', 'は', 'カ', 'メ', 'ラ']],
    ['𠮷野家 é x\u00a0y', ['𠮷', '野', '家', 'é', 'x', 'y']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(cut(text)).toEqual(expected);
    expect(tokensOf(text, 2)).toEqual(tokensOf(text).slice(0, 2));
  });

  const any = fc.string({
    unit: fc.constantFrom(..."aB 9,.'\n\t我们𠮷😀é\u0301ข้าカー\ud800\0"),
    maxLength: 40,
  });
  it('leave nothing out but white space, and are what a graph sees after the preparation', async () => {
    const prepare = await preparationFor('tokens');
    fc.assert(
      fc.property(any, (text) => {
        expect(cut(text).join('')).toBe(text.replaceAll(/\s+/g, ''));
        expect(wordsOf(prepare(text), 1000)).toEqual(wordsOf(cut(text).join(' '), 1000));
        expect(wordsOf(spacedTokens(text), 1000).length).toBe(tokensOf(text).length);
      }),
    );
  });
});

describe('spans as tags', () => {
  it('begin and continue, in both languages, and come back in UTF-16 units', () => {
    for (const [text, spans, tags] of [
      [
        'Ada Lovelace of 😀 London.',
        [
          ['Ada Lovelace', 'person'],
          ['London', 'place'],
        ],
        [1, 2, 0, 0, 3, 0],
      ],
      [
        '小明住在北京。',
        [
          ['小明', 'person'],
          ['北京', 'place'],
        ],
        [1, 2, 0, 0, 3, 4, 0],
      ],
    ] as const) {
      const given = spans.map(([part, label]) => span(text, part, label));
      const tokens = tokensOf(text);
      const encoded = encodeSpans(tokens, given, labels);
      expect([...encoded.tags]).toEqual(tags);
      expect([encoded.overlapping, encoded.untaken, encoded.moved]).toEqual([[], [], []]);
      expect(decodeTags(tokens, encoded.tags, labels)).toEqual(given);
    }
    expect(tagNames(labels)).toEqual(['O', 'B-person', 'I-person', 'B-place', 'I-place']);
  });

  it('keep the longest of those that overlap, and tell of the others', () => {
    const text = 'New York Times of New York';
    const all = [
      span(text, 'New York', 'place'),
      span(text, 'New York Times', 'person'),
      { start: 8, end: 9, label: 'place' },
    ];
    const encoded = encodeSpans(tokensOf(text), all, labels);
    expect([...encoded.tags]).toEqual([1, 2, 2, 0, 0, 0]);
    expect(encoded.overlapping).toEqual([all[0]]);
    expect(encoded.untaken).toEqual([all[2]]);
  });

  it('are widened to whole tokens and cut where the tokens end, which is told', () => {
    const text = 'Londoners came to New York';
    const part = span(text, 'London', 'place');
    const tail = span(text, 'New York', 'place');
    const encoded = encodeSpans(tokensOf(text, 4), [part, tail], labels);
    expect([...encoded.tags]).toEqual([3, 0, 0, 3]);
    expect(encoded.moved).toEqual([tail, part]);
    expect(() => encodeSpans(tokensOf(text), [{ ...part, label: 'x' }], labels)).toThrow(
      'none of person, place',
    );
  });

  it('come back as they were, whatever they are, where they do not overlap', () => {
    const words = fc.array(fc.constantFrom('we', '我', '😀', "o'b", '.'), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }), (parts, choices) => {
        const text = parts.join(' ');
        const tokens = tokensOf(text);
        const spans = [];
        for (let at = 0; at < tokens.length;) {
          const length = Math.min(1 + (choices[at]! % 3), tokens.length - at);
          if (choices[at]! > 1)
            spans.push({
              start: tokens[at]!.start,
              end: tokens[at + length - 1]!.end,
              label: labels[choices[at]! % 2]!,
            });
          at += length;
        }
        expect(decodeTags(tokens, encodeSpans(tokens, spans, labels).tags, labels)).toEqual(spans);
      }),
    );
  });
});

describe('spans of a text as it was asked', () => {
  const sizes = { labels: ['name'], length: 6 };
  /** As a tagger says that the token at this place, from 0, is a name, of a text of so many tokens. */
  const naming = (place: number, tokens: number) => {
    const scores = new Float32Array(6 * 3);
    for (let at = 0; at < tokens; at++) scores[(6 - tokens + at) * 3 + (at === place ? 1 : 0)] = 9;
    return scores;
  };

  it.each([
    'Ada met Bob',
    '  Ada met Bob  \r\n',
    'E\u0301a\r\nmet Bob',
    '=\u0338 met Bob',
    '\ud800 met Bob',
    '😀 met Bo\u0308b',
  ])('has places in it, whatever its canonical form is: %j', (text) => {
    const spans = spansIn(text, naming(2, 3), sizes);
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      expect.stringMatching(/^Bo\u0308?b$/),
    ]);
  });
});

describe('the likeliest tags', () => {
  it('are the best of all valid sequences', () => {
    const tags = 1 + 2 * labels.length;
    const some = fc.array(
      fc.array(fc.double({ min: -5, max: 0, noNaN: true }), { minLength: tags, maxLength: tags }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(some, (rows) => {
        const scoreOf = (sequence: ArrayLike<number>) =>
          rows.reduce((sum, row, index) => sum + row[sequence[index]!]!, 0);
        let best = -Infinity;
        for (const sequence of sequences(rows.length, tags))
          if (isValid(sequence)) best = Math.max(best, scoreOf(sequence));
        const own = bestTags(rows.flat(), labels.length);
        expect(isValid([...own])).toBe(true);
        expect(scoreOf(own)).toBeCloseTo(best, 9);
      }),
      { numRuns: 60 },
    );
    expect(bestTags([], 2)).toEqual(new Int32Array());
  });
});

function* sequences(length: number, tags: number): Generator<readonly number[]> {
  for (let code = 0; code < tags ** length; code++)
    yield Array.from({ length }, (_, place) => Math.floor(code / tags ** place) % tags);
}

function isValid(tags: readonly number[]): boolean {
  return tags.every((tag, index) => {
    const before = tags[index - 1] ?? 0;
    return tag === 0 || tag % 2 === 1 || before === tag || before === tag - 1;
  });
}
