/**
 * @file The queue at work: one search or run at a time, its trials one after another or as many at once as memory allows. What
 * is to be done follows from what is recorded, so that it goes on after a restart where it was.
 */
import type { WorkbenchEvent } from '../../src-shared/contract.ts';
import { toAppError, toWire, type AppError } from '../../src-shared/platform/errors.ts';
import type { QueueState } from '../../src-shared/search/values.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Training } from '../training/index.ts';
import { stepBisection, type SteppingParts } from './bisect/stepping.ts';
import type { WorkRow } from './queries.ts';
import type { Begin, Queue } from './queue.ts';
import { Trials, type TrialsParts } from './trials.ts';

export interface RunnerParts
  extends Omit<SteppingParts, 'training' | 'tracking'>, Omit<TrialsParts, 'training' | 'tracking'> {
  readonly training: Pick<Training, 'start' | 'resume' | 'stop'>;
  readonly tracking: Pick<Tracking, 'run' | 'series' | 'finish' | 'summarize'>;
}

export class Runner {
  readonly #parts: RunnerParts;
  readonly #queue: Queue;
  readonly #trials: Trials;
  /** Runs whose jobs are under way, with their lanes and since when. */
  readonly #atWork = new Map<string, { readonly lane: number; readonly since: number }>();
  #awake = false;
  #closed = false;
  #busy = false;
  #again = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#queue = {
      isAtWork: (run) => this.#atWork.has(run),
      since: (run) => this.#atWork.get(run)?.since,
      isHeld: () => this.#isPaused() || this.#closed,
      isClosed: () => this.#closed,
      setState: (id, state, error) => this.#setState(id, state, error),
      launch: (work, begin, known) => this.#launch(work, begin, known),
      stop: (run) => this.#stop(run),
    };
    this.#trials = new Trials({ ...parts, queue: this.#queue });
  }

  /** Begins to work; first what a restart cut off goes on. */
  wake(): void {
    if (this.#awake) return this.poke();
    this.#awake = true;
    // Until everything that was cut off is at work again it looks as if it had ended.
    this.#busy = true;
    void this.#goOn()
      .catch((thrown: unknown) => {
        if (!this.#closed) console.error(thrown);
      })
      .finally(() => {
        this.#busy = false;
        this.poke();
      });
  }

  /** Looks at the queue again. */
  poke(): void {
    if (!this.#awake || this.#closed) return;
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    // Events come from inside of transactions.
    setImmediate(() => void this.#work());
  }

  close(): void {
    this.#closed = true;
  }

  told(event: WorkbenchEvent): void {
    if (this.#closed) return;
    if (event.type === 'job' && event.job.state !== 'running' && event.job.subject !== null) {
      if (this.#atWork.delete(event.job.subject)) this.poke();
    }
    if (event.type === 'metrics' && this.#atWork.has(event.run))
      setImmediate(() => this.#trials.considerStop(event.run, event.points));
  }

  /** Asks what is at work for a search or a queued run to end after its current step. */
  stopRuns(id: string): void {
    const { queries } = this.#parts;
    const rows = [...queries.trials.all(id), ...this.#parts.bisectQueries.trainings.all(id)];
    const atWork = rows.filter(({ state }) => state === null).map(({ run }) => run);
    const runs = [...atWork, queries.work.get(id)?.run ?? ''];
    for (const run of runs) this.#stop(run);
  }

  #stop(run: string): void {
    if (!this.#atWork.has(run)) return;
    try {
      this.#parts.training.stop(run);
    } catch (thrown) {
      // It ended by itself in the meantime.
      if (toAppError(thrown).key !== 'training.notRunning') throw thrown;
    }
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        await this.#advance();
      } catch (thrown) {
        if (!this.#closed) console.error(thrown);
      }
    }
    this.#busy = false;
  }

  async #advance(): Promise<void> {
    this.#trials.settle();
    for (let work = this.#current(); work && !this.#closed; work = this.#current()) {
      if (!(await this.#turn(work))) return;
    }
  }

  /** Whether it is over. */
  #turn(work: WorkRow): Promise<boolean> {
    if (work.kind === 'search') return this.#trials.step(work.id);
    return work.kind === 'bisection' ? this.#bisection(work.id) : this.#single(work);
  }

  /** Nothing new begins while the queue is paused or closes. */
  async #bisection(id: string): Promise<boolean> {
    if (this.#closed) return false;
    try {
      return await stepBisection({ ...this.#parts, queue: this.#queue }, id);
    } catch (thrown) {
      if (this.#closed) return false;
      this.#setState(id, 'failed', toAppError(thrown));
      return true;
    }
  }

  /** What has its turn: what runs, or what waited longest. */
  #current(): WorkRow | undefined {
    const { queries } = this.#parts;
    const open = queries.open.all();
    const running = open.find(({ state }) => state === 'running');
    if (running || this.#isPaused()) return running;
    const next = open.find(({ state }) => state === 'waiting');
    if (next) this.#setState(next.id, 'running');
    return next;
  }

  #isPaused(): boolean {
    return this.#parts.queries.paused.get() === 1;
  }

  #setState(id: string, state: QueueState, error: AppError | null = null): void {
    const isOver = state === 'finished' || state === 'stopped' || state === 'failed';
    const at = isOver ? new Date().toISOString() : null;
    this.#parts.queries.setState.run({ id, state, at, error: error && JSON.stringify(toWire(error)) });
    this.#parts.changed(id);
  }

  /** Starts or goes on with a run and keeps watch over it. One that cannot begin is over. */
  async #launch(work: Pick<WorkRow, 'id'>, begin: Begin, known?: string): Promise<void> {
    const lanes = new Set([...this.#atWork.values()].map(({ lane }) => lane));
    let lane = 0;
    while (lanes.has(lane)) lane++;
    let run = known ?? null;
    const opened = (id: string): void => {
      run = id;
      this.#atWork.set(id, { lane, since: performance.now() });
    };
    if (known !== undefined) opened(known);
    const onPeak = (bytes: number): void => {
      if (run !== null) this.#trials.peaked(run, bytes);
    };
    try {
      await begin({ lane, opened, onPeak });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (run === null) return this.#setState(work.id, 'failed', error);
      this.#atWork.delete(run);
      // A start that failed is recorded; one that would have gone on is over here.
      if (this.#parts.tracking.run(run).state !== 'failed')
        this.#parts.tracking.finish(run, { state: 'failed', seconds: 0, error: toWire(error) });
      this.poke();
    }
  }

  async #single(work: WorkRow): Promise<boolean> {
    const { training, queries, tracking } = this.#parts;
    if (work.run === null) {
      const request = JSON.parse(work.request ?? '{}') as Parameters<Training['start']>[0];
      await this.#launch(work, (watching) =>
        training.start(
          request,
          { name: work.createdBy },
          {
            ...watching,
            opened(run) {
              queries.setRun.run({ id: work.id, run });
              watching.opened(run);
            },
          },
        ),
      );
      this.#parts.changed(work.id);
      return queries.work.get(work.id)?.state !== 'running';
    }
    if (this.#atWork.has(work.run)) return false;
    const { state } = tracking.run(work.run);
    if (state === 'running') return false;
    this.#setState(work.id, state === 'interrupted' || state === 'crashed' ? 'failed' : state);
    return true;
  }

  /** What the end of the workbench cut off begins again at its last checkpoint. */
  async #goOn(): Promise<void> {
    const { queries, bisectQueries, tracking, training } = this.#parts;
    const singles = queries.open.all().filter(({ state, run }) => state === 'running' && run !== null);
    const isOpen = (id: string): boolean => {
      const { state } = queries.work.get(id)!;
      return state === 'running' || state === 'paused' || state === 'waiting';
    };
    const trials = queries.trialsAtWork.all().filter(({ search }) => isOpen(search));
    const trainings = bisectQueries.trainingsAtWork.all().filter(({ bisection }) => isOpen(bisection));
    const cut = [
      ...singles.map(({ id, run }) => ({ id, run: run! })),
      ...trials.map(({ search, run }) => ({ id: search, run })),
      ...trainings.map(({ bisection, run }) => ({ id: bisection, run })),
    ].filter(({ run }) => tracking.run(run).state === 'interrupted');
    // Cut off between what was written down and its beginning.
    for (const { search, run, atRung } of trials)
      if (atRung === 'resumed' && tracking.run(run).state === 'stopped') cut.push({ id: search, run });
    for (const { id, run } of cut)
      if (!this.#closed) await this.#launch({ id }, (watching) => training.resume(run, watching), run);
  }
}
