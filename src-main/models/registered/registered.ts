/** @file The registry: registered models, their versions, and what was done with them. */
import type {
  RegisteredModel,
  RegisteredVersion,
  RegistryEvent,
  StageGate,
} from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { createAliases } from './aliases.ts';
import { createReading, toEvent, toRegistered, type RegistryParts } from './parts.ts';
import { createStages } from './stages.ts';

export interface NewRegistered {
  readonly name: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A version as an MLflow client tells it, or of a model of this workspace. */
export interface NewVersion {
  readonly registered: string;
  readonly model: string | null;
  readonly source?: string;
  readonly loggedModel?: string;
  readonly run?: string | null;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export type Registered = ReturnType<typeof openRegistered>;

export function openRegistered(parts: RegistryParts) {
  const { store, queries, model: modelOf } = parts;
  const reading = createReading(parts);
  const aliases = createAliases(parts, reading);
  const stages = createStages(parts, reading);
  const now = (): string => new Date().toISOString();

  /** @throws AppError `models.nameTaken` */
  function create({ name, description = '', tags = {} }: NewRegistered, by: string): RegisteredModel {
    const id = createId('registered');
    store.tx(() => {
      if (reading.named(name)) throw new AppError('models.nameTaken', { name });
      queries.add.run({ id, name, description, tags: JSON.stringify(tags), at: now() });
      reading.tell({ registered: id, by, type: 'created', to: name });
    });
    reading.changed(id);
    return reading.get(id);
  }

  /** @throws AppError `models.alreadyVersion` where the model is one */
  function addVersion(fresh: NewVersion, by: string): RegisteredVersion {
    const { registered, model, source = '', loggedModel = '', description = '', tags = {} } = fresh;
    const { name } = reading.get(registered);
    const number = store.tx(() => {
      const same =
        model === null || source !== '' ? undefined : queries.versionOfModel.get(registered, model);
      if (same && model !== null)
        throw new AppError('models.alreadyVersion', {
          model: modelOf(model).name,
          version: same.version,
          name,
        });
      const version = queries.takeVersion.get(registered) ?? 1;
      queries.addVersion.run({
        registered,
        version,
        model,
        source,
        loggedModel,
        run: fresh.run ?? (model === null ? null : modelOf(model).run),
        description,
        tags: JSON.stringify(tags),
        at: now(),
        by,
      });
      reading.tell({ registered, by, type: 'registered', version });
      return version;
    });
    reading.changed(registered);
    return reading.version(registered, number);
  }

  function edit(registered: string, change: () => void): RegisteredModel {
    reading.get(registered);
    store.tx(change);
    reading.changed(registered);
    return reading.get(registered);
  }

  return {
    get: reading.get,
    named: reading.named,
    version: reading.version,
    create,
    addVersion,
    list: (): RegisteredModel[] => queries.all.all().map(toRegistered),
    versions(registered: string): RegisteredVersion[] {
      reading.get(registered);
      return queries.versions.all(registered).map(reading.toVersion);
    },
    everyVersion: (): RegisteredVersion[] => queries.everyVersion.all().map(reading.toVersion),
    ofModel: (model: string): RegisteredVersion[] =>
      queries.versionsOfModel.all(modelOf(model).id).map(reading.toVersion),
    history: (registered: string): RegistryEvent[] => queries.events.all(registered).map(toEvent),

    /** Makes a model the next version under a name, which is made where there is none. */
    register(
      { model, name, description }: { model: string; name: string; description: string },
      by: string,
    ): RegisteredVersion {
      modelOf(model);
      return store.tx(() => {
        const { id } = reading.named(name) ?? create({ name }, by);
        return addVersion({ registered: id, model, description }, by);
      });
    },

    /** @throws AppError `models.nameTaken` */
    rename(registered: string, name: string, by: string): RegisteredModel {
      const { name: from } = reading.get(registered);
      if (from === name) return reading.get(registered);
      return edit(registered, () => {
        if (reading.named(name)) throw new AppError('models.nameTaken', { name });
        queries.rename.run({ id: registered, name, at: now() });
        reading.tell({ registered, by, type: 'renamed', from, to: name });
      });
    },

    /** Of a version where one is named. */
    describe(registered: string, description: string, version?: number): RegisteredModel {
      return edit(registered, () => {
        if (version === undefined) queries.describe.run({ id: registered, description, at: now() });
        else {
          reading.version(registered, version);
          queries.describeVersion.run({ registered, version, description, at: now() });
        }
      });
    },

    setTags(registered: string, tags: Readonly<Record<string, string>>, version?: number): RegisteredModel {
      const text = JSON.stringify(tags);
      return edit(registered, () => {
        if (version === undefined) queries.setTags.run({ id: registered, tags: text, at: now() });
        else queries.setVersionTags.run({ registered, version, tags: text, at: now() });
      });
    },

    setGates(registered: string, gates: readonly StageGate[], by: string): RegisteredModel {
      return edit(registered, () => {
        queries.setGates.run({ id: registered, gates: JSON.stringify(gates), at: now() });
        reading.tell({ registered, by, type: 'gates', to: String(gates.length) });
      });
    },

    /**
     * For good, with its aliases: what MLflow's clients and the undo of an import ask for. In the window versions are retired.
     * That a version goes is told in the history, by whom where that is known.
     */
    remove(registered: string, version?: number, by = ''): void {
      if (version === undefined) queries.remove.run(reading.get(registered).id);
      else
        store.tx(() => {
          queries.removeVersion.run(registered, reading.version(registered, version).version);
          reading.tell({ registered, by, type: 'removed', version });
        });
      reading.changed(registered);
    },

    setAlias: aliases.move,
    undoAlias: aliases.undo,
    resolve: aliases.resolve,
    aliased: aliases.aliased,
    check: stages.check,
    setStage: stages.move,
  };
}
