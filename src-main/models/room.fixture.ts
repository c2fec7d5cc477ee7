/** @file For tests: the models room over a real workspace, with runs to belong to; no model of it has a version. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Facts, type AnyFact } from '../platform/facts.ts';
import { createPool } from '../platform/pool/index.ts';
import { openStore } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createModels, type ModelsVersions } from './index.ts';

const none = (): never => {
  throw new Error('no version is asked for here');
};

/** For rooms whose models have no version. */
export const NO_VERSIONS: ModelsVersions = { get: none, origin: none };

/** For rooms whose registry has no gates. */
export const NO_FACTS = new Facts(() => []);

export class ModelsRoom {
  /** The room's own, so that gates can be held against the size of a model. */
  readonly #facts: AnyFact[] = [];
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
    facts: new Facts(() => this.#facts),
  });

  constructor() {
    this.#facts.push(...this.models.facts);
  }

  async close(): Promise<void> {
    await this.pool.close();
    this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
