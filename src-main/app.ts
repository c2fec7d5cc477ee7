/** @file The house: one workspace, its rooms, and one way in. The three hosts (desktop, server, cli) each add a door. */
import path from 'node:path';
import type { About } from '../src-shared/contract.ts';
import type { Emit } from '../src-shared/platform/events.ts';
import { createDatasets, createSampleReader } from './datasets/index.ts';
import { createEvaluation } from './evaluation/index.ts';
import { createExports } from './exports/index.ts';
import { createExamples, sampleAnnotations, sampleFiles } from './examples/index.ts';
import { createLabeling } from './labeling/index.ts';
import { createLimits } from './limits/index.ts';
import { createModels } from './models/index.ts';
import {
  createEventHub,
  createHouse,
  createHttp,
  createRouter,
  createSessions,
  createUploads,
  inProcessClient,
} from './platform/api/index.ts';
import { Facts } from './platform/facts.ts';
import type { App } from './platform/host/app.ts';
import { PRODUCT_ROOT, productVersion } from './platform/host/product.ts';
import { createPool } from './platform/pool/index.ts';
import { blobsOf, closeAll, countsOf, proceduresOf, requireBlobShown, type Room } from './platform/room.ts';
import { openStore } from './platform/store/index.ts';
import { createTeam } from './team/index.ts';
import { createServing } from './serving/index.ts';
import { createMlflowDoor, createRunFiles, createTracking } from './tracking/index.ts';
import { choiceInWords, createTraining } from './training/index.ts';
import { createVersions } from './versions/index.ts';
import { createPlanning } from './planning/index.ts';
import { createSearch } from './search/index.ts';

export interface AppOptions {
  /** The workspace folder; made when it is not there. */
  readonly workspace: string;
  readonly host: About['host'];
  /** A command that opens it for itself, e.g. `lathe log`: told to whoever finds the workspace held. */
  readonly command?: string | undefined;
}

/** The window opens and asks its first questions before. */
const BESIDE_MS = 2000;

/**
 * Opens the workspace and wires the rooms.
 *
 * @throws AppError `store.locked`, `store.lockedByCommand`, `store.newerSchema`, `store.notAWorkspace`
 */
export async function createApp({ workspace, host, command }: AppOptions): Promise<App> {
  const store = openStore(workspace, command);
  if (store.exposed.length > 0)
    console.error(`Other users of this machine may read of the workspace: ${store.exposed.join(', ')}`);
  const version = productVersion();
  let everyRoom: readonly Room[] = [];
  const hub = createEventHub();
  const sessions = createSessions(store);
  const uploads = createUploads(store.scratch);
  const emit: Emit = (event) => {
    hub.emit(event);
    if (event.type === 'job' && event.job.state !== 'running')
      uploads.jobEnded(event.job.id, event.job.state === 'done');
    for (const room of everyRoom) room.told?.(event);
  };
  // What a terminal shows is the error in words; a log may hold more.
  const log = host === 'cli' ? undefined : console.error;

  const limits = createLimits({ store, emit });
  const pool = createPool({ emit, scratch: store.scratch, budget: limits.budget, log });
  const examples = createExamples();
  const labeling = createLabeling({
    store,
    pool,
    emit,
    samples: createSampleReader(store),
    sampleAnnotations: sampleAnnotations(),
    frozen: (version) => versions.labelsOf(version),
    // They are opened below: labeling stands under the data, and models stand on it.
    models: { get: (id) => models.get(id), ask: (asked) => serving.weigh(asked) },
    training: { retrain: (asked, person) => training.retrain(asked, person) },
  });
  const datasets = createDatasets({ store, pool, emit, labeling, samples: sampleFiles() });
  const versions = createVersions({ store, pool, emit, datasets, labeling });
  const tracking = createTracking({ store, emit });
  const facts = new Facts(() => everyRoom.flatMap((room) => room.facts ?? []));
  const models = createModels({ store, pool, emit, tracking, versions, facts });
  const runFiles = createRunFiles({
    store,
    pool,
    emit,
    runs: tracking,
    registry: models.registered,
    async importModel(file) {
      const { model, ended } = models.import(file);
      await ended();
      return model;
    },
    // Endpoints are opened below.
    isServed: ({ registered, version: served }) =>
      serving.list().some(({ follows }) => follows?.registered === registered && follows.version === served),
  });
  const training = createTraining({ store, pool, versions, tracking, models });
  const evaluation = createEvaluation({ store, pool, emit, versions, models, training, tracking });
  const exports = createExports({ store, pool, labeling, datasets, versions, models, evaluation });
  const serving = createServing({ store, pool, emit, models, version });
  const mlflow = createMlflowDoor({
    store,
    tracking,
    registry: models.registered,
    hasKey: (request) => serving.keys.isOf(request, 'mlflow'),
    requireBlobShown: (sha256, person) => requireBlobShown(everyRoom, sha256, person),
  });
  const team = createTeam({ store, emit });
  const planning = createPlanning({ store, emit, facts, pool, team });
  const search = createSearch({ store, pool, emit, versions, tracking, models, training, evaluation });
  // In the order in which they close: whoever starts work ends before what the work needs.
  const rooms = [
    search,
    exports,
    training,
    datasets,
    versions,
    serving,
    evaluation,
    models,
    runFiles,
    tracking,
    labeling,
    examples,
    limits,
    planning,
    team,
  ] as const satisfies readonly Room[];
  everyRoom = rooms;

  const house = createHouse({
    store,
    pool,
    sessions,
    hub,
    about: () => ({ version, host, workspace: path.basename(store.folder), counts: countsOf(rooms) }),
    namedBlobs: () => [...blobsOf(rooms), ...mlflow.blobs()],
    badSamples: datasets.badSamples,
    providers: async () => choiceInWords(await training.probe()),
  });
  const router = createRouter({ ...house.procedures(), ...proceduresOf(rooms, { uploads }) });
  let beside: NodeJS.Timeout | undefined;
  return {
    fetch: createHttp({
      router,
      sessions,
      uploads,
      blobPath(sha256, person) {
        requireBlobShown(rooms, sha256, person);
        return store.blobs.checked(sha256, sha256.slice(0, 7));
      },
      image: datasets.image,
      exported: (id, person) =>
        labeling.exportedFile(id, person) ?? runFiles.exportedFile(id, person) ?? exports.file(id, person),
      endpoints: serving.fetch,
      mlflow: mlflow.fetch,
      pages: path.join(PRODUCT_ROOT, 'out', 'renderer'),
    }),
    client: inProcessClient(router, sessions.owner),
    facts,
    outside: store.outside,
    signInLink: (address, over) => `${address}/sign-in?token=${sessions.newSignIn(over)}`,
    opened() {
      beside ??= setTimeout(() => everyRoom.forEach((room) => room.opened?.()), BESIDE_MS);
      beside.unref();
    },
    async close() {
      clearTimeout(beside);
      uploads.close();
      await closeAll(rooms);
      await pool.close();
      store.close();
    },
  };
}
