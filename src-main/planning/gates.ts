/** @file Gates: a fact held against a value. What was read is kept, so that a gate knows since when it is so. */
import type { GateStatus, Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError, isWireError, toWire, type WireError } from '../../src-shared/platform/errors.ts';
import { distanceTo, isMet } from '../../src-shared/planning/conditions.ts';
import type { Condition } from '../../src-shared/planning/kinds/values.ts';
import type { PlanBody } from '../../src-shared/planning/contract.ts';
import type { Evidence, FactValue, Facts } from '../platform/facts.ts';
import type { prepareQueries, ReadingRow } from './queries.ts';

/** Readings of a trend. */
const TREND = 30;
const HOUR_MS = 3_600_000;

/** A condition that somebody holds on to: a gate, or the trigger of a risk. */
export interface Watched {
  readonly project: string;
  readonly id: string;
  readonly body: Condition;
}

export interface Gate extends Watched {
  readonly body: PlanBody<'gate'>;
}

export interface Reading {
  readonly value: FactValue;
  /** Why there is no value; null where there is one. */
  readonly why: WireError | null;
}

export class Gates {
  readonly #facts: Facts;
  readonly #queries: ReturnType<typeof prepareQueries>;

  constructor(facts: Facts, queries: ReturnType<typeof prepareQueries>) {
    this.#facts = facts;
    this.#queries = queries;
  }

  /** Reads a fact; what cannot be read has a reason. @param reader for whom; without one it is for the workbench itself */
  async value(
    { fact, parameters }: Pick<Condition, 'fact' | 'parameters'>,
    reader?: Pick<Person, 'role'>,
  ): Promise<Reading> {
    try {
      const value = await this.#facts.read(fact, parameters, reader);
      return { value, why: value === null ? NOT_MEASURED : null };
    } catch (thrown) {
      const isOpen = this.#facts.get(fact)?.parameters.some((name) => !parameters[name]);
      const isRefused = thrown instanceof AppError && thrown.key === 'house.badInput';
      return { value: null, why: isOpen && isRefused ? NOT_CHOSEN : toWire(thrown) };
    }
  }

  /** What shows a value; null where what the parameters name is all there is. */
  evidence({ fact, parameters }: Pick<Condition, 'fact' | 'parameters'>): Evidence | null {
    try {
      return this.#facts.get(fact)?.evidence(parameters) ?? null;
    } catch (thrown) {
      // What it is of is gone, which its reading says already.
      if (thrown instanceof AppError) return null;
      throw thrown;
    }
  }

  unitOf(fact: string): string {
    return this.#facts.get(fact)?.unit ?? '';
  }

  /** Whether an event may have changed the gate's fact. */
  isAbout({ body }: Watched, event: WorkbenchEvent): boolean {
    const changed = this.#facts.get(body.fact)?.changedBy(event);
    if (!changed) return false;
    // An event or a gate that names no parameter is about every one of it.
    return Object.entries(changed).every(
      ([name, value]) => value === '' || (body.parameters[name] ?? value) === value,
    );
  }

  /** Reads the gate's fact, and keeps the reading where it is another one than the last. */
  async read(gate: Watched): Promise<void> {
    const { value, why } = await this.value(gate.body);
    const state = value === null ? 'unknown' : isMet(value, gate.body) ? 'true' : 'false';
    const row: ReadingRow = {
      at: new Date().toISOString(),
      value: JSON.stringify(value),
      state,
      why: why && JSON.stringify(why),
    };
    const last = this.#queries.last.get(gate.id);
    if (last?.value === row.value && last.state === row.state && last.why === row.why) return;
    this.#queries.keep.run({ project: gate.project, gate: gate.id, ...row });
  }

  /** What a condition was when it was read last; undefined while it never was. */
  lastState(id: string): ReadingRow['state'] | undefined {
    return this.#queries.last.get(id)?.state;
  }

  /** How a gate stands by what was read of it. @param now milliseconds since 1970 */
  status({ id, body }: Gate, now: number): GateStatus {
    const rows = this.#queries.trend.all({ gate: id, limit: TREND });
    const [last] = rows;
    const since = (last && this.#queries.since.get({ gate: id })) ?? null;
    const value = last ? (JSON.parse(last.value) as FactValue) : null;
    const holdsUntil = since === null ? 0 : Date.parse(since) + body.holds * HOUR_MS;
    const met = last?.state === 'true';
    const stateOf = (state: ReadingRow['state'] | undefined, held: boolean): GateStatus['state'] => {
      if (state === undefined || state === 'unknown') return 'unknown';
      if (state === 'false') return 'failing';
      return held ? 'passing' : 'holding';
    };
    return {
      gate: id,
      state: stateOf(last?.state, now >= holdsUntil),
      value,
      unit: this.unitOf(body.fact),
      since,
      distance: distanceTo(value, body),
      passesAt: met && now < holdsUntil ? new Date(holdsUntil).toISOString() : null,
      trend: rows.toReversed().map((row) => ({
        at: row.at,
        value: JSON.parse(row.value) as FactValue,
        state: stateOf(row.state, true),
        why: whyOf(row),
      })),
      why: last ? whyOf(last) : NOT_MEASURED,
      evidence: this.evidence(body),
    };
  }
}

/** What a template leaves to be chosen. */
const NOT_CHOSEN: WireError = { key: 'planning.notChosen', parameters: {} };
const NOT_MEASURED: WireError = { key: 'planning.notMeasured', parameters: {} };

function whyOf({ why }: ReadingRow): WireError | null {
  if (why === null) return null;
  const problem: unknown = JSON.parse(why);
  return isWireError(problem) ? problem : NOT_MEASURED;
}
