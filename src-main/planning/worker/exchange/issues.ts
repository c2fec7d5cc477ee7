/** @file An issue or card of another program, before it is a task. */
import type { Draft, DraftDocument, DraftPerson } from '../../exchange/draft.ts';
import { readDay } from '../../exchange/cells.ts';
import { boardColumnOf, priorityOf } from '../../exchange/task-columns.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import type { PlanImportFormat } from '../../../../src-shared/planning/exchange/values.ts';

/** What issues have in common; texts are as the program wrote them, empty where there is none. */
export interface Issue {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly state: string;
  readonly priority: string;
  readonly people: readonly string[];
  readonly labels: readonly string[];
  readonly start: string;
  readonly due: string;
  readonly finished: string;
  /** Null where nobody has estimated it. */
  readonly hours: number | null;
  readonly parent: string | null;
  /** Issues that block this one. */
  readonly after: readonly string[];
  readonly milestone: { readonly name: string; readonly due: string } | null;
  readonly checklist: readonly { readonly text: string; readonly done: boolean }[];
  readonly where: string;
}

export const NO_ISSUE: Omit<Issue, 'key' | 'title' | 'where'> = {
  text: '',
  state: '',
  priority: '',
  people: [],
  labels: [],
  start: '',
  due: '',
  finished: '',
  hours: null,
  parent: null,
  after: [],
  milestone: null,
  checklist: [],
};

/** @param dropped fields that issues of this program have and tasks have not, with where they were met */
export function draftOfIssues(
  format: PlanImportFormat,
  issues: readonly Issue[],
  dropped: readonly (readonly [string, string])[],
): Draft {
  const notes = new Notes();
  for (const [field, where] of dropped) notes.add('field', field, where);
  const people = new Map<string, DraftPerson>();
  const milestones = new Map<string, DraftDocument>();
  const keys = new Set(issues.map(({ key }) => key));
  const seen = new Set<string>();
  const documents = issues.map((issue) => {
    for (const name of issue.people) people.set(name, { id: `person ${name}`, name, daysOff: [] });
    if (seen.has(issue.key)) notes.add('twice', issue.key, issue.where);
    seen.add(issue.key);
    return taskOf(issue, { notes, keys, milestones });
  });
  return {
    format,
    documents: [...milestones.values(), ...documents],
    people: [...people.values()],
    calendar: null,
    start: null,
    notes: notes.list(),
  };
}

interface Around {
  readonly notes: Notes;
  readonly keys: ReadonlySet<string>;
  readonly milestones: Map<string, DraftDocument>;
}

function taskOf(issue: Issue, { notes, keys, milestones }: Around): DraftDocument {
  const { where, hours, state } = issue;
  const day = (name: string, text: string): string | null => {
    const read = text === '' ? null : readDay(text);
    if (read === undefined) notes.add('badDate', `${name} “${text}”`, where);
    return read ?? null;
  };
  const there = (key: string): boolean => {
    if (!keys.has(key)) notes.add('dangling', key, where);
    return keys.has(key);
  };
  if (issue.title === '') notes.add('noTitle', '', where);
  const isHours = hours === null || (Number.isFinite(hours) && hours >= 0);
  if (!isHours) notes.add('badNumber', `estimate “${hours}”`, where);
  // What waits for the issue that it is a part of could never be scheduled.
  const isOwnParent = (key: string): boolean => {
    if (key === issue.parent) notes.add('field', `blocked by its own parent ${key}`, where);
    return key === issue.parent;
  };
  const column = boardColumnOf(state);
  if (state !== '' && !column) notes.add('approximated', `state “${state}” → backlog`, where);
  const priority = priorityOf(issue.priority);
  if (!priority) notes.add('approximated', `priority “${issue.priority}” → normal`, where);
  const { milestone } = issue;
  if (milestone && !milestones.has(milestone.name))
    milestones.set(milestone.name, {
      id: `milestone ${milestone.name}`,
      kind: 'milestone',
      body: { name: milestone.name, due: day('due', milestone.due) },
      where,
    });
  const body = {
    title: issue.title,
    text: issue.text,
    parent: issue.parent !== null && there(issue.parent) ? issueId(issue.parent) : null,
    milestones: milestone ? [`milestone ${milestone.name}`] : [],
    column: column ?? 'backlog',
    priority: priority ?? 'normal',
    owners: issue.people.map((name) => `person ${name}`),
    estimate: hours === null ? null : { optimistic: hours, likely: hours, pessimistic: hours },
    done: column === 'done' ? 1 : 0,
    start: day('start', issue.start),
    due: day('due', issue.due),
    actualFinish: column === 'done' ? day('finished', issue.finished) : null,
    after: issue.after
      .filter((key) => there(key) && !isOwnParent(key))
      .map((key) => ({ task: issueId(key), type: 'FS', lag: 0 })),
    labels: [...new Set(issue.labels)],
    checklist: issue.checklist,
  };
  return { id: issueId(issue.key), kind: 'task', body, where };
}

const issueId = (key: string): string => `issue ${key}`;
