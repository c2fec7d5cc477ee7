/** @file Which format a file of annotations is, by its content: its first bytes, and the names of the files beside it. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
  type AnnotationFormat,
} from '../../../../src-shared/labeling/formats/formats.ts';
import { asUtf8, type Source } from '../formats/source.ts';
import { isImageFile } from './open-source.ts';

const HEAD_BYTES = 1 << 16;
/** So many files are looked into. */
const MOST_LOOKED = 40;

export interface Guess {
  readonly format: AnnotationFormat;
  /** The file that has it; null for a format of many files. */
  readonly file: string | null;
}

/**
 * The files that a format reads: all for a format of many files, else one.
 *
 * @throws AppError `labeling.annotationFormatUnknown`
 */
export async function chooseFiles(
  source: Source,
  { format, fileName }: { readonly format: AnnotationFormat | null; readonly fileName: string },
): Promise<{ readonly format: AnnotationFormat; readonly source: Source }> {
  const texts = source.files.filter((file) => !isImageFile(file));
  const guess = await guessOf(source, { texts, format });
  if (!guess) {
    const formats = ANNOTATION_FORMATS.join(', ');
    throw new AppError('labeling.annotationFormatUnknown', { file: fileName, formats });
  }
  if (ANNOTATION_FORMAT_TABLE[guess.format].folder) return { format: guess.format, source };
  return { format: guess.format, source: { ...source, files: guess.file === null ? texts : [guess.file] } };
}

interface Guessing {
  /** Files that are no images. */
  readonly texts: readonly string[];
  readonly format: AnnotationFormat | null;
}

async function guessOf(source: Source, { texts, format }: Guessing): Promise<Guess | null> {
  if (format !== null && (ANNOTATION_FORMAT_TABLE[format].folder || texts.length < 2))
    return { format, file: texts[0] ?? null };
  let first: Guess | null = null;
  for (const file of texts.slice(0, MOST_LOOKED)) {
    const found = formatOf(file, await headOf(source, file));
    if (found === null || (format !== null && found !== format)) continue;
    // Numbers in lines are YOLO only where nothing else is said.
    if (found !== 'yolo') return { format: found, file };
    first ??= { format: await yoloOf(source, texts), file };
  }
  return first ?? (format === null ? null : { format, file: texts[0] ?? null });
}

async function headOf(source: Source, file: string): Promise<string> {
  const utf8 = await asUtf8(source, file);
  return (await utf8.slice(file, 0, HEAD_BYTES)).toString('utf8');
}

const endsIn = (file: string, ...endings: readonly string[]): boolean =>
  endings.some((ending) => file.toLowerCase().endsWith(ending));

function formatOf(file: string, head: string): AnnotationFormat | null {
  const text = head.trimStart();
  if (text.startsWith('<')) return formatOfXml(text);
  if (text.startsWith('[') && !/^\[\s*(?:-?\d|"|\[)/.test(text)) return 'label-studio';
  if (text.startsWith('{')) return formatOfJson(text);
  if (endsIn(file, '.csv')) return isCsv(text) ? 'csv' : null;
  if (endsIn(file, '.yaml', '.yml')) return /^\s*(?:names|nc)\s*:/m.test(text) ? 'yolo' : null;
  return formatOfLines(file, text);
}

function formatOfXml(text: string): AnnotationFormat | null {
  if (/<annotations[\s>]/.test(text)) return 'cvat';
  return /<annotation[\s>]/.test(text) ? 'voc' : null;
}

function formatOfJson(text: string): AnnotationFormat | null {
  const [line = ''] = text.split(/\r?\n/, 1);
  const record = objectIn(line);
  if (record) return formatOfRecord(record);
  if (/"shapes"\s*:/.test(text) && /"(?:imagePath|version|flags)"\s*:/.test(text)) return 'labelme';
  if (/"(?:images|annotations|categories|licenses|info)"\s*:/.test(text)) return 'coco';
  return /"imagePath"\s*:/.test(text) ? 'labelme' : null;
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A record on a line of its own. */
function formatOfRecord(record: Readonly<Record<string, unknown>>): AnnotationFormat | null {
  const has = (key: string): boolean => Object.hasOwn(record, key);
  if (has('shapes')) return 'labelme';
  if (has('images') || has('categories')) return 'coco';
  if (has('cats') || has('spans') || has('answer') || has('accept')) return 'spacy';
  if (has('label') || has('labels') || has('Comments') || has('comments')) return 'doccano';
  const { entities } = record;
  if (!Array.isArray(entities)) return has('text') ? 'doccano' : null;
  const [one] = entities as readonly unknown[];
  return typeof one === 'object' && one !== null && 'start_offset' in one ? 'doccano' : 'spacy';
}

function isCsv(text: string): boolean {
  const [head = ''] = text.split(/\r?\n/, 1);
  const columns = head.split(',').map((column) => column.trim().replaceAll('"', '').toLowerCase());
  return columns.includes('name') || (columns.includes('filename') && columns.includes('xmin'));
}

const TAG = /(?:^|[\t ])(?:O|[BIESLU]-\S+)$/;
const NUMBERS = /^\d+(?:\s+-?[\d.]+(?:e-?\d+)?){4,}$/i;

function formatOfLines(file: string, text: string): AnnotationFormat | null {
  const lines = text
    .split(/\r?\n/)
    .slice(0, 200)
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  const share = (pattern: RegExp): number =>
    lines.filter((line) => pattern.test(line.trim())).length / lines.length;
  if (text.startsWith('-DOCSTART-') || endsIn(file, '.conll', '.bio', '.iob') || share(TAG) > 0.8)
    return 'conll';
  return endsIn(file, '.txt') && share(NUMBERS) === 1 ? 'yolo' : null;
}

/** By `data.yaml` and by how many numbers stand in a line. */
async function yoloOf(source: Source, texts: readonly string[]): Promise<AnnotationFormat> {
  const counts = new Set<number>();
  for (const file of texts.slice(0, MOST_LOOKED)) {
    const head = await headOf(source, file);
    if (endsIn(file, '.yaml', '.yml') && /^\s*kpt_shape\s*:/m.test(head)) return 'yolo-pose';
    if (endsIn(file, '.txt'))
      for (const line of head.split(/\r?\n/).slice(0, 50))
        if (NUMBERS.test(line.trim())) counts.add(line.trim().split(/\s+/).length);
  }
  const many = [...counts].filter((count) => count > 6);
  if (many.length === 0) return 'yolo';
  return many.every((count) => count === 9) ? 'yolo-obb' : 'yolo-segment';
}
