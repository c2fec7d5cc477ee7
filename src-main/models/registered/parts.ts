/** @file What the parts of the registry stand on: reading, telling what was done, and the event that follows. */
import type {
  Model,
  RegisteredModel,
  RegisteredVersion,
  RegistryEvent,
} from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import type { Facts } from '../../platform/facts.ts';
import type { Store } from '../../platform/store/index.ts';
import type { EventRow, NewEventRow, RegisteredRow, RegistryQueries, VersionRow } from './queries.ts';

export interface RegistryParts {
  readonly store: Store;
  readonly emit: Emit;
  readonly facts: Facts;
  readonly queries: RegistryQueries;
  /** @throws AppError `house.notFound` */
  readonly model: (id: string) => Model;
}

/** What is told of something that was done; the rest has a usual value. */
export interface Told extends Partial<Omit<NewEventRow, 'at'>> {
  readonly registered: string;
  readonly by: string;
  readonly type: RegistryEvent['type'];
}

export type Reading = ReturnType<typeof createReading>;

export function createReading({ queries, emit, model }: RegistryParts) {
  function toVersion(row: VersionRow): RegisteredVersion {
    return {
      ...row,
      model: row.model === null ? null : model(row.model),
      tags: JSON.parse(row.tags),
      aliases: JSON.parse(row.aliases),
    };
  }

  /** @throws AppError `house.notFound` */
  function get(id: string): RegisteredModel {
    const row = queries.get.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'registered model', id });
    return toRegistered(row);
  }

  return {
    get,
    toVersion,

    named(name: string): RegisteredModel | undefined {
      const row = queries.named.get(name);
      return row && toRegistered(row);
    },

    /** @throws AppError `house.notFound`, `models.noSuchVersion` */
    version(registered: string, version: number): RegisteredVersion {
      const row = queries.version.get(registered, version);
      if (row) return toVersion(row);
      throw new AppError('models.noSuchVersion', { name: get(registered).name, version });
    },

    /** Keeps what was done; in the transaction that does it. */
    tell(told: Told): RegistryEvent {
      const at = new Date().toISOString();
      const row: NewEventRow = {
        version: null,
        alias: null,
        from: null,
        to: null,
        reason: null,
        failed: '[]',
        undoes: null,
        ...told,
        at,
      };
      const seq = queries.tell.get(row) ?? 0;
      queries.touch.run({ id: told.registered, at });
      return toEvent({ ...row, seq });
    },

    changed: (id: string): void => emit({ type: 'changed', what: 'registry', id }),
  };
}

export function toRegistered(row: RegisteredRow): RegisteredModel {
  return {
    ...row,
    tags: JSON.parse(row.tags),
    gates: JSON.parse(row.gates),
    aliases: JSON.parse(row.aliases),
  };
}

export function toEvent({ registered: _, ...row }: EventRow): RegistryEvent {
  return { ...row, type: row.type as RegistryEvent['type'], failed: JSON.parse(row.failed) };
}
