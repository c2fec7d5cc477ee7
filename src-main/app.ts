/** @file The house: one workspace, its rooms, and one way in. The three hosts (desktop, server, cli) each add a door. */
import path from 'node:path';
import type { About } from '../src-shared/contract.ts';
import type { Emit } from '../src-shared/platform/events.ts';
import { toAppError } from '../src-shared/platform/errors.ts';
import { createRouter } from './router.ts';
import { diagnose } from './platform/doctor/index.ts';
import type { App } from './platform/host/app.ts';
import {
  createEventHub,
  createHttp,
  createSessions,
  createUploads,
  inProcessClient,
  type House,
} from './platform/api/index.ts';
import { createDatasets } from './datasets/index.ts';
import { createEvaluation } from './evaluation/index.ts';
import { createLimits } from './limits/index.ts';
import { createLabeling, type Labeling } from './labeling/index.ts';
import { PRODUCT_ROOT, productVersion, sampleFiles, sampleProjects } from './platform/host/product.ts';
import { createServing } from './serving/index.ts';
import { backUpWorkspace, openStore, repairFrom } from './platform/store/index.ts';
import { createTracking } from './tracking/index.ts';
import { choiceInWords, createTraining } from './training/index.ts';
import { createPool } from './platform/pool/index.ts';
import type { NativePart } from './platform/doctor/worker/doctor.ts';
import { nativePartsJob } from './platform/doctor/jobs.ts';

export interface AppOptions {
  /** The workspace folder; made when it is not there. */
  readonly workspace: string;
  readonly host: About['host'];
}

/** The window opens and asks its first questions before. */
const FINDING_MS = 2000;

/**
 * Opens the workspace and wires the rooms.
 *
 * @throws AppError `store.locked`, `store.newerSchema`, `store.notAWorkspace`
 */
export async function createApp({ workspace, host }: AppOptions): Promise<App> {
  const store = openStore(workspace);
  if (store.exposed.length > 0)
    console.error(`Other users of this machine may read of the workspace: ${store.exposed.join(', ')}`);
  const version = productVersion();
  const hub = createEventHub();
  const sessions = createSessions(store);
  const uploads = createUploads(store.scratch);
  const emit: Emit = (event) => {
    hub.emit(event);
    if (event.type === 'job' && event.job.state !== 'running')
      uploads.jobEnded(event.job.id, event.job.state === 'done');
  };
  const limits = createLimits({ store, emit });
  // What a terminal shows is the error in words; a log may hold more.
  const log = host === 'cli' ? undefined : console.error;
  const pool = createPool({ emit, scratch: store.scratch, budget: limits.budget, log });

  // Datasets may not know labeling, yet labels come with files: the two meet here.
  const labels = {
    record: (batch: Parameters<Labeling['recordImport']>[0]) => labeling.recordImport(batch),
    settle: (batch: Parameters<Labeling['settleImport']>[0]) => labeling.settleImport(batch),
    votes: (dataset: string, from: number, to: number) => labeling.importVotes(dataset, from, to),
    forget: (dataset: string, limit: number) => labeling.forgetImport(dataset, limit),
  };
  const datasets = createDatasets({ store, pool, emit, samples: sampleFiles(), labels });
  const labeling: Labeling = createLabeling({ store, emit, datasets });
  const tracking = createTracking({ store, emit });
  const training = createTraining({ store, pool, datasets, tracking });
  const evaluation = createEvaluation({ store, pool, emit, datasets, tracking });
  const serving = createServing({ store, pool, emit, tracking, version });

  const house: House = {
    sessions,
    hub,
    folder: store.folder,
    about: () => ({
      version,
      host,
      workspace: path.basename(store.folder),
      counts: { ...datasets.counts(), ...tracking.counts(), endpoints: serving.list().length },
    }),
    doctor: () =>
      diagnose({
        store,
        namedBlobs,
        nativeParts,
        badSamples: datasets.badSamples,
        providers: async () => choiceInWords(await training.probe()),
      }),
    backup: (to) => backUpWorkspace(store, to),
    async repair({ from, accept }) {
      const none = { files: 0, rows: 0 };
      const repaired = from === null ? none : await repairFrom(store, { from, named: namedBlobs() });
      if (accept) store.acceptDamage();
      return repaired;
    },
    jobs: pool.jobs,
    cancelJob: pool.cancel,
  };
  const namedBlobs = (): string[] => [...datasets.blobs(), ...tracking.blobs(), ...evaluation.blobs()];
  const nativeParts = (): Promise<readonly NativePart[]> =>
    pool.run(nativePartsJob, {
      spec: null,
      kind: 'preview',
      title: 'doctor',
      unit: 'parts',
      hidden: true,
    }).result;

  let finding: NodeJS.Timeout | undefined;

  const router = createRouter({
    house,
    uploads,
    projects: sampleProjects(),
    datasets,
    labeling,
    training,
    tracking,
    evaluation,
    serving,
    limits,
  });
  return {
    fetch: createHttp({
      router,
      sessions,
      uploads,
      blobPath: (sha256) => store.blobs.checked(sha256, sha256.slice(0, 7)),
      picture: datasets.picture,
      endpoints: serving.fetch,
      pages: path.join(PRODUCT_ROOT, 'out', 'renderer'),
    }),
    client: inProcessClient(router, sessions.owner),
    outside: store.outside,
    signInLink: (address, over) => `${address}/sign-in?token=${sessions.newSignIn(over)}`,
    opened() {
      finding ??= setTimeout(() => void training.probeNew().catch(reportLost), FINDING_MS).unref();
    },
    async close() {
      clearTimeout(finding);
      uploads.close();
      training.close();
      await datasets.close();
      await serving.close();
      await pool.close();
      store.close();
    },
  };
}

/** Nobody waits for it; it is tried again when somebody does. One that ended with the workbench is nothing to tell of. */
function reportLost(thrown: unknown): void {
  if (toAppError(thrown).key !== 'house.cancelled') console.error(thrown);
}
