/** @file Has a worker fit Dawid and Skene's model to the answers of a task, and stores what comes of it with what it is of. */
import { createHash } from 'node:crypto';
import { keyOfAnswer } from '../../src-shared/labeling/resolution/resolve.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { contentOf } from './fold.ts';
import { weighJob } from './jobs.ts';
import type { Queries } from './queries.ts';
import { valueOf } from './resolved.ts';
import type { Task, Weights } from './tasks.ts';
import type { AnswerBatch } from './worker/weigh.ts';

const SLICE = 2000;
const SEED = 1;

interface WeighParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly queries: Queries;
  readonly now: () => Date;
}

/** @returns the job. @param stored called in the transaction that stores the weights */
export function weighTask(
  { store, pool, queries, now }: WeighParts,
  { task, title }: { task: Task; title: string },
  stored: () => void,
): string {
  const reading = readAnswers(queries, task);
  const job = pool.run(weighJob, {
    spec: { seed: SEED },
    kind: 'labels',
    title,
    subject: task.id,
    unit: 'answers',
    feed: reading.batches,
    finish(model) {
      const { people, answers, inputs, decided } = reading.told();
      const result: Weights = { model, people, answers };
      store.tx(() =>
        queries.saveWeights.run({
          task: task.id,
          inputs,
          decided,
          at: now().toISOString(),
          result: JSON.stringify(result),
        }),
      );
      stored();
    },
  });
  // The job says what became of it.
  void job.result.catch(() => undefined);
  return job.id;
}

/** The current answers of people, with people and answers by number. */
function readAnswers(queries: Queries, { id, kind }: Task) {
  const people = new Map<string, number>();
  const answers = new Map<string, number>();
  const hash = createHash('sha256');
  const decided = queries.counts.get(id)?.decided ?? 0;
  const numberIn = (known: Map<string, number>, key: string): number => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  };
  function* batches(): Generator<AnswerBatch> {
    const last = queries.lastCurrent.get(id) ?? -1;
    for (let from = 0; from <= last; from += SLICE) {
      const rows = queries.currentsFrom.all(id, from, from + SLICE);
      const keys = rows.map((row) => keyOfAnswer(kind, valueOf(contentOf(row)!)));
      for (const [i, { position, author }] of rows.entries())
        hash.update(`${position}\t${author}\t${keys[i]!}\n`);
      yield {
        items: rows.map(({ position }) => position),
        people: rows.map(({ author }) => numberIn(people, author)),
        answers: keys.map((key) => numberIn(answers, key)),
      };
    }
  }
  return {
    batches: batches(),
    told: () => ({
      people: [...people.keys()],
      answers: [...answers.keys()],
      inputs: hash.copy().digest('hex'),
      decided,
    }),
  };
}
