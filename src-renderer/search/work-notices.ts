/** @file Notices of searches and bisections: one at the end of each, in place of one for each of its trainings. */
import type { QueuedWork, Run } from '../../src-shared/contract.ts';
import { BISECTION_TAG, SEARCH_TAG } from '../../src-shared/tracking/values.ts';

export interface WorkNoticesOptions {
  readonly run: (id: string) => Promise<Pick<Run, 'tags'>>;
  readonly queue: () => Promise<readonly QueuedWork[]>;
  /** Called once when a search or bisection whose trainings were kept quiet is over. */
  readonly over: (work: QueuedWork) => void;
}

const OVER: readonly QueuedWork['state'][] = ['finished', 'stopped', 'failed'];

export class WorkNotices {
  readonly #options: WorkNoticesOptions;
  /** What a training ended of while this window was open. */
  readonly #followed = new Map<string, 'open' | 'over'>();

  constructor(options: WorkNoticesOptions) {
    this.#options = options;
  }

  /** Whether the end of a training is told by the search or bisection that it belongs to. */
  async isPart(run: string): Promise<boolean> {
    const { tags } = await this.#options.run(run);
    const id = tags[SEARCH_TAG] ?? tags[BISECTION_TAG];
    return id !== undefined && this.#look(id);
  }

  /** A search or bisection changed, so it may be over. */
  async changed(id: string): Promise<void> {
    if (this.#followed.get(id) === 'open') await this.#look(id);
  }

  /** A trial that somebody goes on with long after its search is a training like others. */
  async #look(id: string): Promise<boolean> {
    const work = (await this.#options.queue()).find((one) => one.id === id);
    if (!work) return false;
    const isOver = OVER.includes(work.state);
    const before = this.#followed.get(id);
    if (isOver && before === undefined) return false;
    this.#followed.set(id, isOver ? 'over' : 'open');
    if (isOver && before === 'open') this.#options.over(work);
    return true;
  }
}
