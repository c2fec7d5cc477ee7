/** @file What an answer does to an item and to the counts, in the window, before the workbench has said so. Pure. */
import type { Answer, LabelingProgress, QueueItem } from '../../src-shared/contract.ts';
import { countsMoved } from '../../src-shared/labeling/counts.ts';
import type { AnsweredState } from '../../src-shared/labeling/fold.ts';
import type { TaskValue } from '../../src-shared/labeling/tasks/values.ts';

export { applyAnswer, isDecision } from '../../src-shared/labeling/fold.ts';

/** What an annotator sees of an item and can change. */
export interface ItemState extends AnsweredState<string> {
  /** The answer to a task whose answers are no single class. */
  readonly labelValue?: TaskValue | undefined;
}

/** What changes an item at once; undos name what they take back, and values are for the editors of their kinds. */
export type ClassAnswer = Extract<Answer, { type: 'label' | 'clear' | 'skip' | 'flag' | 'note' }>;

export function isClassAnswer(answer: Answer): answer is ClassAnswer {
  return ['label', 'clear', 'skip', 'flag', 'note'].includes(answer.type);
}

/** What an answer adds to the counts. */
export type Delta = Readonly<Omit<LabelingProgress, 'total' | 'perMinute'>>;

export const NO_DELTA: Delta = { labeled: 0, skipped: 0, flagged: 0, mine: 0 };

export function stateOf({ label, labelValue, labeledBy, skipped, flagged, note }: QueueItem): ItemState {
  return { label, labeledBy, skipped, flagged, note, ...(labelValue && { labelValue }) };
}

/** @param mine 1 for a decision given, -1 for one taken back, else 0 */
export function deltaOf(before: ItemState, after: ItemState, mine: number): Delta {
  return { ...countsMoved(before, after), mine };
}

/** The counts as they will be once everything unsaved is saved. */
export function addDeltas(progress: LabelingProgress, deltas: readonly Delta[]): LabelingProgress {
  return deltas.reduce<LabelingProgress>(
    (sum, delta) => ({
      ...sum,
      labeled: sum.labeled + delta.labeled,
      skipped: sum.skipped + delta.skipped,
      flagged: sum.flagged + delta.flagged,
      mine: Math.max(0, sum.mine + delta.mine),
    }),
    progress,
  );
}
