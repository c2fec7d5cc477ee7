/** @file What LabelMe and Pascal VOC have in common: a file of regions for each image. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { ReadContext } from './format.ts';
import { Refusing, shown, type Rejects } from './report.ts';
import { LearnedSchema, type AnnotatedItem, type ReadSet } from './set.ts';
import { wholeText, type Source } from './source.ts';

export interface ImageFileReading {
  readonly name: string;
  readonly file: string;
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
}

export interface ImageFiles<Root> {
  /** As the field calls it. */
  readonly format: string;
  /** Of its files, with the dot. */
  readonly ending: string;
  /** A file is no longer than this, in bytes. */
  readonly most: number;
  /** Where a file says which image it is of. */
  readonly nameField: string;
  /** @throws AppError of a text that is not read at all */
  readonly check?: (text: string, file: string) => void;
  rootOf(text: string, place: { readonly file: string; readonly refusing: Refusing }): Root | null;
  nameOf(root: Root, file: string, refusing: Refusing): string | null;
  itemOf(root: Root, reading: ImageFileReading): AnnotatedItem | null;
}

/** @throws AppError `labeling.annotationFileFormat` where there is no such file */
export function readImageFiles<Root>(
  source: Source,
  context: ReadContext,
  format: ImageFiles<Root>,
): Promise<ReadSet> {
  const files = source.files.filter((file) => file.toLowerCase().endsWith(format.ending));
  if (files.length === 0)
    throw new AppError('labeling.annotationFileFormat', {
      file: source.files[0] ?? '',
      format: format.format,
      value: `*${format.ending}`,
    });
  const schema = new LearnedSchema('regions');
  return Promise.resolve({ schema, items: itemsOf(source, { files, schema, context, format }) });
}

interface Reading<Root> {
  readonly files: readonly string[];
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
  readonly format: ImageFiles<Root>;
}

async function* itemsOf<Root>(
  source: Source,
  { files, schema, context, format }: Reading<Root>,
): AsyncGenerator<AnnotatedItem> {
  const seen = new Set<string>();
  for (const file of files) {
    const refusing = new Refusing(context.rejects, { file, record: 1 });
    const text = await textOrReject(source, file, { rejects: context.rejects, format });
    const root = text === null ? null : format.rootOf(text, { file, refusing });
    const name = root && format.nameOf(root, file, refusing);
    if (!root || name === null) continue;
    if (seen.has(name)) {
      refusing.refuse('labeling.annotationTwice', format.nameField, { value: shown(name) });
      continue;
    }
    seen.add(name);
    const item = format.itemOf(root, { name, file, schema, context });
    if (item) yield item;
  }
}

/** One file of many that cannot be read does no harm to the others. */
async function textOrReject<Root>(
  source: Source,
  file: string,
  { rejects, format }: { readonly rejects: Rejects; readonly format: ImageFiles<Root> },
): Promise<string | null> {
  try {
    const text = await wholeText(source, file, format.most);
    format.check?.(text, file);
    return text;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    rejects.addFile(error);
    return null;
  }
}
