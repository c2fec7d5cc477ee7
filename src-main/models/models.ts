/** @file Models: the registry, files that come from elsewhere, files to take away, and where each model came from. */
import type {
  DatasetVersion,
  Lineage,
  Model,
  ModelDrawing,
  Person,
  Report,
  Run,
  VersionOrigin,
} from '../../src-shared/contract.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { readReport } from '../../src-shared/evaluation/tasks.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Facts } from '../platform/facts.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import { modelCard } from './card.ts';
import { drawModelFile } from './drawing.ts';
import { exportedModel, type ExportedModel } from './export.ts';
import { createFinishing } from './finishing.ts';
import { importModel, type ModelFile } from './import.ts';
import type { Provenance } from './provenance.ts';
import { prepareQueries } from './queries.ts';
import { prepareRegistryQueries } from './registered/queries.ts';
import { openRegistered } from './registered/registered.ts';
import { createRegistry } from './registry.ts';
import { writtenIn } from './written.ts';

/** What models ask of the tracking room. */
export interface ModelsTracking {
  /** @throws AppError `house.notFound` */
  run(id: string): Run;
  /** Keeps a file with its run, in the place of one of the same name. */
  artifact(run: string, name: string, blob: BlobInfo): void;
}

/** What models ask of the versions room. Each throws AppError `house.notFound`. */
export interface ModelsVersions {
  get(input: { version: string }): DatasetVersion;
  origin(version: string): VersionOrigin;
}

export interface ModelsParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly tracking: ModelsTracking;
  readonly versions: ModelsVersions;
  /** What the gates of stages are held against. */
  readonly facts: Facts;
}

/** The methods of the room. */
export type Models = ReturnType<typeof openModels>;

/** Opens the room. Every method throws AppError `house.notFound` for what is not there. */
export function openModels({ store, pool, emit, tracking, versions, facts }: ModelsParts) {
  const queries = prepareQueries(store.db);
  const registry = createRegistry({ store, emit, queries });
  const registered = openRegistered({
    store,
    emit,
    facts,
    queries: prepareRegistryQueries(store.db),
    model: registry.get,
  });

  /** From a model back to the files its data came from. */
  function lineage(id: string): Lineage {
    const model = registry.get(id);
    const run = model.run === null ? null : tracking.run(model.run);
    const version = run?.version ? versions.get({ version: run.version }) : null;
    const origin = version ? versions.origin(version.id) : { labels: [], files: [] };
    return { model, run, version, ...origin };
  }

  async function provenance(model: string): Promise<Provenance> {
    const row = queries.latestReport.get({ model, split: 'test' });
    return { lineage: lineage(model), test: row ? await reportIn(store, row.blob) : null };
  }

  const finishing = createFinishing({ store, queries, emit, provenance, artifact: tracking.artifact });

  return {
    ...registry,
    /** The registry: names with versions, aliases and stages. */
    registered,
    lineage,

    rename(id: string, name: string): Model {
      const model = registry.rename(id, name);
      finishing.finishSoon(id);
      return model;
    },

    /** Writes the file of a model anew with what is known of it now: after it was made, and after it was evaluated. */
    finish: finishing.finish,
    finishAll: finishing.finishAll,
    finished: finishing.close,

    /** How the source files of a model wrote its columns. */
    written: (id: string) => (KINDS[registry.get(id).kind].hasColumns ? writtenIn(lineage(id).files) : {}),

    /** Starts the import of a model file from elsewhere. */
    import: (file: ModelFile) => importModel({ store, pool, registry, finish: finishing.finish }, file),

    /** The model's file with labels, metrics, lineage and card in its metadata, as they are now. */
    async export({ model: id }: { model: string }, person: Person): Promise<ExportedModel> {
      const blob = await finishing.finish(id, person.name);
      return exportedModel(registry.get(id), blob);
    },

    /** The model card in Markdown. */
    card: async ({ model }: { model: string }) => ({ markdown: modelCard(await provenance(model)) }),

    /** @throws AppError as {@link drawModelFile} does */
    async drawing(model: string): Promise<ModelDrawing> {
      const { blob, name } = registry.get(model);
      return drawModelFile(pool, { model: await store.blobs.checked(blob, name), withFolder: false }, name);
    },

    counts: () => ({ models: queries.count.get() ?? 0 }),
    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
  };
}

async function reportIn(store: Store, blob: string): Promise<Report> {
  return readReport(JSON.parse((await store.blobs.read(blob)).toString('utf8')));
}
