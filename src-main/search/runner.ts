/**
 * @file The queue at work: one search or run at a time, its trials one after another or as many at once as memory allows. What
 * is to be done follows from what is recorded, so that it goes on after a restart where it was.
 */
import type { SearchDefinition, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError, fromWire, isWireError, toAppError, toWire } from '../../src-shared/platform/errors.ts';
import { VERSION_DIMENSION, type QueueState } from '../../src-shared/search/values.ts';
import { suggest } from '../../src-shared/search/suggest.ts';
import { SEARCH_TAG, TRIAL_TAG } from '../../src-shared/tracking/values.ts';
import type { Models } from '../models/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Training } from '../training/index.ts';
import { stepBisection, type Queue, type SteppingParts } from './bisect/stepping.ts';
import { parallelByMemory } from './memory.ts';
import { createPruning } from './pruning.ts';
import type { Queries, SearchRow, TrialRow, WorkRow } from './queries.ts';
import { definitionOf, secondsOf, type Reading, type ReadTrial } from './reading.ts';

export interface RunnerParts extends Omit<SteppingParts, 'training' | 'tracking'> {
  readonly queries: Queries;
  readonly reading: Reading;
  readonly training: Pick<Training, 'start' | 'resume' | 'stop'>;
  readonly tracking: Pick<Tracking, 'run' | 'series' | 'finish' | 'summarize'>;
  readonly models: Pick<Models, 'get'>;
}

type Begin = Parameters<Queue['launch']>[1];

/** So many failed trials in a row end a search: the next would fail too. */
const MOST_FAILURES = 5;

