/** @file Annotations from files and into files: what an import would do, imports and their undo, exports and what they lose. */
import * as z from 'zod';
import { WireErrorSchema } from '../../platform/contract.ts';
import { ENGINEERS, EVERYONE, Id, Instant, read, write } from '../../platform/procedure.ts';
import { ANNOTATION_FORMATS } from '../formats/formats.ts';
import { LOSSES, type LossKind } from '../formats/losses.ts';
import { TASK_KINDS } from '../tasks/kinds.ts';
import { SchemaOptions } from '../tasks/schema.ts';
import { IMPORT_STATES } from './values.ts';

const Format = z.enum(ANNOTATION_FORMATS);
const AuthorName = z.string().trim().min(1).max(200);
const ClassName = z.string().trim().min(1).max(80);

/** Where a file of annotations comes from: an upload made before, a path on this machine (local people only), or sample data. */
export const AnnotationSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), id: Id }),
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
  z.object({ kind: z.literal('sample'), name: z.string().min(1) }),
]);
export type AnnotationSource = z.infer<typeof AnnotationSource>;

/** What a class of a file becomes, by its name there: another class of the schema, or null to leave its parts out. */
export const ClassMapping = z.record(ClassName, ClassName.nullable());
export type ClassMapping = z.infer<typeof ClassMapping>;

export const ReadingOptions = z.object({
  /** By the content of the file unless given. */
  format: Format.optional(),
  /** Of a new task; by what the file has unless given, which single labels and texts may leave open. */
  kind: z.enum(TASK_KINDS).optional(),
  /** The metadata column whose values the names of items are; by content, id and file name unless given. */
  column: z.string().max(200).optional(),
  /** A class that is not here is added to the schema where it is not there. */
  classes: ClassMapping.default({}),
  /** Adds to the schema what the answers need beside classes: shapes, attributes, relations, a skeleton, a wider scale. */
  extend: z.boolean().default(false),
});
export type ReadingOptions = z.infer<typeof ReadingOptions>;

/** Where answers go: into a task, or into one that the import makes of what the file has. */
const Target = z.union([
  z.object({ task: Id }),
  z.object({ dataset: Id, newTask: z.object({ name: z.string().trim().min(1).max(120) }) }),
]);
export type ImportTarget = z.infer<typeof Target>;

/** What a file has, and what of it a dataset and the schema of a task can take. */
export const AnnotationReport = z.object({
  fileName: z.string(),
  format: Format,
  /** The format was found by the content of the file. */
  guessed: z.boolean(),
  kind: z.enum(TASK_KINDS),
  items: z.int(),
  answers: z.int(),
  /** Answers that can be taken. */
  taken: z.int(),
  matched: z.int(),
  /** No sample of the dataset is it. */
  unmatched: z.int(),
  /** Several samples could be it. */
  ambiguous: z.int(),
  /** Another item of the file is the same sample. */
  twice: z.int(),
  /** Its spans could not be found in the text as the dataset has it. */
  otherText: z.int(),
  /** Names of items without a sample of their own, the first of them. */
  examples: z.array(z.string()),
  /** Classes of the file, in order, with how many answers of matched items name each; `isNew`: the schema has none such. */
  classes: z.array(
    z.object({ name: z.string(), parent: z.string().nullable(), answers: z.int(), isNew: z.boolean() }),
  ),
  /** What the file's answers need of a schema. */
  options: SchemaOptions,
  /** Records that cannot be read, with the first of them. */
  rejected: z.object({ count: z.int(), first: z.array(WireErrorSchema) }),
  /** Answers of matched items that the schema of the task refuses, with the first of them. */
  refused: z.object({
    count: z.int(),
    first: z.array(z.object({ name: z.string(), problem: WireErrorSchema })),
  }),
  /** Items of the file that have a text of their own, and images that lie in it: data that can be imported first. */
  data: z.object({ texts: z.int(), images: z.int() }),
});
export type AnnotationReport = z.infer<typeof AnnotationReport>;

