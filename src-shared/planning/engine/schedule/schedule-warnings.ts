/** @file What a schedule does not hold, task by task, each with its reason. */
import { formatMoment } from '../time/civil.ts';
import type { PlanWarning } from '../warnings.ts';
import { SET_BY, type EarlyDates } from './early.ts';

export function warningsOf(early: EarlyDates): readonly PlanWarning[] {
  const { plan } = early.network;
  return plan.tasks.flatMap((_, task) => [
    ...unplaced(early, task),
    ...missed(early, task),
    ...actuals(early, task),
    ...ignored(early, task),
  ]);
}

const unplacedKinds = { own: 'noWorkingTime', other: 'waitsForUnplaced' } as const;

function unplaced({ network, finish, setBy, resume }: EarlyDates, task: number): readonly PlanWarning[] {
  const { plan, isSummary, edges, taskOf, paces } = network;
  // Levelling says itself why it could not place a task.
  if (finish[task]! < Infinity || isSummary[task] === 1 || setBy[task] === SET_BY.levelling) return [];
  const { id, title } = plan.tasks[task]!;
  const edge = setBy[task]!;
  const before = edge >= 0 ? edges.from[edge]! : -1;
  if (before >= 0 && finish[before] === Infinity) {
    const other = plan.tasks[taskOf[before]!]!.title;
    return [{ kind: unplacedKinds.other, task: id, parameters: { task: title, other } }];
  }
  const { calendars } = paces[task]!;
  const from = Number.isFinite(resume[task]!) ? resume[task]! : plan.start;
  const exhausted =
    calendars.find((one) => one.add(from, paces[task]!.minutes) === Infinity) ?? calendars[0]!;
  return [{ kind: unplacedKinds.own, task: id, parameters: { task: title, calendar: exhausted.name } }];
}

/** Dates that are not kept. */
function missed({ network, start, finish, actuals }: EarlyDates, task: number): readonly PlanWarning[] {
  const { plan, endOf } = network;
  const { id, title, deadline, constraint } = plan.tasks[task]!;
  const end = endOf[task]!;
  const [began, ends] = [start[end]!, finish[end]!];
  if (ends === Infinity) return [];
  const warnings: PlanWarning[] = [];
  const late = (kind: 'deadlineMissed' | 'finishMissed', date: number) =>
    warnings.push({
      kind,
      task: id,
      parameters: { task: title, finish: formatMoment(ends), date: formatMoment(date) },
    });
  if (deadline !== undefined && ends > deadline) late('deadlineMissed', deadline);
  if (constraint?.type === 'finishNoLaterThan' && ends > constraint.date)
    late('finishMissed', constraint.date);
  if (
    constraint?.type === 'mustStartOn' &&
    began !== constraint.date &&
    actuals[task]!.state === 'notStarted'
  ) {
    const parameters = { task: title, start: formatMoment(began), date: formatMoment(constraint.date) };
    warnings.push({ kind: 'startMissed', task: id, parameters });
  }
  return warnings;
}

/** Progress that does not fit together. */
function actuals(early: EarlyDates, task: number): readonly PlanWarning[] {
  const { plan } = early.network;
  const { id, title, progress } = plan.tasks[task]!;
  const { state, start, missing } = early.actuals[task]!;
  const warnings: PlanWarning[] = [];
  if (missing)
    warnings.push({
      kind: 'actualsMissing',
      task: id,
      parameters: { task: title, percent: progress?.percentDone ?? 0, field: missing },
    });
  if (state === 'notStarted' || start === undefined) return warnings;
  const allowed = early.dependencyBound(task);
  if (allowed > start && allowed < Infinity)
    warnings.push({
      kind: 'outOfOrder',
      task: id,
      parameters: { task: title, start: formatMoment(start), date: formatMoment(allowed) },
    });
  return warnings;
}

/** What a summary task has of its own and does not count. */
function ignored({ network }: EarlyDates, task: number): readonly PlanWarning[] {
  const { plan, isSummary } = network;
  if (isSummary[task] === 0) return [];
  const { id, title, work, assignments, skills, progress } = plan.tasks[task]!;
  const own = { work, assignments: assignments?.length, skills: skills?.length, progress };
  return Object.entries(own)
    .filter(([, value]) => value !== undefined && value !== 0)
    .map(([field]) => ({ kind: 'summaryIgnored', task: id, parameters: { task: title, field } }));
}
