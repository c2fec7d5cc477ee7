/** @file A bisection at work: measures what was trained, asks the good model, trains what is next. All of it follows from what is recorded. */
import { AppError, fromWire, isWireError } from '../../../src-shared/platform/errors.ts';
import { BISECTION_TAG } from '../../../src-shared/tracking/values.ts';
import type { Evaluation } from '../../evaluation/index.ts';
import type { Store } from '../../platform/store/index.ts';
import type { Tracking } from '../../tracking/index.ts';
import type { Training } from '../../training/index.ts';
import type { Versions } from '../../versions/index.ts';
import type { Queue } from '../queue.ts';
import type { BisectionRow, BisectQueries, TrainingRow } from './queries.ts';
import { definitionOf, undoneOf, type BisectReading } from './reading.ts';

export interface SteppingParts {
  readonly store: Pick<Store, 'tx'>;
  readonly bisectQueries: BisectQueries;
  readonly bisectReading: BisectReading;
  readonly versions: Pick<Versions, 'derive'>;
  readonly training: Pick<Training, 'start'>;
  readonly tracking: Pick<Tracking, 'run' | 'summarize'>;
  readonly evaluation: Pick<Evaluation, 'measure' | 'contradicted'>;
  readonly changed: (id: string) => void;
}

type Parts = SteppingParts & { readonly queue: Queue };

/** Does what is next, until a training is at work or there is nothing more to do. Whether it is over. */
export async function stepBisection(parts: Parts, id: string): Promise<boolean> {
  const { bisectQueries: queries, bisectReading: reading, queue } = parts;
  for (;;) {
    const row = queries.bisection.get(id);
    if (row?.state !== 'running') return true;
    const last = queries.trainings.all(id).findLast(({ state }) => state === null);
    if (last && queue.isAtWork(last.run)) return false;
    if (last) await endTraining(parts, row, last);
    else {
      const { step, trainings } = reading.next(row);
      if (step.do === 'end') queue.setState(id, 'finished');
      else if (queue.isHeld()) return false;
      else if (step.do === 'ask') await askGoodModel(parts, row, trainings);
      else await train(parts, row, { ...step, number: trainings.length + 1 });
    }
  }
}

/** Measures it on the fixed test split. One that was stopped is trained again; one that failed ends the bisection. */
async function endTraining(parts: Parts, row: BisectionRow, training: TrainingRow): Promise<void> {
  const { bisectQueries: queries, tracking, evaluation, queue, changed } = parts;
  const { state, model, seconds, error } = tracking.run(training.run);
  const end = (
    how: NonNullable<TrainingRow['state']>,
    measured: Readonly<Record<string, number>> = {},
  ): void => {
    queries.endTraining.run({
      bisection: row.id,
      number: training.number,
      state: how,
      measured: JSON.stringify(measured),
      seconds,
      at: new Date().toISOString(),
    });
    changed(row.id);
  };
  if (state === 'stopped') return end('stopped');
  if (state !== 'finished' || model === null) {
    const why = error !== null && isWireError(error) ? fromWire(error).message : 'it was cut off.';
    end('failed');
    return queue.setState(
      row.id,
      'failed',
      new AppError('search.trainingFailed', { number: training.number, why }),
    );
  }
  const measured = await evaluation.measure({ model, version: training.version, split: 'test' });
  const { metric } = definitionOf(row);
  if (measured[metric] === undefined) {
    end('failed');
    return queue.setState(
      row.id,
      'failed',
      new AppError('search.notMeasured', { number: training.number, metric }),
    );
  }
  const results = Object.entries(measured).map(([name, value]) => [`test.${name}`, value] as const);
  tracking.summarize(training.run, Object.fromEntries(results));
  end('finished', measured);
}

/** Which labels of the bad version the first model of the good end contradicts: such batches are suspected first. */
async function askGoodModel(
  { store, bisectQueries: queries, evaluation, tracking, changed }: Parts,
  row: BisectionRow,
  trainings: readonly TrainingRow[],
): Promise<void> {
  const ended = trainings.filter(({ state }) => state === 'finished');
  const good = ended.find((training) => undoneOf(training).length > 0)!;
  const bad = ended.find((training) => undoneOf(training).length === 0)!;
  const { model } = tracking.run(good.run);
  const samples =
    model === null ? [] : await evaluation.contradicted({ model, version: bad.version, split: 'train' });
  const batches = JSON.parse(row.batches) as unknown[];
  store.tx(() => {
    queries.contradict.run({ bisection: row.id, samples: JSON.stringify(samples) });
    const counts = new Map(queries.contradictedIn.all(row.id).map(({ batch, count }) => [batch, count]));
    const contradicted = JSON.stringify(batches.map((_, place) => counts.get(place) ?? 0));
    queries.setContradicted.run({ id: row.id, contradicted });
  });
  changed(row.id);
}

interface Next {
  readonly number: number;
  readonly undone: readonly number[];
  readonly seed: number;
}

async function train(parts: Parts, row: BisectionRow, { number, undone, seed }: Next): Promise<void> {
  const { bisectQueries: queries, versions, training, queue, changed } = parts;
  const changes = queries.changes.all(row.id);
  const person = { name: row.createdBy };
  const places = new Set(undone);
  const version = await versions.derive(
    {
      good: row.good,
      bad: row.bad,
      undone: changes.filter(({ batch }) => places.has(batch)).map(({ sample }) => sample),
      changed: changes.length,
    },
    person,
  );
  const { recipe, parameters } = definitionOf(row);
  const request = {
    version,
    recipe,
    parameters: { ...parameters, seed },
    name: `${row.name} · ${number}`.slice(-120),
  };
  await queue.launch(row, (watching) =>
    training.start(request, person, {
      ...watching,
      tags: { [BISECTION_TAG]: row.id },
      opened(run) {
        queries.addTraining.run({
          bisection: row.id,
          number,
          run,
          version,
          undone: JSON.stringify(undone),
          seed,
          at: new Date().toISOString(),
        });
        watching.opened(run);
      },
    }),
  );
  changed(row.id);
}
