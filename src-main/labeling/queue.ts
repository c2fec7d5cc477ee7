/** @file The queue: which items come next. Every read walks an index that fits it, so none grows with the dataset. */
import type { QueueItem } from '../../src-shared/labeling/contract.ts';
import type { QUEUES } from '../../src-shared/labeling/values.ts';
import { requirePositions } from './positions.ts';
import { NO_LABEL_COUNTS, queueCounts } from '../../src-shared/labeling/counts.ts';
import type { Queries, StateRow } from './queries.ts';
import type { LabelingSamples } from './types.ts';

export interface QueueRequest {
  readonly dataset: string;
  readonly queue: (typeof QUEUES)[number];
  /** Items come after this position; -1 for the first. */
  readonly after: number;
  readonly limit: number;
  readonly samples?: readonly string[] | undefined;
}

export interface QueuePage {
  readonly items: QueueItem[];
  readonly left: number;
}

export function readQueue(queries: Queries, datasets: LabelingSamples, request: QueueRequest): QueuePage {
  if (request.samples !== undefined)
    return readExactly(queries, datasets, { ...request, samples: request.samples });
  const { dataset, queue, after, limit } = request;
  const rows = queries.queue[queue].all(dataset, after, limit);
  const { all, ...left } = queueCounts(queries.counts.get(dataset) ?? NO_LABEL_COUNTS);
  return {
    items: withContents(datasets, dataset, rows),
    left: queue === 'all' ? Math.max(0, all - after - 1) : left[queue],
  };
}

/** The given samples in the given order; their positions are places in the list. */
function readExactly(
  queries: Queries,
  datasets: LabelingSamples,
  { dataset, samples, after, limit }: QueueRequest & { samples: readonly string[] },
): QueuePage {
  const from = after + 1;
  const positions = requirePositions(datasets, dataset, samples.slice(from, from + limit));
  const rows = positions.map((position) => queries.state.get(dataset, position)!);
  const items = withContents(datasets, dataset, rows).map((item, i) => ({ ...item, position: from + i }));
  return { items, left: Math.max(0, samples.length - from) };
}

function withContents(datasets: LabelingSamples, dataset: string, rows: readonly StateRow[]): QueueItem[] {
  const samples = datasets.samplesAt(
    dataset,
    rows.map(({ position }) => position),
  );
  return rows.map((row, i) => ({
    ...samples[i]!,
    label: row.className,
    labeledBy: row.labeledBy,
    skipped: row.skipped === 1,
    flagged: row.flagged === 1,
    note: row.note,
    position: row.position,
    answeredBy: row.answeredBy,
    answeredAt: row.answeredAt,
  }));
}
