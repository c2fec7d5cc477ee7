/** @file Items whose answers make no label, with what each person says of them: what an adjudicator works through. */
import type { Dispute } from '../../src-shared/labeling/tasks/contract.ts';
import { contentOf } from './fold.ts';
import type { Queries } from './queries.ts';
import type { Task } from './tasks.ts';
import { tellValue } from './told.ts';
import type { LabelingSamples } from './types.ts';

export function readDisputes(
  { queries, samples }: { queries: Queries; samples: LabelingSamples },
  task: Task,
  { after, limit }: { after: number; limit: number },
): { items: Dispute[]; left: number } {
  const positions = queries.disputedFrom.all({ task: task.id, after, limit });
  const contents = samples.samplesAt(task.dataset, positions);
  return {
    items: positions.map((position, i) => ({
      position,
      sample: contents[i]!.id,
      answers: queries.currents
        .all(task.id, position)
        .filter(({ skipped }) => skipped === 0)
        .map((row) => ({
          author: row.author,
          name: row.authorName,
          value: tellValue(queries, task, contentOf(row)!),
          seconds: row.seconds,
          at: row.at,
        })),
    })),
    left: queries.counts.get(task.id)?.disputed ?? 0,
  };
}
