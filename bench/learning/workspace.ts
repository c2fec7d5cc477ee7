/** @file A workspace that the bench keeps, and trainings in it: through the contract, as the command line does them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src-main/app.ts';
import type { App } from '../../src-main/platform/host/app.ts';
import { importSource } from '../../src-main/datasets/commands.ts';
import { freeze } from '../../src-main/versions/commands.ts';
import { evaluate } from '../../src-main/models/commands.ts';
import { createSession, type Session } from '../../src-main/platform/cli/session.ts';
import { inProcess } from '../../src-main/platform/cli/workbench.ts';
import { createTerminal } from '../../src-main/platform/cli/terminal.ts';
import type {
  DatasetKind,
  DatasetVersion,
  Parameters,
  Proposed,
  Report,
  Run,
} from '../../src-shared/contract.ts';

/** Data that a dataset is made of, once a workspace. */
export interface Material {
  readonly name: string;
  readonly kind: DatasetKind;
  /** Name of the file to import, and its bytes. */
  readonly file: string;
  readonly bytes: () => Uint8Array;
}

export interface Training {
  readonly name: string;
  readonly version: DatasetVersion;
  readonly recipe: string;
  readonly parameters: Parameters;
}

/** A workspace in a folder, opened where it is first needed. */
export class Workspace {
  readonly folder: string;
  #app: App | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The frozen version of some data, imported and frozen with seed 1 where it is not there yet. */
  async version({ name, kind, file, bytes }: Material): Promise<DatasetVersion> {
    const session = await this.#session();
    const { client } = session;
    const frozen = (await client.versions.list({})).find(({ datasetName }) => datasetName === name);
    if (frozen) return frozen;
    const halves = await client.datasets.list({ filters: { named: name } });
    for (const { id } of halves.items) await client.datasets.remove({ dataset: id });
    const path = join(this.folder, file);
    writeFileSync(path, bytes());
    const { dataset } = await importSource(session, { kind: 'path', path }, { name, kind });
    return freeze(session, { dataset, seed: 1 });
  }

  /** The recipe to begin with and what the data say of its parameters. */
  async proposed({ id }: DatasetVersion): Promise<Proposed> {
    return (await this.#session()).client.training.propose({ version: id });
  }

  /** A finished run: the one of that name, gone on with where it was cut off, or a new one. */
  async trained({ name, version, recipe, parameters }: Training): Promise<Run> {
    const session = await this.#session();
    const { client } = session;
    const { items } = await client.runs.list({
      search: name,
      filters: { version: version.id },
      limit: 1000,
    });
    const known = items.find((run) => run.name === name);
    if (known?.state === 'finished') return known;
    const cut = known?.state === 'interrupted' || known?.state === 'stopped';
    const { run, job } = cut
      ? await client.training.resume({ run: known.id })
      : await client.training.start({ version: version.id, recipe, parameters, name });
    await session.follow(job);
    return client.runs.get({ run });
  }

  /** What a run's model says of the test split. */
  async tested({ id, model, version }: Run): Promise<Report> {
    if (model === null || version === null) throw new Error(`run ${id} has no model`);
    return evaluate(await this.#session(), { model, version, split: 'test' });
  }

  /** Path of a file that a run left. */
  async artifact({ id }: Run, name: string): Promise<string> {
    const { client } = await this.#session();
    const found = (await client.runs.artifacts({ run: id })).find((artifact) => artifact.name === name);
    if (!found) throw new Error(`run ${id} left no ${name}`);
    return this.blob(found.blob);
  }

  /** Path of a blob's file. */
  blob(sha256: string): string {
    return join(this.folder, 'blobs', 'sha256', sha256.slice(0, 2), sha256);
  }

  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async #session(): Promise<Session> {
    mkdirSync(this.folder, { recursive: true });
    this.#app ??= await createApp({ workspace: this.folder, host: 'cli' });
    const terminal = createTerminal({ json: true, shell: process });
    return createSession({ workbench: inProcess(this.#app), terminal });
  }
}
