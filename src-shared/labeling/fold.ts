/** @file What an answer does to a sample: in the window at once, in the workbench when it counts. Pure. */

/** What is said of a sample. `Label` is a class, by name or by number. */
export interface AnsweredState<Label> {
  readonly label: Label | null;
  readonly labeledBy: string | null;
  /** Set aside without a label; a label ends it. */
  readonly skipped: boolean;
  readonly flagged: boolean;
  readonly note: string | null;
}

/** An answer as it is applied; an undo is none: it takes another back. */
export type Effect<Label> =
  | { readonly type: 'label'; readonly label: Label }
  | { readonly type: 'clear' | 'skip' }
  | { readonly type: 'flag'; readonly on: boolean }
  | { readonly type: 'note'; readonly text: string };

/** The state after an answer by `author`. */
export function applyAnswer<Label>(
  state: AnsweredState<Label>,
  answer: Effect<Label>,
  author: string,
): AnsweredState<Label> {
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

/** Whether an answer decides its sample, and so counts for who gave it. */
export function isDecision({ type }: { readonly type: string }): boolean {
  return type === 'label' || type === 'value' || type === 'clear' || type === 'skip';
}
