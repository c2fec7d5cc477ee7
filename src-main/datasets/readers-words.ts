/** @file What is said where a worker that reads a file fails at something nobody foresaw. */
import { AppError } from '../../src-shared/platform/errors.ts';

/** A reader that died or failed at something nobody foresaw is a matter of the file, not of the workbench. */
export function inReadersWords(error: AppError, file: string): AppError {
  if (error.key !== 'workers.crashed' && error.key !== 'workers.failed') return error;
  return new AppError('datasets.fileDamaged', { file }, { cause: error });
}
