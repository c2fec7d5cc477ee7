import { describe, expect, it } from 'vitest';
import type { Client, Job, SampleOffer } from '../../src-shared/contract.ts';
import { Preparations } from './preparations.svelte.ts';

const sample: SampleOffer = {
  name: 'mail',
  title: 'Mail',
  kind: 'text',
  language: 'en',
  rows: 2,
  licence: '',
  source: '',
  explicit: false,
  sha256: 'a'.repeat(64),
  test: 0.3,
  annotations: null,
};

/** The part of the contract that is spoken, over datasets and versions in memory. */
function bench({ fails = false }: { fails?: boolean } = {}) {
  const datasets: { id: string; name: string; sha256: string }[] = [];
  const versions: { id: string; number: number; dataset: string; task?: string }[] = [];
  const asked: string[] = [];
  const tasks: { id: string; name: string; kind: string }[] = [];
  const client = {
    datasets: {
      list: async () => ({ items: [...datasets], total: datasets.length, next: null }),
      files: async ({ dataset }: { dataset: string }) => datasets.filter(({ id }) => id === dataset),
      import: async ({ name }: { name: string }) => {
        asked.push('import');
        const id = `dataset-${datasets.length}`;
        if (!fails) datasets.push({ id, name, sha256: sample.sha256 });
        return { dataset: id, file: 'file', job: 'import' };
      },
    },
    labeling: {
      tasks: async () => [...tasks],
      importAnnotations: async ({ into }: { into: { newTask: { name: string } } }) => {
        asked.push(`annotations ${into.newTask.name}`);
        tasks.push({ id: 'task-1', name: into.newTask.name, kind: 'spans' });
        return { import: 'import', task: 'task-1', job: 'annotations' };
      },
    },
    versions: {
      list: async ({ dataset }: { dataset: string }) => versions.filter((one) => one.dataset === dataset),
      freeze: async ({ dataset, test, task }: { dataset: string; test: number; task?: string }) => {
        asked.push(`freeze ${test}${task === undefined ? '' : ` ${task}`}`);
        const number = versions.length + 1;
        versions.push({ id: `version-${number}`, number, dataset, task: task ?? dataset });
        return { version: `version-${number}`, job: 'freeze' };
      },
    },
  } as unknown as Client;
  const job = (id: string) => ({ id, state: fails ? 'failed' : 'done' }) as Job;
  const tray = {
    get: (id?: string | null) => (id ? job(id) : undefined),
    ended: async (id: string) => job(id),
  };
  return { datasets, versions, asked, preparations: new Preparations(client, tray) };
}

describe('the data of a sample project', () => {
  it('is imported and frozen once, however often it is asked for', async () => {
    const { preparations, asked } = bench();
    const both = await Promise.all([preparations.version(sample), preparations.version(sample)]);
    expect([...both, await preparations.version(sample)]).toEqual(['version-1', 'version-1', 'version-1']);
    expect(asked).toEqual(['import', 'freeze 0.3']);
    expect(preparations.jobOf(sample)?.id).toBe('freeze');
  });

  it('is taken as it lies there, by the newest version', async () => {
    const { preparations, asked, datasets, versions } = bench();
    datasets.push({ id: 'mine', name: 'Mail', sha256: sample.sha256 });
    versions.push({ id: 'old', number: 1, dataset: 'mine' }, { id: 'new', number: 2, dataset: 'mine' });
    expect(await preparations.version(sample)).toBe('new');
    expect(asked).toEqual([]);
  });

  it('that comes with answers becomes a task of its dataset, and the version is one of this task', async () => {
    const { preparations, asked, versions } = bench();
    const annotated = {
      ...sample,
      annotations: { task: { en: 'Names', zh: '名称' }, kind: 'spans' },
    } as const;
    expect(await preparations.version(annotated)).toBe('version-1');
    expect(asked).toEqual(['import', 'annotations Names', 'freeze 0.3 task-1']);
    // A newer version of another task is not taken for it.
    versions.push({ id: 'other', number: 2, dataset: 'dataset-0', task: 'dataset-0' });
    expect(await preparations.version(annotated)).toBe('version-1');
    expect(asked).toHaveLength(3);
  });

  it('is not mistaken for a dataset of the same name', async () => {
    const { preparations, asked, datasets } = bench();
    datasets.push({ id: 'other', name: 'Mail', sha256: 'b'.repeat(64) });
    expect(await preparations.version(sample)).toBe('version-1');
    expect(asked).toEqual(['import', 'freeze 0.3']);
  });

  it('is missing when its import fails, and may be asked for again', async () => {
    const { preparations, asked } = bench({ fails: true });
    expect(await preparations.version(sample)).toBeNull();
    expect(preparations.jobOf(sample)?.state).toBe('failed');
    expect(await preparations.version(sample)).toBeNull();
    expect(asked).toEqual(['import', 'import']);
  });
});
