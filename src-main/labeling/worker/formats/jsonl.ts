/** @file Objects of JSON Lines, with the line of each. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { isObject, type JsonObject } from './fields.ts';
import { ELEMENT_BYTES, elementsOf, readText, readValue, tooLongElement } from './json-stream.ts';
import { Refusing, type Rejects } from './report.ts';
import { linesOf, mebibytes, type Source } from './source.ts';

export interface JsonRecord {
  readonly record: JsonObject;
  readonly number: number;
  readonly refusing: Refusing;
}

/** The objects of the first file: one a line, or the elements of a list. */
export async function* jsonRecords(
  source: Source,
  { format, rejects }: { readonly format: string; readonly rejects: Rejects },
): AsyncGenerator<JsonRecord> {
  const [file] = source.files;
  if (file === undefined)
    throw new AppError('labeling.annotationFileFormat', { file: '', format, value: '*.jsonl' });
  if (await isList(source, file)) yield* recordsOfList(source, { file, rejects });
  else yield* recordsOfLines(source, { file, rejects });
}

interface OfFile {
  readonly file: string;
  readonly rejects: Rejects;
}

async function isList(source: Source, file: string): Promise<boolean> {
  const head = await source.slice(file, 0, 1000);
  return head
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^[\xef\xbb\xbf\xfe\xff]+/, '')
    .trimStart()
    .startsWith('[');
}

async function* recordsOfList(source: Source, { file, rejects }: OfFile): AsyncGenerator<JsonRecord> {
  let number = 0;
  for await (const { bytes, length } of elementsOf(source, file, { keep: () => true })) {
    const refusing = new Refusing(rejects, { file, record: ++number });
    if (bytes === null) {
      refusing.refuse('labeling.annotationTooLarge', 'record', tooLongElement(length));
      continue;
    }
    const record = objectIn(readValue(bytes), refusing);
    if (record) yield { record, number, refusing };
  }
}

async function* recordsOfLines(source: Source, { file, rejects }: OfFile): AsyncGenerator<JsonRecord> {
  for await (const { line, text } of linesOf(source, file, ELEMENT_BYTES)) {
    const refusing = new Refusing(rejects, { file, record: line });
    if (text === null) {
      const most = mebibytes(ELEMENT_BYTES);
      refusing.refuse('labeling.annotationTooLarge', 'line', { value: `> ${most}`, most });
      continue;
    }
    if (text.trim() === '') continue;
    const record = objectIn(readText(text), refusing);
    if (record) yield { record, number: line, refusing };
  }
}

function objectIn(read: ReturnType<typeof readText>, refusing: Refusing): JsonObject | null {
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', 'record', { value: read.problem });
  return isObject(read.value) ? read.value : refusing.wrongType('record', read.value, '{…}');
}
