/** @file Two contestants in processes of their own, measured in turn: A B A B, so that a slow spell hits both. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { waitQuiet, withForeignLoad } from './machine.ts';
import { median } from './report.ts';

/**
 * A contestant's process. It says `ready` on a line, then answers each line `n` on its input with one line: the median
 * milliseconds of n repetitions and, where it tells, the most memory it has held, in bytes.
 */
export class Contestant {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #errors: string[] = [];
  #peakBytes: number | null = null;

  private constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: 'pipe' });
    this.#process.stderr.on('data', (data: Buffer) => this.#errors.push(data.toString()));
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  static async start(command: string, args: readonly string[]): Promise<Contestant> {
    const contestant = new Contestant(command, args);
    await contestant.#line();
    return contestant;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`a contestant ended: ${this.#errors.join('').slice(-2000)}`);
    return value;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Median milliseconds of `repetitions`. */
  async measure(repetitions: number): Promise<number> {
    this.#process.stdin.write(`${repetitions}\n`);
    const [milliseconds, peakBytes] = (await this.#line()).split(' ').map(Number);
    this.#peakBytes = peakBytes ?? null;
    return milliseconds ?? NaN;
  }

  /** The most memory the process has held so far, in bytes. */
  get peakBytes(): number | null {
    return this.#peakBytes;
  }

  stop(): void {
    this.#process.kill();
  }
}

export interface PairOptions {
  readonly pairs: number;
  /** Time for all pairs, loud ones included. */
  readonly seconds: number;
  /** Time of one measurement. */
  readonly milliseconds?: number;
}

export interface PairResult {
  readonly lathe: number;
  readonly peer: number;
  readonly ratio: number;
  readonly pairs: number;
  readonly note?: string;
}

interface Pair {
  readonly lathe: number;
  readonly peer: number;
  readonly foreign: number;
}

/** More of the machine than this in foreign hands makes a pair worthless. */
const loud = 0.1;

/** Measures in turn and takes medians over the pairs during which nothing else ran; over all when there were too few. */
export async function measurePairs(
  lathe: Contestant,
  peer: Contestant,
  { pairs, seconds, milliseconds = 500 }: PairOptions,
): Promise<PairResult> {
  const repetitions = async (contestant: Contestant) =>
    Math.min(1000, Math.max(4, Math.round(milliseconds / Math.max(0.02, await contestant.measure(4)))));
  const counts = { lathe: await repetitions(lathe), peer: await repetitions(peer) };
  const all: Pair[] = [];
  const end = performance.now() + seconds * 1000;
  const quiet = () => all.filter(({ foreign }) => foreign < loud);
  while (quiet().length < pairs && performance.now() < end) {
    const a = await measureQuietly(lathe, counts.lathe);
    const b = await measureQuietly(peer, counts.peer);
    all.push({ lathe: a.result, peer: b.result, foreign: Math.max(a.foreign, b.foreign) });
  }
  const enough = quiet().length >= Math.min(3, pairs);
  const kept = enough ? quiet() : all;
  const note = enough
    ? {}
    : { note: `the machine was not quiet: ${quiet().length} of ${all.length} pairs were` };
  return {
    lathe: median(kept.map((pair) => pair.lathe)),
    peer: median(kept.map((pair) => pair.peer)),
    ratio: median(kept.map((pair) => pair.lathe / pair.peer)),
    pairs: kept.length,
    ...note,
  };
}

async function measureQuietly(contestant: Contestant, repetitions: number) {
  await waitQuiet(1);
  return withForeignLoad(contestant.pid, () => contestant.measure(repetitions));
}
