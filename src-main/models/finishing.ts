/** @file The file of a model as it is taken away: its bytes with labels, metrics, lineage and card in their metadata. */
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Model } from '../../src-shared/contract.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { withMetadata } from '../graph/index.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import { modelCard } from './card.ts';
import { lineageJson, metricsJson, type Provenance } from './provenance.ts';
import type { Queries } from './queries.ts';

export interface FinishingParts {
  readonly store: Store;
  readonly queries: Queries;
  readonly emit: Emit;
  /** What is known of a model now. */
  readonly provenance: (model: string) => Promise<Provenance>;
  /** Keeps the file among the artifacts of the model's run. */
  readonly artifact: (run: string, name: string, blob: BlobInfo) => void;
}

export type Finishing = ReturnType<typeof createFinishing>;

/**
 * The model's own file is the one that is taken away, so that its size and hash are the same wherever they are told. What
 * is known of a model grows (a report, another name): the file is then written anew, and takes the place of the one before.
 */
export function createFinishing({ store, queries, emit, provenance, artifact }: FinishingParts) {
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function written(id: string, by: string | undefined): Promise<BlobInfo> {
    const facts = await provenance(id);
    const { model, run } = facts.lineage;
    const bytes = await readFile(await store.blobs.checked(model.blob, model.name));
    const blob = await store.blobs.write(finishedFile(bytes, facts));
    store.tx(() => {
      queries.addExport.run({
        blob: blob.sha256,
        model: id,
        bytes: blob.bytes,
        at: new Date().toISOString(),
        by: by ?? run?.startedBy ?? 'Lathe',
      });
      queries.setFile.run({ id, blob: blob.sha256, bytes: blob.bytes });
      if (run) artifact(run.id, 'model.onnx', blob);
    });
    if (blob.sha256 !== model.blob) emit({ type: 'changed', what: 'models', id });
    return blob;
  }

  /** Writes the file of a model with what is known of it now, one model after the other: the last to be told is right. */
  function finish(id: string, by?: string): Promise<BlobInfo> {
    const turn = last.catch(() => undefined).then(() => written(id, by));
    last = turn;
    return turn;
  }

  async function finishEach(models: readonly string[]): Promise<void> {
    for (const id of models) {
      // Whoever asks for something meanwhile is answered before the next.
      await setImmediate();
      if (isClosed) return;
      await finish(id).catch(console.error);
    }
  }

  return {
    finish,

    /** The same where nobody waits for it: one that fails is made up for by the next, at the latest when the model is exported. */
    finishSoon(id: string): void {
      void finish(id).catch(console.error);
    },

    /** Those that were kept before files were finished, or whose file was not when the workbench ended. */
    finishAll(): void {
      void finishEach(queries.unfinished.all()).catch(console.error);
    },

    /** Waits for what is being written; the others are written after the next start. */
    async close(): Promise<void> {
      isClosed = true;
      await last.catch(() => undefined);
    },
  };
}

/** More than enough for the digits of a size to settle. */
const MOST_TRIES = 4;

/** The graph and the weights are not touched. The card in the file tells the file's size, so it is written until that is right. */
function finishedFile(bytes: Uint8Array, facts: Provenance): Uint8Array {
  const { lineage } = facts;
  const { model } = lineage;
  const fileWith = (size: number, end: string) =>
    withMetadata(bytes, {
      labels: JSON.stringify(model.labels),
      language: model.language,
      metrics: metricsJson(facts),
      lineage: lineageJson(lineage),
      modelCard: modelCard(withSize(facts, size)) + end,
    });
  // Where one size makes the file a byte longer and that size a byte shorter, a line more at the end of the card decides.
  for (let end = ''; ; end += '\n') {
    let file = fileWith(model.bytes, end);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const again = fileWith(file.length, end);
      if (again.length === file.length) return again;
      file = again;
    }
  }
}

function withSize(facts: Provenance, bytes: number): Provenance {
  const model: Model = { ...facts.lineage.model, bytes };
  return { ...facts, lineage: { ...facts.lineage, model } };
}
