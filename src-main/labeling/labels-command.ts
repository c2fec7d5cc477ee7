/** @file What the commands `lathe labels …` do. */
import { readFileSync } from 'node:fs';
import type { Measured } from '../../src-shared/labeling/agreement/contract.ts';
import type { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';
import type { Resolution, TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { idOf, named, type Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

export interface TaskOptions {
  readonly dataset: string;
  readonly task?: string;
}

export interface NewTaskOptions extends TaskOptions {
  readonly name: string;
  readonly kind: TaskKind;
  readonly classes?: string;
  readonly people: number;
  readonly resolution: Resolution;
  /** A file. */
  readonly guidelines?: string;
}

export async function tasksCommand({ client, terminal }: Session, options: TaskOptions): Promise<void> {
  const dataset = await idOf('dataset', options.dataset, client.datasets.list);
  const tasks = await client.labeling.tasks({ dataset });
  const rows = tasks.map((task) => [
    task.id,
    nameOf(task),
    task.kind,
    task.resolution,
    task.answersPerItem,
    `${task.counts.labeled}/${task.counts.total}`,
    task.counts.disputed,
  ]);
  const head = ['task', 'name', 'kind', 'resolution', 'people', 'labeled', 'in dispute'];
  terminal.result({ tasks }, table(head, rows));
}

export async function newTaskCommand(session: Session, options: NewTaskOptions): Promise<void> {
  const { client, terminal } = session;
  const { name, kind, people: answersPerItem, resolution } = options;
  const dataset = await idOf('dataset', options.dataset, client.datasets.list);
  const classes = (options.classes ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const guidelines = options.guidelines === undefined ? '' : readFileSync(options.guidelines, 'utf8');
  const made = await client.labeling.createTask({
    dataset,
    name,
    kind,
    classes,
    answersPerItem,
    resolution,
    guidelines,
  });
  await session.follow(made.job);
  terminal.result({ task: made.task }, `Made the annotation task “${name}” as ${made.task}.`);
}

export async function agreementCommand(session: Session, options: TaskOptions): Promise<void> {
  const { client, terminal } = session;
  const { id } = await taskNamed(session, options);
  const told = await client.labeling.agreement({ task: id });
  const people = new Map(told.people.map((person) => [person.id, person.name]));
  const rowOf = (who: string, measures: readonly Measured[]) => [
    who,
    ...measures.map(valueOf),
    measures[0]?.items ?? 0,
  ];
  const head = ['people', ...told.overall.map(({ measure }) => measure), 'items'];
  const rows = [
    rowOf('all', told.overall),
    ...told.pairs.map(({ first, second, measures }) =>
      rowOf(`${people.get(first)} – ${people.get(second)}`, measures),
    ),
    ...told.self.map(({ person, measures }) => rowOf(`${people.get(person)}, asked again`, measures)),
  ];
  const none = 'Nobody has answered an item that somebody else answered, or was asked again.';
  terminal.result(told, told.pairs.length + told.self.length === 0 ? none : table(head, rows));
}

export async function rankingCommand(session: Session, options: TaskOptions): Promise<void> {
  const { client, terminal } = session;
  const { id } = await taskNamed(session, options);
  const told = await client.labeling.preferenceRanking({ task: id });
  const rows = told.ranked.map(({ text, strength, interval, wins, losses, ties }, at) => [
    at + 1,
    text.replaceAll(/\s+/g, ' ').slice(0, 60),
    strength.toFixed(2),
    interval ? interval.map((end) => end.toFixed(2)).join(' to ') : '–',
    wins,
    losses,
    ties,
  ]);
  const head = ['', 'item', 'strength', '95 %', 'won', 'lost', 'tied'];
  const apart =
    told.groups > 1
      ? `\nWarning: ${told.groups} groups of items were never compared with each other; strengths are comparable only within one.`
      : '';
  const none = 'Nothing was compared yet.';
  terminal.result(told, told.comparisons === 0 ? none : `${table(head, rows)}${apart}`);
}

export async function resolveCommand(session: Session, options: TaskOptions): Promise<void> {
  const { client, terminal } = session;
  const { id } = await taskNamed(session, options);
  await session.follow((await client.labeling.resolve({ task: id })).job);
  while ((await client.labeling.task({ task: id })).resolving)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const task = await client.labeling.task({ task: id });
  const { labeled, disputed } = task.counts;
  terminal.result({ task: id, labeled, disputed }, `Resolved ${labeled} items; ${disputed} are in dispute.`);
}

const valueOf = ({ value }: Measured): string => (value === null ? '–' : value.toFixed(3));
export const nameOf = ({ name, kind }: AnnotationTask): string => name || kind;

/** The task that was named, else the first of the dataset. */
export async function taskNamed({ client }: Session, options: TaskOptions): Promise<AnnotationTask> {
  const dataset = await idOf('dataset', options.dataset, client.datasets.list);
  const tasks = await client.labeling.tasks({ dataset });
  if (options.task === undefined) return tasks[0]!;
  return named(
    'task',
    options.task,
    tasks.map((task) => ({ ...task, name: nameOf(task) })),
  );
}
