/** @file The data of sample projects on its way: imported and frozen once, whatever page is shown. */
import { SvelteMap } from 'svelte/reactivity';
import type { Client, Job, SampleOffer } from '../../src-shared/contract.ts';
import { importSampleAnnotations, nameOfTask } from './sample-annotations.ts';
import type { Jobs } from '../platform/jobs.svelte.ts';

interface Freezing {
  readonly dataset: string;
  readonly task: string;
  readonly sample: SampleOffer;
}

export class Preparations {
  /** The job that was started last, by sample. */
  #jobs = new SvelteMap<string, string>();
  readonly #under = new SvelteMap<string, Promise<string | null>>();
  readonly #client: Client;
  readonly #tray: Pick<Jobs, 'get' | 'ended'>;

  constructor(client: Client, tray: Pick<Jobs, 'get' | 'ended'>) {
    this.#client = client;
    this.#tray = tray;
  }

  /** What imports or freezes a sample, or did so last. */
  jobOf(sample: SampleOffer): Job | undefined {
    return this.#tray.get(this.#jobs.get(sample.name));
  }

  /**
   * A version of a sample's data: one there is, else a new one.
   *
   * @returns null when its import or its freeze failed or was cancelled, which {@link jobOf} tells
   */
  version(sample: SampleOffer): Promise<string | null> {
    const under = this.#under.get(sample.name) ?? this.#prepare(sample);
    this.#under.set(sample.name, under);
    return under;
  }

  async #prepare(sample: SampleOffer): Promise<string | null> {
    try {
      const dataset = (await this.#known(sample)) ?? (await this.#import(sample));
      if (dataset === null) return null;
      const task = sample.annotations ? await this.#task(dataset, sample) : dataset;
      return task && ((await this.#newest(dataset, task)) ?? (await this.#freeze({ dataset, task, sample })));
    } finally {
      this.#under.delete(sample.name);
    }
  }

  /** The dataset that holds this sample and nothing else. */
  async #known({ title, sha256 }: SampleOffer): Promise<string | undefined> {
    const { items } = await this.#client.datasets.list({ filters: { named: title }, limit: 1000 });
    for (const { id } of items) {
      const files = await this.#client.datasets.files({ dataset: id });
      if (files.length === 1 && files[0]?.sha256 === sha256) return id;
    }
    return undefined;
  }

  /** The task with the answers that come with the sample: one there is, else a new one. The first task has a dataset's id. */
  async #task(dataset: string, sample: SampleOffer): Promise<string | null> {
    const known = (await this.#client.labeling.tasks({ dataset })).find(
      ({ name, kind }) => kind === sample.annotations!.kind && name === nameOfTask(sample),
    );
    if (known) return known.id;
    const { task, job } = await importSampleAnnotations(this.#client, { dataset, sample });
    return job === null || (await this.#done(sample, job)) ? task : null;
  }

  async #newest(dataset: string, task: string): Promise<string | undefined> {
    const versions = await this.#client.versions.list({ dataset });
    const own = versions.filter((one) => task === dataset || one.task === task);
    return own.toSorted((a, b) => b.number - a.number)[0]?.id;
  }

  async #import(sample: SampleOffer): Promise<string | null> {
    const { name, kind, language, title } = sample;
    const source = { kind: 'sample', name } as const;
    const { dataset, job } = await this.#client.datasets.import({ source, kind, language, name: title });
    return (await this.#done(sample, job)) ? dataset : null;
  }

  async #freeze({ dataset, task, sample }: Freezing): Promise<string | null> {
    const { version, job } = await this.#client.versions.freeze({
      dataset,
      test: sample.test,
      ...(task !== dataset && { task }),
    });
    return (await this.#done(sample, job)) ? version : null;
  }

  async #done({ name }: SampleOffer, job: string): Promise<boolean> {
    this.#jobs.set(name, job);
    return (await this.#tray.ended(job))?.state === 'done';
  }
}
