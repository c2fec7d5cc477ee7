/** @file Where a job leads, and its progress in numbers. */
import type { Job } from '../../src-shared/contract.ts';
import { type Query, hrefTo } from './routes.ts';

/** The page of what a job made; null when there is none. */
export function hrefOfJob({ kind, subject }: Pick<Job, 'kind' | 'subject'>): string | null {
  if (!subject) return null;
  switch (kind) {
    case 'import':
      return hrefTo('dataset', { dataset: subject });
    case 'freeze':
      return hrefTo('train', {}, { version: subject });
    case 'train':
      return hrefTo('run', { run: subject });
    case 'evaluate':
      return hrefTo('models', {}, { report: subject } satisfies Query);
    case 'model':
      return hrefTo('model', { model: subject });
    case 'forecast':
      return hrefTo('plan', { project: subject }, { tab: 'forecast' });
    case 'plan':
      return hrefTo('plan', { project: subject });
    case 'preview':
    case 'export':
    case 'labels':
    case 'runs':
      return null;
  }
}

/** Whether it has ended with something to look at. */
export function leftSomething({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'stopped';
}

/** From 0 to 1; null while the total is not known. */
export function shareDone({ done, total, state }: Pick<Job, 'done' | 'total' | 'state'>): number | null {
  if (state === 'done') return 1;
  if (total === null || total <= 0) return null;
  return Math.min(1, Math.max(0, done / total));
}

/** All running jobs as one share; null when none knows its total. */
export function overallShare(jobs: readonly Job[]): number | null {
  const shares = jobs.map(shareDone).filter((share) => share !== null);
  return shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null;
}
