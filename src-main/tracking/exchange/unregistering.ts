/** @file What an import made in the registry is taken back, unless somebody changed or serves it since. */
import type { RegisteredModel, RegisteredVersion } from '../../../src-shared/contract.ts';
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import type { MlflowRegistry } from '../mlflow/models.ts';

/** A version as an import left it, and the registered model where the import made that as well. */
export interface MadeVersion {
  readonly version: RegisteredVersion;
  readonly registered: RegisteredModel | null;
}

export interface UnregisteringParts {
  readonly registry: Pick<MlflowRegistry, 'list' | 'versions' | 'remove'>;
  /** Whether an endpoint follows an alias of this version. */
  readonly isServed: (version: Pick<RegisteredVersion, 'registered' | 'version'>) => boolean;
}

/**
 * Takes back versions, and registered models that are empty then. Models stay: they may be in use by their own name.
 *
 * @param left is told what stays, and why
 */
export function takeBack(
  { registry, isServed }: UnregisteringParts,
  made: readonly MadeVersion[],
  { by, left }: { readonly by: string; readonly left: RunLosses },
): void {
  const there = (id: string): RegisteredModel | undefined => registry.list().find((each) => each.id === id);
  for (const { version } of made) {
    const now = there(version.registered)
      ? registry.versions(version.registered).find((each) => each.version === version.version)
      : undefined;
    if (!now) continue;
    const called = `${now.name} v${now.version}`;
    if (versionState(now) !== versionState(version)) left.add('versionChanged', '', called);
    else if (isServed(now)) left.add('versionServed', '', called);
    else {
      registry.remove(now.registered, now.version, by);
      if (now.model) left.add('modelStays', '', now.model.name);
    }
  }
  for (const { registered } of made) {
    const now = registered && there(registered.id);
    if (!now) continue;
    if (now.versions > 0) left.add('nameHasVersions', '', now.name);
    else if (nameState(now) !== nameState(registered)) left.add('nameChanged', '', now.name);
    else registry.remove(now.id);
  }
}

/** What people give a version. */
const versionState = ({ description, tags, stage, aliases, updatedAt }: RegisteredVersion): string =>
  JSON.stringify([description, tags, stage, aliases, updatedAt]);

/** What people give a name beside its versions, whose coming and going changes when it was updated. */
const nameState = ({ name, description, tags, gates }: RegisteredModel): string =>
  JSON.stringify([name, description, tags, gates]);
