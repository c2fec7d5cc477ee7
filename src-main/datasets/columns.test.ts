import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { caseFile } from '../cases.fixture.ts';
import path from 'node:path';
import { previewFile } from './worker/preview.ts';
import { Workbench } from './room.fixture.ts';

const zone = process.env['TZ'];
let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** What a preview says, without a worker of its own: what is asked here is asked of many files. */
function look(file: string) {
  return previewFile({ path: file, fileName: path.basename(file), options: {} });
}

/** Name, type and role of each column, and what it is instead of a feature. */
async function columnsOf(file: string) {
  const { kinds, suggested } = await look(file);
  const columns = suggested.columns.map(({ name, type, role, note }) => [
    name,
    type,
    role,
    ...(note ? [note] : []),
  ]);
  return { kind: kinds[0], columns: columns.map((column) => column.join(' ')) };
}

/** A header and rows. */
function table(header: string, rows: number, row: (i: number) => string): string {
  return `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`;
}

describe('what a column is', () => {
  test.each([
    [
      '01-row-number-as-feature/idx.csv',
      ['column 1 number ignore counter', 'x number feature', 'label category target'],
    ],
    [
      '01-row-number-as-feature/resetidx.csv',
      ['index number ignore counter', 'x number feature', 'label category target'],
    ],
    [
      '01-row-number-as-feature/filtered.parquet',
      ['x number feature', 'label category target', '__index_level_0__ number ignore counter'],
    ],
    ['02-zone-in-whole-hours/pgts.csv', ['when date feature', 'x number feature', 'label category target']],
    ['03-date-notations/dates2.csv', ['when date feature', 'x number feature', 'label category target']],
    ['03-date-notations/datesus.csv', ['when date feature', 'x number feature', 'label category target']],
    [
      '03-date-notations/dtfmt.csv',
      [
        ...['a', 'b', 'c', 'd'].map((name) => `${name} date feature`),
        'x number feature',
        'label category target',
      ],
    ],
    [
      '04-table-taken-as-texts/money.csv',
      ['price_in number feature', 'pct number feature', 'label category target'],
    ],
    [
      '04-table-taken-as-texts/pct.csv',
      ['rate number feature', 'cost number feature', 'label category target'],
    ],
    [
      '04-table-taken-as-texts/unicodeminus.csv',
      ['temp number feature', 'y2 number feature', 'label category target'],
    ],
    ['15-y-before-label/ragged.csv', ['x number feature', 'y number feature', 'label category target']],
    ['21-long-whole-numbers/bigdup.csv', ['account category feature long', 'label category target']],
  ])('of %s is right', async (name, columns) => {
    expect(await columnsOf(caseFile(name))).toEqual({ kind: 'table', columns });
  });

  test('keeps names, codes and ids of people out of the features', async () => {
    const roles = async (name: string) =>
      (await look(caseFile(name))).suggested.columns.map(({ name: column, role }) => `${column} ${role}`);
    const titanic = await roles('01-row-number-as-feature/titanic.csv');
    expect(titanic).toEqual(expect.arrayContaining(['PassengerId ignore', 'Survived target', 'Age feature']));
    expect(titanic).not.toEqual(expect.arrayContaining(['Name feature']));
    const idleak = await roles('04-table-taken-as-texts/idleak.csv');
    expect(idleak.slice(1)).toEqual(['age feature', 'income feature', 'label target']);
    expect(idleak[0]).not.toBe('customer feature');
  });

  test.each([
    ['lfd', (i: number) => String(i + 1)],
    ['Kundennummer', (i: number) => String(50_000 - i * 7)],
    ['CustomerID', (i: number) => String(1000 + ((i * 7) % 40))],
    ['订单编号', (i: number) => String(9000 + i * 3)],
    ['Unnamed: 0', (i: number) => String(i % 20)],
    ['foo', (i: number) => String(i)],
    ['transaction_uuid', (i: number) => `0f8fad5b-d9cb-469f-a165-7086728${String(10_000 + i)}`],
  ])('is no feature where it counts or names the rows, as %s', async (name, cell) => {
    const file = bench.file(
      't.csv',
      table(`size,${name},kind`, 40, (i) => `${(i * 13) % 17}.5,${cell(i)},${i % 3 ? 'a' : 'b'}`),
    );
    const [, column] = (await look(file)).suggested.columns;
    expect(column).toMatchObject({ name });
    expect(column!.role).not.toBe('feature');
  });

  test.each([
    ['year', (i: number) => String(1980 + i)],
    ['age', (i: number) => String(20 + i)],
    ['Alter', (i: number) => String(20 + i)],
    ['size', (i: number) => String((i * i) % 31)],
    ['rating', (i: number) => String(1 + (i % 5))],
    ['cylinders', (i: number) => String(4 + 2 * (i % 3))],
    ['num_rooms', (i: number) => String(1 + (i % 9))],
  ])('stays a number to learn from where something was measured, as %s', async (name, cell) => {
    const file = bench.file(
      't.csv',
      table(`${name},kind`, 40, (i) => `${cell(i)},${i % 3 ? 'a' : 'b'}`),
    );
    expect((await columnsOf(file)).columns).toEqual([`${name} number feature`, 'kind category target']);
  });

  test('of digits that are codes is kept as it is written', async () => {
    const zips = bench.file(
      'zips.csv',
      table('zip,size,kind', 60, (i) => `${String(i * 700).padStart(5, '0')},${i}.5,${i % 2 ? 'a' : 'b'}`),
    );
    expect((await columnsOf(zips)).columns[0]).toBe('zip text metadata padded');
    const columns = [
      { name: 'zip', type: 'category', role: 'feature' },
      { name: 'kind', type: 'category', role: 'target' },
    ] as const;
    const { dataset } = await bench.import(zips, { kind: 'table', columns });
    expect((await bench.all(dataset))[1]).toEqual(['{"zip":"00700"}', 'a']);
    const long = await bench.import(caseFile('21-long-whole-numbers/bigjson.jsonl'), {
      kind: 'table',
      columns: [{ name: 'ref', type: 'category', role: 'feature' }],
    });
    expect((await bench.all(long.dataset))[1]).toEqual(['{"ref":"1234567890123456781"}', null]);
    const u64 = (await columnsOf(caseFile('21-long-whole-numbers/u64.parquet'))).columns;
    expect(u64.filter((column) => column.includes('number'))).toEqual(['f16 number feature']);
  });

  test('stores amounts as numbers, and rejects those of another currency by name', async () => {
    const rows = table('fee,share,kind', 40, (i) => `"$${i + 1},001.50",−${i}.5%,${i % 2 ? 'a' : 'b'}`);
    const file = bench.file('m.csv', `${rows}€ 3,1%,a\n(${4.5}),2%,a\n`);
    const { dataset, file: id } = await bench.import(file, { kind: 'table' });
    expect((await bench.all(dataset)).at(-1)).toEqual(['{"fee":-4.5,"share":2}', 'a']);
    expect((await bench.all(dataset))[1]).toEqual(['{"fee":2001.5,"share":-1.5}', 'a']);
    expect(bench.datasets.files({ dataset })).toMatchObject([{ units: { fee: '$', share: '%' } }]);
    expect(bench.datasets.rejected({ file: id, offset: 0, limit: 9 }).items).toMatchObject([
      { row: 42, why: '“€ 3” in “fee” is in €, unlike the rest of the column' },
    ]);
  });

  test('says of a zone by its name that an offset is needed', async () => {
    const file = bench.file(
      'z.csv',
      table('at,size,kind', 40, (i) => `2026-03-14 10:${10 + i}:00 PKT,${i}.5,${i % 2 ? 'a' : 'b'}`),
    );
    expect((await columnsOf(file)).columns[0]).toBe('at text metadata zone');
  });

  test('does not depend on the time zone of the machine', async () => {
    const contents = [];
    for (const machine of ['UTC', 'Asia/Kolkata', 'America/New_York']) {
      process.env['TZ'] = machine;
      const other = new Workbench();
      for (const name of ['02-zone-in-whole-hours/ts.parquet', '03-date-notations/dtfmt.csv']) {
        const { dataset } = await other.import(caseFile(name), { kind: 'table' });
        contents.push([name, (await other.all(dataset)).slice(0, 3)]);
      }
      await other.remove();
    }
    expect(contents.slice(2, 4)).toEqual(contents.slice(0, 2));
    expect(contents.slice(4)).toEqual(contents.slice(0, 2));
    expect(contents[1]).toEqual([
      '03-date-notations/dtfmt.csv',
      expect.arrayContaining([
        [
          '{"a":"2026-03-01T10:00:00.123Z","b":"2026-03-01T10:00:00.000Z","c":"2026-03-01T22:00:00.000Z","d":"2026-03-01","x":0}',
          'a',
        ],
      ]),
    ]);
  });
});

