/** @file For tests: the models room over a real workspace, with runs to belong to; no model of it has a version. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPool } from '../platform/pool/index.ts';
import { openStore } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createModels, type ModelsVersions } from './index.ts';

const none = (): never => {
  throw new Error('no version is asked for here');
};

/** For rooms whose models have no version. */
export const NO_VERSIONS: ModelsVersions = { get: none, origin: none };

export class ModelsRoom {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-models-'));
  readonly store = openStore(this.#folder);
  readonly pool = createPool({ emit: () => undefined, scratch: this.store.scratch });
  readonly tracking = createTracking({ store: this.store, emit: () => undefined });
  readonly models = createModels({
    store: this.store,
    pool: this.pool,
    emit: () => undefined,
    tracking: this.tracking,
    versions: NO_VERSIONS,
  });

  async close(): Promise<void> {
    await this.pool.close();
    this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
