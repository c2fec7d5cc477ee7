/** @file Long work: what the job tray shows, wherever the window is. */
import { SvelteMap } from 'svelte/reactivity';
import type { Client, Job } from '../../src-shared/contract.ts';
import type { Live } from './live.svelte.ts';

export interface JobsOptions {
  readonly client: Client;
  readonly live: Live;
  /** Called once when a job that was seen running ends. */
  readonly ended: (job: Job) => void;
  readonly failed: (thrown: unknown) => void;
}

export class Jobs {
  #byId = new SvelteMap<string, Job>();
  readonly #options: JobsOptions;
  #waiting: readonly { readonly id: string; resolve(job?: Job): void }[] = [];
  readonly running: readonly Job[] = $derived(this.list.filter((job) => job.state === 'running'));

  constructor(options: JobsOptions) {
    this.#options = options;
    options.live.on('job', ({ job }) => this.#take(job));
    options.live.on('reset', () => void this.refresh());
  }

  /** The latest first. */
  get list(): readonly Job[] {
    return [...this.#byId.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  get(id: string | null | undefined): Job | undefined {
    return id ? this.#byId.get(id) : undefined;
  }

  /** The running job that makes or changes something, e.g. the import of a dataset. */
  of(subject: string): Job | undefined {
    return this.running.find((job) => job.subject === subject);
  }

  /** A job once it has ended; undefined when the workbench that ran it went away. */
  ended(id: string): Promise<Job | undefined> {
    const known = this.get(id);
    if (known && known.state !== 'running') return Promise.resolve(known);
    return new Promise((resolve) => (this.#waiting = [...this.#waiting, { id, resolve }]));
  }

  /** Asks for all jobs, e.g. so that the page of what one makes knows that it is coming. */
  async refresh(): Promise<void> {
    try {
      const jobs = await this.#options.client.jobs.list();
      for (const job of jobs) this.#take(job);
      // Jobs of a workbench that is gone went with it.
      for (const { id } of this.running) if (!jobs.some((job) => job.id === id)) this.#byId.delete(id);
      for (const { id } of this.#waiting) if (!jobs.some((job) => job.id === id)) this.#tell(id);
    } catch (thrown) {
      this.#options.failed(thrown);
    }
  }

  async cancel(id: string): Promise<void> {
    try {
      await this.#options.client.jobs.cancel({ id });
    } catch (thrown) {
      this.#options.failed(thrown);
    }
  }

  /** Takes ended jobs off the tray. */
  clear(): void {
    for (const job of this.list) if (job.state !== 'running') this.#byId.delete(job.id);
  }

  #take(job: Job): void {
    const before = this.#byId.get(job.id);
    this.#byId.set(job.id, job);
    if (job.state === 'running') return;
    this.#tell(job.id, job);
    if (before?.state === 'running') this.#options.ended(job);
  }

  #tell(id: string, job?: Job): void {
    for (const waiting of this.#waiting) if (waiting.id === id) waiting.resolve(job);
    this.#waiting = this.#waiting.filter((waiting) => waiting.id !== id);
  }
}
