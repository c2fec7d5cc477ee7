/** JSON and texts from anywhere: what is wrong is refused with its place and words, and the rest is read. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { file, json, read, regionsIn } from './hostile.fixture.ts';
import type { Source } from './source.ts';

const IMAGES = [{ id: 1, file_name: 'a.jpg', width: 100, height: 50 }];
const CATEGORIES = [{ id: 7, name: 'car' }];
const cocoWith = (annotations: readonly object[], more: object = {}): Source =>
  file(
    json({
      images: IMAGES,
      categories: CATEGORIES,
      annotations: annotations.map((one, i) => ({ id: i + 1, image_id: 1, category_id: 7, ...one })),
      ...more,
    }),
  );

describe('COCO', () => {
  it('refuses boxes that are no boxes and keeps the others', async () => {
    const boxes =
      '[NaN,1,2,3],[1,2,Infinity,3],[1,2,-5,3],[1,2,0,3],["1",2,3,4],[1,2,3],[1e300,2,3,4],[1,2,3,4]'.split(
        /(?<=\]),/,
      );
    const annotations = boxes.map((bbox, i) => `{"id":${i},"image_id":1,"category_id":7,"bbox":${bbox}}`);
    const text = `{"images":${json(IMAGES)},"categories":${json(CATEGORIES)},"annotations":[${annotations.join(',')}]}`;
    const result = await read(file(text), 'coco');
    expect(regionsIn(result)).toMatchObject([{ shape: 'box', x: 1, y: 2, width: 3, height: 4 }]);
    expect(result.told).toEqual([
      'NotNumber bbox[0]',
      'NotNumber bbox[2]',
      'NoArea bbox',
      'NoArea bbox',
      'NotNumber bbox[0]',
      'Lacks bbox[3]',
      'OutOfRange bbox',
    ]);
    expect(result.rejects.listed[0]!.parameters).toMatchObject({
      file: 'file.json (annotations)',
      record: 1,
      value: 'NaN',
    });
  });

  it('does not take an image whose shapes were all refused for one with nothing in it', async () => {
    const images = [...IMAGES, { id: 2, file_name: 'empty.jpg' }];
    const { items } = await read(cocoWith([{ bbox: [1, 2, -3, 4] }], { images }), 'coco');
    expect(items.map(({ name, answers }) => [name, answers.map(({ value }) => value)])).toEqual([
      ['a.jpg', []],
      ['empty.jpg', [{ regions: [] }]],
    ]);
    const spans = await read(
      file(`${json({ text: 'ab', label: [[0, 9, 'a']] })}\n`, 'a.jsonl'),
      'doccano',
      'spans',
    );
    expect(spans.items).toMatchObject([{ text: 'ab', answers: [] }]);
  });

  it('refuses ids that lead nowhere or stand twice', async () => {
    const box = { bbox: [1, 2, 3, 4] };
    const images = [
      ...IMAGES,
      { id: 1, file_name: 'b.jpg' },
      { id: 2, file_name: 'a.jpg' },
      { id: 3, file_name: '../../etc/passwd' },
      { id: 4, file_name: 'C:\\x' },
      { id: 5 },
    ];
    const result = await read(
      cocoWith([{ ...box, category_id: 8 }, { ...box, image_id: 99 }, { ...box, id: 1 }, box], { images }),
      'coco',
    );
    expect(result.items).toHaveLength(1);
    expect(regionsIn(result)).toHaveLength(1);
    expect(result.told.toSorted()).toEqual(
      [
        'Twice id',
        'Twice file_name',
        'Name file_name',
        'Name file_name',
        'Lacks file_name',
        'Twice id',
        'Dangling image_id',
        'Dangling category_id',
      ].toSorted(),
    );
  });

  it('gives no memory to masks of 2^40 pixels, and refuses counts that do not add up', async () => {
    const masks = [
      { size: [2 ** 20, 2 ** 20], counts: [2 ** 40] },
      { size: [60_000, 60_000], counts: [60_000 * 60_000] },
      { size: [5, 5], counts: [2 ** 40] },
      { size: [5, 5], counts: [-1, 26] },
      { size: [5, 5], counts: ['25'] },
      { size: [5, 5], counts: 'oooooooooooooooo' },
      { size: [5, 5], counts: '\u0000' },
      { size: [5], counts: [25] },
      { size: [5, 5], counts: [5, 20] },
    ];
    const result = await read(cocoWith(masks.map((segmentation) => ({ segmentation, iscrowd: 1 }))), 'coco');
    expect(regionsIn(result)).toMatchObject([
      { shape: 'mask', counts: [5, 20], attributes: { iscrowd: true } },
    ]);
    // Of the first both sides are told.
    expect(result.rejects.count).toBe(9);
  });

  it('refuses an image of more shapes than an answer has, not the file', async () => {
    const images = [...IMAGES, { id: 2, file_name: 'b.jpg' }];
    const many = Array.from({ length: 100_000 }, () => ({ bbox: [1, 2, 3, 4] }));
    const result = await read(cocoWith([...many, { bbox: [1, 2, 3, 4], image_id: 2 }], { images }), 'coco');
    expect(result.items.map(({ name }) => name)).toEqual(['b.jpg']);
    expect(result.told).toEqual(['TooLarge image a.jpg']);
  });

  it('reads ids with gaps, of text, categories with points, and keeps bodies beside their outlines', async () => {
    const categories = [
      {
        id: 90,
        name: 'person',
        supercategory: 'animal',
        keypoints: ['nose', 'eye'],
        skeleton: [
          [1, 2],
          [1, 9],
        ],
      },
    ];
    const annotations = [
      {
        id: 'x',
        image_id: 'i',
        category_id: 90,
        bbox: [0, 0, 9, 9],
        keypoints: [1, 2, 2, 3, 4, 0],
        num_keypoints: 1,
        segmentation: [[0, 0, 9, 0, 9, 9, 0, 0]],
      },
      { id: 'y', image_id: 'i', category_id: 90, keypoints: [1, 2, 3] },
    ];
    const result = await read(
      file(json({ annotations, categories, images: [{ id: 'i', file_name: 'i.png' }] })),
      'coco',
    );
    expect(regionsIn(result)).toMatchObject([
      { shape: 'keypoints', points: [{ x: 1, y: 2, visible: true }, null] },
      { shape: 'polygon', outlines: [{ ring: [0, 0, 9, 0, 9, 9] }] },
    ]);
    expect(result.told).toEqual(['WrongType skeleton[1]', 'WrongType keypoints']);
  });
});

describe('JSON', () => {
  it('that is cut off is refused as a whole, by the byte', async () => {
    const whole = json({
      images: IMAGES,
      categories: CATEGORIES,
      annotations: [{ id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] }],
    });
    for (const end of [0, 1, 20, whole.length - 1])
      await expect(read(file(whole.slice(0, end)), 'coco')).rejects.toMatchObject({
        key: 'labeling.annotationFileBroken',
      });
    await expect(read(file('{"data":[]}'), 'coco')).rejects.toMatchObject({
      key: 'labeling.annotationFileFormat',
    });
    await expect(read(file('[1,2'), 'label-studio')).rejects.toMatchObject({
      key: 'labeling.annotationFileBroken',
    });
  });

  it('nested a million deep is refused without a deeper stack', async () => {
    const deep = `${'['.repeat(1e6)}${']'.repeat(1e6)}`;
    const result = await read(
      file(`[{"data":{"text":"a"},"annotations":${deep}},{"data":{"text":"b"},"annotations":[]}]`),
      'label-studio',
    );
    expect(result.items.map(({ text }) => text)).toEqual(['b']);
    expect(result.told).toEqual(['BadRecord task']);
    expect((await read(file(`{"text":${deep}}\n{"text":"b"}`, 'a.jsonl'), 'doccano')).told).toEqual([
      'BadRecord record',
    ]);
  });

  it('in UTF-16 with a mark and in UTF-8 with one is read, in another encoding refused', async () => {
    const text = json({
      images: IMAGES,
      categories: [{ id: 7, name: '汽车' }],
      annotations: [{ id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] }],
    });
    for (const bytes of [
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    ])
      expect(regionsIn(await read(file(bytes), 'coco'))).toMatchObject([{ label: '汽车' }]);
    const gbk = Buffer.concat([
      Buffer.from('{"text":"'),
      Buffer.from([0xc4, 0xe3]),
      Buffer.from('","label":["a"]}\n'),
    ]);
    await expect(read(file(gbk, 'a.jsonl'), 'doccano')).rejects.toMatchObject({
      key: 'labeling.annotationFileEncoding',
    });
    await expect(read(file(Buffer.from([0xff, 0xfe, 0x00]), 'a.json'), 'coco')).rejects.toThrow(AppError);
  });

  it('with names that play tricks gives nobody’s properties away', async () => {
    const text =
      '{"__proto__":{"text":"x"},"text":"hello","label":[[0,5,"constructor"],[0,1,"__proto__"]]}\n{"toString":1,"text":"b","label":[]}\n';
    const result = await read(file(text, 'a.jsonl'), 'doccano', 'spans');
    expect(result.items[0]!.answers[0]!.value).toMatchObject({
      spans: [{ label: 'constructor' }, { label: '__proto__' }],
    });
    const cats = await read(
      file('{"text":"a","cats":{"__proto__":1,"toString":0.2}}\n', 'a.jsonl'),
      'spacy',
      'multilabel',
    );
    expect(cats.items[0]!.answers[0]!.value).toEqual({ labels: ['__proto__'] });
  });
});

describe('spans', () => {
  it('past the end, backwards, in halves and inside of characters are refused', async () => {
    const spans = [
      [0, 2, 'ok'],
      [1, 2, 'half'],
      [0, 99, 'a'],
      [2, 1, 'a'],
      [-1, 1, 'a'],
      [0.5, 1, 'a'],
      ['0', 1, 'a'],
      [0, 2, ''],
      [0, 2, '\ud800'],
      [0, 1],
    ];
    const result = await read(
      file(`${json({ text: '👍👍', label: spans })}\n`, 'a.jsonl'),
      'doccano',
      'spans',
    );
    expect(result.items[0]!.answers[0]!.value).toMatchObject({ spans: [{ start: 0, end: 2, label: 'ok' }] });
    expect(result.told).toEqual([
      'WrongType label[9]',
      'HalfCharacter label[1]',
      'Offsets label[2]',
      'Offsets label[3]',
      'Offsets label[4]',
      'Offsets label[5]',
      'NotNumber label[6]',
      'WrongType label[7]',
      'HalfCharacter label[8]',
    ]);
  });

  it('come to no task of another kind, which would take their records for empty answers', async () => {
    const records = [
      { text: 'ok', entities: [{ label: 'a', start_offset: 0, end_offset: 1 }] },
      { text: 'ok' },
    ];
    for (const kind of ['text', 'multilabel'] as const) {
      const result = await read(file(records.map((each) => `${json(each)}\n`).join(''), 'a.jsonl'), 'doccano', kind); // prettier-ignore
      expect(result.told).toEqual(['UnknownType entities', ...(kind === 'text' ? ['Lacks label'] : [])]);
    }
  });

  it('of Label Studio count code points, before 1.6 units, of which none is cut', async () => {
    const task = (start: number, end: number, text: string): Source => {
      const result = { type: 'labels', id: 'x', value: { start, end, text, labels: ['a'] } };
      return file(json([{ data: { text: '👍ab' }, annotations: [{ result: [result] }] }]));
    };
    for (const [start, end] of [
      [1, 2],
      [2, 3],
    ] as const)
      expect((await read(task(start, end, 'a'), 'label-studio')).items[0]!.answers[0]!.value).toMatchObject({
        spans: [{ start: 2, end: 3 }],
      });
    const half = await read(task(1, 2, '\udc4d'), 'label-studio');
    expect(half.told).toEqual(['HalfCharacter annotations[0].result[0].value']);
  });

  it('of CoNLL are read in BIO, IOB1 and BIOES, and a tag that is none is refused by its line', async () => {
    const lines = [
      'EU NNP B-NP B-ORG',
      'rejects VBZ B-VP O',
      'German JJ I-NP S-MISC',
      'call NN I-NP B-',
      '',
      'Peter I-PER',
      'Black I-PER',
      'John B-PER',
      '',
      '北 B-LOC',
      '京 E-LOC',
      '我 O',
      'X Q-PER',
      'Y o',
      '',
    ];
    const result = await read(file(lines.join('\r\n'), 'a.conll'), 'conll');
    const spans = result.items.map(({ text, answers: [answer] }) => {
      const value = answer!.value;
      return value && 'spans' in value
        ? value.spans.map(({ start, end, label }) => `${text!.slice(start, end)}/${label}`)
        : [];
    });
    expect(spans).toEqual([['EU/ORG', 'German/MISC'], ['Peter Black/PER', 'John/PER'], ['北京/LOC']]);
    expect(result.items.map(({ text }) => text)).toEqual([
      'EU rejects German call',
      'Peter Black John',
      '北京我X Y',
    ]);
    expect(result.rejects.listed.map(({ parameters }) => parameters['record'])).toEqual([4, 13, 14]);
  });
});