describe('texts or a table', () => {
  test.each([
    ['a,b,label', (i: number) => `tok${i},${i}.5,${i % 2 ? 'x' : 'y'}`, 'table', 'cells'],
    [
      'title,year,stars,kind',
      (i: number) => `The Film ${i},${1950 + i},${i % 5},${i % 2 ? 'x' : 'y'}`,
      'table',
      'cells',
    ],
    [
      'a,b,c,d,e,remark',
      (i: number) => `${i}.5,${i}.1,${i}.2,${i}.3,${i % 2},${i ? '' : 'it was rather late'}`,
      'table',
      'cells',
    ],
    [
      'n1,n2,n3,n4,n5,what they said',
      (i: number) => `${i}.5,${i}.1,${i}.2,${i}.3,${i % 2},it took ${i} days before anybody answered`,
      ...['text', 'prose'],
    ],
    ['message,label', (i: number) => `ok${i},${i % 2 ? 'x' : 'y'}`, 'text', 'named'],
    ['句子,类别', (i: number) => `第${i}次请问几点可以发货呢,${i % 2 ? '好' : '坏'}`, 'text', 'prose'],
  ] as const)('are told by what the columns %s look like', async (header, row, kind, why) => {
    const { kinds, reason } = await look(bench.file('t.csv', table(header, 40, row)));
    expect([kinds[0], reason?.why]).toEqual([kind, why]);
  });
});

