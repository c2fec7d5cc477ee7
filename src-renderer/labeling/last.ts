/** @file The last answer in words, so that a slip of the finger is seen at once. */
import type { AllWords } from '../words.ts';
import type { Given } from './undo.svelte.ts';

export function describeLast(given: Given | undefined, { last }: AllWords['label']): string {
  if (given === undefined) return last.none;
  if (given.type === 'skip') return given.after.label === null ? last.skip : last.skipKept(given.after.label);
  return given.after.label === null ? last.clear : last.label(given.after.label);
}
