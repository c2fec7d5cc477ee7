/** @file An answer in words. */
import type { Answer } from '../../src-shared/contract.ts';
import type { Format } from '../platform/i18n/format.ts';
import type { AllWords } from '../words.ts';
import type { News } from './others.svelte.ts';

export function describeAnswer(answer: Answer, { said }: AllWords['label']): string {
  switch (answer.type) {
    case 'label':
      return said.label(answer.label);
    case 'clear':
      return said.clear;
    case 'skip':
      return said.skip;
    case 'flag':
      return answer.on ? said.flagOn : said.flagOff;
    case 'note':
      return said.note(answer.text);
    case 'undo':
      return said.undone;
  }
}

/** Who answered what elsewhere, and when. */
export function describeNews({ by, at, state }: News, words: AllWords['label'], format: Format): string {
  const { news } = words;
  const who = by === null ? news.you : by === 'import' ? words.importAuthor : by;
  const what =
    state.label === null ? (state.skipped ? news.skipped : news.cleared) : news.labeled(state.label);
  return news.told(who, what, at === null ? '' : format.ago(at));
}
