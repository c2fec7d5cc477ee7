/** @file What the room planning does: plans as documents, and milestones that follow what is measured. */
import type { FactDescription, MilestoneStatus, Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError, wording } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { distanceTo, isMet } from '../../src-shared/planning/conditions.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import type { KnownHoliday } from '../../src-shared/planning/schedule-calendars.ts';
import { PLAN_KINDS } from '../../src-shared/planning/kinds/index.ts';
import type { Condition, FactReference } from '../../src-shared/planning/kinds/values.ts';
import { openDocuments } from '../platform/documents/index.ts';
import type { Facts } from '../platform/facts.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { prepareForecastQueries } from './forecast-queries.ts';
import { Exchange } from './exchange/exchange.ts';
import { Forecasts, type TeamDocument } from './forecasts.ts';
import { Gates, type Gate, type Watched } from './gates.ts';
import { Milestones, type Milestone } from './milestones.ts';
import { prepareQueries } from './queries.ts';
import { complianceFact } from './facts.ts';
import { Triggers } from './triggers.ts';

export interface PlanningParts {
  readonly store: Store;
  readonly emit: Emit;
  readonly facts: Facts;
  readonly pool: Pool;
  readonly team: {
    readonly documents: { read(scope: string): { readonly documents: readonly TeamDocument[] } };
    /** Public holidays of a country. @throws AppError `house.notFound` */
    holidays(country: string): readonly KnownHoliday[];
  };
}

/** The methods of the room. */
export type Planning = ReturnType<typeof openPlanning>;

/** Milliseconds between an event and the reading of what it may have changed; events that come together are one. */
const CALM_MS = 200;
/** How often it is looked whether a gate has held for long enough. */
const HELD_MS = 60_000;

