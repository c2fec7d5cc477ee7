/** @file An item of W&B's records: a name, or the names on the way to a nested one, and JSON. */
import { parseLoose } from '../../exchange/flatten.ts';
import { readFields, textOf, type WireValue } from '../../exchange/wire.ts';

const ITEM = { key: 1, nested: 2, json: 16 } as const;

/** Null where it has no name, or its value is no JSON. */
export function wandbItemOf(value: WireValue): { path: string[]; value: unknown } | null {
  if (!(value instanceof Uint8Array)) return null;
  const nested: string[] = [];
  let [key, json] = ['', ''];
  readFields(value, (field, inner) => {
    if (field === ITEM.key) key = textOf(inner);
    else if (field === ITEM.nested) nested.push(textOf(inner));
    else if (field === ITEM.json) json = textOf(inner);
  });
  const path = key === '' ? nested : [key];
  const parsed = parseLoose(json);
  return path.length === 0 || (parsed === undefined && json !== '') ? null : { path, value: parsed };
}