describe('the label', () => {
  test('of customers’ mails is the category and not the amount, the language or the day', async () => {
    const { kinds, suggested } = await look(caseFile('import/kunden.csv'));
    expect([kinds[0], suggested.text, suggested.label]).toEqual(['text', 'Nachricht', 'Kategorie']);
    const rents = (await look(caseFile('import/rents.csv'))).suggested.columns;
    expect(rents.find(({ role }) => role === 'target')).toMatchObject({ name: 'rent', type: 'number' });
  });

  test.each([
    ['id,mensaje,idioma,importe,categoría', ['es', 'ca'], 'mensaje', 'categoría'],
    ['id,texte,langue,montant,étiquette', ['fr', 'en'], 'texte', 'étiquette'],
    ['编号,内容,语言,金额,类别', ['zh', 'en'], '内容', '类别'],
    ['番号,本文,言語,金額,ラベル', ['ja', 'en'], '本文', 'ラベル'],
    ['nr,words,spoken,sum,bucket', ['en', 'de'], 'words', 'bucket'],
  ])('of %s is found', async (header, languages, text, label) => {
    const row = (i: number) =>
      `${i},he said it ${i} times today,${languages[i % 2]},${i % 3}.5,${['a', 'b', 'c'][i % 3]}`;
    const { suggested } = await look(bench.file('t.csv', table(header, 40, row)));
    expect([suggested.text, suggested.label]).toEqual([text, label]);
  });
});
