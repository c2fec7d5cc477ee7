/** @file The work of a plan at the hands of its board, list and timeline: tasks, their schedule, filter and selection. */
import { getContext, setContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { Calendar, parseDay } from '../../../src-shared/planning/engine/index.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { FilterError, parseFilter, type Filter } from '../../../src-shared/planning/entry/filter.ts';
import type { KnownHoliday, ScheduleSource } from '../../../src-shared/planning/schedule-input.ts';
import { sayWarning } from '../../../src-shared/planning/schedule-warnings.ts';
import { useApp } from '../../platform/context.ts';
import type { App } from '../../platform/app.svelte.ts';
import { useQuery } from '../../platform/query.svelte.ts';
import { newTask } from '../../../src-shared/planning/new-documents.ts';
import { newId, usePlan, type Plan } from '../plan.svelte.ts';
import { inColumn, removal, type TaskBody, type TaskDocument } from './changes.ts';
import { dayOnWall } from './days.ts';
import { passingTasks } from './filter-row.ts';
import { byRank, outlineOf, type OutlineRow } from './outline.ts';
import { NOT_SCHEDULED, scheduleDocuments, type Scheduled } from './scheduling.ts';

export class Work {
  readonly app: App;
  readonly plan: Plan;
  readonly #holidays: () => readonly KnownHoliday[];
  /** Summary tasks whose sub-tasks are folded away. */
  readonly folded = new SvelteSet<string>();
  /** The day on the wall. */
  readonly today = $derived.by(() => dayOnWall(this.app.now));
  readonly tasks = $derived.by<readonly TaskDocument[]>(() => this.plan.documents.of('task'));
  readonly milestones = $derived.by(() =>
    this.plan.documents.of('milestone').toSorted((a, b) => a.body.rank - b.body.rank),
  );
  readonly people = $derived.by(() =>
    this.plan.team.of('person').toSorted((a, b) => a.body.name.localeCompare(b.body.name)),
  );
  readonly project = $derived.by(() => this.plan.documents.body('project', this.plan.project));
  readonly mayEdit = $derived.by(() => this.app.may('engineer'));
  readonly words = $derived.by(() => this.app.words.planning.work);
  readonly scheduled: Scheduled = $derived.by(() =>
    this.project && this.#knowsTeam() ? scheduleDocuments(this.#source(this.project)) : NOT_SCHEDULED,
  );
  readonly query = $derived.by(() => this.app.router.query('filter') ?? '');
  readonly #filter = $derived.by(() => this.#readFilter());
  /** What is wrong with the filter; it then passes all. */
  readonly filterError = $derived.by(() => (this.#filter instanceof FilterError ? this.#filter : undefined));
  /** Ids of the tasks that pass the filter; undefined without one. */
  readonly passing = $derived.by(() => this.#passing());
  readonly shown = $derived.by(() =>
    this.passing === undefined ? this.tasks : this.tasks.filter(({ id }) => this.passing?.has(id)),
  );
  readonly selected = $derived.by(() => this.app.router.query('task'));
  readonly baselines = $derived.by(() =>
    this.plan.documents.of('baseline').toSorted((a, b) => (a.body.at < b.body.at ? 1 : -1)),
  );
  readonly baseline = $derived.by(() =>
    this.baselines.find(({ id }) => id === this.app.router.query('baseline')),
  );

  /** @param holidays of the country that the team's calendar keeps */
  constructor(app: App, plan: Plan, holidays: () => readonly KnownHoliday[]) {
    this.app = app;
    this.plan = plan;
    this.#holidays = holidays;
  }

  get isEmpty(): boolean {
    return this.tasks.length === 0;
  }

  /** The rows of an outline, by rank unless said. */
  outline(compare: (a: TaskDocument, b: TaskDocument) => number = byRank): OutlineRow[] {
    return outlineOf(this.tasks, { folded: this.folded, compare, shown: this.passing });
  }

  /** The calendar of the team, for counting working time. */
  get calendar(): Calendar | undefined {
    const definition = this.scheduled.plan?.calendars.find(({ id }) => id === this.scheduled.plan?.calendar);
    return definition && new Calendar(definition);
  }

  personName(id: string): string {
    return this.plan.team.body('person', id)?.name ?? this.words.gone;
  }

  /** Opens a task beside; undefined closes it. */
  select(id: string | undefined): void {
    this.app.router.filter({ task: id }, { replace: true });
  }

  edit(id: string, fields: Partial<TaskBody>): void {
    this.plan.documents.edit('task', id, fields);
  }

  body(id: string): TaskBody | undefined {
    return this.plan.documents.body('task', id);
  }

  move(id: string, column: TaskBody['column'], fields: Partial<TaskBody> = {}): void {
    const body = this.body(id);
    if (body) this.edit(id, { ...inColumn(body, column, this.today), ...fields });
  }

  /** Adds a task behind the others; its title at least. @returns its id */
  add(fields: Partial<TaskBody> & { title: string }): string {
    const last = this.tasks.reduce((most, { body }) => Math.max(most, body.rank), 0);
    const id = newId('task');
    this.plan.documents.change({ id, kind: 'task', body: { ...newTask(fields.title, last + 1), ...fields } });
    return id;
  }

  remove(id: string): void {
    const { documents } = this.plan;
    const title = this.body(id)?.title;
    if (title === undefined) return;
    const attached = [...documents.of('comment'), ...documents.of('timeEntry')];
    documents.change(...removal(id, { tasks: this.tasks, milestones: this.milestones, attached }));
    if (this.selected === id) this.select(undefined);
    const undo = { says: this.words.undo, run: () => void documents.undo() };
    this.app.toasts.show({ tone: 'plain', text: this.words.deleted(title), action: undo });
  }

  /** The warnings of a task or milestone, in the reader's language. */
  warnings(id: string): readonly string[] {
    const { language } = this.app.preferences;
    return (this.scheduled.warnings.get(id) ?? []).map((warning) => sayWarning(warning, language));
  }

  /** Until the team was read, every owner would be missing. */
  #knowsTeam(): boolean {
    const { team } = this.plan;
    return !team.fresh || team.error !== undefined;
  }

  #source(project: PlanBody<'project'>): ScheduleSource {
    const { documents, team } = this.plan;
    return {
      project,
      tasks: this.tasks,
      milestones: documents.of('milestone'),
      machines: documents.of('machine'),
      people: team.of('person'),
      calendar: team.body('calendar', 'calendar'),
      holidays: this.#holidays(),
      today: this.today,
    };
  }

  #readFilter(): Filter | null | FilterError {
    try {
      return parseFilter(this.query, parseDay(this.today)!);
    } catch (error) {
      if (error instanceof FilterError) return error;
      throw error;
    }
  }

  #passing(): ReadonlySet<string> | undefined {
    const filter = this.#filter;
    if (filter === null || filter instanceof FilterError) return undefined;
    return passingTasks(filter, this.tasks, {
      people: this.people,
      milestones: this.milestones,
      scheduled: this.scheduled.byId,
      warned: this.scheduled.warnings,
      today: parseDay(this.today)!,
    });
  }
}

const KEY = Symbol('work');
const NONE: readonly KnownHoliday[] = [];

/** The work of the plan for a tab and what is in it. */
export function openWork(): Work {
  const [app, plan] = [useApp(), usePlan()];
  const country = $derived(plan.team.body('calendar', 'calendar')?.country);
  const holidays = useQuery({
    load: (signal) => (country ? app.client.team.holidays({ country }, { signal }) : null),
  });
  return setContext(KEY, new Work(app, plan, () => (country && holidays.data) || NONE));
}

export const useWork = (): Work => getContext<Work>(KEY);
