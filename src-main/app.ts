/** @file The house: one workspace, its rooms, and one way in. The three hosts (desktop, server, cli) each add a door. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { About, Client } from '../src-shared/contract/index.ts';
import {
  createEventHub,
  diagnose,
  createHttp,
  createRouter,
  createSessions,
  createUploads,
  inProcessClient,
  type Fetch,
} from './api/index.ts';
import { backUpWorkspace, openStore } from './store/index.ts';
import { createTracking } from './tracking/index.ts';
import { createPool, type NativePart } from './workers/index.ts';

export interface AppOptions {
  /** The workspace folder; made when it is not there. */
  readonly workspace: string;
  readonly host: About['host'];
}

export interface App {
  readonly fetch: Fetch;
  /** The contract as the owner at this machine, without the network. */
  readonly client: Client;
  /** The secret part of the sign-in link; valid while this process runs. */
  readonly signInToken: string;
  close(): Promise<void>;
}

/** The folder that holds package.json: beside the sources, or above the built output. */
export const PRODUCT_ROOT = import.meta.url.endsWith('.ts')
  ? path.join(import.meta.dirname, '..')
  : path.join(import.meta.dirname, '..', '..');

/**
 * Opens the workspace and wires the rooms.
 *
 * @throws AppError `store.locked`, `store.newerSchema`, `store.notAWorkspace`
 */
export async function createApp({ workspace, host }: AppOptions): Promise<App> {
  const store = openStore(workspace);
  const hub = createEventHub();
  const sessions = createSessions(store);
  const uploads = createUploads(store.scratch);
  const pool = createPool({ emit: hub.emit, scratch: store.scratch });
  const tracking = createTracking({ store, emit: hub.emit });

  const router = createRouter({
    house: {
      sessions,
      hub,
      folder: store.folder,
      about: () => ({
        version: productVersion(),
        host,
        workspace: path.basename(store.folder),
        counts: { datasets: 0, samples: 0, ...tracking.counts(), endpoints: 0 },
      }),
      doctor: () =>
        diagnose({
          store,
          namedBlobs: () => tracking.blobs(),
          nativeParts: () =>
            pool.run<null, never, readonly NativePart[]>({
              job: 'doctor',
              spec: null,
              kind: 'preview',
              title: 'doctor',
              unit: 'parts',
              hidden: true,
              deadlineSeconds: 60,
            }).result,
        }),
      backup: (to) => backUpWorkspace(store, to),
      jobs: pool.jobs,
      cancelJob: pool.cancel,
    },
  });

  return {
    fetch: createHttp({
      router,
      sessions,
      uploads,
      blobPath: store.blobs.path,
      endpoints: async () => undefined,
      pages: path.join(PRODUCT_ROOT, 'out', 'renderer'),
    }),
    client: inProcessClient(router, sessions.owner),
    signInToken: sessions.signInToken,
    async close() {
      await pool.close();
      store.close();
    },
  };
}

function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(PRODUCT_ROOT, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '?';
}
