/** @file What the Label page's address asks for. */
import { QUEUES } from '../../src-shared/labeling/values.ts';
import type { QueueName } from './options.ts';
import type { Router } from '../platform/router.svelte.ts';
import { samplesOf } from './sample-lists.ts';

export interface DeskQuery {
  readonly queue: QueueName;
  readonly samples: readonly string[] | undefined;
  /** The report that the samples are mistakes of. */
  readonly report: string | undefined;
  /** Only items whose text holds these; undefined where the address says nothing of it. */
  readonly words: string | undefined;
}

/** `?queue=flagged`, or `?samples=` with ids or the name of a list this window keeps; unlabeled without either. */
export function deskQuery(router: Pick<Router, 'query'>): DeskQuery {
  const samples = router.query('samples');
  const list = samples === undefined ? undefined : samplesOf(samples);
  const queue = QUEUES.find((name) => name === router.query('queue'));
  return {
    queue: queue ?? (list ? 'all' : 'unlabeled'),
    samples: list,
    report: router.query('report'),
    words: router.query('words'),
  };
}
