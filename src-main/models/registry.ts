/** @file The registry: each model an ONNX blob with where it came from. */
import type { DatasetKind, Model, Task } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import { prepareModelList } from './list.ts';
import type { ModelRow, Queries } from './queries.ts';

export interface NewModel {
  /** Made before where others name it already. */
  readonly id?: string;
  /** Null for a model from elsewhere. */
  readonly run: string | null;
  readonly name: string;
  readonly blob: BlobInfo;
  /** Classes in output order. */
  readonly labels: readonly string[];
  readonly language: 'en' | 'zh';
  readonly task: Task;
  readonly kind: DatasetKind;
  readonly weightsSha256: string;
  readonly summary: Readonly<Record<string, number>>;
}

export type Registry = ReturnType<typeof createRegistry>;

export function createRegistry({ store, emit, queries }: { store: Store; emit: Emit; queries: Queries }) {
  const list = prepareModelList(store.db, (number) => {
    const row = queries.modelAt.get(number);
    return row && toModel(row);
  });

  function get(id: string): Model {
    const row = queries.model.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'model', id });
    return toModel(row);
  }

  /** Records a model whose blob is already in the store. */
  function register(fresh: NewModel): Model {
    const { id = createId('model') } = fresh;
    store.tx(() => {
      queries.add.run({
        number: queries.nextNumber.get() ?? 1,
        id,
        name: fresh.name,
        run: fresh.run,
        blob: fresh.blob.sha256,
        bytes: fresh.blob.bytes,
        labels: JSON.stringify(fresh.labels),
        language: fresh.language,
        task: fresh.task,
        kind: fresh.kind,
        weights: fresh.weightsSha256,
        summary: JSON.stringify(fresh.summary),
        at: new Date().toISOString(),
      });
    });
    emit({ type: 'changed', what: 'models', id });
    return get(id);
  }

  function rename(id: string, name: string): Model {
    get(id);
    queries.rename.run({ id, name });
    emit({ type: 'changed', what: 'models', id, edited: true });
    return get(id);
  }

  return { get, register, rename, list };
}

function toModel(row: ModelRow): Model {
  return {
    ...row,
    labels: JSON.parse(row.labels),
    language: row.language === 'zh' ? 'zh' : 'en',
    summary: JSON.parse(row.summary),
    tested: row.tested === null ? null : JSON.parse(row.tested),
  };
}
