/**
 * @file Levelling: delays tasks until no resource is over its capacity. The serial schedule generation scheme (Kelley 1963;
 * Kolisch 1996) with the rule of minimum slack: of the tasks whose predecessors are placed the most urgent is placed next, as
 * early as its dependencies and its resources allow. Deterministic; tasks are not split.
 */
import type { Assignment, Plan, SkillDemand, Task } from '../plan.ts';
import { EarlyDates } from '../schedule/early.ts';
import { LateDates } from '../schedule/late.ts';
import { buildNetwork, type Network } from '../schedule/network.ts';
import { paceOf } from '../schedule/pace.ts';
import { scheduleOf } from '../schedule/schedule.ts';
import type { Schedule } from '../schedule/scheduled.ts';
import type { CivilMinutes } from '../time/civil.ts';
import type { PlanWarning } from '../warnings.ts';
import { needsOf } from './needs.ts';
import { Profile } from './profile.ts';
import { Ready } from './ready.ts';

/** A task that levelling moved, and why. */
export interface Move {
  readonly task: string;
  /** Where its work would begin by its dependencies as levelled, and where it does. */
  readonly from: CivilMinutes;
  readonly to: CivilMinutes;
  /** The resource that it waited for last, and the tasks that held it. */
  readonly resource: string;
  readonly heldBy: readonly string[];
}

export interface Levelling {
  /** The plan with a person chosen for each skill; scheduled, it starts each task no later than levelled. */
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly moves: readonly Move[];
  /** By skill demand: whom levelling chose. */
  readonly chosen: readonly { readonly task: string; readonly skill: string; readonly resource: string }[];
}

/** Where a task can be placed with given people. */
interface Place {
  readonly task: Task;
  readonly start: CivilMinutes;
  readonly finish: CivilMinutes;
  readonly waited?: { readonly resource: string; readonly from: CivilMinutes; readonly to: CivilMinutes };
}

/**
 * Levels a plan. Finished tasks keep their dates and hold nothing; of begun ones the rest is levelled.
 * @throws PlanError as `schedulePlan` does.
 */
export function levelPlan(plan: Plan): Levelling {
  return new Leveller(buildNetwork(plan)).run();
}

class Leveller {
  readonly #network: Network;
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #early: EarlyDates;
  readonly #tasks: Task[];
  readonly #notBefore: Float64Array;
  readonly #moves: Move[] = [];
  readonly #chosen: Levelling['chosen'][number][] = [];
  readonly #warnings: PlanWarning[] = [];

