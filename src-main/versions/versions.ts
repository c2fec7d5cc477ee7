/** @file Versions: what a dataset held at one moment, frozen into one immutable file with its split. */
import * as z from 'zod';
import type {
  Column,
  DatasetKind,
  DatasetVersion,
  ImportedFile,
  Person,
  ImageForm,
  Target,
  VersionDiff,
  VersionOrigin,
} from '../../src-shared/contract.ts';
import { TASK_KIND_TABLE } from '../../src-shared/labeling/tasks/kinds.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { contentOf, type FreezableDataset } from '../datasets/index.ts';
import { versionName } from '../../src-shared/versions/name.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { createBisecting } from './bisecting.ts';
import { comparedIn, type ComparedColumns } from './compared.ts';
import { freezeDataset, type FreezeInput } from './freeze.ts';
import { diffJob } from './jobs.ts';
import { prepareQueries, type VersionRow } from './queries.ts';

/** What versions ask of datasets. Each throws AppError `house.notFound`. */
export interface VersionsDatasets {
  requireDataset(dataset: string): void;
  /** @throws AppError `datasets.busy` */
  freezable(input: { dataset: string }): FreezableDataset;
  filesNamed(ids: readonly string[]): ImportedFile[];
}

/** What versions ask of labeling. */
export interface VersionsLabeling {
  /** Whether a person may not see labels that were taken from there. */
  hidesFrozenLabels(of: { dataset: string; task: string | null }, person: Pick<Person, 'role'>): boolean;
}

export interface VersionsParts {
  readonly labeling: VersionsLabeling;
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly datasets: VersionsDatasets;
}

/** A frozen version as a file: what a training or evaluation worker needs to read it. */
export interface VersionFile {
  /** A Parquet file; the contract's DatasetVersion says which columns it has. */
  readonly path: string;
  readonly sha256: string;
  readonly kind: DatasetKind;
  readonly target: Target;
  /** The classes in order; of answers that can name several, those of the schema. */
  readonly labels: readonly string[];
  /** Of a table; its features stand in the file as `f:NAME`. */
  readonly columns: readonly Column[];
  /** What the images are brought to. */
  readonly image: ImageForm | null;
  readonly language: 'en' | 'zh';
  /** Of pairs: the columns that hold the two; null where it says none. */
  readonly compared: ComparedColumns | null;
}

/** The methods of the room. */
export type Versions = ReturnType<typeof openVersions>;

const Authors = z.array(z.object({ author: z.string(), count: z.int() }));
const Texts = z.array(z.string());

/** Rows of a diff that are told one by one. */
const MOST_CHANGES = 500;

/** Opens the room. Every method throws AppError `house.notFound` for what is not there. */
export function openVersions({ store, pool, emit, datasets, labeling }: VersionsParts) {
  const queries = prepareQueries(store.db);
  const required = (id: string): VersionRow => {
    const row = queries.version.get(id) ?? queries.derived.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'version', id });
    return row;
  };
  /** @throws AppError `labeling.answersHidden` where a person may not see the labels of a version */
  function requireShown(row: VersionRow, person: Pick<Person, 'role'>): void {
    if (labeling.hidesFrozenLabels(row, person)) throw new AppError('labeling.answersHidden');
  }
  const nameOf = (row: VersionRow): string => versionName({ ...row, derived: derivedOf(row) });
  return {
    ...createBisecting({ store, pool, queries, datasets, required, labelsOf }),
    /**
     * Starts freezing what is labeled now.
     *
     * @throws AppError `datasets.noLabels`, `datasets.oneClass`, `datasets.tooFewOfClass`, `datasets.busy`
     */
    freeze(input: FreezeInput & { dataset: string }, person: Person): { version: string; job: string } {
      return freezeDataset({ store, pool, emit, queries }, datasets.freezable(input), { input, person });
    },

    list({ dataset }: { dataset?: string | undefined } = {}): DatasetVersion[] {
      if (dataset !== undefined) datasets.requireDataset(dataset);
      return queries.versions.all({ dataset: dataset ?? null }).map(versionOf);
    },

    /**
     * What came, what went and whose label changed from one version to another.
     *
     * @throws AppError `store.blobMissing`, `labeling.answersHidden`
     */
    async diff(
      { from, to }: { from: string; to: string },
      person: Pick<Person, 'role'>,
    ): Promise<VersionDiff> {
      const [before, after] = [required(from), required(to)];
      for (const row of [before, after]) requireShown(row, person);
      const [one, other] = [nameOf(before), nameOf(after)];
      const spec = {
        from: await store.blobs.checked(before.blob, one),
        to: await store.blobs.checked(after.blob, other),
        most: MOST_CHANGES,
      };
      const task = await pool.run(diffJob, {
        spec,
        kind: 'freeze',
        title: `${one} · ${other}`,
        unit: 'samples',
        hidden: true,
      });
      return task.result;
    },

    get: ({ version }: { version: string }): DatasetVersion => versionOf(required(version)),

    /** For rooms that tell labels of a version's samples. @throws AppError `labeling.answersHidden` */
    requireShown: (version: string, person: Pick<Person, 'role'>): void =>
      requireShown(required(version), person),

    /** As `requireShown`, for whoever asks for a file by its hash; of other files nothing is said. */
    requireBlobShown(sha256: string, person: Pick<Person, 'role'>): void {
      for (const row of queries.ofBlob.all({ blob: sha256 })) requireShown(row, person);
    },

    /** A version's file for a worker, which was just read and is whole. @throws AppError `store.fileMissing`, `store.fileBad` */
    /** Its file, and the annotation task whose labels it took. */
    async labelsOf(version: string): Promise<{ name: string; path: string; task: string | null }> {
      const row = required(version);
      const name = nameOf(row);
      return { name, path: await store.blobs.checked(row.blob, name), task: row.task };
    },

    async file(version: string): Promise<VersionFile> {
      const row = required(version);
      const { blob, language, kind } = row;
      return {
        path: await store.blobs.checked(blob, nameOf(row)),
        sha256: blob,
        kind,
        target: targetOf(row),
        labels: labelsOf(row),
        language,
        ...contentOf(row),
        compared: comparedIn(row.compared, contentOf(row).columns),
      };
    },

    /** Where a version came from: who gave its labels, and the files its samples came in. */
    origin(version: string): VersionOrigin {
      const row = required(version);
      return {
        labels: Authors.parse(JSON.parse(row.authors)),
        files: datasets.filesNamed(Texts.parse(JSON.parse(row.files))),
      };
    },

    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
  };
}

function labelsOf(row: VersionRow): string[] {
  return Texts.parse(JSON.parse(row.labels));
}

function versionOf(row: VersionRow): DatasetVersion {
  const {
    authors: _authors,
    files: _files,
    compared: _compared,
    undone: _undone,
    changed: _changed,
    ...version
  } = row;
  const derived = derivedOf(row);
  const whole = { ...version, ...contentOf(row), target: targetOf(row), labels: labelsOf(row) };
  return derived ? { ...whole, derived } : whole;
}

function derivedOf({ undone, changed }: VersionRow): DatasetVersion['derived'] {
  return undone === null || changed === null ? undefined : { undone, changed };
}

/** By the task whose labels it took; what is stored tells only classes and numbers. */
function targetOf({ target, taskKind }: VersionRow): Target {
  return taskKind === null ? target : TASK_KIND_TABLE[taskKind].target;
}
