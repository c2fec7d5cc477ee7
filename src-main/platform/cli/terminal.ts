/** @file What the command line writes where: results on standard output, everything else on standard error. */
import type { Job } from '../../../src-shared/contract.ts';
import type { AppError } from '../../../src-shared/platform/errors.ts';

/** Where a command reads and writes, and the exit status that it leaves: the process, or what stands in its place. */
export interface Shell {
  readonly stdin: NodeJS.ReadableStream & {
    readonly fd?: number;
    readonly isTTY?: boolean;
    destroy(): unknown;
  };
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  exitCode?: number | string | null | undefined;
}

/** Results throw once standard output has failed, so that a command does not go on for nobody. */
export interface Terminal {
  readonly shell: Omit<Shell, 'exitCode'>;
  /** Scripts asked for JSON. */
  readonly json: boolean;
  /** The one result: JSON for scripts, `text` for people. */
  result(value: object, text: string): void;
  /** One line of a stream of results. */
  line(text: string): void;
  /** A piece of a line that goes on; nothing for scripts, which want the whole. */
  piece(text: string): void;
  say(text: string): void;
  progress(job: Job): void;
  endProgress(): void;
  error(error: AppError): void;
  /** The command ends with this exit status, even when it ends in good order. */
  leaveWith(status: number): void;
  /** Whether a command ended because standard output had failed. */
  isClosed(thrown: unknown): boolean;
}

/** Seconds between progress lines where there is no terminal to redraw on. */
const PLAIN_SECONDS = 5;
const REDRAW_MS = 100;

export function createTerminal({ json, shell }: { json: boolean; shell: Shell }): Terminal {
  const { stdout: out, stderr: err } = shell;
  let drawn = false;
  let lastAt = 0;

  let failed: Error | null = null;
  out.once('error', (error: Error) => (failed = error));

  function write(text: string): void {
    if (failed) throw failed;
    out.write(text);
  }

  function progress(job: Job): void {
    const now = Date.now();
    if (now - lastAt < (err.isTTY ? REDRAW_MS : PLAIN_SECONDS * 1000)) return;
    lastAt = now;
    if (err.isTTY) err.write(`\r\x1b[K${progressLine(job)}`);
    else err.write(`${progressLine(job)}\n`);
    drawn = err.isTTY === true;
  }

  function endProgress(): void {
    if (drawn) err.write('\r\x1b[K');
    drawn = false;
    lastAt = 0;
  }

  return {
    shell,
    json,
    result: (value, text) => write(json ? `${JSON.stringify(value)}\n` : `${text}\n`),
    line: (text) => write(`${text}\n`),
    piece: (text) => void (json || write(text)),
    say: (text) => void err.write(`${text}\n`),
    progress,
    endProgress,
    error(error) {
      endProgress();
      err.write(`lathe: ${error.message}\n       ${error.hint}\n`);
    },
    leaveWith: (status) => void (shell.exitCode = status),
    isClosed: (thrown) => failed !== null && thrown === failed,
  };
}

/** e.g. `train text-lstm #1  412/1,240 steps  33%  95/s  0:09 left`. */
export function progressLine(job: Job): string {
  const count = (value: number): string => Math.round(value).toLocaleString('en');
  const parts = [`${job.kind} ${job.title}`];
  if (job.waiting) return `${parts[0]}  waiting for its turn`;
  if (job.total === null) parts.push(`${count(job.done)} ${job.unit}`);
  else
    parts.push(
      `${count(job.done)}/${count(job.total)} ${job.unit}`,
      `${Math.floor((100 * job.done) / Math.max(1, job.total))}%`,
    );
  if (job.rate > 0) parts.push(`${count(job.rate)}/s`);
  if (job.secondsLeft !== null) parts.push(`${clock(job.secondsLeft)} left`);
  return parts.join('  ');
}

/** Seconds as `m:ss` or `h:mm:ss`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A table for people: columns as wide as their widest cell, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...text.map((row) => (row[column] ?? '').length)));
  const right = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const pad = (cell: string, column: number): string =>
    right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return text.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
