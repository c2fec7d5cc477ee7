/** @file The data of sample projects on its way: imported and frozen once, whatever page is shown. */
import { SvelteMap } from 'svelte/reactivity';
import type { Client, Job, SampleOffer } from '../../src-shared/contract.ts';
import type { Jobs } from '../platform/jobs.svelte.ts';

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
      return dataset && ((await this.#newest(dataset)) ?? (await this.#freeze(dataset, sample)));
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

  async #newest(dataset: string): Promise<string | undefined> {
    const versions = await this.#client.versions.list({ dataset });
    return versions.toSorted((a, b) => b.number - a.number)[0]?.id;
  }

  async #import(sample: SampleOffer): Promise<string | null> {
    const { name, kind, language, title } = sample;
    const source = { kind: 'sample', name } as const;
    const { dataset, job } = await this.#client.datasets.import({ source, kind, language, name: title });
    return (await this.#done(sample, job)) ? dataset : null;
  }

  async #freeze(dataset: string, sample: SampleOffer): Promise<string | null> {
    const { version, job } = await this.#client.versions.freeze({ dataset, test: sample.test });
    return (await this.#done(sample, job)) ? version : null;
  }

  async #done({ name }: SampleOffer, job: string): Promise<boolean> {
    this.#jobs.set(name, job);
    return (await this.#tray.ended(job))?.state === 'done';
  }
}
