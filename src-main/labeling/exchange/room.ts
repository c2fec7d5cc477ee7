/** @file Annotations from files and into files: previews, imports and their undo, losses, exports. */
import type { AnnotationImport, AnnotationReport } from '../../../src-shared/labeling/exchange/contract.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { Upload } from '../../platform/api/uploads.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { readAnnotationsJob } from '../jobs.ts';
import { requireFreeName, type TaskParts } from '../task-room.ts';
import { createAnnotationExports } from './exports.ts';
import { finishImport } from './finish.ts';
import type { InputOf } from './input.ts';
import { Imports, tellImport } from './imports.ts';
import { prepareExchangeQueries } from './queries.ts';
import { readSpecOf, type Target } from './read-spec.ts';
import { sampleBatches } from './sample-feed.ts';

const KEPT_PREVIEWS = 16;

export type ExchangeRoom = ReturnType<typeof createExchangeRoom>;

/** Every method throws AppError `house.notFound` for what is not there. */
export function createExchangeRoom(parts: TaskParts) {
  const { store, pool, emit, queries, samples, tasks, now } = parts;
  const exchange = prepareExchangeQueries(store.db);
  const imports = new Imports({ store, emit, queries, tasks, now, exchange });
  const exports = createAnnotationExports(parts, exchange);
  const previews = new Map<string, AnnotationReport>();
  imports.recover();

  function targetOf(
    into: InputOf<'importAnnotations'>['into'] | InputOf<'previewAnnotations'>['into'],
  ): Target {
    if ('task' in into) {
      const task = tasks.require(into.task);
      if (task.retired === 1) throw new AppError('labeling.taskRetired');
      return { dataset: task.dataset, task };
    }
    samples.requireDataset(into.dataset);
    return { dataset: into.dataset, task: null };
  }

  /** The job that reads a file; what it does with the answers is the caller's. */
  function reading(file: Upload, { target, options }: Asked) {
    const column = options.column ?? null;
    const spec = readSpecOf({ queries, samples }, { file, target, options });
    const feed = sampleBatches(samples, { dataset: target.dataset, column });
    return { spec, feed, title: file.fileName, unit: 'items' } as const;
  }

  return {
    ...exports,

    previewAnnotations(
      file: Upload,
      { into, options }: Omit<InputOf<'previewAnnotations'>, 'source'>,
    ): { preview: string; job: string } {
      const preview = createId('preview');
      const asked = reading(file, { target: targetOf(into), options });
      const job = pool.run(readAnnotationsJob, {
        ...asked,
        spec: { ...asked.spec, take: false },
        kind: 'preview',
        finish(report) {
          previews.set(preview, report);
          for (const oldest of [...previews.keys()].slice(0, -KEPT_PREVIEWS)) previews.delete(oldest);
        },
      });
      return { preview, job: job.id };
    },

    annotationReport({ preview }: InputOf<'annotationReport'>): AnnotationReport {
      const report = previews.get(preview);
      if (!report) throw new AppError('house.notFound', { what: 'preview', id: preview });
      return report;
    },

    /** An import that was begun before by the same operation. */
    knownImport(operation: string): { import: string; task: string; job: null } | null {
      const row = exchange.import.get(operation);
      return row ? { import: row.id, task: row.task, job: null } : null;
    },

    /**
     * Begins an import.
     *
     * @throws AppError `labeling.taskRetired`, `labeling.taskNamed`; its job ends with `labeling.annotationNothing`,
     *   `labeling.annotationOtherKind`, `labeling.taskUnfit`, or what is wrong with the file
     */
    importAnnotations(
      file: Upload,
      { operation, into, options, author }: Omit<InputOf<'importAnnotations'>, 'source'>,
      person: Person,
    ): { import: string; task: string; job: string } {
      const target = targetOf(into);
      const newTask = 'newTask' in into ? { name: into.newTask.name, id: createId('task') } : null;
      if (newTask) requireFreeName(tasks, target.dataset, newTask);
      const task = newTask?.id ?? target.task!.id;
      exchange.addImport.run({
        id: operation,
        task,
        fileName: file.fileName.slice(0, 300),
        format: options.format ?? null,
        byId: person.id,
        byName: person.name,
        at: now().toISOString(),
        state: 'reading',
        staged: 0,
        done: 0,
        added: 0,
        undoneTo: 0,
        report: 'null',
      });
      const asked = reading(file, { target, options });
      const job = pool.run(readAnnotationsJob, {
        ...asked,
        spec: { ...asked.spec, take: true },
        kind: 'labels',
        subject: task,
        onUpdate: (answers) =>
          imports.stage(
            operation,
            answers.map((answer) => ({ ...answer, author: answer.author ?? author ?? null })),
          ),
        finish: (report) =>
          finishImport({ ...parts, exchange, imports }, { id: operation, target, newTask, report, person }),
      });
      forgetIfFailed(job, operation);
      return { import: operation, task, job: job.id };
    },

    annotationImports({ task }: InputOf<'annotationImports'>): AnnotationImport[] {
      return exchange.importsOf.all(tasks.require(task).id).map(tellImport);
    },

    annotationImport: ({ import: id }: InputOf<'annotationImport'>): AnnotationImport =>
      tellImport(imports.require(id)),

    /** @throws AppError `labeling.importUnderWay` while it is being read or taken, `labeling.importGone` */
    async undoAnnotationImport({ import: id }: InputOf<'undoAnnotationImport'>): Promise<AnnotationImport> {
      const row = imports.require(id);
      tasks.require(row.task);
      if (row.state === 'reading' || row.state === 'applying')
        throw new AppError('labeling.importUnderWay', { file: row.fileName });
      if (row.state !== 'standing') throw new AppError('labeling.importGone', { file: row.fileName });
      exchange.setImport.run({ ...row, state: 'undoing' });
      await imports.undo(id);
      return tellImport(imports.require(id));
    },

    close(): void {
      imports.close();
      exports.closeExports();
    },
  };

  /** A file that was not read whole leaves nothing. */
  function forgetIfFailed(job: Job<unknown>, operation: string): void {
    void job.result.catch(async () => {
      if (exchange.import.get(operation)?.state === 'reading') await imports.sweep(operation);
    });
  }
}

interface Asked {
  readonly target: Target;
  readonly options: InputOf<'importAnnotations'>['options'];
}
