/** @file Aliases: names that point at one version of a registered model each. Moving one is one step, which is kept. */
import type { Model, RegisteredVersion, RegistryEvent } from '../../../src-shared/contract.ts';
import { ALIAS, isReservedAlias, readVersionName } from '../../../src-shared/models/stages.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { toEvent, type Reading, type RegistryParts } from './parts.ts';

export interface Moved {
  readonly registered: string;
  readonly alias: string;
  /** Null takes the alias away. */
  readonly version: number | null;
  readonly reason?: string | undefined;
  readonly undoes?: number;
}

/** What an alias points at now. */
export interface Aliased {
  readonly registered: string;
  readonly name: string;
  readonly alias: string;
  readonly version: number;
  /** Null for a version that has no model in this workspace. */
  readonly model: Model | null;
}

const textOf = (version: number | null): string | null => (version === null ? null : String(version));

export function createAliases({ store, queries }: RegistryParts, reading: Reading) {
  /** @throws AppError `house.notFound`, `models.noSuchVersion`, `models.noAliasName`, `models.aliasOfRetired` */
  function move(
    { registered, alias, version, reason = undefined, undoes }: Moved,
    by: string,
  ): RegistryEvent {
    if (!ALIAS.test(alias) || isReservedAlias(alias)) throw new AppError('models.noAliasName', { alias });
    const { name } = reading.get(registered);
    if (version !== null && reading.version(registered, version).stage === 'retired')
      throw new AppError('models.aliasOfRetired', { name, version });
    const event = store.tx(() => {
      const from = queries.alias.get(registered, alias) ?? null;
      if (version === null) queries.removeAlias.run(registered, alias);
      else queries.setAlias.run({ registered, alias, version });
      return reading.tell({
        registered,
        by,
        type: 'alias',
        version,
        alias,
        from: textOf(from),
        to: textOf(version),
        reason: reason ?? null,
        undoes: undoes ?? null,
      });
    });
    reading.changed(registered);
    return event;
  }

  /** @throws AppError `models.movedMeanwhile` where the alias is elsewhere by now, and as {@link move} */
  function undo(registered: string, seq: number, by: string): RegistryEvent {
    const { name } = reading.get(registered);
    const row = queries.event.get(seq);
    if (row?.registered !== registered || row.type !== 'alias' || row.alias === null)
      throw new AppError('house.notFound', { what: 'event', id: String(seq) });
    const { alias, from, to } = toEvent(row);
    const now = textOf(queries.alias.get(registered, row.alias) ?? null);
    if (now !== to) throw new AppError('models.movedMeanwhile', { name, alias: row.alias });
    return move(
      { registered, alias: alias ?? row.alias, version: from === null ? null : Number(from), undoes: seq },
      by,
    );
  }

  /** @throws AppError `models.noVersionName`, `house.notFound`, `models.noSuchVersion`, `models.noSuchAlias` */
  function resolve(text: string): RegisteredVersion {
    const asked = readVersionName(text);
    if (!asked) throw new AppError('models.noVersionName', { name: text });
    const registered = reading.named(asked.name);
    if (!registered) throw new AppError('house.notFound', { what: 'registered model', id: asked.name });
    if (asked.alias === undefined) return reading.version(registered.id, asked.version ?? 0);
    const version = queries.alias.get(registered.id, asked.alias);
    if (version !== undefined) return reading.version(registered.id, version);
    const aliases = registered.aliases.map(({ alias }) => alias).join(', ') || '–';
    throw new AppError('models.noSuchAlias', { name: registered.name, alias: asked.alias, aliases });
  }

  return {
    move,
    undo,
    resolve,

    /** Undefined where there is no such alias, or no such registered model any more. */
    aliased(registered: string, alias: string): Aliased | undefined {
      const version = queries.alias.get(registered, alias);
      if (version === undefined) return undefined;
      const { name, model } = reading.version(registered, version);
      return { registered, name, alias, version, model };
    },
  };
}
