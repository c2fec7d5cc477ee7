/** @file What an answer to a task of any kind does to an item in the window, before the workbench has said so. Pure. */
import type { Answer } from '../../../src-shared/contract.ts';
import { applyAnswer } from '../../../src-shared/labeling/fold.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import type { ItemState } from '../answers.ts';
import type { QueueName } from '../options.ts';

/** What can be given in a task; an undo names what it takes back. */
export type TaskAnswer = Exclude<Answer, { type: 'undo' | 'adjudicate' | 'label' }>;

/** What is said of an item, as its editor shows it. */
export function valueOf({ label, labelValue }: ItemState): TaskValue | undefined {
  return labelValue ?? (label === null ? undefined : { label });
}

export function applyTaskAnswer(state: ItemState, answer: TaskAnswer, author: string): ItemState {
  switch (answer.type) {
    case 'value':
      return { ...state, label: null, labelValue: answer.value, labeledBy: author, skipped: false };
    case 'again':
      return state;
    case 'clear':
      return { ...applyAnswer<string>(state, answer, author), labelValue: undefined };
    case 'skip':
      return { ...state, skipped: valueOf(state) === undefined };
    case 'flag':
    case 'note':
      return { ...state, ...applyAnswer<string>(state, answer, author) };
  }
}

/** Whether an answer is over an item, so that the next one comes. */
export function isOver({ type }: TaskAnswer): boolean {
  return type === 'value' || type === 'again' || type === 'skip';
}

/** Counts know labels by whether there is one. */
export function forCounts(state: ItemState): ItemState {
  return valueOf(state) === undefined ? state : { ...state, label: state.label ?? '' };
}

/** Whether items leave a queue when they are answered. */
export const isShrinking = (queue: QueueName): boolean => queue === 'again' || queue === 'unlabeled';

/** How many items an answer takes out of a queue; fewer than none where it brings one back. */
export function leaves(
  queue: QueueName,
  { type, before, after }: { type: Answer['type']; before: ItemState; after: ItemState },
): number {
  if (queue === 'again') return Number(type === 'again');
  const waits = (state: ItemState): number => Number(valueOf(state) === undefined && !state.skipped);
  return isShrinking(queue) ? waits(before) - waits(after) : 0;
}