  constructor(network: Network) {
    this.#network = network;
    this.#profiles = new Map(
      [...network.resources].map(([id, { capacity = 1 }]) => [id, new Profile(capacity)]),
    );
    this.#early = new EarlyDates(network);
    this.#tasks = [...network.plan.tasks];
    this.#notBefore = new Float64Array(network.plan.tasks.length).fill(-Infinity);
  }

  run(): Levelling {
    this.#placeAll();
    const plan = { ...this.#network.plan, tasks: this.#tasks };
    const early = new EarlyDates(buildNetwork(plan), this.#notBefore).run();
    const schedule = scheduleOf(early, this.#warnings);
    return { plan, schedule, moves: this.#moves, chosen: this.#chosen };
  }

  #placeAll(): void {
    const { nodes, into, outOf, edges } = this.#network;
    const ready = new Ready(urgencies(this.#network));
    const waiting = new Int32Array(nodes);
    for (let node = 0; node < nodes; node++) {
      waiting[node] = into.first[node + 1]! - into.first[node]!;
      if (waiting[node] === 0) ready.push(node);
    }
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      this.#placeNode(node);
      for (let i = outOf.first[node]!; i < outOf.first[node + 1]!; i++) {
        const to = edges.to[outOf.edges[i]!]!;
        if (--waiting[to]! === 0) ready.push(to);
      }
    }
  }

  #placeNode(node: number): void {
    const early = this.#early;
    early.place(node, early.boundOf(node));
    const isTask = node < this.#network.isSummary.length && this.#network.isSummary[node] === 0;
    if (!isTask || early.actuals[node]!.state === 'finished' || !Number.isFinite(early.finish[node]!)) return;
    const task = this.#tasks[node]!;
    if ((task.assignments ?? []).length + (task.skills ?? []).length > 0) this.#level(node, task);
  }

  #level(node: number, task: Task): void {
    const early = this.#early;
    const place = this.#placeWith(node, task, task.skills ?? []);
    if (!place) return this.#refuse(node);
    this.#tasks[node] = place.task;
    const natural = early.resume[node]!;
    if (place.start > natural) {
      this.#notBefore[node] = place.start;
      this.#tell(node, natural, place);
    }
    early.resume[node] = place.start;
    if (early.actuals[node]!.state === 'notStarted') early.start[node] = place.start;
    early.finish[node] = place.finish;
    this.#book(node, place);
  }

  /** The place with the earliest finish over the people who could do it, first come first on a tie; chosen skill by skill. */
  #placeWith(node: number, task: Task, open: readonly SkillDemand[]): Place | undefined {
    const [demand, ...rest] = open;
    if (!demand) return this.#earliest(node, task);
    let best: { place: Place; resource: string } | undefined;
    for (const resource of this.#candidates(task, demand)) {
      const assignments = [...(task.assignments ?? []), { resource, units: demand.units }];
      const place = this.#earliest(node, { ...task, assignments, skills: rest });
      if (place && (!best || place.finish < best.place.finish)) best = { place, resource };
    }
    if (!best) {
      const { id, title } = task;
      this.#warnings.push({
        kind: 'noOneSkilled',
        task: id,
        parameters: { task: title, skill: demand.skill, units: demand.units },
      });
      return undefined;
    }
    this.#chosen.push({ task: task.id, skill: demand.skill, resource: best.resource });
    return this.#placeWith(node, best.place.task, rest);
  }

  #candidates(task: Task, { skill, units }: SkillDemand): readonly string[] {
    const taken = new Set((task.assignments ?? []).map(({ resource }) => resource));
    return [...this.#network.resources.values()]
      .filter(
        ({ id, type, skills = [], capacity = 1 }) =>
          type === 'person' && skills.includes(skill) && capacity >= units && !taken.has(id),
      )
      .map(({ id }) => id);
  }

  /** Goes from conflict to conflict until none of the resources is over its capacity from start to finish. */
  #earliest(node: number, task: Task): Place | undefined {
    const needs = needsOf(task);
    if (needs.some(({ resource, units }) => units > this.#profiles.get(resource)!.capacity)) return undefined;
    const early = this.#early;
    const pace = paceOf(task, this.#network);
    early.repace(node, pace);
    early.place(node, early.boundOf(node));
    const { remaining } = early.actuals[node]!;
    let waited: Place['waited'];
    let start = early.resume[node]!;
    for (;;) {
      const finish = pace.finish(start, remaining);
      if (finish === Infinity) return undefined;
      const conflict = this.#conflict(needs, start, finish);
      if (!conflict) return { task, start, finish, ...(waited && { waited }) };
      waited = { resource: conflict.resource, from: start, to: conflict.end };
      start = pace.start(conflict.end, remaining);
    }
  }

  #conflict(needs: readonly Assignment[], from: CivilMinutes, to: CivilMinutes) {
    let last: { resource: string; end: CivilMinutes } | undefined;
    for (const { resource, units } of needs) {
      const end = this.#profiles.get(resource)!.conflictEnd(from, to, units);
      if (end !== undefined && end > (last?.end ?? -Infinity)) last = { resource, end };
    }
    return last;
  }

  /** What cannot be placed says why, and what waits for it waits for good. */
  #refuse(node: number): void {
    const task = this.#tasks[node]!;
    const { id, title } = task;
    const early = this.#early;
    const over = needsOf(task).flatMap(({ resource, units }): PlanWarning[] => {
      const { name, capacity = 1 } = this.#network.resources.get(resource)!;
      const parameters = { task: title, units, resource: name, capacity };
      return units > capacity ? [{ kind: 'overCapacity', task: id, parameters }] : [];
    });
    this.#warnings.push(...over);
    if (over.length === 0 && !this.#warnings.some((one) => one.task === id)) {
      const parameters = { task: title, calendar: early.paces[node]!.calendar.name };
      this.#warnings.push({ kind: 'noWorkingTime', task: id, parameters });
    }
    early.finish[node] = early.start[node] = early.resume[node] = this.#notBefore[node] = Infinity;
  }

  #tell(node: number, from: CivilMinutes, { start, waited }: Place): void {
    if (!waited) return;
    const { resource, from: since, to } = waited;
    const holders = new Set(this.#profiles.get(resource)!.holders(since, to));
    const heldBy = [...holders].map((task) => this.#tasks[task]!.id);
    this.#moves.push({ task: this.#tasks[node]!.id, from, to: start, resource, heldBy });
  }

  #book(node: number, { task, start, finish }: Place): void {
    if (start === finish) return;
    for (const { resource, units } of needsOf(task))
      this.#profiles.get(resource)!.book({ task: node, from: start, to: finish, units });
  }
}

/** Priority first, then the least slack, the earliest start, the place in the plan. */
function urgencies(network: Network) {
  const early = new EarlyDates(network).run();
  const late = new LateDates(early);
  return (node: number) => {
    const task = network.taskOf[node]!;
    const isTask = node < network.isSummary.length && network.isSummary[node] === 0;
    // Ends and begins of summary tasks take no time: they are placed at once.
    if (!isTask) return [-Infinity, 0, 0, node] as const;
    const slack = late.start[node]! - early.resume[node]!;
    const priority = network.plan.tasks[task]!.priority ?? 0;
    return [-priority, Number.isNaN(slack) ? Infinity : slack, early.start[node]!, node] as const;
  };
}
