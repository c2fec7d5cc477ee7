/** @file What the door asks of the registry of the models room. */
import type { RegisteredModel, RegisteredVersion, Stage } from '../../../src-shared/contract.ts';

/** The registry of this workspace, as the models room keeps it. */
export interface MlflowRegistry {
  list(): RegisteredModel[];
  named(name: string): RegisteredModel | undefined;
  /** The newest first. */
  versions(registered: string): RegisteredVersion[];
  everyVersion(): RegisteredVersion[];
  /** @throws AppError `models.noSuchVersion` */
  version(registered: string, version: number): RegisteredVersion;
  create(
    made: { name: string; description: string; tags: Readonly<Record<string, string>> },
    by: string,
  ): RegisteredModel;
  addVersion(made: NewMlflowVersion, by: string): RegisteredVersion;
  rename(registered: string, name: string, by: string): RegisteredModel;
  describe(registered: string, description: string, version?: number): RegisteredModel;
  setTags(registered: string, tags: Readonly<Record<string, string>>, version?: number): RegisteredModel;
  /** @param by who is told in the history where a version goes */
  remove(registered: string, version?: number, by?: string): void;
  setAlias(moved: { registered: string; alias: string; version: number | null }, by: string): unknown;
  setStage(
    moved: { registered: string; version: number; stage: Stage; override: boolean },
    by: string,
  ): Promise<RegisteredVersion>;
}

interface NewMlflowVersion {
  readonly registered: string;
  /** The model of its run, where there is one. */
  readonly model: string | null;
  readonly source: string;
  readonly loggedModel: string;
  readonly run: string | null;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}
