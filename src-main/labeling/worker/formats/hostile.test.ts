/** Files from anywhere: what is wrong is refused with its place and words, the rest is read, and nothing crashes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
} from '../../../../src-shared/labeling/formats/formats.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { allOf, filesOf } from './compare.fixture.ts';
import { file, json, read, regionsIn, requireWords } from './hostile.fixture.ts';
import { readAnnotations, writeAnnotations } from './index.ts';
import { Rejects, shown } from './report.ts';
import { setsOf } from './sets.fixture.ts';
import { memorySource } from './source.ts';

describe('XML', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';

  it('with entities or a document type is not read', async () => {
    await expect(
      read(file(`${bomb}<annotations><image name="a"/></annotations>`, 'a.xml'), 'cvat'),
    ).rejects.toMatchObject({ key: 'labeling.annotationFileEntities' });
    expect((await read(file(`${bomb}<annotation/>`, 'a.xml'), 'voc')).told).toEqual([
      'FileEntities undefined',
    ]);
    expect(
      (await read(file('<annotations><image name="&b;" /></annotations>', 'a.xml'), 'cvat')).told,
    ).toEqual(['BadRecord image']);
  });

  it('that is cut off or damaged says so, and images before it would have been read', async () => {
    const head = '<?xml version="1.0"?><annotations><version>1.1</version>';
    const image =
      '<image id="0" name="a.jpg" width="10" height="10"><box label="car" xtl="1" ytl="1" xbr="5" ybr="5"></box></image>';
    await expect(read(file(`${head}${image}<image id="1" name="b`, 'a.xml'), 'cvat')).rejects.toMatchObject({
      key: 'labeling.annotationFileBroken',
    });
    for (const other of ['<data></data>', '<annotations><track id="0"></track></annotations>'])
      await expect(read(file(other, 'a.xml'), 'cvat')).rejects.toMatchObject({
        key: 'labeling.annotationFileFormat',
      });
    const damaged = await read(
      file(`${head}${image}<image id="1" name="b.jpg"><box></image></annotations>`, 'a.xml'),
      'cvat',
    );
    expect(damaged.items.map(({ name }) => name)).toEqual(['a.jpg']);
    expect(damaged.told).toEqual(['BadRecord image']);
    const voc = memorySource({
      'a.xml': '<annotation><filename>a.jpg</filename>',
      'b.xml': '<annotation><filename>b.jpg</filename></annotation>',
      'c.xml': '<html/>',
    });
    const result = await read(voc, 'voc');
    expect(result.items.map(({ name }) => name)).toEqual(['b.jpg']);
    expect(result.rejects.count).toBe(2);
  });

  it('nested deep is refused without a deeper stack', async () => {
    const deep = `<annotation>${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}</annotation>`;
    const result = await read(file(deep, 'a.xml'), 'voc');
    expect(result.items).toEqual([]);
    expect(result.rejects.count).toBe(1);
  });

  it('of Pascal VOC with numbers that are none, or a box outside of sense, is refused by its object', async () => {
    const object = (box: string): string => `<object><name>car</name><bndbox>${box}</bndbox></object>`;
    const sides = (...of: readonly string[]): string =>
      ['xmin', 'ymin', 'xmax', 'ymax'].map((side, i) => `<${side}>${of[i]}</${side}>`).join('');
    const bad = [
      sides('NaN', '1', '2', '2'),
      sides('1', '1', '0x10', '2'),
      sides('5', '1', '2', '2'),
      sides('1', '1', '1', '2'),
      '<xmin>1</xmin>',
    ];
    const text = `<annotation><filename>a.jpg</filename>${[...bad, sides('1', '2', '3', '4')].map(object).join('')}<object><name>x</name></object></annotation>`;
    const result = await read(file(text, 'a.xml'), 'voc');
    expect(regionsIn(result)).toMatchObject([{ x: 1, y: 2, width: 2, height: 2 }]);
    expect(result.rejects.listed.map(({ parameters }) => parameters['record'])).toEqual([
      1, 2, 3, 4, 5, 5, 5, 7,
    ]);
  });
});

it('words about names show them short, on one line, and from left to right', () => {
  expect(shown('a\u202egpj.exe\n<b>')).toBe('a gpj.exe <b>');
  expect(shown('\ud800'.repeat(500)).length).toBeLessThan(90);
  expect(shown(undefined)).toBe('undefined');
});

describe('YOLO', () => {
  const data = 'names:\n  0: car # four wheels\n  1: "bus: stop"\n';

  it('refuses classes that are not there, shares that are pixels, and lines of words', async () => {
    const lines = [
      '0 .5 .5 .2 .4',
      '2 .5 .5 .2 .4',
      '0 250 30 20 20',
      'car .5 .5 .2 .4',
      '0 .5 .5 nan .4',
      '0 .5 .5 -.2 .4',
      '0 .5 .5',
      '1 .1 .1 .9 .1 .9 .9',
      '-1 .5 .5 .2 .4',
    ];
    const result = await read(
      memorySource({ 'data.yaml': data, 'labels/a.txt': lines.join('\n') }),
      'yolo-segment',
    );
    expect(regionsIn(result)).toMatchObject([
      { shape: 'box', label: 'car', x: 40, y: 15, width: 20, height: 20 },
      { shape: 'polygon', label: 'bus: stop' },
    ]);
    expect(result.rejects.listed.map(({ parameters }) => parameters['record'])).toEqual([
      2, 3, 4, 5, 6, 7, 9,
    ]);
  });

  it('reads names in every way they are written, and refuses YAML that is more', async () => {
    const names = [
      'names: [\'a\', b c, "d"]',
      'names:\n- a\n- b c\n- d',
      'names: {0: a, 1: b c, 2: d}',
      'path: x\nnames: [\n a,\n b c,\n d]\nnc: 3',
      'names:\n    0: a\n    1: b c\n    2: d\n',
    ];
    for (const yaml of names) {
      const set = await readAnnotations(memorySource({ 'data.yaml': yaml, 'labels/a.txt': '' }), 'yolo', {
        rejects: new Rejects(),
        kind: null,
        sizeOf: () => null,
      });
      expect(set.schema.classes.map(({ name }) => name)).toEqual(['a', 'b c', 'd']);
    }
    for (const yaml of [
      'names: &a [b]',
      'names: [*a]',
      'names:\n  0: |\n',
      'names:\n  99999999: a',
      'kpt_shape: [1e9, 3]',
    ])
      await expect(
        read(memorySource({ 'data.yaml': yaml, 'labels/a.txt': '' }), 'yolo'),
      ).rejects.toMatchObject({ key: 'labeling.annotationFileFormat' });
  });

  it('finds the names of images in folders and lists, and counts those of unknown size without answers', async () => {
    const source = memorySource({
      'classes.txt': 'car\nbus\n',
      'train/images/x/a.png': '',
      'train/labels/x/a.txt': '1 .5 .5 .2 .4',
      'train/labels/b.txt': '',
    });
    const rejects = new Rejects();
    const sizeOf = (name: string) => (name === 'x/a.png' ? { width: 10, height: 10 } : null);
    const items = await allOf((await readAnnotations(source, 'yolo', { rejects, kind: null, sizeOf })).items);
    expect(items).toMatchObject([
      {
        name: 'x/a.png',
        answers: [{ value: { regions: [{ label: 'bus', x: 4, y: 3, width: 2, height: 4 }] } }],
      },
      { name: 'b', size: null, answers: [] },
    ]);
    expect(rejects.listed).toEqual([]);
  });
});

it('LabelMe names that lead out of what was chosen are refused, others followed', async () => {
  const record = (imagePath: string, shapes: object[] = []) => json({ imagePath, shapes });
  const shape = {
    label: 'a',
    shape_type: 'circle',
    points: [
      [1, 1],
      [2, 2],
    ],
  };
  const source = memorySource({
    'json/a.json': record('..\\images\\a.jpg'),
    'b.json': record('../b.jpg'),
    'c.json': record('/etc/c.jpg'),
    'd.json': record('d.jpg', [shape]),
  });
  const { items, told } = await read(source, 'labelme');
  expect(items.map(({ name }) => name)).toEqual(['images/a.jpg', 'd.jpg']);
  expect(told).toEqual(['Name imagePath', 'Name imagePath', 'UnknownType shape_type']);
});

it('CSV with an open quote, a strange status or names twice says so', async () => {
  const header = 'name,label,status\r\n';
  await expect(read(file(`${header}a,"car`, 'a.csv'), 'csv')).rejects.toMatchObject({
    key: 'labeling.annotationFileBroken',
  });
  await expect(read(file('x,y\n1,2\n', 'a.csv'), 'csv')).rejects.toMatchObject({
    key: 'labeling.annotationFileFormat',
  });
  const result = await read(
    file(
      `${header}a,car,\r\nb,car,done\r\nf,car,\r\na,bus,\r\n../c,bus,\r\nd,,labeled\r\ne,"b""us"\r\n`,
      'a.csv',
    ),
    'csv',
  );
  expect(result.items.map(({ name, answers }) => [name, answers[0]?.value])).toEqual([
    ['a', { label: 'car' }],
    ['f', { label: 'car' }],
    ['e', { label: 'b"us' }],
  ]);
  expect(result.told).toEqual(['WrongType status', 'Twice name', 'Name name', 'WrongType label']);
});

describe.each(ANNOTATION_FORMATS)('%s', (format) => {
  it('damaged anywhere is read in part or refused with words, never a crash', async () => {
    const { kinds } = ANNOTATION_FORMAT_TABLE[format];
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(9),
      by: fc.constantFrom(
        '',
        '"',
        '[',
        '}',
        '\n',
        'NaN',
        '1e999',
        '\u0000',
        '<',
        '-',
        'null',
        '\ud83d',
        '🎉',
      ),
    });
    const any = fc.constantFrom(...kinds).chain((kind) => setsOf(kind).map((set) => ({ kind, set })));
    await fc.assert(
      fc.asyncProperty(
        any,
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async ({ kind, set }, damages) => {
          const whole = await filesOf(writeAnnotations(set, format));
          const files: Record<string, string> = {};
          for (const name of whole.files) {
            let text = (await whole.slice(name, 0, 1 << 24)).toString('utf8');
            for (const { at, length, by } of damages) {
              const from = Math.floor(at * text.length);
              text = text.slice(0, from) + by + text.slice(from + length);
            }
            files[name] = text;
          }
          await read(memorySource(files), format, kind).catch((error: unknown) => {
            if (!(error instanceof AppError) || error.key === 'house.internal') throw error;
            requireWords({ key: error.key, parameters: error.parameters });
          });
        },
      ),
      { numRuns: Number(process.env['LATHE_FORMAT_RUNS'] ?? 60) },
    );
  });
});
