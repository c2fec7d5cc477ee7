/** @file What the exports room asks of others. */
import type {
  Person,
  DatasetVersion,
  ImportedFile,
  Model,
  RejectedRow,
  Report,
  Split,
} from '../../src-shared/contract.ts';
import type { FreezableDataset, SamplePage, SamplesRequest } from '../datasets/index.ts';
import type { AnsweredBatch } from '../evaluation/index.ts';
import type { Pool, Task } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { VersionFile } from '../versions/index.ts';

/** What exports ask of other rooms. Each throws AppError `house.notFound` for what is not there. */
export interface ExportsParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly labeling: {
    /** Whether a person may not see the labels of a task; of the first one by the id of its dataset. */
    hidesLabels(task: string, person: Pick<Person, 'role'>): boolean;
  };
  readonly datasets: {
    /** @throws AppError `datasets.busy` */
    freezable(input: { dataset: string }): FreezableDataset;
    rejected(input: { file: string; offset: number; limit: number }): {
      readonly items: readonly RejectedRow[];
      readonly total: number;
    };
    samples(request: SamplesRequest): Promise<SamplePage>;
    filesNamed(ids: readonly string[]): ImportedFile[];
  };
  readonly versions: {
    get(input: { version: string }): DatasetVersion;
    /** @throws AppError `labeling.answersHidden` where a person may not see the labels of a version */
    requireShown(version: string, person: Pick<Person, 'role'>): void;
    file(version: string): Promise<VersionFile>;
  };
  readonly models: { get(id: string): Model };
  readonly evaluation: {
    report(input: { report: string }): Promise<Report>;
    answers(
      input: { model: string; version: string; split: Split },
      take: (batch: AnsweredBatch) => Promise<void>,
    ): Promise<Task<unknown>>;
  };
}
