/** @file An answer in words. */
import type { Answer } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import type { AllWords } from '../words.ts';
import { valueInWords } from './tasks/value-words.ts';
import type { News } from './others.svelte.ts';

export function describeAnswer(answer: Answer, { answers, tasks }: AllWords['label']): string {
  switch (answer.type) {
    case 'label':
      return answers.label(answer.label);
    case 'clear':
      return answers.clear;
    case 'skip':
      return answers.skip;
    case 'flag':
      return answer.on ? answers.flagOn : answers.flagOff;
    case 'note':
      return answers.note(answer.text);
    case 'value':
      return valueInWords(answer.value, tasks);
    case 'adjudicate':
      return `${answers.adjudicated}: ${valueInWords(answer.value, tasks)}`;
    case 'again':
      return `${answers.again}: ${valueInWords(answer.value, tasks)}`;
    case 'undo':
      return answers.undone;
  }
}

/** Who answered what elsewhere, and when. */
export function describeNews({ by, at, state }: News, app: Pick<App, 'words' | 'format' | 'now'>): string {
  const { news, importAuthor } = app.words.label;
  const who = by === null ? news.you : by === 'import' ? importAuthor : by;
  const what =
    state.label === null ? (state.skipped ? news.skipped : news.cleared) : news.labeled(state.label);
  const when = at === null ? '' : app.format.ago(at, Math.max(app.now, Date.parse(at)));
  return news.told(who, what, when);
}
