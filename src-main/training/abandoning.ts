/** @file Work that is only done while somebody waits for it. */
import type { Task } from '../platform/pool/index.ts';

/** The result of a task that is cancelled when its asker goes. @throws AppError `house.cancelled`, and what the task throws */
export function resultWhileAsked<Result>(
  task: Task<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const cancel = (): void => task.cancel();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  return task.result.finally(() => signal?.removeEventListener('abort', cancel));
}
