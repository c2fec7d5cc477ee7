/** @file What is wrong with a field, in words. */
import type { Format } from '../../platform/i18n/format.ts';
import type { Problem } from './check.ts';
import type { FormWords } from './words.ts';

export function problemWords(problem: Problem, { problem: words }: FormWords, format: Format): string {
  return 'limit' in problem ? words[problem.problem](format.value(problem.limit)) : words[problem.problem];
}
