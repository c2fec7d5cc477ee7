/** @file Runs of one file while it is read: kept hidden, then taken over at once. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import type { Pool } from '../../platform/pool/index.ts';
import type { Store } from '../../platform/store/index.ts';
import type { Tracking } from '../tracking.ts';
import type { ReadUpdate, RegisteredUpdate } from '../worker/exchange/read-file.ts';
import { IMPORTING, type ImportQueries } from './queries.ts';
import type { ExperimentRecord, ImportedRun, ImportedState } from './records.ts';
import { registerVersion, type RegisteringParts, type StagedVersion } from './registering.ts';
import type { MadeVersion, UnregisteringParts } from './unregistering.ts';

export interface ImportsParts extends RegisteringParts, Pick<UnregisteringParts, 'isServed'> {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly runs: Tracking;
}

/** A file says that a run goes on, but not whether it does: it was not finished when the file was read. */
const STATES: Readonly<Record<ImportedState, 'finished' | 'failed' | 'stopped'>> = {
  running: 'stopped',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};
/** Where runs stand whose file names no experiment. */
const UNNAMED = 'Imported';
const LONGEST_NAME = 200;

/** What an import has done: the new runs, and how many were there already. */
export interface Taken {
  readonly added: readonly string[];
  readonly updated: number;
}

interface Begun {
  readonly id: string;
  readonly person: Person;
}

/** Runs of one file while it is read, by their keys. */
export class Staging {
  readonly #parts: ImportsParts;
  readonly #queries: ImportQueries;
  readonly #begun: Begun;
  readonly #runs = new Map<string, { readonly id: string; run: ImportedRun | null }>();
  readonly #experiments: ExperimentRecord[] = [];
  readonly #registered: StagedVersion[] = [];
  /** Experiments that there were not before. */
  readonly added: string[] = [];

  constructor(parts: ImportsParts, queries: ImportQueries, begun: Begun) {
    this.#parts = parts;
    this.#queries = queries;
    this.#begun = begun;
  }

  async take(updates: readonly ReadUpdate[]): Promise<void> {
    for (const update of updates) {
      if (update.type === 'experiment') this.#experiments.push(update);
      else if (update.type === 'registered') await this.#stageVersion(update);
      else if (update.type === 'run') this.#staged(update.run.key, update.run.name).run = update.run;
      else if (update.type === 'points')
        this.#parts.runs.record({ run: this.#staged(update.run).id, points: update.points });
      else {
        const { id } = this.#staged(update.run);
        this.#parts.runs.artifact(id, update.name, await this.#parts.store.blobs.write(update.bytes));
      }
    }
  }

