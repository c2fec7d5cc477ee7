/** @file The baselines of frozen versions: measured once, kept as a blob. */
import type { Person } from '../../src-shared/contract.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Versions } from '../versions/index.ts';
import { baselinesJob } from './jobs.ts';
import { prepareQueries } from './queries.ts';

export interface BaselineParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly versions: Pick<Versions, 'get' | 'file' | 'requireShown'>;
}

export interface KeptBaselines {
  /** The file of a version's baselines, read and whole; null where none are kept. */
  kept(version: string): Promise<string | null>;
  /** Keeps what a worker measured, as JSON. */
  keep(version: string, json: string): Promise<void>;
  /** The file, measured now where it is not kept; null for versions that have no baselines. */
  measured(version: string): Promise<string | null>;
  blobs(): readonly string[];
  /** Baselines hold the answers for the samples of their version. @throws AppError `labeling.answersHidden` */
  requireBlobShown(sha256: string, person: Pick<Person, 'role'>): void;
}

/** Measuring is short beside what asks for it, and shares the machine with it. */
const threads = 2;

export function createBaselines({ store, pool, versions }: BaselineParts): KeptBaselines {
  const queries = prepareQueries(store.db);
  const underWay = new Map<string, Promise<void>>();

  async function kept(version: string): Promise<string | null> {
    const blob = queries.baselines.get(version);
    return blob === undefined ? null : store.blobs.checked(blob, 'baselines');
  }

  async function keep(version: string, json: string): Promise<void> {
    const { sha256: blob } = await store.blobs.write(Buffer.from(json));
    queries.keepBaselines.run({ version, blob });
  }

  async function measure(version: string): Promise<void> {
    const { datasetName, number } = versions.get({ version });
    await pool.run(baselinesJob, {
      spec: { version: await versions.file(version), threads },
      kind: 'evaluate',
      hidden: true,
      title: `${datasetName} v${number}`,
      unit: 'samples',
      finish: async (json) => {
        if (json !== null) await keep(version, json);
      },
    }).result;
  }

  return {
    kept,
    keep,
    async measured(version) {
      const known = await kept(version);
      if (known !== null) return known;
      const waiting = underWay.get(version) ?? measure(version).finally(() => underWay.delete(version));
      underWay.set(version, waiting);
      await waiting;
      return kept(version);
    },
    blobs: () => queries.baselineBlobs.all(),
    requireBlobShown(sha256, person) {
      for (const version of queries.baselinesOfBlob.all(sha256)) versions.requireShown(version, person);
    },
  };
}
