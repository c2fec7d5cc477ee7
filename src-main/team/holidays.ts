/** @file Public holidays of countries, from resources/holidays.json; `npm run holidays` writes it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Holiday } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { PRODUCT_ROOT } from '../platform/host/product.ts';

const File = z.object({
  from: z.string(),
  until: z.string(),
  names: z.array(z.tuple([z.string()]).rest(z.string())),
  /** Day, number of the name, and 1 where it is worked although it is a weekend. */
  countries: z.record(z.string(), z.array(z.tuple([z.string(), z.int()]).rest(z.int()))),
});

let read: z.infer<typeof File> | undefined;

/** Read when it is first asked for. */
function file(): z.infer<typeof File> {
  const at = path.join(PRODUCT_ROOT, 'resources', 'holidays.json');
  read ??= File.parse(JSON.parse(readFileSync(at, 'utf8')));
  return read;
}

export function countries() {
  const { from, until, countries: known } = file();
  return { countries: Object.keys(known), from, until };
}

/** @throws AppError `house.notFound` for a country that is not known */
export function holidaysOf(country: string): Holiday[] {
  const { names, countries: known } = file();
  const rows = Object.hasOwn(known, country) ? known[country] : undefined;
  if (!rows) throw new AppError('house.notFound', { what: 'country', id: country });
  return rows.map(([day, name, works]) => {
    const [en, zh] = names[name] ?? [''];
    return { day, en, zh: zh ?? null, works: works === 1 };
  });
}
