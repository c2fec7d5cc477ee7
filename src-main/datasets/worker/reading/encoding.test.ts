import { deflateSync } from 'node:zlib';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseFile } from '../../../cases.fixture.ts';
import { describeFile } from './describe.ts';
import { encode } from './encode.fixture.ts';
import { detectEncoding } from './encoding.ts';
import { readsAsMeant, shortFiles, textFiles, type TextFile } from './languages.fixture.ts';
import { readRows } from './table.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-encodings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isRight(file: Pick<TextFile, 'bytes' | 'encoding'>): boolean {
  const { binary, encoding } = detectEncoding(file.bytes);
  return !binary && readsAsMeant(file, encoding);
}

describe('the encoding of texts in 18 languages', () => {
  test.each([
    [2000, 0.98],
    [300, 0.9],
  ])(
    'of %d bytes is found',
    (bytes, goal) => {
      const wrong: string[] = [];
      let tried = 0;
      for (const file of textFiles(bytes)) {
        tried++;
        if (!isRight(file))
          wrong.push(`${file.language} in ${file.encoding} as ${detectEncoding(file.bytes).encoding}`);
      }
      const accuracy = 1 - wrong.length / tried;
      console.info(
        `encodings: ${(100 * accuracy).toFixed(2)} % of ${tried} texts of ${bytes} bytes are read as they were meant; wrong: ${[...new Set(wrong)].join(', ') || 'none'}`,
      );
      expect(accuracy).toBeGreaterThanOrEqual(goal);
    },
    60_000,
  );
});

test('the encoding of English, French and German with a few quotes, dashes and signs is found', () => {
  const wrong = [100, 300, 2000].flatMap((size) =>
    [...shortFiles(size)]
      .filter((file) => !isRight(file))
      .map(
        (file) =>
          `${size}: ${file.language} in ${file.encoding} as ${detectEncoding(file.bytes).encoding}: ${file.bytes.toString('latin1')}`,
      ),
  );
  expect(wrong).toEqual([]);
});

async function read(file: string, options = {}) {
  const { source, reading } = await describeFile(
    { path: file, fileName: path.basename(file), options },
    'csv',
  );
  const rows: (readonly (string | null)[])[] = [];
  const bad: string[] = [];
  for await (const batch of readRows(source)) {
    rows.push(...batch.good.map(({ cells }) => cells));
    bad.push(...batch.bad.map(({ row, problem }) => `${row} ${problem.key}`));
  }
  return { encoding: source.encoding, columns: source.columns, certainty: reading?.certainty, rows, bad };
}

describe('files of the cases', () => {
  test.each([
    ['big5.csv', ['內容', '標籤'], '這是第0個訊息，今天天氣很好'],
    ['cp1251.csv', ['текст', 'метка'], 'Привет, это сообщение номер 0 о погоде'],
    ['cp1254.csv', ['metin', 'etiket'], 'Bu şişe güzel değil ışık 0'],
    ['cp850.csv', ['text', 'label'], 'größe müller straße 0'],
    ['euckr.csv', ['내용', '라벨'], '0번째 메시지입니다 오늘 날씨가 좋네요'],
    ['latin2.csv', ['tekst', 'etykieta'], 'Zażółć gęślą jaźń numer 0'],
    ['macroman.csv', ['text', 'label'], 'café déjà vu 0'],
    ['sjis.csv', ['本文', 'ラベル'], 'これは0番目のメッセージです。今日は天気がいいですね'],
  ])('%s', async (name, columns, first) => {
    const { rows, bad, certainty, ...found } = await read(caseFile(`06-legacy-encodings/${name}`));
    expect([found.columns, rows[0]?.[0], rows.length, bad]).toEqual([columns, first, 40, []]);
    expect(certainty).toMatch(/likely|doubtful/);
  });

  test('one NUL is one bad row', async () => {
    for (const name of ['nulbig.csv', 'nulbig2.csv']) {
      const { encoding, rows, bad } = await read(caseFile(`07-one-nul-byte-means-utf16/${name}`));
      expect([encoding, rows.length, bad.length]).toEqual(['utf-8', 999, 1]);
      expect(bad[0]).toMatch(/datasets.rowBinary/);
    }
    const { rows, bad } = await read(caseFile('07-one-nul-byte-means-utf16/nul.csv'));
    expect([rows, bad]).toEqual([[['fine text', 'b']], ['2 datasets.rowBinary']]);
  });
});

test('bytes that an encoding leaves undefined are a bad row, never read in silence', async () => {
  const file = path.join(folder, 'undefined.csv');
  const good = Buffer.from('text,label\ncaf\u00e9,a\ntr\u00e8s bien,b\nd\u00e9j\u00e0 vu,a\n', 'latin1');
  writeFileSync(file, Buffer.concat([good, Buffer.from([0x61, 0x81, 0x9d, 0x2c, 0x62, 0x0a])]));
  const { rows, bad } = await read(file, { encoding: 'windows-1252' });
  expect([rows.length, bad]).toEqual([3, ['5 datasets.rowEncoding']]);
});

test('images, archives and programs are no text', () => {
  const program = readFileSync(process.execPath).subarray(0, 1 << 20);
  expect(detectEncoding(program).binary).toBe(true);
  expect(detectEncoding(deflateSync(program)).binary).toBe(true);
  const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 0xff));
  expect(detectEncoding(noise).binary).toBe(true);
});

describe('a table whose only letters beyond ASCII are signs', () => {
  test.each<[string, string, (i: number) => string]>([
    ['euros behind a space', 'windows-1252', (i) => `K${i};${i},45 €;offen`],
    ['euros behind a digit', 'iso-8859-15', (i) => `thé n°${i};${i},50€;été`],
    ['pounds', 'windows-1252', (i) => `item ${i},£${i}.50,paid`],
    ['degrees', 'windows-1252', (i) => `Ort ${i};${i} °C;warm`],
    ['units in Cyrillic', 'windows-1251', (i) => `чай ${i};${i}кг;сорт`],
  ])('%s', (_, encoding, row) => {
    const bytes = encode(Array.from({ length: 200 }, (__, i) => row(i)).join('\n'), encoding);
    expect(isRight({ bytes, encoding }), detectEncoding(bytes).encoding).toBe(true);
  });
});

test('a file in two languages is read in the encoding of both', () => {
  // Neither language has both letters, and others have the one that is a little more frequent.
  const texts = [
    ...Array<string>(26).fill('late Straße again'),
    ...Array<string>(27).fill('blue número order'),
  ];
  const rows = texts.map((text, i) => `${i};${text};billing`);
  const bytes = encode(rows.join('\n'), 'windows-1252');
  expect(isRight({ bytes, encoding: 'windows-1252' }), detectEncoding(bytes).encoding).toBe(true);
});
