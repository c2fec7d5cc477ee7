/** @file Words that a model of texts does not know: how many there are, where, and when to warn of it. */
import type { UnknownWords, WordCount } from './contract.ts';
import type { LocalizedText } from '../contract.ts';

/** A share of unknown words that makes a prediction a guess. */
const tooMany = 0.25;
/** Fewer words than these say nothing. */
const enough = 20;
const mostNamed = 5;

const SCRIPTS: Readonly<Record<string, LocalizedText>> = {
  latin: { en: 'Latin', zh: '拉丁字母' },
  zh: { en: 'Chinese', zh: '中文' },
  ja: { en: 'Japanese', zh: '日文' },
  ko: { en: 'Korean', zh: '韩文' },
  th: { en: 'Thai', zh: '泰文' },
  cyrillic: { en: 'Cyrillic', zh: '西里尔字母' },
  arabic: { en: 'Arabic', zh: '阿拉伯字母' },
  greek: { en: 'Greek', zh: '希腊字母' },
  hebrew: { en: 'Hebrew', zh: '希伯来字母' },
  devanagari: { en: 'Devanagari', zh: '天城文' },
  other: { en: 'non-letter', zh: '非字母' },
};

/** A script as people call it. */
export function scriptName(script: string): LocalizedText {
  return SCRIPTS[script] ?? { en: script, zh: script };
}

export function unknownShare({ words, unknown }: Omit<WordCount, 'name'>): number {
  return words === 0 ? 0 : unknown / words;
}

/** Warnings, in both languages: of all texts, of those in a script, of those of a class; the greatest share first. */
export function unknownWarnings({ scripts, classes, ...all }: UnknownWords): readonly LocalizedText[] {
  const high = (counts: readonly WordCount[]) =>
    counts
      .filter((count) => count.words >= enough && unknownShare(count) > tooMany)
      .toSorted((a, b) => unknownShare(b) - unknownShare(a))
      .slice(0, mostNamed);
  return [
    ...high([{ name: '', ...all }]).map((count) => ({
      en: `${percentOf(count)} of the words are not in the model’s vocabulary.`,
      zh: `${percentOf(count)} 的词不在模型词表中。`,
    })),
    ...high(scripts).map((count) => ({
      en: `${percentOf(count)} of the words in ${scriptName(count.name).en} script are not in the model’s vocabulary.`,
      zh: `${scriptName(count.name).zh}的词中有 ${percentOf(count)} 不在模型词表中。`,
    })),
    ...high(classes).map((count) => ({
      en: `${percentOf(count)} of the words in texts of the class “${count.name}” are not in the model’s vocabulary.`,
      zh: `类别“${count.name}”的文本中有 ${percentOf(count)} 的词不在模型词表中。`,
    })),
  ];
}

function percentOf(count: WordCount): string {
  return `${Math.round(100 * unknownShare(count))} %`;
}
