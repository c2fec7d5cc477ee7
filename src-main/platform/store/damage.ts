/** @file Says what lies on a damaged page of the database: which table, which rows, and whose they are. */
import type { Database } from 'better-sqlite3';

export interface DamagedRows {
  readonly page: number;
  /** The table; null where the page holds none, or where that cannot be told any more. */
  readonly table: string | null;
  /** A row's key, first columns joined by a blank: the first and the last on the page; null where that cannot be read. */
  readonly rows: { readonly first: string; readonly last: string } | null;
  /** Names of the datasets, runs and models that rows on the page belong to. */
  readonly of: readonly string[];
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly pagetype: string;
}

/** Rows of several pages, in their order. A page that is not of a table or an index is a free one, or the list of them. */
export function rowsOn(
  db: Database,
  pages: readonly number[],
  read: (page: number) => Buffer,
): DamagedRows[] {
  if (pages.length === 0) return [];
  const places = placesOf(db);
  const byPath = new Map([...places].map(([page, place]) => [`${place.name}${place.path}`, page]));
  const tables = tablesOf(db);
  return pages.map((page) => {
    const place = places.get(page);
    if (!place) return { page, table: null, rows: null, of: [] };
    const [owner] = place.path.split('+');
    const leaf = place.pagetype === 'overflow' ? byPath.get(`${place.name}${owner}`) : page;
    const table = tables.get(place.name) ?? place.name;
    const keys = leaf === undefined ? [] : keysOn(read(leaf), leaf);
    const sorted = place.name === table ? keys : [];
    const rows = sorted.length === 0 ? null : { first: sorted[0]!.join(' '), last: sorted.at(-1)!.join(' ') };
    return { page, table, rows, of: ownersOf(db, table, keys) };
  });
}

function placesOf(db: Database): Map<number, Place> {
  const places = new Map<number, Place>();
  try {
    const found = db.prepare<[], Place & { pageno: number }>(
      'SELECT name, path, pageno, pagetype FROM dbstat',
    );
    for (const place of found.iterate()) places.set(place.pageno, place);
  } catch {
    // The damage itself may stand in the way; what was found until there is told.
  }
  return places;
}

function tablesOf(db: Database): Map<string, string> {
  try {
    const all = db.prepare<[], { name: string; table: string }>(
      'SELECT name, tbl_name AS "table" FROM sqlite_schema',
    );
    return new Map(all.all().map(({ name, table }) => [name, table]));
  } catch {
    return new Map();
  }
}

type Value = string | number;
const MOST_CELLS = 1000;

/** How the cells of a page's kind begin: where the list of them stands, and what comes before a key. */
const KINDS: Readonly<
  Record<number, { readonly list: number; readonly child: number; readonly numbered: boolean }>
> = {
  0x02: { list: 12, child: 4, numbered: false },
  0x05: { list: 12, child: 4, numbered: true },
  0x0a: { list: 8, child: 0, numbered: false },
  0x0d: { list: 8, child: 0, numbered: true },
};

/** The keys of the cells of a page: the row's number, or the first two columns of an index or a table without one. */
function keysOn(bytes: Buffer, page: number): Value[][] {
  const at = page === 1 ? 100 : 0;
  const kind = KINDS[bytes[at]!];
  if (!kind) return [];
  const cells = Math.min(bytes.readUInt16BE(at + 3), MOST_CELLS);
  const keys: Value[][] = [];
  for (let i = 0; i < cells && at + kind.list + 2 * i + 2 <= bytes.length; i++) {
    const key = keyAt(bytes, bytes.readUInt16BE(at + kind.list + 2 * i) + kind.child, kind);
    if (key) keys.push(key);
  }
  return keys;
}

function keyAt(
  bytes: Buffer,
  cell: number,
  { child, numbered }: { child: number; numbered: boolean },
): Value[] | null {
  try {
    const [first, next] = varint(bytes, cell);
    if (!numbered) return firstColumns(bytes, next);
    // Above the leaves a number stands alone; in them it follows the length of its row.
    return child > 0 ? [first] : [varint(bytes, next)[0]];
  } catch {
    return null;
  }
}

