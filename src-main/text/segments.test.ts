import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { unknownWarnings } from '../../src-shared/evaluation/unknown-words.ts';
import { UnknownCounter, hasUnspaced, preparationFor, scriptOf, wordsOf, type Prepare } from './index.ts';

let segment: Prepare;
beforeAll(async () => {
  segment = await preparationFor('segments');
});

const words = (text: string) => wordsOf(segment(text), 1000);

describe('texts of several languages', () => {
  it.each([
    ['Hallo, 我喜欢吃苹果。 Danke', ['hallo,', '我', '喜欢', '吃', '苹果', '。', 'danke']],
    ['iPhone15很好！', ['iphone15', '很', '好', '！']],
    ['私は学生です', ['私', 'は', '学生', 'で', 'す']],
    ['ข้าวผัด', ['ข้', 'า', 'ว', 'ผั', 'ด']],
    ['안녕하세요 세계, Привет мир', ['안녕하세요', '세계,', 'Привет', 'мир']],
    ['订单(order-5)已取消', ['订单', '(order-5)', '已', '取消']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('leave what has spaces untouched, to the character', () => {
    const spacedLetters = fc.string({
      unit: fc.constantFrom(...'aZ0 ,.-\n\tßéŁжΩשعक한😀–“”'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(spacedLetters, (text) => {
        expect(hasUnspaced(text)).toBe(false);
        expect(segment(text)).toBe(text);
      }),
    );
  });

  it('lose no letter and cut a text that is cut already no further', () => {
    const any = fc.string({
      unit: fc.constantFrom(...'我们爱学习私はターข้าว𠮷々〇。，！ab é \n'),
      maxLength: 60,
    });
    const bare = (text: string) => text.replaceAll(/ +/g, '');
    fc.assert(
      fc.property(any, (text) => {
        expect(bare(segment(text))).toBe(bare(text));
        if (!hasUnspaced(text)) expect(segment(text)).toBe(text);
      }),
    );
  });

  it('have a script', () => {
    const scripts = ['Hallo Welt', '我喜欢 iPad', '私は学生', '안녕', 'ข้าว', 'Привет', '123 !?'].map(
      scriptOf,
    );
    expect(scripts).toEqual(['latin', 'zh', 'ja', 'ko', 'th', 'cyrillic', 'other']);
  });
});

describe('unknown words', () => {
  it('are counted by script and class, and warned of where they are many', () => {
    const counter = new UnknownCounter(new Set(['good', 'film', '好']));
    for (let i = 0; i < 20; i++) {
      counter.add('good film', ['good', 'film'], 'plus');
      counter.add('很好看', ['很', '好', '看'], 'minus');
    }
    const counts = counter.result();
    expect(counts).toEqual({
      words: 100,
      unknown: 40,
      scripts: [
        { name: 'latin', words: 40, unknown: 0 },
        { name: 'zh', words: 60, unknown: 40 },
      ],
      classes: [
        { name: 'minus', words: 60, unknown: 40 },
        { name: 'plus', words: 40, unknown: 0 },
      ],
    });
    expect(unknownWarnings(counts).map(({ en }) => en)).toEqual([
      '40 % of the words are not in the model’s vocabulary.',
      '67 % of the words in Chinese script are not in the model’s vocabulary.',
      '67 % of the words in texts of the class “minus” are not in the model’s vocabulary.',
    ]);
    expect(unknownWarnings(counts)[1]!.zh).toBe('中文的词中有 67 % 不在模型词表中。');
    expect(unknownWarnings({ ...counts, words: 1000, scripts: [], classes: [] })).toEqual([]);
  });
});
