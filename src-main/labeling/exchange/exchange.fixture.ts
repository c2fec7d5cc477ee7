/** @file For tests: a workbench with a dataset of texts, of images and of rows, and ways to import and export annotations. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import type { AnnotationImport, AnnotationReport } from '../../../src-shared/labeling/exchange/contract.ts';
import type { AnnotationFormat } from '../../../src-shared/labeling/formats/formats.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue } from '../../../src-shared/labeling/tasks/values.ts';
import { importSource } from '../../datasets/commands.ts';
import { encodePng } from '../../images/index.ts';
import type { App } from '../../platform/host/app.ts';
import type { Session } from '../../platform/cli/session.ts';
import { openQuietly } from '../../session.fixture.ts';

export const TEXTS = [
  'Ann lives in Berlin.',
  '王芳住在北京。',
  'A 👍🏽 for the café',
  'nothing here',
  'Bo works at Acme, and Ann does too.',
  'the last one',
];
export const IMAGE = { width: 60, height: 40 };
export const IMAGES = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png'];

export class Exchange {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-exchange-'));
  app!: App;
  session!: Session;
  texts!: string;
  images!: string;

  get client(): Session['client'] {
    return this.session.client;
  }

  get workspace(): string {
    return path.join(this.folder, 'workspace');
  }

  async open(): Promise<void> {
    ({ app: this.app, session: this.session } = await openQuietly(this.workspace));
  }

  /** Opens the workbench and makes the datasets. */
  async begin(): Promise<void> {
    await this.open();
    const lines = TEXTS.map((text, i) => `${JSON.stringify({ text, key: `k${i}` })}\n`);
    const file = this.file('texts.jsonl', lines.join(''));
    this.texts = await this.dataset(file, 'texts');
    const root = path.join(this.folder, 'images');
    mkdirSync(root);
    for (const [i, name] of IMAGES.entries()) {
      const data = new Uint8Array(IMAGE.width * IMAGE.height).fill(i * 9);
      writeFileSync(path.join(root, name), encodePng({ ...IMAGE, channels: 1, data }));
    }
    this.images = await this.dataset(root, 'images');
  }

  async dataset(file: string, name: string): Promise<string> {
    const options = name === 'texts' ? { name, kind: 'text' as const, text: 'text' } : { name };
    return (await importSource(this.session, { kind: 'path', path: file }, options)).dataset;
  }

  async end(): Promise<void> {
    await this.app.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  async task(dataset: string, { kind, name, classes = [], options = {} }: TaskParts): Promise<string> {
    const made = await this.client.labeling.createTask({
      dataset,
      name,
      kind,
      classes: [...classes],
      options,
    });
    await this.session.follow(made.job);
    return made.task;
  }

  /** Answers the items of a task in order; null skips one, undefined leaves it. */
  async answer(task: string, values: readonly (AnswerValue | null | undefined)[]): Promise<void> {
    const { items } = await this.client.labeling.queue({ task, queue: 'all', limit: 100 });
    const answers = values.flatMap((value, i) => {
      if (value === undefined) return [];
      const answer = value === null ? ({ type: 'skip' } as const) : ({ type: 'value', value } as const);
      return [{ operation: randomUUID(), sample: items[i]!.id, answer }];
    });
    await this.client.labeling.annotate({ task, answers });
  }

  /** What the items of a task are labeled, in order. */
  async labels(task: string): Promise<unknown[]> {
    const { items } = await this.client.labeling.queue({ task, queue: 'all', limit: 100 });
    return items.map(({ label, labelValue, skipped }) =>
      skipped ? null : (labelValue ?? label ?? undefined),
    );
  }

  async preview(
    file: string,
    into: { task: string } | { dataset: string },
    options: Reading = {},
  ): Promise<AnnotationReport> {
    const begun = await this.client.labeling.previewAnnotations({
      source: { kind: 'path', path: file },
      into,
      options,
    });
    await this.session.follow(begun.job);
    return this.client.labeling.annotationReport({ preview: begun.preview });
  }

  async import(
    file: string,
    into: { task: string } | { dataset: string; newTask: { name: string } },
    options: Reading & { author?: string } = {},
  ): Promise<AnnotationImport> {
    const { author, ...reading } = options;
    const begun = await this.client.labeling.importAnnotations({
      operation: randomUUID(),
      source: { kind: 'path', path: file },
      into,
      options: reading,
      ...(author === undefined ? {} : { author }),
    });
    await this.session.follow(begun.job!);
    return this.client.labeling.annotationImport({ import: begun.import });
  }

  /** Writes a file; of a format of many files an archive. @returns its path */
  async export(task: string, format: AnnotationFormat, answers?: Answers): Promise<string> {
    const begun = await this.client.labeling.exportAnnotations({ task, format, ...(answers && { answers }) });
    await this.session.follow(begun.job);
    const { url, fileName } = await this.client.labeling.exportedAnnotations({ export: begun.export });
    const bytes = Buffer.from(await (await this.session.fetch(url)).arrayBuffer());
    return this.file(`${randomUUID()}/${fileName}`, bytes);
  }
}

interface TaskParts {
  readonly kind: TaskKind;
  readonly name: string;
  readonly classes?: readonly string[];
  readonly options?: z.input<typeof SchemaOptions>;
}

type Reading = NonNullable<Parameters<Session['client']['labeling']['previewAnnotations']>[0]['options']>;
type Answers = Parameters<Session['client']['labeling']['exportAnnotations']>[0]['answers'];
