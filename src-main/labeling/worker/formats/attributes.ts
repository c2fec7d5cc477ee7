/** @file Attributes of parts: texts, numbers and flags by name. */
import type { Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { labelIn, type JsonObject } from './fields.ts';
import { shown, type Refusing } from './report.ts';

export type Attributes = Span['attributes'];
export type AttributeValue = Attributes[string];

const LONGEST = 4000;
const MOST = 200;

export function attributesOf(entries: Iterable<readonly [string, AttributeValue]>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of entries) attributes[name] = value;
  return attributes;
}

/** Those of an object of JSON; each other one is refused by itself. */
export function attributesIn(refusing: Refusing, field: string, object: JsonObject): Attributes {
  const entries: [string, AttributeValue][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (entries.length === MOST) {
      refusing.refuse('labeling.annotationTooLarge', field, {
        value: Object.keys(object).length,
        most: MOST,
      });
      break;
    }
    const attribute = attributeIn(refusing, `${field}.${shown(key)}`, { key, value });
    if (attribute) entries.push(attribute);
  }
  return attributesOf(entries);
}

export function attributeIn(
  refusing: Refusing,
  field: string,
  { key, value }: { readonly key: string; readonly value: unknown },
): [string, AttributeValue] | null {
  const name = key === '__proto__' ? refusing.wrongType(field, key, '"…"') : labelIn(refusing, field, key);
  if (name === null) return null;
  if (typeof value === 'boolean') return [name, value];
  if (typeof value === 'number' && Number.isFinite(value)) return [name, value];
  if (typeof value !== 'string') return refusing.wrongType(field, value, '"…" / 1 / true');
  if (!value.isWellFormed()) return refusing.refuse('labeling.annotationHalfCharacter', field);
  if (value.length > LONGEST)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: value.length, most: LONGEST });
  return [name, value];
}
