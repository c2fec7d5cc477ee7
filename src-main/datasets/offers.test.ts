import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleFiles } from '../examples/index.ts';
import { Workbench } from './room.fixture.ts';

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());

describe('the samples on offer', () => {
  test.each(sampleFiles().map((sample) => [sample.name, sample] as const))(
    '%s looks like what it is',
    async (_, sample) => {
      const preview = await bench.preview(sample.path);
      expect(preview.kinds[0]).toBe(sample.kind);
      expect(preview.suggested.language).toBe(sample.language);
    },
  );

  test('the two tables suggest the target that is meant', async () => {
    const targets = ['breast-cancer', 'wages'].map(async (name) => {
      const sample = sampleFiles().find((one) => one.name === name)!;
      const { columns } = (await bench.preview(sample.path)).suggested;
      expect(columns.every(({ role }) => role !== 'ignore')).toBe(true);
      return columns.find(({ role }) => role === 'target');
    });
    expect(await Promise.all(targets)).toMatchObject([
      { name: 'diagnosis', type: 'category', role: 'target' },
      { name: 'wage', type: 'number', role: 'target' },
    ]);
  });

  test('the digits come with the images their index promises', async () => {
    const sample = sampleFiles().find(({ name }) => name === 'handwritten-digits')!;
    const { dataset } = await bench.import(sample.path, { kind: 'image' });
    expect(bench.datasets.get({ dataset })).toMatchObject({
      samples: sample.rows,
      image: { width: 28, height: 28, channels: 1 },
    });
    const { train, validation, test } = await bench.version(dataset);
    expect([train + validation, test]).toEqual([10_000, 2000]);
  });

  test('the novel is frozen whole', async () => {
    const sample = sampleFiles().find(({ name }) => name === 'moby-dick')!;
    const { dataset } = await bench.import(sample.path, { kind: 'corpus' });
    expect(bench.datasets.get({ dataset }).samples).toBe(sample.rows);
    const { id } = await bench.version(dataset);
    const text = (await bench.frozen(id)).map((row) => String(row['text'])).join('');
    expect(text).toBe(readFileSync(sample.path, 'utf8'));
  });
});
