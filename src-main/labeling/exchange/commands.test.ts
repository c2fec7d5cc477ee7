/** `lathe labels import`, `export`, `imports` and `undo-import`, as a script runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLatheHere } from '../../cli/lathe.fixture.ts';
import { Exchange } from './exchange.fixture.ts';

const exchange = new Exchange();
beforeAll(async () => {
  await exchange.begin();
  await exchange.task(exchange.images, { kind: 'regions', name: 'Cars', classes: ['car'] });
  await exchange.app.close();
});
afterAll(async () => {
  await exchange.open();
  await exchange.end();
});

const lathe = (...words: string[]) => runLatheHere(exchange.workspace, ['labels', ...words]);

const coco = (): string =>
  exchange.file(
    'cars.json',
    JSON.stringify({
      images: [
        { id: 1, file_name: 'a.png', width: 60, height: 40 },
        { id: 2, file_name: 'elsewhere.png', width: 60, height: 40 },
      ],
      categories: [
        { id: 1, name: 'car' },
        { id: 2, name: 'lorry' },
      ],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 20, 10] },
        { id: 2, image_id: 1, category_id: 2, bbox: [30, 5, 10, 10] },
        { id: 3, image_id: 2, category_id: 1, bbox: [30, 5, 10, 10] },
      ],
    }),
  );
const ofCars = ['--dataset', 'images', '--task', 'Cars'] as const;

it('says what would be imported, imports it, lists it, and takes it back', async () => {
  const dry = await lathe('import', coco(), ...ofCars, '--dry-run');
  expect(dry.out).toContain('COCO JSON (detected; use --format to change it), kind “regions”');
  expect(dry.out).toContain(
    '2 items with 2 answers; 1 items were found in the dataset, 1 answers can be imported.',
  );
  expect(dry.out).toContain('Classes added to the label schema: lorry.');
  expect(dry.out).toContain('The first of them: elsewhere.png');
  expect((await lathe('imports', ...ofCars, '--json')).out).toBe('{"imports":[]}\n');

  const done = await lathe('import', coco(), ...ofCars, '--map', 'lorry=car', '--as', 'Ann');
  expect([done.status, done.out]).toEqual([0, expect.stringContaining('Imported 1 answers as')]);
  const id = /as ([0-9a-f-]{36})/.exec(done.out)![1]!;
  expect((await lathe('imports', ...ofCars)).out).toMatch(/cars\.json +coco +standing +1/);
  expect((await lathe('undo-import', id)).out).toContain('Took 1 answers of “cars.json” back.');
  const again = await lathe('undo-import', id);
  expect([again.status, again.err]).toEqual([1, expect.stringContaining('taken back already')]);
});

it('says what a format cannot hold before it writes anything, and writes it when that is agreed to', async () => {
  await lathe('import', coco(), ...ofCars, '--as', 'Ann');
  const out = path.join(exchange.folder, 'out', 'yolo');
  const words = ['export', ...ofCars, '--format', 'yolo', '--out', out];
  const asked = await lathe(...words);
  expect([asked.status, asked.err]).toEqual([
    1,
    expect.stringContaining('Names of annotators are left out: 1'),
  ]);
  expect(asked.err).toContain('--yes');
  expect(existsSync(path.join(exchange.folder, 'out'))).toBe(false);

  const done = await lathe(...words, '--yes');
  expect([done.status, done.out]).toEqual([0, expect.stringContaining('Wrote ')]);
  expect(readdirSync(out, { recursive: true }).map(String).sort()).toContain(path.join('labels', 'a.txt'));
  expect(readFileSync(path.join(out, 'data.yaml'), 'utf8')).toContain('lorry');

  const back = await lathe('import', out, '--dataset', 'images', '--new-task', 'Back');
  expect([back.status, back.out]).toEqual([0, expect.stringContaining('Imported 1 answers')]);
  const zip = path.join(exchange.folder, 'voc.zip');
  const voc = await lathe('export', '--task', 'Back', '--format', 'voc', '--out', zip, '--yes', '--json');
  expect(JSON.parse(voc.out)).toMatchObject({ format: 'voc', out: zip });
  const same = await lathe('import', zip, '--dataset', 'images', '--task', 'Back');
  expect(same.out).toContain('Imported 0 answers');
  expect(same.out).toContain('1 were there already');
});

it('says what is wrong with what was asked', async () => {
  const missing = await lathe('import', path.join(exchange.folder, 'none.json'), ...ofCars);
  expect([missing.status, missing.err]).toEqual([1, expect.stringContaining('none.json')]);
  expect(missing.err).not.toContain('workers');
  const format = await lathe('export', '--dataset', 'texts', '--format', 'coco', '--out', 'x.json');
  expect([format.status, format.err]).toEqual([1, expect.stringContaining('COCO JSON cannot hold')]);
  const author = await lathe(
    'export',
    ...ofCars,
    '--format',
    'coco',
    '--out',
    'x.json',
    '--author',
    'Nobody',
  );
  expect([author.status, author.err]).toEqual([1, expect.stringContaining('Ann')]);
  const both = await lathe(
    'export',
    ...ofCars,
    '--format',
    'coco',
    '--out',
    'x',
    '--everybody',
    '--author',
    'Ann',
  );
  expect([both.status, both.err]).toEqual([2, expect.stringContaining('Only one of')]);
});
