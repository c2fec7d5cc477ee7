import { describe, expect, it } from 'vitest';
import type { Lineage } from '../../../src-shared/contract.ts';
import { lineageGraph, MOST, type LineageParts } from './graph.ts';
import { clipped, widthOf } from './sizes.ts';

const WORDS = {
  split: (split: string) => split,
  version: (version: number) => `v${version}`,
  state: (state: string) => state,
  more: (count: number) => `${count} more`,
  unnamed: 'not recorded',
  byImport: 'imported',
  noLicence: 'no licence',
};

/** Only what the graph reads of each. */
const LINEAGE = {
  model: { id: 'model-1', number: 7, name: 'mail' },
  run: { id: 'run-1', number: 3, name: 'text-lstm #3', recipe: 'text-lstm' },
  version: {
    id: 'version-1',
    dataset: 'd',
    datasetName: 'mail',
    number: 2,
    blob: 'abcdef0123',
    labels: ['ham', 'spam'],
    task: null,
  },
  labels: [
    { author: 'Ada', count: 2 },
    { author: 'import', count: 9 },
  ],
  files: [{ id: 'file-1', fileName: 'mail.csv', sha256: '0123456789', licence: 'CC-BY-4.0' }],
} as unknown as Lineage;

const PARTS: LineageParts = {
  lineage: LINEAGE,
  reports: [
    { id: 'old', version: 'version-1', split: 'test', createdAt: '2026-01-01' },
    { id: 'new', version: 'version-1', split: 'test', createdAt: '2026-01-02' },
  ],
  versions: [],
  registered: [{ registered: 'registered-1', name: 'spam', version: 4, aliases: ['champion'] }],
  endpoints: [
    {
      name: 'by-alias',
      model: 'model-1',
      state: 'ready',
      follows: { registered: 'registered-1', name: 'spam', alias: 'champion', version: 4, problem: null },
    },
    { name: 'alone', model: 'model-1', state: 'stopped', follows: null },
    { name: 'other', model: 'model-2', state: 'ready', follows: null },
  ],
  requirements: [
    { id: 'wish', project: 'p', title: 'No spam', links: ['model-1', 'by-alias', 'gone'] },
    { id: 'idle', project: 'p', title: 'Else', links: ['model-9'] },
  ],
};

describe('the lineage of a model', () => {
  it('leads from files and requirements to endpoints, each part to its page', () => {
    const { nodes, links } = lineageGraph(PARTS, WORDS);
    expect(links.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'wish > model-1',
      'wish > endpoint by-alias',
      'file-1 > labels of version-1',
      'labels of version-1 > version-1',
      'version-1 > run-1',
      'run-1 > model-1',
      'model-1 > new',
      'model-1 > registered-1/4',
      'registered-1/4 > endpoint by-alias',
      'model-1 > endpoint alone',
    ]);
    expect(nodes.find(({ kind }) => kind === 'labels')?.about).toBe('Ada, imported');
    expect(nodes.find(({ kind }) => kind === 'files')?.about).toBe('CC-BY-4.0 · 0123456');
    expect(nodes.filter(({ href }) => href === undefined).map(({ id }) => id)).toEqual(['model-1']);
    const places = new Map(nodes.map(({ id }, at) => [id, at]));
    expect(links.filter(({ from, to }) => places.get(from)! >= places.get(to)!)).toEqual([]);
  });

  it('has only itself where nothing is known, and tells many of a kind by their number', () => {
    const alone = {
      ...PARTS,
      lineage: { ...LINEAGE, run: null, version: null },
      reports: [],
      registered: [],
      endpoints: [],
      requirements: [],
    };
    expect(lineageGraph(alone, WORDS)).toMatchObject({ nodes: [{ id: 'model-1' }], links: [] });
    const endpoints = Array.from({ length: 20 }, (_, i) => ({ ...PARTS.endpoints[1]!, name: `e${i}` }));
    const { nodes } = lineageGraph({ ...alone, endpoints }, WORDS);
    const drawn = nodes.filter(({ kind }) => kind === 'endpoint');
    expect([drawn.length, drawn.at(-1)?.title]).toEqual([MOST, '15 more']);
  });

  it('is written in boxes that hold their words, of any language', () => {
    expect(clipped('a'.repeat(40))).toBe(`${'a'.repeat(26)}…`);
    expect(clipped('垃圾邮件'.repeat(5))).toBe(`${'垃圾邮件'.repeat(3)}垃…`);
    expect(widthOf(['垃圾邮件识别器模型标'])).toBeGreaterThan(120);
  });
});