export function openPlanning({ store, emit, facts, pool, team }: PlanningParts) {
  const queries = prepareQueries(store.db);
  const gates = new Gates(facts, queries);
  const milestones = new Milestones(gates, queries);
  const documents = openDocuments({ store, room: 'planning', kinds: PLAN_KINDS, check, changed });
  const triggers = new Triggers(gates, documents);
  const forecasts = new Forecasts({
    pool,
    queries: prepareForecastQueries(store.db),
    plan: (project) => documents.read(project).documents,
    team: () => team.documents.read(TEAM).documents,
    holidays: (country) => team.holidays(country),
    closedAt: (project) => milestones.closedAt(project),
  });
  const exchange = new Exchange({
    pool,
    plan: (project) => documents.read(project).documents,
    team: () => team.documents.read(TEAM).documents,
    holidays: (country) => team.holidays(country),
    at: (project) => documents.at(project),
    change: (asked, person) => void documents.change(asked, person),
  });
  /** Gates of all projects until one is changed: each edit of any plan asks which of them it is about. */
  let allGates: readonly Gate[] | undefined;
  /** Gates whose facts may have changed, by id. */
  const stale = new Map<string, Gate>();
  /** Projects whose gates were all read since the workbench began. */
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  let closed = false;

  function check(scope: string, changes: readonly PlanChange[]): void {
    if (changes.some(({ kind, id }) => kind === 'project' && id !== scope))
      throw new AppError('planning.oneProject');
  }

  function changed(scope: string, changes: readonly PlanChange[]): void {
    if (changes.some(({ kind }) => kind === 'gate')) allGates = undefined;
    if (changes.some(({ kind }) => kind === 'risk')) triggers.forget();
    emit({ type: 'changed', what: 'plan', id: scope });
    const edited = changes.filter(({ kind }) => kind === 'gate' || kind === 'milestone');
    if (edited.length > 0) readSoon(gatesIn(scope));
    if (changes.some(({ kind }) => kind === 'risk')) triggersSoon(triggers.in(scope));
  }

  function gatesIn(project?: string): readonly Gate[] {
    allGates ??= documents.ofKind('gate').map(({ scope, id, body }) => ({ project: scope, id, body }));
    return project === undefined ? allGates : allGates.filter((gate) => gate.project === project);
  }

  function milestonesIn(project?: string): Milestone[] {
    const gatesOf = Map.groupBy(gatesIn(project), (gate) => gate.body.milestone);
    return documents.ofKind('milestone', project).map(({ scope, id, body }) => ({
      project: scope,
      id,
      body,
      gates: (gatesOf.get(id) ?? [])
        .filter((gate) => gate.project === scope)
        .toSorted((a, b) => a.body.rank - b.body.rank),
    }));
  }

  /** @throws AppError `house.notFound` */
  function milestone(project: string, id: string): Milestone {
    const found = milestonesIn(project).find((one) => one.id === id);
    if (!found) throw new AppError('house.notFound', { what: 'milestone', id });
    return found;
  }

  function readSoon(some: readonly Gate[]): void {
    for (const gate of some) stale.set(gate.id, gate);
    if (stale.size === 0 || closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void readNow();
    }, CALM_MS);
    timer.unref();
  }

  /** Reads triggers of risks after what is read now, one reading at a time. */
  function triggersSoon(some: readonly Watched[]): void {
    if (some.length === 0 || closed) return;
    reading = reading.then(async () => {
      for (const trigger of some) if (!closed) await triggers.read(trigger, () => closed);
    });
  }

  /** Reads what is stale, and settles the milestones. One reading at a time. */
  function readNow(some: readonly Gate[] = []): Promise<void> {
    for (const gate of some) stale.set(gate.id, gate);
    reading = reading.then(async () => {
      const gatesToRead = [...stale.values()];
      stale.clear();
      for (const gate of gatesToRead) if (!closed) await gates.read(gate);
      if (!closed) settle(new Set(gatesToRead.map(({ project }) => project)));
    });
    return reading;
  }

  function settle(projects: ReadonlySet<string>): void {
    for (const project of projects) {
      store.tx(() => milestonesIn(project).forEach((one) => milestones.settle(one)));
      emit({ type: 'changed', what: 'milestones', id: project });
    }
  }

  /** Closes milestones whose gates have held for long enough by now. */
  const watch = setInterval(() => {
    for (const one of milestonesIn())
      if (store.tx(() => milestones.settle(one)))
        emit({ type: 'changed', what: 'milestones', id: one.project });
  }, HELD_MS);
  watch.unref();

  return {
    documents,
    exchange,

    facts: [complianceFact(documents)],

    projects: () => documents.ofKind('project').map(({ scope, body }) => ({ project: scope, body })),

    portfolio() {
      const all = Map.groupBy(milestonesIn(), ({ project }) => project);
      return documents.ofKind('project').map(({ scope: project, body }) => ({
        project,
        body,
        milestones: (all.get(project) ?? []).map((one) => ({
          milestone: one.id,
          name: one.body.name,
          due: one.body.due,
          state: milestones.status(one).state,
        })),
      }));
    },

    scopeHistory: (project: string) => documents.lives(project, 'task'),

    describeFacts: (): FactDescription[] =>
      facts.list().map(({ name, unit, parameters }) => ({ name, unit, parameters: [...parameters] })),

    values: (of: readonly FactReference[], reader?: Pick<Person, 'role'>) =>
      Promise.all(
        of.map(async (one) => {
          const { value, why } = await gates.value(one, reader);
          return { value, why: why && wording(why, 'en').message };
        }),
      ),

    async tryGate(condition: Condition, reader?: Pick<Person, 'role'>) {
      const { value, why } = await gates.value(condition, reader);
      const state = value === null ? 'unknown' : isMet(value, condition) ? 'passing' : 'failing';
      const unit = gates.unitOf(condition.fact);
      const evidence = gates.evidence(condition);
      return { state, value, unit, distance: distanceTo(value, condition), why, evidence } as const;
    },

    /** How the milestones stand. The first time since the workbench began, every gate is read: much may have changed meanwhile. */
    async milestones(project: string): Promise<MilestoneStatus[]> {
      const known = seen.has(project);
      seen.add(project);
      const unread = gatesIn(project).filter(({ id }) => !known || queries.last.get(id) === undefined);
      if (unread.length > 0 || stale.size > 0) await readNow(unread);
      else await reading;
      return milestonesIn(project).map((one) => milestones.status(one));
    },

    milestoneEvents: ({ project, milestone }: { project: string; milestone?: string | undefined }) =>
      milestones.events(project, milestone),

    async sign(
      { project, milestone: id, operation }: { project: string; milestone: string; operation: string },
      person: Person,
    ) {
      const signed = milestone(project, id);
      await readNow(signed.gates);
      const status = store.tx(() => milestones.sign(signed, operation, person));
      emit({ type: 'changed', what: 'milestones', id: project });
      return status;
    },

    reopen(
      asked: { project: string; milestone: string; operation: string; why: string },
      person: Person,
    ): MilestoneStatus {
      const { project, milestone: id, operation, why } = asked;
      const status = store.tx(() => milestones.withdraw(milestone(project, id), operation, why, person));
      emit({ type: 'changed', what: 'milestones', id: project });
      return status;
    },

    forecast: (project: string) => forecasts.latest(project, new Date()),

    async makeForecast(project: string, person: Person) {
      const forecast = await forecasts.make(project, person, new Date());
      emit({ type: 'changed', what: 'milestones', id: project });
      return forecast;
    },

    forecastScore: (project: string) => forecasts.score(project),
    rates: () => forecasts.rates(),

    /** Reads the gates that an event is about. */
    told(event: WorkbenchEvent): void {
      if (event.type !== 'changed' || OWN.has(event.what)) return;
      readSoon(gatesIn().filter((gate) => gates.isAbout(gate, event)));
      triggersSoon(triggers.in().filter((trigger) => gates.isAbout(trigger, event)));
    },

    /** Reads every gate: what was measured just before the workbench closed was not told any more. */
    opened: () => readSoon(gatesIn()),

    counts: () => ({ projects: documents.ofKind('project').length }),

    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      clearInterval(watch);
      await reading;
    },
  };
}

/** The scope of the team's documents. */
const TEAM = 'team';

/** What the room itself tells of and has no fact of. */
const OWN: ReadonlySet<string> = new Set(['milestones', 'team']);
