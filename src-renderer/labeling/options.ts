/** @file What a labeling session is opened with, and the next class of a list. */
import type { Client } from '../../src-shared/contract.ts';
import type { QUEUES } from '../../src-shared/labeling/values.ts';
import type { Outbox } from './outbox.svelte.ts';

/** How many items one request brings; the next is made when fewer than half of it are ahead. */
export const REFILL = 24;
/** Items whose answers from elsewhere are followed: the present one and those loaded ahead of it. */
export const FOLLOWED = 60;

export type QueueName = (typeof QUEUES)[number];

export interface LabelingSessionOptions {
  readonly client: Client;
  readonly outbox: Outbox;
  readonly dataset: string;
  readonly queue: QueueName;
  /** Exactly these samples instead of a queue. */
  readonly samples: readonly string[] | undefined;
  /** Who answers; shown as the author until the workbench has said so. */
  readonly author: string;
}

/** The class one down (1) or up (-1) of the present one, around the ends; the first or last when there is none. */
export function nextClass(
  names: readonly string[],
  present: string | null,
  step: 1 | -1,
): string | undefined {
  const now = present === null ? -1 : names.indexOf(present);
  const next = now === -1 && step === -1 ? names.length - 1 : now + step;
  return names[(next + names.length) % names.length];
}
