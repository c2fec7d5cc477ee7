/** @file Which of several models' suggestions an editor of parts draws. */
import type { Suggestion } from '../../../src-shared/labeling/help/item.ts';

export interface ShownSuggestion {
  /** The surest first. */
  readonly all: readonly Suggestion[];
  readonly shown: Suggestion;
  /** Draws those of another source, also of the items that follow. */
  readonly onshow: (source: string) => void;
}

/** @param source what a person looked at last; that of the surest where it suggests nothing here */
export function shownOf(
  all: readonly Suggestion[],
  source: string | undefined,
  onshow: ShownSuggestion['onshow'],
): ShownSuggestion | undefined {
  const shown = all.find((each) => each.source === source) ?? all[0];
  return shown && { all, shown, onshow };
}

/** The parts of a suggestion with how sure the model is of each. */
export function partsOf<Part>(
  suggestion: Suggestion | undefined,
  of: 'spans' | 'regions',
): readonly { readonly part: Part; readonly confidence: number }[] {
  const parts = suggestion?.value[of];
  if (!suggestion || !Array.isArray(parts)) return [];
  // The workbench read it as an answer of this kind of task.
  return (parts as Part[]).map((part, i) => ({
    part,
    confidence: suggestion.parts?.[i] ?? suggestion.confidence,
  }));
}
