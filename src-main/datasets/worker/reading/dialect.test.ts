import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseFile } from '../../../cases.fixture.ts';
import { PLAIN_CSV, type Dialect } from './dialect.ts';
import { inFolder, look, readAll, readDetected } from './reading.fixture.ts';
import {
  anyCell,
  anyEncoded,
  anyWriting,
  encodeText,
  isWritable,
  writeTable,
  type Table,
} from './tables.fixture.ts';

const write = inFolder();
/** Detecting a dialect takes some milliseconds of each; every run of the suite draws others. */
const RUNS = 200;

/** Reads what is written, as it is detected. */
const guessed = (content: string | Uint8Array, options = {}) => readDetected(write(content), options);

describe('a table in a dialect that is said', () => {
  test('comes back cell for cell, whatever the dialect and the encoding', async () => {
    const shape = fc.integer({ min: 2, max: 4 }).chain((columns) =>
      fc.array(fc.array(anyCell, { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 6,
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        shape,
        anyWriting,
        anyEncoded,
        fc.boolean(),
        async (wanted, writing, encoded, header) => {
          // What cannot be written in a dialect stands for itself as a letter.
          const table: Table = wanted.map((row) =>
            row.map((cell) => (isWritable(cell, writing) ? cell : 'x')),
          );
          const bytes = encodeText(writeTable(table, writing), encoded);
          const columns = table[0]!.map((_, i) => `c${i}`);
          const { dialect } = writing;
          const source = { path: write(bytes), format: 'csv' as const, encoding: encoded.encoding, columns };
          const { rows, bad } = await readAll({ ...source, dialect, header });
          expect(bad).toEqual([]);
          expect(rows).toEqual(header ? table.slice(1) : table);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const word = fc.constantFrom('parcel', 'Straße', 'refund', 'late', 'again', 'número', 'blue', 'order');
const mark = fc.constantFrom(' ', ' ', ' ', ', ', '; ', ': ', ' "quoted" ', " it's ", '\n', ' | ', ' – ');
const text = fc
  .array(fc.tuple(word, mark), { minLength: 2, maxLength: 12 })
  .map((parts) => parts.flat().join('').trim());
const realistic = fc.array(
  fc.tuple(
    fc.nat({ max: 9999 }),
    text,
    fc.constantFrom('praise', 'question', 'billing'),
    fc.double({ min: 0, max: 500, noNaN: true }),
  ),
  { minLength: 8, maxLength: 40 },
);

describe('a table whose dialect nobody said', () => {
  const plainest = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', '^', '~'),
    quote: fc.constantFrom('"' as const, "'" as const),
    escape: fc.constantFrom('double' as const, 'backslash' as const),
    lineEnd: fc.constantFrom('lf' as const, 'crlf' as const, 'cr' as const),
    skipLines: fc.constant(0),
  });

  test('comes back cell for cell when it is like those of people', async () => {
    await fc.assert(
      fc.asyncProperty(realistic, plainest, fc.boolean(), anyEncoded, async (rows, dialect, all, encoded) => {
        const cells = rows.map(([id, text, label, amount]) => [`${id}`, text, label, amount.toFixed(2)]);
        const table = [['id', 'text', 'label', 'amount'], ...cells];
        const ascii = (value: string): string => value.replaceAll('–', '-');
        const latin = table.map((row) => row.map(ascii));
        const {
          rows: read,
          bad,
          source,
        } = await guessed(encodeText(writeTable(latin, { dialect, all }), encoded));
        expect({ bad, dialect: source.dialect?.delimiter, columns: source.columns }).toEqual({
          bad: [],
          dialect: dialect.delimiter,
          columns: latin[0],
        });
        expect(read).toEqual(latin.slice(1));
      }),
      { numRuns: RUNS },
    );
  });

  /** So many inner marks in every row, as in sentences with a steady number of commas, amounts with a decimal comma. */
  const steady = fc
    .record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', ';;', '||'),
      inner: fc.constantFrom(',', ', ', ';', '; ', '|', ':', ': '),
      marks: fc.integer({ min: 1, max: 4 }),
      columns: fc.uniqueArray(fc.constantFrom('text', 'label', 'amount', 'size'), {
        minLength: 2,
        maxLength: 4,
      }),
      rows: fc.array(fc.array(word, { minLength: 5, maxLength: 5 }), { minLength: 6, maxLength: 60 }),
      all: fc.boolean(),
    })
    .filter(({ delimiter, inner }) => !delimiter.startsWith(inner.trim()))
    .filter(({ columns }) => columns.some((name) => name !== 'label'));

  test('comes back cell for cell when each row holds the same number of other marks', async () => {
    await fc.assert(
      fc.asyncProperty(steady, async ({ delimiter, inner, marks, columns, rows, all }) => {
        const cells: Readonly<Record<string, (words: readonly string[], i: number) => string>> = {
          text: (words, i) => `${words.slice(0, marks + 1).join(inner)} ${i}`,
          label: (_, i) => `class${i % 3}`,
          amount: (_, i) => `${i + 1},${10 + i}`,
          size: (_, i) => `${(i * 7) % 40}`,
        };
        const table = [columns, ...rows.map((words, i) => columns.map((name) => cells[name]!(words, i)))];
        const dialect: Dialect = { ...PLAIN_CSV, delimiter };
        const { source, rows: read, bad } = await guessed(writeTable(table, { dialect, all }));
        expect({ bad, dialect: source.dialect, columns: source.columns }).toEqual({
          bad: [],
          dialect,
          columns,
        });
        expect(read).toEqual(table.slice(1));
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    ['import/semicolon-multiline.csv', 500, 4, ';', 0],
    ['import/semicolon-multiline-crlf.csv', 300, 4, ';', 0],
    ['08-cr-line-ends/cr.csv', 40, 2, ',', 0],
    ['09-json-array/preamble.csv', 40, 3, ',', 2],
    ['13-sep-line/sep.csv', 40, 2, ';', 1],
    ['14-headerless-texts/space.data', 60, 4, '  ', 0],
  ])('%s gives %d rows of %d columns', async (...wanted) => {
    const [name, count, width, delimiter, skipLines] = wanted;
    const { source } = await look(caseFile(name));
    const { rows, bad } = await readAll(source);
    expect([rows.length, bad]).toEqual([count, []]);
    expect(source.columns).toHaveLength(width);
    expect(source.dialect).toMatchObject({ delimiter, skipLines });
  });

  test('of texts without a header has its first row among them', async () => {
    const { source } = await look(caseFile('14-headerless-texts/smsspam.txt'));
    const { rows } = await readAll(source);
    expect(rows).toHaveLength(60);
    expect(rows[0]).toEqual(['spam', 'hello there number 0']);
  });

  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('');

  test.each<[string, string, Partial<Dialect>, readonly string[], number]>([
    [
      'a title and a blank line',
      `Sales report 2026\n\nday,shop,sum\n${lines(20, (i) => `${i},Bern,${i}.5\n`)}`,
      { skipLines: 2 },
      ['day', 'shop', 'sum'],
      20,
    ],
    [
      'a title of one filled cell',
      `Report;;\nday;shop;sum\n${lines(20, (i) => `${i};Bern;${i},5\n`)}`,
      { delimiter: ';', skipLines: 1 },
      ['day', 'shop', 'sum'],
      20,
    ],
    [
      'a header after a hash',
      `#chrom\tstart\tend\n${lines(20, (i) => `chr1\t${i}\t${i + 5}\n`)}`,
      { delimiter: '\t', skipLines: 0 },
      ['#chrom', 'start', 'end'],
      20,
    ],
    [
      'decimal commas',
      `x;y;z\n${lines(30, (i) => `${i},5;2,${i};3,1\n`)}`,
      { delimiter: ';' },
      ['x', 'y', 'z'],
      30,
    ],
    [
      'decimal commas and no header',
      lines(30, (i) => `${i},5;2,${i};3,1\n`),
      { delimiter: ';' },
      ['column 1', 'column 2', 'column 3'],
      30,
    ],
    [
      'decimal commas in two columns',
      `x;y\n${lines(30, (i) => `${i},5;${i},25\n`)}`,
      { delimiter: ';', skipLines: 0 },
      ['x', 'y'],
      30,
    ],
    [
      'decimal commas in two columns and no header',
      lines(30, (i) => `${i},5;${i},25\n`),
      { delimiter: ';', skipLines: 0 },
      ['column 1', 'column 2'],
      30,
    ],
    [
      'two commas in each of its sentences',
      `Text;Klasse\n${lines(30, (i) => `Ja, gut, danke ${i};a${i % 2}\n`)}`,
      { delimiter: ';', skipLines: 0 },
      ['Text', 'Klasse'],
      30,
    ],
    [
      'two commas in each of its sentences and no header',
      lines(30, (i) => `Ja, gut, danke ${i};a${i % 2}\n`),
      { delimiter: ';', skipLines: 0 },
      ['column 1', 'column 2'],
      30,
    ],
    [
      'a blank before each quoted cell',
      `"id", "text", "label"\n${lines(30, (i) => `"${i}", "late, and, blue ""${i}""",  "a${i % 2}"\n`)}`,
      { delimiter: ', ' },
      ['id', 'text', 'label'],
      30,
    ],
    [
      'a blank before some quoted cells, and line ends in them',
      `id,text, label\n${lines(30, (i) => `${i}, "late,\nand, blue ${i}",a${i % 2}\n`)}`,
      { delimiter: ', ' },
      ['id', 'text', 'label'],
      30,
    ],
    [
      'two bars where one stands in a text',
      `text||label\n${lines(30, (i) => `late | blue ${i}||a${i % 2}\n`)}`,
      { delimiter: '||', skipLines: 0 },
      ['text', 'label'],
      30,
    ],
    [
      'two semicolons where one stands in a text',
      `id;;text;;label\n${lines(30, (i) => `${i};;late; blue ${i};;a${i % 2}\n`)}`,
      { delimiter: ';;', skipLines: 0 },
      ['id', 'text', 'label'],
      30,
    ],
    [
      'two blanks between numbers',
      lines(30, (i) => `${i}.125  ${i * 3}.5  ${i % 2}\n`),
      { delimiter: '  ', skipLines: 0 },
      ['column 1', 'column 2', 'column 3'],
      30,
    ],
    [
      'times of the day',
      `at,what\n${lines(30, (i) => `12:${10 + i}:00,a${i % 3}\n`)}`,
      { delimiter: ',' },
      ['at', 'what'],
      30,
    ],
    [
      'texts that hold commas, one a line',
      `text\n${lines(30, (i) => `Well${i % 3 ? ', yes' : ''}${i % 2 ? ', and no, never' : ''} ${i}\n`)}`,
      { delimiter: '' },
      ['text'],
      30,
    ],
    [
      'two colons',
      lines(30, (i) => `${i}::${i * 7}::${i % 5}::9783007${i}\n`),
      { delimiter: '::' },
      ['column 1', 'column 2', 'column 3', 'column 4'],
      30,
    ],
    [
      'rows with numbers of their own',
      `x\ty\n${lines(20, (i) => `r${i}\t${i}\t${i * 2}\n`)}`,
      { delimiter: '\t', skipLines: 0 },
      ['column 1', 'x', 'y'],
      20,
    ],
    [
      'a delimiter at the end of rows',
      `x,y\n${lines(20, (i) => `${i},${i * 2},\n`)}`,
      { skipLines: 0 },
      ['x', 'y', 'column 3'],
      20,
    ],
    [
      'pandas’ index and the same name twice',
      `,"a","a","b\nc"\n${lines(20, (i) => `${i},1,2,3\n`)}`,
      {},
      ['column 1', 'a', 'a 2', 'b c'],
      20,
    ],
    [
      'mixed line ends',
      `a,b\r${lines(10, (i) => `${i},x\r${i},y\n${i},z\r\n`)}`,
      { lineEnd: 'mixed' },
      ['a', 'b'],
      30,
    ],
  ])('with %s', async (...wanted) => {
    const [, content, dialect, columns, count] = wanted;
    const { source, rows, bad } = await guessed(content);
    expect({ bad, columns: source.columns }).toEqual({ bad: [], columns });
    expect(source.dialect).toMatchObject(dialect);
    expect(rows).toHaveLength(count);
  });

  test.each([
    [
      'Markdown',
      '| text | label |\n|---|:---:|\n| late blue | a |\n| so, red | b |\n',
      [[null, ' late blue ', ' a ', null]],
    ],
    ['psql', ' id | text\n----+------\n  1 | late\n  2 | blue\n', [['  1 ', ' late']]],
    ['sqlcmd', 'id,text\n--,----\n1,late\n2,blue\n', [['1', 'late']]],
  ])('of %s has no row of dashes', async (_name, content, [first]) => {
    const { rows, bad } = await guessed(content);
    expect([bad, rows.length, rows[0]]).toEqual([[], 2, first]);
  });

  test('whose first row is missing values keeps it', async () => {
    const { rows } = await guessed('a,b,c\n-,--,x\n1,2,y\n');
    expect(rows[0]).toEqual(['-', '--', 'x']);
  });

  test('whose first quoted cell comes late is decided by its middle and its end', async () => {
    const plain = lines(30_000, (i) => `${i};some words;a\n`);
    const late = lines(20_000, (i) => `${i};'words; with\n several; lines; more';b\n`);
    const { rows, bad, source } = await guessed(`id;text;label\n${plain}${late}`);
    expect(source.dialect).toMatchObject({ delimiter: ';', quote: "'" });
    expect([rows.length, bad]).toEqual([50_000, []]);
  });

  test('keeps NEL and U+2028 inside of its cells', async () => {
    const { rows } = await guessed(`text,label\n${lines(9, (i) => `a\u0085b\u2028c ${i},x\n`)}`);
    expect(rows[0]).toEqual(['a\u0085b\u2028c 0', 'x']);
  });
});
