/** @file What a worker is told of the dataset and the task that a file of annotations is read for. */
import type { ReadingOptions } from '../../../src-shared/labeling/exchange/contract.ts';
import type { Upload } from '../../platform/api/uploads.ts';
import { inSchema } from '../classes.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { LabelingSamples } from '../types.ts';
import type { ReadSpec } from '../worker/exchange/read-file.ts';

/** The task that a file is read for; null for one that is made of what the file has. */
export interface Target {
  readonly dataset: string;
  readonly task: Task | null;
}

interface Reading {
  readonly file: Upload;
  readonly target: Target;
  readonly options: ReadingOptions;
}

export function readSpecOf(
  { queries, samples }: { queries: Queries; samples: LabelingSamples },
  { file, target, options }: Reading,
): Omit<ReadSpec, 'take'> {
  const { task, dataset } = target;
  return {
    path: file.path,
    fileName: file.fileName,
    format: options.format ?? null,
    data: samples.requireDataset(dataset).kind,
    kind: task?.kind ?? options.kind ?? null,
    schema: task && { classes: classesOf(queries, task), options: task.options },
    extend: options.extend,
    column: options.column ?? null,
    mapping: options.classes,
  };
}

function classesOf(queries: Queries, { id }: Task): { name: string; hasChildren: boolean }[] {
  const known = inSchema(queries.classes.all(id));
  const parents = new Set(known.map(({ parent }) => parent));
  return known.map((each) => ({ name: each.name, hasChildren: parents.has(each.id) }));
}
