/** @file The list of jobs with their progress, rate and time left, as the job tray shows it. */
import type { Job, JobKind } from '../../../src-shared/contract.ts';
import { toWire, type AppError } from '../../../src-shared/platform/errors.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';

const EVENT_MS = 100;
const RATE_WINDOW_MS = 5000;
const KEPT = 50;

export interface JobTitle {
  readonly kind: JobKind;
  readonly title: string;
  readonly subject?: string | undefined;
  readonly unit: string;
}

/** One job's place in the list. */
export interface TrayEntry {
  /** Its turn has come. */
  begin(): void;
  progress(done: number, total: number | null): void;
  /** The job is over: with an error it failed, or was cancelled. */
  end(how: 'done' | 'stopped' | AppError): void;
}

export interface Tray {
  /** Jobs running and the last 50 that ended, newest first. */
  jobs(): Job[];
  job(id: string): Job | undefined;
  /** @param waiting it has not begun: others are before it */
  add(id: string, title: JobTitle, waiting: boolean): TrayEntry;
}

/** A tray that tells each change as a `job` event, at most 10 a second a job; the last state is always told. */
export function createTray(emit: Emit): Tray {
  const jobs = new Map<string, Job>();
  return {
    jobs: () => [...jobs.values()].reverse(),
    job: (id) => jobs.get(id),
    add(id, title, waiting) {
      const first: Job = {
        id,
        kind: title.kind,
        title: title.title,
        subject: title.subject ?? null,
        state: 'running',
        waiting,
        done: 0,
        total: null,
        unit: title.unit,
        rate: 0,
        secondsLeft: null,
        startedAt: new Date().toISOString(),
        endedAt: null,
        error: null,
      };
      jobs.set(id, first);
      emit({ type: 'job', job: first });
      return createEntry(first, (job, tell) => {
        jobs.set(id, job);
        if (tell) emit({ type: 'job', job });
        if (job.state !== 'running') forgetOld(jobs);
      });
    },
  };
}

function createEntry(first: Job, keep: (job: Job, tell: boolean) => void): TrayEntry {
  let job = first;
  let toldAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const speed = createSpeed();
  const tell = () => {
    toldAt = performance.now();
    timer = undefined;
    keep(job, true);
  };
  return {
    begin() {
      if (!job.waiting) return;
      job = { ...job, waiting: false, startedAt: new Date().toISOString() };
      tell();
    },
    progress(done, total) {
      if (job.state !== 'running') return;
      const rate = speed(done);
      const secondsLeft = total !== null && rate > 0 ? Math.max(0, (total - done) / rate) : null;
      job = { ...job, done, total, rate, secondsLeft };
      keep(job, false);
      timer ??= setTimeout(tell, Math.max(0, toldAt + EVENT_MS - performance.now()));
    },
    end(how) {
      clearTimeout(timer);
      const state = typeof how === 'string' ? how : how.key === 'house.cancelled' ? 'cancelled' : 'failed';
      job = {
        ...job,
        state,
        waiting: false,
        done: state === 'done' ? (job.total ?? job.done) : job.done,
        rate: 0,
        secondsLeft: null,
        endedAt: new Date().toISOString(),
        error: typeof how !== 'string' && state === 'failed' ? toWire(how) : null,
      };
      keep(job, true);
    },
  };
}

/** Units a second over the last seconds; 0 until two moments are known. */
function createSpeed(): (done: number) => number {
  const moments: { at: number; done: number }[] = [];
  return (done) => {
    const at = performance.now();
    moments.push({ at, done });
    while (moments.length > 2 && at - moments[1]!.at > RATE_WINDOW_MS) moments.shift();
    const oldest = moments[0]!;
    return at - oldest.at < 1 ? 0 : Math.max(0, (done - oldest.done) / ((at - oldest.at) / 1000));
  };
}

function forgetOld(jobs: Map<string, Job>): void {
  const ended = [...jobs.values()].filter((job) => job.state !== 'running');
  for (const job of ended.slice(0, -KEPT)) jobs.delete(job.id);
}
