/** @file Values of records from elsewhere: each is what it should be, or is refused with its field. */
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { ImageSize } from './set.ts';
import { shown, type Refusing } from './report.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of its own: `toString` of an object is none. */
export const member = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const NAME_LENGTH = 80;
const COORDINATE = 1e6;
const LONGEST_PATH = 1000;
const MOST_SIDE = 65_535;

export function numberIn(refusing: Refusing, field: string, value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value === undefined) return refusing.wrongType(field, value, '12.5');
  return refusing.refuse('labeling.annotationNotNumber', field, { value: shown(value) });
}

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number that is written in a text, as in XML. */
export function numberOfText(refusing: Refusing, field: string, text: string | undefined): number | null {
  const plain = text?.trim() ?? '';
  const value = PLAIN_NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value)
    ? value
    : refusing.refuse('labeling.annotationNotNumber', field, { value: shown(text ?? '') });
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

export function inRange(
  refusing: Refusing,
  field: string,
  value: number | null,
  { least, most }: Range,
): number | null {
  if (value === null || (value >= least && value <= most)) return value;
  return refusing.refuse('labeling.annotationOutOfRange', field, { value, least, most });
}

/** In pixels; far enough outside of any image to be let through, near enough to be counted with. */
export const coordinateIn = (refusing: Refusing, field: string, value: number | null): number | null =>
  inRange(refusing, field, value, { least: -COORDINATE, most: COORDINATE });

/** A class, keypoint, relation or attribute. */
export function labelIn(refusing: Refusing, field: string, value: unknown): string | null {
  if (typeof value !== 'string') return refusing.wrongType(field, value, '"…"');
  if (!value.isWellFormed()) return refusing.refuse('labeling.annotationHalfCharacter', field);
  const label = canonicalClass(value);
  if (label === '') return refusing.wrongType(field, value, '"…"');
  if (label.length > NAME_LENGTH)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: label.length, most: NAME_LENGTH });
  return label;
}

export interface TextOptions {
  readonly longest?: number;
}

export function textIn(
  refusing: Refusing,
  field: string,
  value: unknown,
  { longest }: TextOptions = {},
): string | null {
  if (typeof value !== 'string') return refusing.wrongType(field, value, '"…"');
  if (!value.isWellFormed()) return refusing.refuse('labeling.annotationHalfCharacter', field);
  if (longest !== undefined && value.length > longest)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: value.length, most: longest });
  return value;
}

export function listIn(
  refusing: Refusing,
  field: string,
  value: unknown,
  most = Infinity,
): readonly unknown[] | null {
  if (!Array.isArray(value)) return refusing.wrongType(field, value, '[…]');
  if (value.length > most)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: value.length, most });
  return value;
}

/** Width and height of an image; null where they are not told, which is no fault. */
export function sizeIn(refusing: Refusing, width: unknown, height: unknown): ImageSize | null {
  if (width === undefined || width === null || height === undefined || height === null) return null;
  if (width === 0 && height === 0) return null;
  const [w, h] = [sideIn(refusing, 'width', width), sideIn(refusing, 'height', height)];
  return w === null || h === null ? null : { width: w, height: h };
}

export function sideIn(refusing: Refusing, field: string, value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isInteger(value))
    return refusing.refuse('labeling.annotationNotNumber', field, { value: shown(value) });
  return inRange(refusing, field, value, { least: 1, most: MOST_SIDE });
}

/** Whether a name stays below the folder it is in, on every system. */
export function isSafeName(name: string): boolean {
  if (name === '' || name.length > LONGEST_PATH || !name.isWellFormed()) return false;
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f\u007f\\]|^\/|^[a-z]:/i.test(name)) return false;
  return !name.split('/').some((part) => part === '..' || part === '.' || part === '');
}

/** The name of an item: a path with `/`, or the id of a text. */
export function nameIn(refusing: Refusing, field: string, value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return refusing.wrongType(field, value, '"…"');
  const name = value.replace(/^(?:\.\/)+/, '');
  return isSafeName(name) ? name : refusing.refuse('labeling.annotationName', field, { value: shown(value) });
}
