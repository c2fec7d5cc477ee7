/** @file One's own progress with a task: pace, labels by day, when it will be done, how the classes are spread. */
import type { OwnProgress } from '../../../src-shared/labeling/help/contract.ts';
import { NO_LABEL_COUNTS, queueCounts } from '../../../src-shared/labeling/counts.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { inSchema } from '../classes.ts';
import { isHidden } from '../hidden.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import { balanceOf, daysLeft, medianOf, perHour } from './pace.ts';

/** The latest answers say how fast somebody is now. */
const LATEST = 2000;

export function readOwnProgress(
  queries: Queries,
  task: Task,
  person: Pick<Person, 'id' | 'role'>,
): OwnProgress {
  const counts = queries.authorCounts.get(task.id, person.id) ?? { labeled: 0, skipped: 0, wanting: 0 };
  const { days, left, daysLeft: until } = forecastOf(queries, task, person);
  const known = isHidden(task, person) ? [] : inSchema(queries.classes.all(task.id));
  const classes = known.map(({ name, samples }) => ({ label: name, items: samples }));
  return {
    answered: counts.labeled,
    perHour: perHour(queries.paceOf.all({ task: task.id, person: person.id, limit: LATEST })),
    medianSeconds: medianOf(queries.secondsOf.all({ task: task.id, person: person.id, limit: LATEST })),
    left,
    days,
    daysLeft: until,
    classes,
    balance: balanceOf(classes.map(({ items }) => items)),
  };
}

function forecastOf(queries: Queries, { id, blind }: Task, { id: person }: Pick<Person, 'id'>) {
  const counts = queries.counts.get(id) ?? { ...NO_LABEL_COUNTS, wanting: 0 };
  const left = blind ? counts.wanting : queueCounts(counts).unlabeled;
  const days = queries.givenByDay.all({ task: id, person });
  return { days, left, daysLeft: daysLeft(days, left) };
}

/** The same of everybody, for facts. */
export function readPace(queries: Queries, task: Task) {
  const events = Map.groupBy(
    queries.paceOf.all({ task: task.id, person: null, limit: LATEST }),
    ({ author }) => author,
  );
  const rates = [...events.values()].flatMap((of) => perHour(of) ?? []);
  const { left, daysLeft: until } = forecastOf(queries, task, { id: '' });
  return {
    /** The mean over people. */
    perHour: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    medianSeconds: medianOf(queries.secondsOf.all({ task: task.id, person: null, limit: LATEST })),
    /** 0 when nothing is left. */
    daysLeft: left === 0 ? 0 : (until?.p90 ?? null),
    balance: balanceOf(inSchema(queries.classes.all(task.id)).map(({ samples }) => samples)),
  };
}
