/** @file What a task says of a sample, in a few words for a list. */
import type { Sample } from '../../../src-shared/contract.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { AllWords } from '../../words.ts';
import type { App } from '../../platform/app.svelte.ts';
import { valueInWords } from '../tasks/value-words.ts';
import type { ItemAnswers } from './item-answers.svelte.ts';

/** Null where nobody said anything. */
export function labelInWords(
  { id, label, labelValue }: Pick<Sample, 'id' | 'label' | 'labelValue'>,
  answers: Pick<ItemAnswers, 'of' | 'spansOf' | 'regionsOf'>,
  { words: { label: words }, format }: Pick<App, 'words' | 'format'>,
): string | null {
  if (label !== null) return label;
  if (labelValue) return valueInWords(labelValue, words.tasks);
  const said = answers.of(id);
  if (!said) return null;
  const [spans, regions] = [answers.spansOf(id).length, answers.regionsOf(id).length];
  const count = format.count(spans + regions);
  if (said.isSuggested) return words.help.suggestedCount(count);
  if (spans > 0) return words.tasks.spans.list(count);
  return regions > 0 ? words.tasks.regions.list(count) : words.tasks.empty;
}

/** A class by its name, a rating, or a preference in words. @param kind of the task; undefined until it is known */
export function facetInWords(
  name: string,
  kind: TaskKind | undefined,
  words: AllWords['label']['tasks'],
): string {
  return kind === 'preference' ? valueInWords({ preferred: name }, words) : name;
}
