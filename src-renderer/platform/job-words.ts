/** @file A job's progress in words. */
import type { Job } from '../../src-shared/contract.ts';
import type { App } from './app.svelte.ts';

/** E.g. `3,200 of 10,000 rows · 1,020 rows/s · 7 s left`, or `done · took 12 s`. */
export function describeJob(job: Job, app: Pick<App, 'words' | 'format'>): string {
  const { words, format } = app;
  const unit = words.shell.units[job.unit] ?? job.unit;
  const texts = words.shell.jobs;
  if (job.state !== 'running') return [texts.state[job.state], took(job, texts.took, format)].join(' · ');
  if (job.waiting) return texts.waiting;
  const parts = [`${amount(job, format)} ${unit}`];
  if (job.rate > 0) parts.push(texts.rate(format.value(job.rate, 3), unit));
  if (job.secondsLeft !== null) parts.push(texts.left(format.duration(job.secondsLeft)));
  return parts.join(' · ');
}

function amount({ done, total }: Job, format: App['format']): string {
  const all = total === null ? '' : ` / ${format.value(total)}`;
  return `${format.value(done)}${all}`;
}

function took({ startedAt, endedAt }: Job, say: (time: string) => string, format: App['format']): string {
  const seconds = (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000;
  return say(format.duration(Math.max(0, seconds)));
}
