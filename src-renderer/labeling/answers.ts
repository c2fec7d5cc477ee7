/** @file What an answer does to an item and to the counts, in the window, before the workbench has said so. Pure. */
import type { Answer, LabelingProgress, QueueItem } from '../../src-shared/contract.ts';

/** What a labeler sees of an item and can change. */
export interface ItemState {
  readonly label: string | null;
  readonly labeledBy: string | null;
  readonly skipped: boolean;
  readonly flagged: boolean;
  readonly note: string | null;
}

/** What an answer adds to the counts. */
export type Delta = Readonly<Record<'labeled' | 'skipped' | 'flagged' | 'mine', number>>;

export const NO_DELTA: Delta = { labeled: 0, skipped: 0, flagged: 0, mine: 0 };

export function stateOf({ label, labeledBy, skipped, flagged, note }: QueueItem): ItemState {
  return { label, labeledBy, skipped, flagged, note };
}

/** The state after an answer by `author`; undo is not answered here: it restores a state that was kept. */
export function applyAnswer(
  state: ItemState,
  answer: Exclude<Answer, { type: 'undo' }>,
  author: string,
): ItemState {
  switch (answer.type) {
    case 'label':
      return { ...state, label: answer.label, labeledBy: author, skipped: false };
    case 'clear':
      return { ...state, label: null, labeledBy: null, skipped: false };
    case 'skip':
      return { ...state, skipped: state.label === null };
    case 'flag':
      return { ...state, flagged: answer.on };
    case 'note':
      return { ...state, note: answer.text.trim() || null };
  }
}

/** Whether an answer decides its item, and so counts for the labeler. */
export function isDecision({ type }: Pick<Answer, 'type'>): boolean {
  return type === 'label' || type === 'clear' || type === 'skip';
}

/** @param mine 1 for a decision given, -1 for one taken back, else 0 */
export function deltaOf(before: ItemState, after: ItemState, mine: number): Delta {
  return {
    labeled: Number(after.label !== null) - Number(before.label !== null),
    skipped: Number(after.skipped) - Number(before.skipped),
    flagged: Number(after.flagged) - Number(before.flagged),
    mine,
  };
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
