/** @file How a file of JSON holds its rows: an object a line, a list of objects, objects one after another. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { parseObject } from './json.ts';
import { createValueCutter } from './json-values.ts';
import { readPortions } from './portions.ts';

const JUDGED_LINES = 50;

export type JsonShape =
  | { readonly kind: 'lines' }
  | { readonly kind: 'values'; readonly skipBytes: number; readonly endsWithList: boolean };

const LIST: JsonShape = { kind: 'values', skipBytes: 0, endsWithList: false };

/** Looks at a file by its beginning; null for one that is no JSON. */
export async function jsonShape(path: string, encoding: string): Promise<JsonShape | null> {
  const [head] = await readPortions(path, encoding);
  return head ? shapeOf(head.bytes, head.atEnd) : null;
}

/** @param whole the bytes are the whole file */
export function shapeOf(bytes: Buffer, whole: boolean): JsonShape | null {
  const text = bytes.toString('utf8').trimStart();
  if (text[0] !== '{' && text[0] !== '[') return null;
  const lines = text.split('\n', JUDGED_LINES + 1).filter((line) => line.trim() !== '');
  const complete = lines.length > 1 && !whole ? lines.slice(0, -1) : lines;
  const single = whole && complete.length === 1;
  if (areObjects(complete.slice(0, JUDGED_LINES)) && !single) return { kind: 'lines' };
  if (text[0] === '[') return LIST;
  const list = listStart(bytes);
  if (list === -1) return LIST;
  return isAlone(bytes, whole) ? { kind: 'values', skipBytes: list, endsWithList: true } : LIST;
}

/** Most lines are objects, or begin as one and do not go on as the element of a list does; some may be damaged. */
function areObjects(lines: readonly string[]): boolean {
  const objects = lines.filter((line) => parseObject(line) !== null).length;
  const begun = lines.filter((line) => /^\s*\{.*[^,\s]\s*$/.test(line)).length;
  return objects * 2 >= lines.length || (objects > 0 && begun * 2 >= lines.length);
}

/** One object, or the beginning of one, is all there is. */
function isAlone(bytes: Buffer, whole: boolean): boolean {
  const cutter = createValueCutter({ skipBytes: 0, endsWithList: false, limit: bytes.length + 1 });
  const records = cutter.cut(bytes, whole);
  return whole ? records.length === 1 : records.length === 0;
}

/** Behind the bracket of the first list of objects that is a value of the outermost object; -1 for none. */
function listStart(bytes: Buffer): number {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (byte === 0x5b && depth === 1 && /^\s*\{/.test(bytes.toString('latin1', at + 1, at + 200)))
        return at + 1;
      depth++;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return -1;
}

/**
 * A table that is kept by columns would be one row.
 *
 * @throws AppError `datasets.jsonByColumns`
 */
export function requireRows(value: ReadonlyMap<string, unknown>, file: string): void {
  const values = [...value.values()];
  const isMany = (one: unknown): boolean =>
    typeof one === 'object' && one !== null && Object.keys(one).length > 1;
  if (values.length > 0 && values.every(isMany)) throw new AppError('datasets.jsonByColumns', { file });
}
