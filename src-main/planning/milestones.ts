/**
 * @file Milestones close themselves: when every gate passes and somebody signed. One that is closed opens again when a
 * gate no longer passes, and says why; its signature is used up then.
 */
import { randomUUID } from 'node:crypto';
import type { GateStatus, MilestoneEvent, MilestoneStatus, Person } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { MilestoneEventType } from '../../src-shared/planning/values.ts';
import type { PlanBody } from '../../src-shared/planning/contract.ts';
import type { Gate, Gates } from './gates.ts';
import type { EventRow, prepareQueries } from './queries.ts';

export interface Milestone {
  readonly project: string;
  readonly id: string;
  readonly body: PlanBody<'milestone'>;
  readonly gates: readonly Gate[];
}

/** What the workbench does by itself. */
const ITSELF = 'Lathe';

type Why = Pick<MilestoneEvent, 'why' | 'failed'>;

interface Said extends Partial<Why> {
  readonly type: MilestoneEventType;
  readonly author: string;
  readonly operation?: string;
}

export class Milestones {
  readonly #gates: Gates;
  readonly #queries: ReturnType<typeof prepareQueries>;

  constructor(gates: Gates, queries: ReturnType<typeof prepareQueries>) {
    this.#gates = gates;
    this.#queries = queries;
  }

  events(project: string, milestone?: string): MilestoneEvent[] {
    return this.#queries.events.all({ project, milestone: milestone ?? null }).map(eventOf);
  }

  /** When the milestones of a project that are closed now were closed, by id. */
  closedAt(project: string): ReadonlyMap<string, string> {
    const closed = new Map<string, string>();
    for (const { milestone, type, at } of this.events(project)) {
      if (type === 'closed') closed.set(milestone, at);
      else closed.delete(milestone);
    }
    return closed;
  }

  /** How a milestone stands by its events and its gates. */
  status(milestone: Milestone): MilestoneStatus {
    const now = Date.now();
    const gates = milestone.gates.map((gate) => this.#gates.status(gate, now));
    const last = this.events(milestone.project, milestone.id).at(-1);
    const passes = gates.every(({ state }) => state === 'passing');
    const open = gates.length > 0 && passes ? 'ready' : 'open';
    const state = { signed: 'signed', closed: 'closed', reopened: 'reopened', withdrawn: open } as const;
    const told = last === undefined ? open : state[last.type];
    return {
      milestone: milestone.id,
      state: told === 'reopened' && passes ? 'ready' : told,
      since: last?.at ?? null,
      signedBy: last?.type === 'signed' || last?.type === 'closed' ? this.#signer(milestone) : null,
      gates,
      failed: last?.type === 'reopened' ? last.failed : null,
    };
  }

  /** Closes what is signed and passes, reopens what is closed and fails. @returns whether anything changed */
  settle(milestone: Milestone): boolean {
    const { state, gates } = this.status(milestone);
    const failing = gates.findIndex(({ state }) => state === 'failing' || state === 'unknown');
    if (state === 'signed' && gates.every((gate) => gate.state === 'passing')) {
      this.#tell(milestone, { type: 'closed', author: ITSELF });
      return true;
    }
    if (state !== 'closed' || failing === -1) return false;
    this.#tell(milestone, {
      type: 'reopened',
      author: ITSELF,
      failed: failedOf(milestone.gates[failing]!, gates[failing]!),
    });
    return true;
  }

  /** @throws AppError `planning.closedMilestone` */
  sign(milestone: Milestone, operation: string, person: Person): MilestoneStatus {
    if (this.status(milestone).state === 'closed')
      throw new AppError('planning.closedMilestone', { milestone: milestone.body.name });
    this.#tell(milestone, { type: 'signed', author: person.name, operation });
    this.settle(milestone);
    return this.status(milestone);
  }

  withdraw(milestone: Milestone, operation: string, why: string, person: Person): MilestoneStatus {
    this.#tell(milestone, { type: 'withdrawn', author: person.name, operation, why });
    return this.status(milestone);
  }

  #signer({ project, id }: Milestone): string | null {
    return this.events(project, id).findLast(({ type }) => type === 'signed')?.author ?? null;
  }

  #tell({ project, id }: Milestone, { type, author, operation, why = null, failed = null }: Said): void {
    const at = new Date().toISOString();
    const said = why === null && failed === null ? null : JSON.stringify({ why, failed } satisfies Why);
    this.#queries.tell.run({
      operation: operation ?? randomUUID(),
      project,
      milestone: id,
      at,
      type,
      author,
      why: said,
    });
  }
}

function failedOf({ id, body }: Gate, { value, unit }: GateStatus): NonNullable<MilestoneEvent['failed']> {
  const { name, comparison, value: wanted } = body;
  return { gate: id, name, value, comparison, wanted, unit };
}

function eventOf({ seq, milestone, at, type, author, why }: EventRow): MilestoneEvent {
  const said: Why = why === null ? { why: null, failed: null } : (JSON.parse(why) as Why);
  return { seq, milestone, at, type: type as MilestoneEventType, author, why: said.why, failed: said.failed };
}
