/** @file The ids that a document's body points with, found by its schema, replaced wherever they stand. */
import * as z from 'zod';
import { Id } from '../../../src-shared/platform/procedure.ts';

/** What an id of a file becomes; null where it is nobody any more. */
export type Replace = (id: string) => string | null;

/** Whether a schema has an id anywhere, once it was asked. */
const KNOWN = new WeakMap<object, boolean>();

/** A body with its ids replaced. Lists leave out what became null. */
export function replaceIds(schema: unknown, value: unknown, replace: Replace): unknown {
  if (!hasIds(schema)) return value;
  if (schema === Id) return typeof value === 'string' ? replace(value) : value;
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return value === null || value === undefined ? value : replaceIds(schema.unwrap(), value, replace);
  if (schema instanceof z.ZodArray) return inArray(schema, value, replace);
  if (schema instanceof z.ZodObject) return inObject(schema, value, replace);
  if (schema instanceof z.ZodRecord) return inRecord(schema, value, replace);
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((one) => z.safeParse(one, value).success);
    return option ? replaceIds(option, value, replace) : value;
  }
  return value;
}

function hasIds(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  let known = KNOWN.get(schema);
  if (known === undefined) {
    known = schema === Id || partsOf(schema).some(hasIds);
    KNOWN.set(schema, known);
  }
  return known;
}

function partsOf(schema: object): readonly unknown[] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return [schema.unwrap()];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodObject) return Object.values(schema.shape);
  if (schema instanceof z.ZodRecord) return [schema.keyType, schema.valueType];
  return schema instanceof z.ZodUnion ? schema.options : [];
}

function inArray(schema: z.ZodArray, value: unknown, replace: Replace): unknown {
  if (!Array.isArray(value)) return value;
  const replaced = value.map((one) => replaceIds(schema.element, one, replace));
  return schema.element === Id ? replaced.filter((one) => one !== null) : replaced;
}

function inObject(schema: z.ZodObject, value: unknown, replace: Replace): unknown {
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    Object.hasOwn(schema.shape, name) ? replaceIds(schema.shape[name], one, replace) : one,
  ]);
  return Object.fromEntries(fields);
}

function inRecord(schema: z.ZodRecord, value: unknown, replace: Replace): unknown {
  if (!isRecord(value)) return value;
  const isById = (schema.keyType as unknown) === Id;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      const key = isById ? replace(name) : name;
      return key === null ? [] : [[key, replaceIds(schema.valueType, one, replace)]];
    }),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
