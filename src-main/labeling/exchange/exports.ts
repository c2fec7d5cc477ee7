/** @file Annotations into files: what a format would lose, and the file itself. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type {
  AnnotationLosses,
  ExportedAnnotations,
} from '../../../src-shared/labeling/exchange/contract.ts';
import {
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../src-shared/labeling/formats/formats.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { writeAnnotationsJob } from '../jobs.ts';
import { titleOf, type TaskParts } from '../task-room.ts';
import type { Task } from '../tasks.ts';
import type { FrozenAnswers } from '../worker/exchange/frozen-answers.ts';
import { ExportedFiles, type KeptFile } from './exported-files.ts';
import { readItems } from './item-feed.ts';
import type { ExchangeQueries } from './queries.ts';
import type { InputOf } from './input.ts';

const MOST_NAMED = 12;

/** Total: the ending of a written file; formats of many files are ZIP archives. */
const ENDINGS: Readonly<Record<AnnotationFormat, string>> = {
  'label-studio': 'json',
  doccano: 'jsonl',
  conll: 'conll',
  spacy: 'jsonl',
  coco: 'json',
  yolo: 'zip',
  'yolo-obb': 'zip',
  'yolo-segment': 'zip',
  'yolo-pose': 'zip',
  voc: 'zip',
  cvat: 'xml',
  labelme: 'zip',
  csv: 'csv',
};

export function createAnnotationExports(parts: TaskParts, exchange: ExchangeQueries) {
  const { store, pool, samples, tasks, frozen } = parts;
  const files = new ExportedFiles();

  /** @throws AppError `house.notFound`, `labeling.versionOtherTask` */
  async function frozenOf({ id, kind }: Task, version: string): Promise<FrozenAnswers> {
    const found = await frozen(version);
    if (found.task !== id) throw new AppError('labeling.versionOtherTask', { version: found.name });
    return { path: found.path, kind };
  }

  /** @throws AppError `labeling.annotationKind`, `labeling.authorUnknown`, `labeling.versionOtherTask` */
  async function begin(request: InputOf<'exportAnnotations'>, file: string | null) {
    const task = tasks.require(request.task);
    requireFit(task, request.format);
    const { answers } = request;
    if (answers.of === 'author') requireAuthor(exchange, task.id, answers.author);
    const version = answers.of === 'version' ? await frozenOf(task, answers.version) : null;
    const feed = readItems({ db: store.snapshot(), samples, task }, request);
    const title = `${titleOf(samples, task)} · ${ANNOTATION_FORMAT_TABLE[request.format].name}`;
    return {
      task,
      feed,
      shown: { kind: 'export', title, unit: 'items', feed: feed.batches } as const,
      spec: { format: request.format, schema: feed.schema, file, version, items: feed.total },
    };
  }

  return {
    /** What a file of the format would not have. */
    async lossesOf(request: InputOf<'lossesOf'>): Promise<AnnotationLosses> {
      const { feed, shown, spec } = await begin(request, null);
      const job = pool.run(writeAnnotationsJob, { ...shown, hidden: true, spec });
      try {
        const { items, answers, losses } = await job.result;
        return { items, answers, losses: [...losses] };
      } finally {
        feed.close();
      }
    },

    /** Starts writing the file. */
    async exportAnnotations(request: InputOf<'exportAnnotations'>): Promise<{ export: string; job: string }> {
      const id = createId('export');
      const ending = ENDINGS[request.format];
      const file = path.join(store.scratch, `${id}.${ending}`);
      const { task, feed, shown, spec } = await begin(request, file);
      const fileName = `${safeName(`${titleOf(samples, task)} ${request.format}`)}.${ending}`;
      const job = pool.run(writeAnnotationsJob, {
        ...shown,
        subject: id,
        spec,
        finish: ({ items, bytes }) => files.keep(id, { file, fileName, items, bytes }),
      });
      void job.result
        .catch(() => {
          for (const left of [file, `${file}.partial`]) rmSync(left, { force: true });
        })
        .finally(() => feed.close());
      return { export: id, job: job.id };
    },

    exportedAnnotations({ export: id }: InputOf<'exportedAnnotations'>): ExportedAnnotations {
      const { fileName, bytes, items } = files.require(id);
      return { fileName, bytes, items, url: `/files/exports/${id}` };
    },

    /** Where a finished export lies; undefined for one of another room. */
    /** Who answers gets none: engineers write them. */
    exportedFile: (id: string, { role }: Pick<Person, 'role'>): KeptFile | undefined =>
      role === 'labeler' ? undefined : files.find(id),

    answerAuthors: ({ task }: InputOf<'answerAuthors'>): { id: string; name: string; isImport: boolean }[] =>
      exchange.authors
        .all(tasks.require(task).id)
        .map(({ id, name, isImport }) => ({ id, name, isImport: isImport === 1 })),

    closeExports: (): void => files.close(),
  };
}

function requireFit({ kind }: Task, format: AnnotationFormat): void {
  if (ANNOTATION_FORMAT_TABLE[format].kinds.includes(kind)) return;
  const able = Object.values(ANNOTATION_FORMAT_TABLE).filter(({ kinds }) => kinds.includes(kind));
  throw new AppError('labeling.annotationKind', {
    format: ANNOTATION_FORMAT_TABLE[format].name,
    kind,
    formats: able.map(({ name }) => name).join(', '),
  });
}

function requireAuthor(exchange: ExchangeQueries, task: string, author: string): void {
  const authors = exchange.authors.all(task);
  if (authors.some(({ id }) => id === author)) return;
  const names = authors.slice(0, MOST_NAMED).map(({ name }) => name);
  throw new AppError('labeling.authorUnknown', { author, authors: names.join(', ') || '—' });
}

/** A name that every system takes for a file. */
function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is replaced
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, '-').slice(0, 120) || 'annotations';
}