  #staged(key: string, name = key): { readonly id: string; run: ImportedRun | null } {
    const known = this.#runs.get(key);
    if (known) return known;
    const { store, runs } = this.#parts;
    const staged = store.tx(() => {
      const external = `${IMPORTING}${this.#begun.id}:${this.#runs.size}`;
      const { id } = runs.open({
        origin: 'imported',
        experiment: this.#experiment(UNNAMED).name,
        name: name.slice(0, LONGEST_NAME) || key,
        startedBy: this.#begun.person.name,
        external,
      });
      this.#queries.hide.run({ id, external, at: new Date().toISOString() });
      return { id, run: null };
    });
    this.#runs.set(key, staged);
    return staged;
  }

  #experiment(name: string): { id: string; name: string } {
    const { experiments } = this.#parts.runs;
    const known = experiments.named(name);
    if (known) return known;
    const made = experiments.create(name);
    this.added.push(made.id);
    return made;
  }

  /** All of them, in one transaction. */
  finish(): Taken {
    const added: string[] = [];
    let updated = 0;
    const { store, runs, emit } = this.#parts;
    const ids = new Map<string, string>();
    store.tx(() => {
      for (const [key, { id, run }] of this.#runs) {
        if (run) this.#describe(id, run);
        const before = runs.withExternal(key);
        // One that was thrown away comes back, as if it were new.
        const isBack = before !== undefined && this.#queries.isShown.get(before) === 0;
        if (before === undefined) this.#queries.show.run({ id, external: key });
        else this.#replace(before, { id, run });
        if (isBack) this.#queries.restore.run(before);
        if (before === undefined || isBack) added.push(before ?? id);
        else updated++;
        ids.set(key, before ?? id);
      }
      for (const [key, { run }] of this.#runs) {
        if (run?.parent == null) continue;
        const parent = ids.get(run.parent) ?? runs.withExternal(run.parent);
        if (parent !== undefined) this.#queries.setParent.run({ id: ids.get(key)!, parent });
      }
      for (const experiment of this.#experiments) this.#describeExperiment(experiment);
      for (const id of this.added) this.#queries.dropEmptyExperiment.run(id);
      for (const id of ids.values()) runs.settled(id);
    });
    for (const id of ids.values()) emit({ type: 'changed', what: 'runs', id });
    return { added, updated };
  }

  async #stageVersion({ bytes, ...version }: RegisteredUpdate): Promise<void> {
    const file = path.join(this.#parts.store.scratch, `${createId('model')}.onnx`);
    this.#registered.push({ ...version, path: file });
    await writeFile(file, bytes);
  }

  /** Removes the files of models that were not taken over. */
  async discard(): Promise<void> {
    await Promise.all(this.#registered.map(({ path: file }) => rm(file, { force: true })));
  }

  /** What is registered, once its runs are here. @returns what was made of it */
  async register(losses: RunLosses): Promise<MadeVersion[]> {
    const made: MadeVersion[] = [];
    const runOf = (key: string): string | undefined => this.#parts.runs.withExternal(key);
    for (const update of this.#registered) {
      const one = await registerVersion(this.#parts, update, { by: this.#begun.person.name, losses, runOf });
      if (one) made.push(one);
    }
    return made;
  }

  /** What people said of it here stays. */
  #describeExperiment({ name, tags, note }: ExperimentRecord): void {
    const { experiments } = this.#parts.runs;
    const known = experiments.named(experimentNameOf(name));
    if (!known) return;
    const fresh = [...tags].filter(([tag]) => !Object.hasOwn(known.tags, tag));
    experiments.edit(known.id, {
      tags: Object.fromEntries(fresh),
      ...(known.note === '' && note !== '' && { note }),
    });
  }

  #describe(id: string, run: ImportedRun): void {
    const { runs } = this.#parts;
    runs.finish(id, { state: STATES[run.state], seconds: 0 });
    runs.record({
      run: id,
      parameters: Array.from(run.parameters, ([name, value]) => ({ name, value })),
      tags: Object.fromEntries(run.tags),
    });
    this.#queries.take.run(this.#rowOf(id, run));
  }

  #rowOf(id: string, { name, key, state, experiment, note, startedAt, endedAt }: ImportedRun) {
    const from = timeOf(startedAt) ?? new Date().toISOString();
    const to = timeOf(endedAt) ?? from;
    return {
      id,
      name: name.slice(0, LONGEST_NAME) || key,
      state: STATES[state],
      experiment: this.#experiment(experimentNameOf(experiment)).id,
      note,
      startedAt: from,
      endedAt: to,
      seconds: Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000),
    };
  }

  /** The run that was there keeps its id, its number, and what people gave it. */
  #replace(before: string, { id, run }: { id: string; run: ImportedRun | null }): void {
    const move = { from: id, to: before };
    for (const drop of this.#queries.dropMeasured) drop.run(before);
    for (const each of this.#queries.moveMeasured) each.run(move);
    this.#queries.copyTags.run(move);
    this.#queries.copyArtifacts.run(move);
    if (run) this.#queries.take.run(this.#rowOf(before, run));
    for (const drop of this.#queries.dropAll) drop.run(id);
  }
}

const experimentNameOf = (name: string): string => name.trim().slice(0, LONGEST_NAME) || UNNAMED;

function timeOf(at: number | null): string | null {
  if (at === null) return null;
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
