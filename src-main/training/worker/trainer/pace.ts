/** @file How many steps one run should do: enough that its fixed costs do not count, few enough to look in between. */

/** Time after which the loop should be back, to tell, to stop, to save. */
export const runMilliseconds = 400;
/** More gained nothing that could be measured (docs/decisions/0061). */
const mostSteps = 16;
/** Room for the batches of one run. */
const mostBytes = 32 * 2 ** 20;

/**
 * Steps of the next run, at least one, after steps that took so many milliseconds each and whose batches take so many
 * bytes. The result of a training does not depend on it.
 */
export function stepsPerRun(
  millisecondsPerStep: number,
  bytesPerBatch: number,
  most = runMilliseconds,
): number {
  const [time, room] = [most / millisecondsPerStep, mostBytes / bytesPerBatch];
  return Math.max(1, Math.floor(Math.min(time, room, mostSteps)));
}
