/** @file An answer in words. */
import type { Answer } from '../../src-shared/contract.ts';
import type { AllWords } from '../words.ts';

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