/** Reads the first two columns of a record. https://www.sqlite.org/fileformat2.html#record_format */
function firstColumns(bytes: Buffer, start: number): Value[] {
  const [length, first] = varint(bytes, start);
  let at = first;
  let body = start + length;
  const columns: Value[] = [];
  while (at < start + length && columns.length < 2) {
    const [type, next] = varint(bytes, at);
    at = next;
    const size = type >= 12 ? (type - (type % 2 === 1 ? 13 : 12)) / 2 : [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type]!;
    if (body + size > bytes.length) break;
    if (type >= 13 && type % 2 === 1) columns.push(bytes.toString('utf8', body, body + size));
    else if (type === 8 || type === 9) columns.push(type - 8);
    else if (type >= 1 && type <= 5) columns.push(bytes.readIntBE(body, size));
    else if (type === 6) columns.push(Number(bytes.readBigInt64BE(body)));
    else columns.push('?');
    body += size;
  }
  return columns;
}

function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes.readUInt8(at + i);
    value = value * 128 + (byte & 0x7f);
    if (byte < 128) return [value, at + i + 1];
  }
  return [value * 256 + bytes.readUInt8(at + 8), at + 9];
}

/** Damage in few words, without a sentence of any language: `samples 12–40 “films”`. */
export function damageInShort(damage: readonly DamagedRows[]): string {
  const shown = damage.slice(0, 5).map(({ page, table, rows, of }) => {
    const names = of.map((name) => `“${name}”`).join(', ');
    const which = rows ? placesInWords(table, rows) : `page ${page}`;
    return [table ?? '', which, names].filter(Boolean).join(' ');
  });
  return shown.join('; ') + (damage.length > 5 ? `; … (${damage.length})` : '');
}

/** The first and the last row on a page; of samples their places in the dataset, from 1. */
export function placesInWords(
  table: string | null,
  { first, last }: { first: string; last: string },
): string {
  const shown = (key: string): string =>
    table !== null && KEYED_BY_DATASET.has(table) ? String((Number(key) % KEYS_OF_A_DATASET) + 1) : key;
  return first === last ? shown(first) : `${shown(first)} – ${shown(last)}`;
}

/** Tables whose key is the number of a dataset and a position in it. */
const KEYED_BY_DATASET: ReadonlySet<string> = new Set(['samples', 'sample_images']);
const KEYS_OF_A_DATASET = 2 ** 32;
const MOST_OWNERS = 3;

function ownersOf(db: Database, table: string, keys: readonly Value[][]): string[] {
  try {
    const numbers = keys.flatMap(([first]) => (typeof first === 'number' ? [first] : []));
    const words = keys.flatMap((key) => key.filter((value) => typeof value === 'string'));
    if (KEYED_BY_DATASET.has(table))
      return datasetsNumbered(
        db,
        numbers.map((key) => Math.floor(key / KEYS_OF_A_DATASET)),
      );
    if (table === 'sample_ids') return datasetsNumbered(db, numbers);
    return named(db, [...words, ...ownerColumns(db, table, numbers)]);
  } catch {
    return [];
  }
}

function datasetsNumbered(db: Database, numbers: readonly number[]): string[] {
  const name = db.prepare<[number], string>('SELECT name FROM datasets WHERE number = ?').pluck();
  const found = [...new Set(numbers)].slice(0, MOST_OWNERS).map((number) => name.get(number));
  return found.filter((one) => one !== undefined);
}

/** The ids that rows of a numbered table name in columns such as `dataset`, `task` and `run`. */
function ownerColumns(db: Database, table: string, rows: readonly number[]): string[] {
  if (rows.length === 0) return [];
  const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const naming = ['dataset', 'task', 'run', 'model', 'id'].filter((column) => columns.includes(column));
  return naming.flatMap((column) =>
    db
      .prepare<[number, number], string>(
        `SELECT DISTINCT "${column}" FROM "${table}" WHERE rowid BETWEEN ? AND ? LIMIT 20`,
      )
      .pluck()
      .all(rows[0]!, rows.at(-1)!),
  );
}

function named(db: Database, ids: readonly string[]): string[] {
  const name = db
    .prepare<[{ id: string }], string>(
      `SELECT name FROM datasets WHERE id = :id OR id = (SELECT dataset FROM annotation_tasks WHERE id = :id) UNION ALL SELECT name FROM runs WHERE id = :id
       UNION ALL SELECT name FROM models WHERE id = :id`,
    )
    .pluck();
  const names = [...new Set(ids)].slice(0, 100).map((id) => name.get({ id }));
  return [...new Set(names.filter((one) => one !== undefined))].slice(0, MOST_OWNERS);
}
