/** @file A search at work: which trial is next, how many at once, and which end early. All of it follows from what is recorded. */
import type { SearchDefinition } from '../../src-shared/contract.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/platform/errors.ts';
import { VERSION_DIMENSION } from '../../src-shared/search/values.ts';
import { suggest } from '../../src-shared/search/suggest.ts';
import { SEARCH_TAG, TRIAL_TAG } from '../../src-shared/tracking/values.ts';
import type { Models } from '../models/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Training } from '../training/index.ts';
import { parallelByMemory } from './memory.ts';
import { createPruning } from './pruning.ts';
import type { Queries, SearchRow, TrialRow } from './queries.ts';
import type { Queue } from './queue.ts';
import { definitionOf, secondsOf, type Reading, type ReadTrial } from './reading.ts';

export interface TrialsParts {
  readonly queries: Queries;
  readonly reading: Reading;
  readonly training: Pick<Training, 'start' | 'resume'>;
  readonly tracking: Pick<Tracking, 'run' | 'series'>;
  readonly models: Pick<Models, 'get'>;
  readonly changed: (id: string) => void;
}

/** So many failed trials in a row end a search: the next would fail too. */
const MOST_FAILURES = 5;

export class Trials {
  readonly #parts: TrialsParts & { readonly queue: Queue };
  readonly #pruning;
  readonly #peaks = new Map<string, number>();
  /** Runs that were asked to stop at a rung, with its epoch. */
  readonly #stopsAt = new Map<string, number>();

  constructor(parts: TrialsParts & { readonly queue: Queue }) {
    this.#parts = parts;
    this.#pruning = createPruning(parts.tracking);
  }

  /** @param bytes the most memory that the process of a run has taken so far */
  peaked(run: string, bytes: number): void {
    this.#peaks.set(run, bytes);
  }

  /** Starts what a search may start now. Whether it is over. */
  async step(id: string): Promise<boolean> {
    const { queries, reading, queue } = this.#parts;
    for (;;) {
      const row = queries.search.get(id);
      if (row?.state !== 'running' || queue.isClosed()) return row?.state !== 'running';
      const definition = definitionOf(row);
      const trials = reading.trialsOf(row);
      const underWay = trials.filter(({ state }) => state === 'running').length;
      const isFull = queue.isHeld() || underWay >= this.#allowed(definition, trials);
      const failure = this.#keepsFailing(trials);
      if (failure && underWay === 0) queue.setState(id, 'failed', failure);
      if (failure) return underWay === 0;
      const values = hasBudget(row, trials) ? suggest(definition, trials, trials.length + 1) : null;
      if (values === null && trials.some(({ state }) => state === 'held')) {
        if (isFull || !(await this.#halve(row, trials))) return false;
        continue;
      }
      if (values === null) {
        if (underWay === 0) queue.setState(id, 'finished');
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
    const { queries, training, queue, changed } = this.#parts;
    const at = new Date().toISOString();
    queries.addRung.run({ search, number, epoch: rung, event: 'resumed', at });
    await queue.launch({ id: search }, (watching) => training.resume(run, watching), run);
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
    const { training, queries, queue, changed } = this.#parts;
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
    await queue.launch(row, (watching) =>
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

  /** Writes down the end of every trial whose run has ended. */
  settle(): void {
    const { queries, tracking, queue } = this.#parts;
    for (const row of queries.trialsAtWork.all()) {
      if (queue.isAtWork(row.run)) continue;
      const { state } = tracking.run(row.run);
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
  considerStop(run: string, points: readonly { readonly metric: string }[]): void {
    const { queries, reading, queue } = this.#parts;
    const own = queue.isClosed() ? undefined : queries.trialsAtWork.all().find((trial) => trial.run === run);
    const search = own && queries.search.get(own.search);
    if (!own || !search) return;
    const definition = definitionOf(search);
    if (!points.some(({ metric }) => metric === definition.objectives[0]!.metric)) return;
    const since = queue.since(run) ?? performance.now();
    const seconds = secondsOf(reading.trialsOf(search)) + (performance.now() - since) / 1000;
    const isLate = search.seconds !== null && seconds >= search.seconds;
    const rung = this.#stopsAt.has(run) ? null : this.#pruning.rungDue(definition, own);
    if (rung !== null && !isLate) {
      this.#stopsAt.set(run, rung);
      return queue.stop(run);
    }
    if (isLate || this.#pruning.shouldStop(definition, own, queries.trials.all(own.search))) queue.stop(run);
  }
}

function hasBudget({ trials: most, seconds }: SearchRow, trials: readonly ReadTrial[]): boolean {
  return trials.length < most && (seconds === null || secondsOf(trials) < seconds);
}
