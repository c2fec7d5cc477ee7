/** @file What `lathe labels import`, `imports` and `undo-import` do. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type {
  AnnotationImport,
  AnnotationReport,
  ClassMapping,
} from '../../../src-shared/labeling/exchange/contract.ts';
import {
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../src-shared/labeling/formats/formats.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import { fromWire, isWireError } from '../../../src-shared/platform/errors.ts';
import { idOf, type Session } from '../../platform/cli/session.ts';
import { table } from '../../platform/cli/terminal.ts';
import { classPairs } from '../class-pairs.ts';
import { taskNamed, type TaskOptions } from '../labels-command.ts';

export interface ImportOptions extends TaskOptions {
  readonly newTask?: string;
  readonly format?: AnnotationFormat;
  /** Of a new task. */
  readonly kind?: TaskKind;
  readonly as?: string;
  readonly column?: string;
  readonly map?: readonly string[];
  readonly leave?: readonly string[];
  readonly extend?: boolean;
  readonly dryRun?: boolean;
}

export async function importAnnotationsCommand(
  session: Session,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const { client, terminal } = session;
  const dataset = await idOf('dataset', options.dataset, client.datasets.list);
  const task = options.newTask === undefined ? (await taskNamed(session, options)).id : null;
  const source = { kind: 'path', path: path.resolve(file) } as const;
  const { format, kind, column, extend = false } = options;
  const reading = {
    ...(format === undefined ? {} : { format }),
    ...(kind === undefined ? {} : { kind }),
    ...(column === undefined ? {} : { column }),
    extend,
    classes: mappingOf(options),
  };
  const preview = await client.labeling.previewAnnotations({
    source,
    into: task === null ? { dataset } : { task },
    options: reading,
  });
  await session.follow(preview.job);
  const report = await client.labeling.annotationReport({ preview: preview.preview });
  if (options.dryRun) return terminal.result({ report }, reportInWords(report).join('\n'));
  for (const line of reportInWords(report)) terminal.say(line);
  const begun = await client.labeling.importAnnotations({
    operation: randomUUID(),
    source,
    into: task === null ? { dataset, newTask: { name: options.newTask! } } : { task },
    options: reading,
    ...(options.as === undefined ? {} : { author: options.as }),
  });
  if (begun.job !== null) await session.follow(begun.job);
  const done = await client.labeling.annotationImport({ import: begun.import });
  terminal.result(done, doneInWords(done));
}

/** @throws AppError `house.usage` */
function mappingOf({ map = [], leave = [] }: ImportOptions): ClassMapping {
  const pairs = classPairs(map, 'labels import');
  return Object.fromEntries([...pairs, ...leave.map((name) => [name, null] as const)]);
}

/** A name on a terminal: nothing in it moves the cursor or turns the line around. */
const plain = (name: string): string => name.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
const count = (value: number): string => value.toLocaleString('en');
const wordsOf = (problem: { readonly key: string }): string =>
  isWireError(problem) ? fromWire(problem).message : problem.key;

/** What a file has and what becomes of it, a line each. */
function reportInWords(report: AnnotationReport): string[] {
  const { fileName, format, guessed, kind, items, answers, matched, taken, classes, data } = report;
  const lines = [
    `${fileName}: ${ANNOTATION_FORMAT_TABLE[format].name}${guessed ? ' (detected; use --format to change it)' : ''}, kind “${kind}”.`,
    `${count(items)} items with ${count(answers)} answers; ${count(matched)} items were found in the dataset, ${count(taken)} answers can be imported.`,
  ];
  const added = classes.filter(({ isNew }) => isNew).map(({ name }) => plain(name));
  if (added.length > 0)
    lines.push(
      `Classes added to the label schema: ${added.join(', ')}. Use --map or --leave to change that.`,
    );
  return [
    ...lines,
    ...leftOut(report),
    ...(matched === 0 && data.texts + data.images > 0 ? [dataFirst(report)] : []),
  ];
}

function leftOut({
  unmatched,
  ambiguous,
  twice,
  otherText,
  examples,
  rejected,
  refused,
}: AnnotationReport): string[] {
  const lines: string[] = [];
  if (unmatched > 0) lines.push(`${count(unmatched)} items are not in the dataset.`);
  if (ambiguous > 0) lines.push(`${count(ambiguous)} items could be several samples.`);
  if (twice > 0) lines.push(`${count(twice)} items are samples that another item of the file is.`);
  if (otherText > 0) lines.push(`${count(otherText)} items have another text than their sample.`);
  if (examples.length > 0) lines.push(`The first of them: ${examples.join(', ')}`);
  if (rejected.count > 0) lines.push(`${count(rejected.count)} records cannot be read:`);
  for (const problem of rejected.first) lines.push(`  ${wordsOf(problem)}`);
  if (refused.count > 0)
    lines.push(`${count(refused.count)} answers do not fit the label schema (--extend adds what they need):`);
  for (const { name, problem } of refused.first) lines.push(`  ${name}: ${wordsOf(problem)}`);
  return lines;
}

const dataFirst = ({ data }: AnnotationReport): string =>
  data.images > 0
    ? `The file has ${count(data.images)} images: import them first with “lathe import”, then the annotations.`
    : `The file has ${count(data.texts)} texts: import them first with “lathe import”, then the annotations.`;

function doneInWords({ id, added, staged, state }: AnnotationImport): string {
  if (state === 'undone') return `The import ${id} was taken back.`;
  const known = staged - added;
  return `Imported ${count(added)} answers as ${id}${known > 0 ? `; ${count(known)} were there already` : ''}. Take them back with “lathe labels undo-import ${id}”.`;
}

export async function listImportsCommand(session: Session, options: TaskOptions): Promise<void> {
  const { id } = await taskNamed(session, options);
  const imports = await session.client.labeling.annotationImports({ task: id });
  const rows = imports.map((each) => [
    each.id,
    each.fileName,
    each.format ?? '',
    each.state,
    each.added,
    each.by,
    each.at,
  ]);
  session.terminal.result(
    { imports },
    table(['import', 'file', 'format', 'state', 'answers', 'by', 'at'], rows),
  );
}

export async function undoImportCommand({ client, terminal }: Session, id: string): Promise<void> {
  const undone = await client.labeling.undoAnnotationImport({ import: id });
  terminal.result(undone, `Took ${count(undone.added)} answers of “${undone.fileName}” back.`);
}
