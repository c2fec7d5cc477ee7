/** @file The last answer in words, so that a slip of the finger is seen at once. */
import type { AllWords } from '../words.ts';
import type { Given } from './undo.svelte.ts';

/** @param titleOf a class in the reader's language */
export function describeLast(
  given: Given | undefined,
  { last }: AllWords['label'],
  titleOf: (label: string) => string,
): string {
  if (given === undefined) return last.none;
  const { label } = given.after;
  if (given.type === 'skip') return label === null ? last.skip : last.skipKept(titleOf(label));
  return label === null ? last.clear : last.label(titleOf(label));
}
