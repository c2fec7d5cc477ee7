/** @file What a bisection asks of versions: the changes between two with where they came from, and versions between the two. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ImportedFile, Person } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import type { ChangedSample } from '../../src-shared/search/bisect/groups.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import { versionName } from '../../src-shared/versions/name.ts';
import type { FreezableDataset } from '../datasets/index.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import { changesJob, deriveJob } from './jobs.ts';
import type { OriginRow, Queries, VersionRow } from './queries.ts';

export interface BisectingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly queries: Queries;
  readonly datasets: {
    /** @throws AppError `datasets.busy` */
    freezable(input: { dataset: string }): FreezableDataset;
    filesNamed(ids: readonly string[]): readonly ImportedFile[];
  };
  /** @throws AppError `house.notFound` */
  readonly required: (id: string) => VersionRow;
  readonly labelsOf: (row: VersionRow) => readonly string[];
}

/** A version between two others. */
export interface Between {
  readonly good: string;
  readonly bad: string;
  /** Ids of the samples whose change is undone. */
  readonly undone: readonly string[];
  /** Samples that changed in all. */
  readonly changed: number;
}

const SLICE = 5000;

export function createBisecting({ store, pool, queries, datasets, required, labelsOf }: BisectingParts) {
  const nameOf = (row: VersionRow): string => versionName({ ...row, derived: undefined });

  async function filesOf(good: VersionRow, bad: VersionRow): Promise<[string, string]> {
    return [
      await store.blobs.checked(good.blob, nameOf(good)),
      await store.blobs.checked(bad.blob, nameOf(bad)),
    ];
  }

  /** @throws AppError `versions.notComparable` */
  function pairOf(of: Pick<Between, 'good' | 'bad'>): [VersionRow, VersionRow] {
    const [good, bad] = [required(of.good), required(of.bad)];
    const isPair =
      good.dataset === bad.dataset &&
      good.target === bad.target &&
      good.task === bad.task &&
      good.id !== bad.id;
    const isDerived = good.undone !== null || bad.undone !== null;
    if (!isPair || isDerived || KINDS[good.kind].inOrder)
      throw new AppError('versions.notComparable', { good: nameOf(good), bad: nameOf(bad) });
    return [good, bad];
  }

  /** Where every label of a version came from, slice by slice, so that others get their turn. */
  async function* originsIn(row: VersionRow): AsyncGenerator<OriginRow> {
    const { key, samples } = datasets.freezable({ dataset: row.dataset });
    const base = sampleKey(key, 0);
    const of = { task: row.task ?? row.dataset, base, until: row.createdAt };
    for (let from = base; from < base + samples; from += SLICE) {
      yield* queries.origins.all({ ...of, from, end: Math.min(from + SLICE, base + samples) });
      await setImmediate();
    }
  }

  return {
    /**
     * Samples that are not the same in both, in the order of their ids.
     *
     * @throws AppError `versions.notComparable`, `house.notFound`, `datasets.busy`, `store.blobMissing`
     */
    async changes(of: Pick<Between, 'good' | 'bad'>): Promise<ChangedSample[]> {
      const [good, bad] = pairOf(of);
      const [from, to] = await filesOf(good, bad);
      const title = `${nameOf(good)} · ${nameOf(bad)}`;
      const job = { spec: { from, to }, kind: 'freeze', title, unit: 'samples', hidden: true } as const;
      const found = await pool.run(changesJob, job).result;
      const wanted = new Set(found.map(({ sample }) => sample));
      const origins = new Map<string, OriginRow>();
      for await (const origin of originsIn(bad))
        if (wanted.has(origin.sample)) origins.set(origin.sample, origin);
      const fileIds = new Set([...origins.values()].flatMap(({ file }) => file ?? []));
      const names = new Map(datasets.filesNamed([...fileIds]).map(({ id, fileName }) => [id, fileName]));
      return found.map((change) => ({ ...change, ...originOf(origins.get(change.sample), names) }));
    },

    /**
     * The bad version with some changes undone; one that was made before is not made again.
     *
     * @throws AppError `versions.notComparable`, `versions.nothingHeld`, `store.blobMissing`
     */
    async derive({ undone, changed, ...of }: Between, person: Pick<Person, 'name'>): Promise<string> {
      const [good, bad] = pairOf(of);
      const changes = createHash('sha256').update(undone.toSorted().join('\n')).digest('hex');
      const known = queries.derivedLike.get({ ...of, changes });
      if (known) return known.id;
      const id = createId('version');
      const file = path.join(store.scratch, `${id}.parquet`);
      const [goodFile, badFile] = await filesOf(good, bad);
      const job = pool.run(deriveJob, {
        spec: { good: goodFile, bad: badFile, undone, file },
        kind: 'freeze',
        title: versionName({ ...bad, derived: { undone: undone.length, changed } }),
        unit: 'samples',
        hidden: true,
        async finish(counts) {
          if (Math.min(counts.test, counts.validation, counts.train) === 0)
            throw new AppError('versions.nothingHeld', { good: nameOf(good), bad: nameOf(bad) });
          const { sha256: blob, bytes } = await store.blobs.adopt(file);
          const [some, others] = [labelsOf(good), labelsOf(bad)];
          const labels = TARGETS[bad.target].hasClasses
            ? [...new Set([...some, ...others])].sort((a, b) => (a < b ? -1 : 1))
            : others;
          queries.addDerived.run({
            id,
            ...of,
            changes,
            undone: undone.length,
            changed,
            blob,
            bytes,
            labels: JSON.stringify(labels),
            ...counts,
            createdAt: new Date().toISOString(),
            createdBy: person.name,
          });
        },
      });
      await job.result.finally(() => rmSync(file, { force: true }));
      return id;
    },
  };
}

const NOBODY = { author: null, file: null, day: null };

/** Who gave the label and when; of one that came with its sample, the file and when it was imported. */
function originOf(
  origin: OriginRow | undefined,
  names: ReadonlyMap<string, string>,
): Pick<ChangedSample, 'author' | 'file' | 'day'> {
  if (!origin) return NOBODY;
  const { author, at, annotations, file, importedAt } = origin;
  const cameWith = file === null ? null : (names.get(file) ?? null);
  const when = at ?? importedAt;
  return {
    author,
    file: author === null ? cameWith : annotations,
    day: when === null ? null : when.slice(0, 10),
  };
}
