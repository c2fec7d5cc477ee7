/**
 * @file Facts: what was measured, for whoever asks of it by name. Planning, monitoring and reports know of other rooms by
 * their facts alone, and are told when one changes by an event of the workbench.
 */
import type { Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { badInput } from '../../src-shared/platform/complaints.ts';
import type * as z from 'zod';

/** A number in the fact's unit, a state by its name, or null while nothing was measured. */
export type FactValue = number | string | null;

export interface Fact<Parameters extends object> {
  /** `room.what`, e.g. `evaluation.metric`. */
  readonly name: string;
  /** As the field writes it: `ms`, `bytes`, `1` for scores, `share` for shares from 0 to 1, `samples`, `state`. */
  readonly unit: string;
  /** What it is of, by id. */
  readonly parameters: z.ZodType<Parameters> & { readonly shape: object };
  /** @throws AppError `house.notFound` for parameters that name nothing */
  read(parameters: Parameters): FactValue | Promise<FactValue>;
  /** What of it an event may have changed: those with these parameters; null where it did not. */
  changedBy(event: WorkbenchEvent): Partial<Parameters> | null;
  /** Whether a person may not know it: it tells what others said of items that this person answers, too. */
  hides?(parameters: Parameters, person: Pick<Person, 'role'>): boolean;
  /** What shows it, where that is not what its parameters name: the model that is best, say. */
  evidence?(parameters: Parameters): Evidence | null;
}

/** Something of the workbench that shows where a value comes from. */
export interface Evidence {
  readonly what: 'dataset' | 'version' | 'run' | 'model' | 'endpoint' | 'report';
  readonly id: string;
}

/** A fact as a list holds it: its parameters are checked by its own schema. */
export interface AnyFact {
  readonly name: string;
  readonly unit: string;
  /**
   * @param reader for whom; without one it is for the workbench itself
   * @throws AppError `house.badInput` for other parameters than it takes, `labeling.answersHidden`
   */
  read(parameters: unknown, reader?: Pick<Person, 'role'>): Promise<FactValue>;
  changedBy(event: WorkbenchEvent): Readonly<Record<string, unknown>> | null;
  /** Null for other parameters than it takes, and where what they name is all there is to see. */
  evidence(parameters: unknown): Evidence | null;
  /** The names of its parameters; those that may be left out as well. */
  readonly parameters: readonly string[];
}

/** Defines a fact. */
export function defineFact<Parameters extends object>(fact: Fact<Parameters>): AnyFact {
  return {
    name: fact.name,
    unit: fact.unit,
    parameters: Object.keys(fact.parameters.shape),
    async read(parameters, reader) {
      const { success, data, error } = fact.parameters.safeParse(parameters);
      if (!success)
        throw new AppError('house.badInput', { ...badInput(error.issues[0] ?? {}), where: fact.name });
      if (reader && fact.hides?.(data, reader)) throw new AppError('labeling.answersHidden');
      return fact.read(data);
    },
    evidence(parameters) {
      const { success, data } = fact.parameters.safeParse(parameters);
      return success ? (fact.evidence?.(data) ?? null) : null;
    },
    changedBy: (event) => {
      const changed = fact.changedBy(event);
      return changed === null ? null : { ...changed };
    },
  };
}

/** `changed` events of this kind change the fact of that id. */
export function changedWith<Name extends string>(
  event: WorkbenchEvent,
  what: Extract<WorkbenchEvent, { type: 'changed' }>['what'],
  parameter: Name,
): { readonly [Key in Name]: string } | null {
  if (event.type !== 'changed' || event.what !== what) return null;
  return { [parameter]: event.id } as { readonly [Key in Name]: string };
}

/** The facts of all rooms, by name. */
export class Facts {
  readonly #declared: () => readonly AnyFact[];
  #byName: ReadonlyMap<string, AnyFact> | undefined;

  /** @param declared asked once, when the first fact is: rooms that read facts are wired with those that declare them */
  constructor(declared: () => readonly AnyFact[]) {
    this.#declared = declared;
  }

  get #facts(): ReadonlyMap<string, AnyFact> {
    if (this.#byName) return this.#byName;
    const facts = this.#declared();
    this.#byName = new Map(facts.map((fact) => [fact.name, fact]));
    if (this.#byName.size !== facts.length) throw new Error('two rooms declare a fact of one name');
    return this.#byName;
  }

  list(): readonly AnyFact[] {
    return [...this.#facts.values()];
  }

  get(name: string): AnyFact | undefined {
    return this.#facts.get(name);
  }

  /** @throws AppError `house.notFound` where no room declares it, and what its `read` throws */
  async read(name: string, parameters: unknown, reader?: Pick<Person, 'role'>): Promise<FactValue> {
    const fact = this.#facts.get(name);
    if (!fact) throw new AppError('house.notFound', { what: 'fact', id: name });
    return fact.read(parameters, reader);
  }
}