export class Runner {
  readonly #parts: RunnerParts;
  readonly #pruning;
  /** Runs whose jobs are under way, with their lanes and since when. */
  readonly #atWork = new Map<string, { readonly lane: number; readonly since: number }>();
  readonly #peaks = new Map<string, number>();
  /** Runs that were asked to stop at a rung, with its epoch. */
  readonly #stopsAt = new Map<string, number>();
  #awake = false;
  #closed = false;
  #busy = false;
  #again = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#pruning = createPruning(parts.tracking);
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
      setImmediate(() => this.#considerStop(event.run, event.points));
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
    this.#settle();
    for (let work = this.#current(); work && !this.#closed; work = this.#current()) {
      if (!(await this.#turn(work))) return;
    }
  }

  /** Whether it is over. */
  #turn(work: WorkRow): Promise<boolean> {
    if (work.kind === 'search') return this.#search(work.id);
    return work.kind === 'bisection' ? this.#bisection(work.id) : this.#single(work);
  }

  /** Nothing new begins while the queue is paused or closes. */
  async #bisection(id: string): Promise<boolean> {
    if (this.#closed) return false;
    const queue = {
      isAtWork: (run: string) => this.#atWork.has(run),
      isHeld: () => this.#isPaused() || this.#closed,
      setState: (work: string, state: QueueState, error: AppError | null = null) =>
        this.#setState(work, state, error),
      launch: (work: Pick<WorkRow, 'id'>, begin: Begin) => this.#launch(work, begin),
    };
    try {
      return await stepBisection({ ...this.#parts, queue }, id);
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

  /** Starts what a search may start now. Whether it is over. */
  async #search(id: string): Promise<boolean> {
    const { queries, reading } = this.#parts;
    for (;;) {
      const row = queries.search.get(id);
      if (row?.state !== 'running' || this.#closed) return row?.state !== 'running';
      const definition = definitionOf(row);
      const trials = reading.trialsOf(row);
      const underWay = trials.filter(({ state }) => state === 'running').length;
      const isFull = this.#isPaused() || underWay >= this.#allowed(definition, trials);
      const failure = this.#keepsFailing(trials);
      if (failure && underWay === 0) this.#setState(id, 'failed', failure);
      if (failure) return underWay === 0;
      const values = hasBudget(row, trials) ? suggest(definition, trials, trials.length + 1) : null;
      if (values === null && trials.some(({ state }) => state === 'held')) {
        if (isFull || !(await this.#halve(row, trials))) return false;
        continue;
      }
      if (values === null) {
        if (underWay === 0) this.#setState(id, 'finished');
        return underWay === 0;
      }
      if (isFull) return false;
      await this.#startTrial(row, { number: trials.length + 1, values });
    }
  }

  /** Lets one trial go on from its rung, or ends those that do not, once all are there. Whether anything was done. */
  async #halve(row: SearchRow, trials: readonly ReadTrial[]): Promise<boolean> {
    const held = trials.filter(({ state }) => state === 'held');
    const isLate = row.seconds !== null && secondsOf(trials) >= row.seconds;
    const decided = this.#pruning.halved(
      definitionOf(row),
      trials.map((trial) => trial.row),
    );
    const underWay = trials.filter(({ state }) => state === 'running');
    // Trials that go on from the same rung may do so at once; those before it are waited for.
    if (underWay.some((trial) => trial.row.rung < Math.min(...held.map((one) => one.row.rung)))) return false;
    const ending = isLate ? held.map(({ number }) => number) : (decided?.end ?? []);
    for (const { row: trial } of held.filter(({ number }) => ending.includes(number))) this.#endTrial(trial);
    const next = held.find(({ number }) => !isLate && decided?.goOn.includes(number));
    if (next) await this.#goOnFromRung(next.row);
    return ending.length > 0 || next !== undefined;
  }

  async #goOnFromRung({ search, number, run, rung }: TrialRow): Promise<void> {
    const { queries, training, changed } = this.#parts;
    const at = new Date().toISOString();
    queries.addRung.run({ search, number, epoch: rung, event: 'resumed', at });
    await this.#launch({ id: search }, (watching) => training.resume(run, watching), run);
    changed(search);
  }

  /** Until the first trial was measured, one; then what was asked for, or less where memory allows less. */
  #allowed({ parallel }: SearchDefinition, trials: readonly ReadTrial[]): number {
    const peaks = trials.map(({ row }) => row.peakBytes ?? this.#peaks.get(row.run) ?? null);
    return Math.min(parallel, parallelByMemory(peaks) ?? 1);
  }

  #keepsFailing(trials: readonly ReadTrial[]): AppError | null {
    const ended = trials.filter(({ state }) => state !== 'running');
    const last = ended.slice(-MOST_FAILURES);
    if (last.length < MOST_FAILURES || last.some(({ state }) => state !== 'failed')) return null;
    const { error } = this.#parts.tracking.run(last.at(-1)!.row.run);
    const why = error !== null && isWireError(error) ? fromWire(error).message : 'it was cut off.';
    return new AppError('search.keepsFailing', { count: MOST_FAILURES, why });
  }

  async #startTrial(row: SearchRow, { number, values }: Pick<ReadTrial, 'number' | 'values'>): Promise<void> {
    const { training, queries, changed } = this.#parts;
    const { version, recipe, parameters } = definitionOf(row);
    const { [VERSION_DIMENSION]: learnedFrom = version, ...searched } = values;
    const at = new Date().toISOString();
    const request = {
      version: String(learnedFrom),
      // All trials are compared on one validation split.
      validatedOn: version,
      recipe,
      parameters: { ...parameters, ...searched },
      name: `${row.name} · ${number}`.slice(-120),
    };
    await this.#launch(row, (watching) =>
      training.start(
        request,
        { name: row.createdBy },
        {
          ...watching,
          tags: { [SEARCH_TAG]: row.id, [TRIAL_TAG]: String(number) },
          opened(run) {
            queries.addTrial.run({ search: row.id, number, run, values: JSON.stringify(values), at });
            watching.opened(run);
          },
        },
      ),
    );
    changed(row.id);
  }

  /** Starts or goes on with a run and keeps watch over it. One that cannot begin is over. */
  async #launch(work: Pick<WorkRow, 'id'>, begin: Begin, known: string | null = null): Promise<void> {
    const lanes = new Set([...this.#atWork.values()].map(({ lane }) => lane));
    let lane = 0;
    while (lanes.has(lane)) lane++;
    let run = known;
    const opened = (id: string): void => {
      run = id;
      this.#atWork.set(id, { lane, since: performance.now() });
    };
    if (known !== null) opened(known);
    const onPeak = (bytes: number): void => {
      if (run !== null) this.#peaks.set(run, bytes);
    };
    try {
      await begin({ lane, opened, onPeak });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (run === null) return this.#setState(work.id, 'failed', error);
      this.#atWork.delete(run);
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

  /** Writes down the end of every trial whose run has ended. */
  #settle(): void {
    for (const row of this.#parts.queries.trialsAtWork.all()) {
      if (this.#atWork.has(row.run)) continue;
      const { state } = this.#parts.tracking.run(row.run);
      if (state === 'running' || (state === 'stopped' && this.#isHeld(row))) continue;
      this.#endTrial(row);
    }
  }

  /** Whether a trial that stopped waits at a rung; writes it down where it has just come there. */
  #isHeld(trial: TrialRow): boolean {
    const { queries, changed } = this.#parts;
    const { search, number, run, atRung } = trial;
    const row = queries.search.get(search)!;
    if (row.state === 'stopped' || row.state === 'failed') return false;
    if (atRung === 'held') return true;
    const epoch = this.#stopsAt.get(run) ?? this.#pruning.rungDue(definitionOf(row), trial);
    this.#stopsAt.delete(run);
    if (epoch === null) return false;
    queries.addRung.run({ search, number, epoch, event: 'held', at: new Date().toISOString() });
    changed(search);
    return true;
  }

  #endTrial(trial: TrialRow): void {
    const { queries, tracking, models, changed } = this.#parts;
    const search = queries.search.get(trial.search)!;
    const { state, summary, seconds, model } = tracking.run(trial.run);
    const bytes = model === null ? {} : { bytes: models.get(model).bytes };
    queries.endTrial.run({
      search: trial.search,
      number: trial.number,
      state: this.#stateOf(search, state),
      measured: JSON.stringify({ ...summary, seconds, ...bytes }),
      epochs: summary['epochs'] ?? 0,
      seconds,
      peakBytes: this.#peaks.get(trial.run) ?? null,
      at: new Date().toISOString(),
    });
    this.#peaks.delete(trial.run);
    this.#stopsAt.delete(trial.run);
    changed(trial.search);
  }

  #stateOf(search: SearchRow, state: string): NonNullable<TrialRow['state']> {
    if (state === 'finished') return 'finished';
    if (state === 'interrupted' && search.state === 'stopped') return 'stopped';
    if (state !== 'stopped') return 'failed';
    const isByRule = search.state === 'running' && definitionOf(search).earlyStopping.kind !== 'none';
    return isByRule ? 'pruned' : 'stopped';
  }

  /** After each epoch: by its rule, or because the time of the search is used up. */
  #considerStop(run: string, points: readonly { readonly metric: string }[]): void {
    const { queries, reading } = this.#parts;
    const own = this.#closed ? undefined : queries.trialsAtWork.all().find((trial) => trial.run === run);
    const search = own && queries.search.get(own.search);
    if (!own || !search) return;
    const definition = definitionOf(search);
    if (!points.some(({ metric }) => metric === definition.objectives[0]!.metric)) return;
    const since = this.#atWork.get(run)?.since ?? performance.now();
    const seconds = secondsOf(reading.trialsOf(search)) + (performance.now() - since) / 1000;
    const isLate = search.seconds !== null && seconds >= search.seconds;
    const rung = this.#stopsAt.has(run) ? null : this.#pruning.rungDue(definition, own);
    if (rung !== null && !isLate) {
      this.#stopsAt.set(run, rung);
      return this.#stop(run);
    }
    if (isLate || this.#pruning.shouldStop(definition, own, queries.trials.all(own.search))) this.#stop(run);
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

function hasBudget({ trials: most, seconds }: SearchRow, trials: readonly ReadTrial[]): boolean {
  return trials.length < most && (seconds === null || secondsOf(trials) < seconds);
}
