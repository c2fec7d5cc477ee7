import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../../scripts/samples/zip.ts';
import { caseFile } from '../cases.fixture.ts';
import { encodePng } from '../images/index.ts';
import { readNames } from './worker/reading/archive-names.ts';
import { Workbench, csv } from './room.fixture.ts';

/** Names that do not say their encoding. */
function bare(names: readonly Buffer[]) {
  return names.map((fileNameRaw) => ({ fileNameRaw, generalPurposeBitFlag: 0, extraFields: [] }));
}

/** Text in an encoding that Node only decodes: every character is looked up. */
function encoded(text: string, encoding: string): Buffer {
  const table = TABLES.get(encoding) ?? tableOf(encoding);
  return Buffer.concat([...text].map((character) => table.get(character) ?? Buffer.from(character)));
}
const TABLES = new Map<string, Map<string, Buffer>>();
function tableOf(encoding: string): Map<string, Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, Buffer>();
  const add = (bytes: Buffer) => {
    try {
      const text = decoder.decode(bytes);
      if ([...text].length === 1 && !table.has(text)) table.set(text, bytes);
    } catch {
      // Not a character of this encoding.
    }
  };
  for (let lead = 0; lead < 256; lead++) add(Buffer.of(lead));
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) add(Buffer.of(lead, trail));
  TABLES.set(encoding, table);
  return table;
}

describe('names in archives that do not say their encoding', () => {
  test.each([
    ['gb18030', ['猫/图0.png', '狗/图1.png']],
    ['gb18030', ['正常/照片.png', '异常/照片.png']],
    ['gb18030', ['苹果/1.png', '香蕉/2.png', '葡萄/3.png']],
    ['shift_jis', ['猫/写真.png', '犬/写真.png']],
    ['shift_jis', ['ねこ/1.png', 'いぬ/2.png', 'リンゴ/3.png']],
    ['shift_jis', ['データ/表/りんご.png']],
    ['big5', ['貓/圖片.png', '狗/圖片.png', '蘋果/圖片.png']],
    ['euc-kr', ['고양이/1.png', '개/2.png', '사과/사진.png']],
    ['windows-1251', ['кот/1.png', 'пёс/2.png']],
    ['windows-1251', ['Яблоко/фото.png', 'Груша/фото.png']],
    ['ibm866', ['кошка/1.png', 'собака/2.png', 'Яблоко/3.png']],
    ['windows-1252', ['café/1.png', 'thé/2.png', 'Äpfel/3.png']],
  ])('%s: %j', (encoding, names) => {
    const read = readNames(bare(names.map((name) => encoded(name, encoding))), null);
    expect(read.names).toEqual(names);
    expect(read.encoding).toBe(encoding);
  });

  test.each([
    [
      ['caf\x82/1.png', 'th\x82/2.png'],
      ['café/1.png', 'thé/2.png'],
    ],
    [
      ['\x8epfel/1.png', 'K\x81he/2.png', 'Gr\x94\xe1e/3.png'],
      ['Äpfel/1.png', 'Kühe/2.png', 'Größe/3.png'],
    ],
  ])('OEM code pages of the West: %j', (bytes, names) => {
    expect(readNames(bare(bytes.map((name) => Buffer.from(name, 'latin1'))), null).names).toEqual(names);
  });

  test('that are UTF-8 without saying so, that say it beside, or that are named by a person', () => {
    expect(readNames(bare([Buffer.from('猫/1.png')]), null).names).toEqual(['猫/1.png']);
    const gbk = encoded('狗/1.png', 'gb18030');
    const data = Buffer.concat([Buffer.alloc(5, 1), Buffer.from('ねこ/1.png')]);
    data.writeUInt32LE(crc32(gbk), 1);
    const beside = { fileNameRaw: gbk, generalPurposeBitFlag: 0, extraFields: [{ id: 0x7075, data }] };
    expect(readNames([beside], null)).toEqual({ names: ['ねこ/1.png'], encoding: null });
    data.writeUInt32LE(7, 1);
    expect(readNames([beside], null).names).toEqual(['狗/1.png']);
    expect(readNames(bare([gbk]), 'cp437').names).toEqual(['╣╖/1.png']);
    expect(readNames(bare([Buffer.from('a\\b.png')]), null)).toEqual({ names: ['a/b.png'], encoding: null });
  });
});

describe('imports', () => {
  let bench: Workbench;
  beforeAll(() => {
    bench = new Workbench();
  });
  afterAll(() => bench.remove());
  const labelsOf = (dataset: string) => bench.datasets.get({ dataset }).labels;

  test('of archives from Windows have the classes that people named, or what is said instead', async () => {
    const file = caseFile('18-zip-names/gbk.zip');
    const preview = await bench.preview(file);
    expect(preview.names).toBe('gb18030');
    expect(new Set(preview.images.map(({ label }) => label))).toEqual(new Set(['猫', '狗']));
    const { dataset } = await bench.import(file, { kind: 'image' });
    expect(
      labelsOf(dataset)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['狗', '猫'].sort());
    expect(bench.datasets.files({ dataset })[0]?.encoding).toBe('gb18030');
    const russian = await bench.import(caseFile('18-zip-names/cp1251.zip'), { kind: 'image' });
    expect(
      labelsOf(russian.dataset)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['кот', 'пёс']);
    const misread = await bench.preview(file, { names: 'cp437' });
    expect(new Set(misread.images.map(({ label }) => label))).toEqual(new Set(['├¿', '╣╖']));
  });

  test('take names of classes in one form: composed or not, with odd white space or none', async () => {
    const { dataset } = await bench.import(caseFile('19-class-names-nfd/nfd.zip'), { kind: 'image' });
    expect(labelsOf(dataset)).toMatchObject([{ name: 'café' }]);
    const texts = await bench.import(caseFile('19-class-names-nfd/lblws.csv'));
    expect(labelsOf(texts.dataset)).toMatchObject([
      { name: 'spam', count: 30 },
      { name: 'Spam', count: 10 },
      { name: 'caf\u00e9', count: 2 },
    ]);
    const odd = csv([
      ['one', '\u00a0caf\u00e9\u200b'],
      ['two', '\ufeffcafe\u0301\u3000'],
      ['three', 'ｃａｆé'],
      ['four', '\u200b'],
    ]);
    const more = await bench.import(bench.file('odd.csv', odd));
    expect(labelsOf(more.dataset)).toMatchObject([
      { name: 'caf\u00e9', count: 2 },
      { name: 'ｃａｆé', count: 1 },
    ]);
    const found = await bench.datasets.samples({
      dataset: more.dataset,
      label: 'cafe\u0301',
      offset: 0,
      limit: 9,
    });
    expect(found.total).toBe(2);
  });

  test('of folders: what is composed and what is not is one class', async () => {
    const png = (shade: number) =>
      encodePng({ width: 2, height: 2, channels: 1, data: Buffer.alloc(4, shade) });
    const names = ['caf\u00e9', 'cafe\u0301', 'th\u00e9'];
    const entries = names.map((name, i) => [`${name}/${i}.png`, png(i)] as const);
    const { dataset } = await bench.import(bench.file('x.zip', zipOf(new Map(entries))), { kind: 'image' });
    expect(labelsOf(dataset)).toMatchObject([
      { name: 'caf\u00e9', count: 2 },
      { name: 'th\u00e9', count: 1 },
    ]);
  });
});
