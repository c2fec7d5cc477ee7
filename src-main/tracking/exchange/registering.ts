/** @file Registered models of a file of runs: each version's ONNX file becomes a model, which becomes a version in the registry. */
import { rm } from 'node:fs/promises';
import { toAppError } from '../../../src-shared/platform/errors.ts';
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import type { MlflowRegistry } from '../mlflow/models.ts';
import type { MadeVersion } from './unregistering.ts';
import type { RegisteredUpdate } from '../worker/exchange/read-file.ts';

/** What the number of a version was where it came from: what tells that it is here already. */
const NUMBER = 'mlflow.version';

/** A version whose model file was put down. */
export interface StagedVersion extends Omit<RegisteredUpdate, 'bytes'> {
  readonly path: string;
}

export interface RegisteringParts {
  readonly registry: Pick<
    MlflowRegistry,
    'list' | 'named' | 'version' | 'versions' | 'create' | 'addVersion' | 'setAlias' | 'setStage' | 'remove'
  >;
  /** Checks and keeps a model file. @returns the id of the model @throws AppError what is wrong with it */
  readonly importModel: (file: {
    path: string;
    fileName: string;
    name: string;
    withFolder: false;
  }) => Promise<string>;
}

interface Registering {
  readonly by: string;
  readonly losses: RunLosses;
  /** The run of a key. */
  runOf(key: string): string | undefined;
}

/** Makes a version of a registered model that there is not yet, and removes its file. @returns what it made, if anything */
export async function registerVersion(
  parts: RegisteringParts,
  update: StagedVersion,
  { by, losses, runOf }: Registering,
): Promise<MadeVersion | undefined> {
  const { registry } = parts;
  const { name, version, description, tags, stage, aliases } = update;
  const run = (update.run === null ? undefined : runOf(update.run)) ?? null;
  const called = `${name} v${version}`;
  let made: { registered: string; version: number; isNew: boolean } | undefined;
  try {
    const known = registry.named(name);
    const isKnown = (known ? registry.versions(known.id) : []).some(
      (one) => one.tags[NUMBER] === String(version) && one.run === run,
    );
    if (isKnown) return undefined;
    const file = { path: update.path, fileName: 'model.onnx', name: called, withFolder: false } as const;
    const model = await parts.importModel(file);
    const before = registry.named(name);
    const { id: registered } =
      before ??
      registry.create({ name, description: update.about, tags: Object.fromEntries(update.modelTags) }, by);
    const added = registry.addVersion(
      {
        registered,
        model,
        source: '',
        loggedModel: '',
        run,
        description,
        tags: { ...Object.fromEntries(tags), [NUMBER]: String(version) },
      },
      by,
    );
    const at = { registered, version: added.version };
    made = { ...at, isNew: before === undefined };
    if (stage !== 'none') await registry.setStage({ ...at, stage, override: false }, by);
    // An alias that points at a version here stays where it is.
    const taken = new Set(registry.named(name)?.aliases.map(({ alias }) => alias));
    for (const alias of aliases)
      if (taken.has(alias)) losses.add('aliasTaken', called, `${name}@${alias}`);
      else registry.setAlias({ ...at, alias }, by);
  } catch (thrown) {
    losses.add('notRegistered', called, `${called}: ${toAppError(thrown).message}`);
  } finally {
    await rm(update.path, { force: true });
  }
  if (!made) return undefined;
  const now = registry.version(made.registered, made.version);
  return { version: now, registered: made.isNew ? (registry.named(now.name) ?? null) : null };
}
