/** @file A plan as writers of files take it: documents in their order, names of people, dates, and what is lost. */
import type { PlanBody, PlanDocument } from '../../../src-shared/planning/contract.ts';
import { PlanError, schedulePlan, type ScheduledTask } from '../../../src-shared/planning/engine/index.ts';
import { Notes } from '../../../src-shared/planning/exchange/notes.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import type {
  CalendarBody,
  Identified,
  KnownHoliday,
  PersonBody,
} from '../../../src-shared/planning/schedule-calendars.ts';
import { scheduleInput } from '../../../src-shared/planning/schedule-input.ts';

export interface PlanSource {
  readonly documents: readonly PlanDocument[];
  readonly people: readonly Identified<PersonBody>[];
  readonly calendar: CalendarBody | undefined;
  readonly holidays: readonly KnownHoliday[];
  /** E.g. `2026-11-29`. */
  readonly today: string;
}

type TaskDocument = Identified<PlanBody<'task'>>;

export class PlanToWrite {
  readonly project: PlanBody<'project'>;
  readonly source: PlanSource;
  /** Each behind its parent, by rank. */
  readonly tasks: readonly TaskDocument[];
  readonly milestones: readonly Identified<PlanBody<'milestone'>>[];
  /** Tasks that have sub-tasks. */
  readonly summaries: ReadonlySet<string>;
  readonly notes = new Notes();
  /** Other kinds of documents and how many there are; a format without a place for them says so. */
  readonly others: ReadonlyMap<string, number>;
  readonly #known: ReadonlySet<string>;
  readonly #levels = new Map<string, number>();
  #schedule: ReadonlyMap<string, ScheduledTask> | undefined;

  constructor(source: PlanSource, project: PlanBody<'project'>) {
    this.source = source;
    this.project = project;
    this.milestones = ofKind(source.documents, 'milestone').toSorted(byRank);
    const tasks = ofKind(source.documents, 'task').toSorted(byRank);
    this.#known = new Set([...tasks, ...this.milestones].map(({ id }) => id));
    this.tasks = this.#outline(tasks);
    this.summaries = new Set(this.tasks.flatMap(({ body }) => body.parent ?? []));
    this.others = countKinds(source.documents);
  }

  /** 1 for a task without a parent. */
  level(task: string): number {
    return this.#levels.get(task) ?? 1;
  }

  /** Of these tasks and milestones those that are there; others are told. */
  existing(ids: readonly string[], where: string): string[] {
    for (const id of ids) if (!this.#known.has(id)) this.notes.add('dangling', id, where);
    return ids.filter((id) => this.#known.has(id));
  }

  /** The name of a person, or the id where it is shared; empty where there is none, which is told. */
  personName(id: string, where: string): string {
    const { people } = this.source;
    const person = people.find((one) => one.id === id);
    if (!person) {
      this.notes.add('dangling', id, where);
      return '';
    }
    const { name } = person.body;
    return people.some((one) => one.id !== id && (one.body.name === name || one.id === name)) ? id : name;
  }

  /** When each task and milestone is scheduled; empty where the plan cannot be scheduled, which is told. */
  scheduled(id: string): ScheduledTask | undefined {
    this.#schedule ??= this.#scheduleAll();
    return this.#schedule.get(id);
  }

  #scheduleAll(): ReadonlyMap<string, ScheduledTask> {
    const { people, calendar, holidays, today, documents } = this.source;
    const machines = ofKind(documents, 'machine');
    const { project, tasks, milestones } = this;
    try {
      const parts = { project, tasks, milestones, machines, people, calendar, holidays, today };
      return new Map(schedulePlan(scheduleInput(parts).plan).tasks.map((task) => [task.id, task]));
    } catch (thrown) {
      if (!(thrown instanceof PlanError)) throw thrown;
      this.notes.add('unscheduled', thrown.message);
      return new Map();
    }
  }

  #outline(tasks: readonly TaskDocument[]): TaskDocument[] {
    const there = new Set(tasks.map(({ id }) => id));
    const isChild = ({ body }: TaskDocument) => body.parent !== null && there.has(body.parent);
    const children = Map.groupBy(tasks.filter(isChild), ({ body }) => body.parent!);
    const ordered: TaskDocument[] = [];
    const open = tasks.filter((task) => !isChild(task)).toReversed();
    const take = (task: TaskDocument, level: number) => {
      this.#levels.set(task.id, level);
      ordered.push(task);
      open.push(...(children.get(task.id) ?? []).toReversed());
    };
    for (let task = open.pop(); task; task = open.pop())
      take(task, isChild(task) ? this.level(task.body.parent!) + 1 : 1);
    // Tasks that are sub-tasks of one another in a circle begin nowhere.
    return [...ordered, ...tasks.filter(({ id }) => !this.#levels.has(id))];
  }
}

const byRank = (a: { readonly body: { readonly rank: number } }, b: typeof a) => a.body.rank - b.body.rank;

const OWN: ReadonlySet<string> = new Set(['project', 'task', 'milestone']);

function countKinds(documents: readonly PlanDocument[]): ReadonlyMap<string, number> {
  const others = Map.groupBy(documents, ({ kind }) => kind);
  return new Map([...others].filter(([kind]) => !OWN.has(kind)).map(([kind, all]) => [kind, all.length]));
}