export const AnnotationImport = z.object({
  id: z.uuid(),
  task: Id,
  fileName: z.string(),
  /** Null while it is not known. */
  format: Format.nullable(),
  by: z.string(),
  at: Instant,
  state: z.enum(IMPORT_STATES),
  /** Answers that were read, and how many of them are done. */
  staged: z.int(),
  done: z.int(),
  /** Answers that were not there before. */
  added: z.int(),
  /** Null while the file is being read. */
  report: AnnotationReport.nullable(),
});
export type AnnotationImport = z.infer<typeof AnnotationImport>;

/** Whose answers a file gets: the resolved ones, everybody's, those of one author by id, or those that a version froze. */
export const ExportedAnswers = z.discriminatedUnion('of', [
  z.object({ of: z.literal('resolved') }),
  z.object({ of: z.literal('everybody') }),
  z.object({ of: z.literal('version'), version: Id }),
  z.object({ of: z.literal('author'), author: z.string().min(1).max(300) }),
]);
export type ExportedAnswers = z.infer<typeof ExportedAnswers>;

const ExportRequest = z.object({
  task: Id,
  format: Format,
  answers: ExportedAnswers.default({ of: 'resolved' }),
  /** The metadata column that names items; the file name of an image, else the sample's id, unless given. */
  column: z.string().max(200).optional(),
});
export type AnnotationExportRequest = z.infer<typeof ExportRequest>;

export const AnnotationLosses = z.object({
  items: z.int(),
  answers: z.int(),
  losses: z.array(z.object({ loss: z.enum(Object.keys(LOSSES) as LossKind[]), count: z.int() })),
});
export type AnnotationLosses = z.infer<typeof AnnotationLosses>;

export const ExportedAnnotations = z.object({
  fileName: z.string(),
  bytes: z.number(),
  items: z.int(),
  /** A path of the workbench; good for an hour after it was last asked for, and until the workbench closes. */
  url: z.string(),
});
export type ExportedAnnotations = z.infer<typeof ExportedAnnotations>;

export const exchangeProcedures = {
  /** Reads a file and says what an import would do. Nothing is written; {@link annotationReport} has it when the job is done. */
  previewAnnotations: write(ENGINEERS)
    .input(
      z.object({
        source: AnnotationSource,
        into: z.union([z.object({ task: Id }), z.object({ dataset: Id })]),
        options: ReadingOptions.prefault({}),
      }),
    )
    .output(z.object({ preview: Id, job: Id })),
  annotationReport: read(ENGINEERS)
    .input(z.object({ preview: Id }))
    .output(AnnotationReport),
  /**
   * Reads a file and takes its answers over as those of an import author, all or none. The same operation is one import. An
   * answer that is there already is not added again.
   */
  importAnnotations: write(ENGINEERS)
    .input(
      z.object({
        operation: z.uuid(),
        source: AnnotationSource,
        into: Target,
        options: ReadingOptions.prefault({}),
        /** Who gave the answers for which the file names nobody. */
        author: AuthorName.optional(),
      }),
    )
    .output(z.object({ import: z.uuid(), task: Id, job: Id.nullable() })),
  /** The imports of a task, the newest first. */
  annotationImports: read(EVERYONE)
    .input(z.object({ task: Id }))
    .output(z.array(AnnotationImport)),
  annotationImport: read(EVERYONE)
    .input(z.object({ import: z.uuid() }))
    .output(AnnotationImport),
  /** Takes every answer of an import back; what people said stays. */
  undoAnnotationImport: write(ENGINEERS)
    .input(z.object({ import: z.uuid() }))
    .output(AnnotationImport),
  /** People and import authors who answered a task. */
  answerAuthors: read(EVERYONE)
    .input(z.object({ task: Id }))
    .output(z.array(z.object({ id: z.string(), name: z.string(), isImport: z.boolean() }))),
  /** What a file of that format would not have. */
  lossesOf: read(ENGINEERS).input(ExportRequest).output(AnnotationLosses),
  exportAnnotations: write(ENGINEERS)
    .input(ExportRequest)
    .output(z.object({ export: Id, job: Id })),
  exportedAnnotations: read(ENGINEERS)
    .input(z.object({ export: Id }))
    .output(ExportedAnnotations),
};
