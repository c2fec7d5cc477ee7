/** @file What a person last looked at in a task: its queue and the words that its items must hold. Theirs alone, in this browser. */
import { QUEUES } from '../../../src-shared/labeling/values.ts';
import type { QueueName } from '../options.ts';

export interface TaskFilter {
  readonly queue: QueueName;
  /** Only items whose text holds them; empty for all. */
  readonly words: string;
}

const KEY = 'lathe.label.filter';
const ALL: TaskFilter = { queue: 'unlabeled', words: '' };

const keyOf = (person: string, task: string): string => [KEY, person, task].join('.');

export function keepFilter(person: string, task: string, filter: TaskFilter): void {
  localStorage.setItem(keyOf(person, task), JSON.stringify(filter));
}

/** Kept text may be anything: only what is known is taken. */
export function keptFilter(person: string, task: string): TaskFilter {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person, task)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return ALL;
    const queue = QUEUES.find((name) => 'queue' in kept && kept.queue === name && name !== 'again');
    const words = 'words' in kept && typeof kept.words === 'string' ? kept.words : '';
    return { queue: queue ?? ALL.queue, words };
  } catch {
    return ALL;
  }
}
