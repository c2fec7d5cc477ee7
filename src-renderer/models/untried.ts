import type { Model } from '../../src-shared/contract.ts';

/** Whether a model came from elsewhere and no input that was made up for it went through. */
export function isUntried({ run, summary }: Pick<Model, 'run' | 'summary'>): boolean {
  return run === null && summary['milliseconds'] === undefined;
}
