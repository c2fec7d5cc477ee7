/** @file Says how far the reading of the data has come, so that a large version is no silence before the first step. */

const SECONDS = 3;

/** Takes how many more rows were read; has a line logged every `seconds`, none for what is read sooner. */
export function readingLog(
  log: (line: string) => Promise<void>,
  seconds: number = SECONDS,
): (rows: number) => Promise<void> {
  let all = 0;
  let told = performance.now();
  return async (rows) => {
    all += rows;
    if (performance.now() - told < seconds * 1000) return;
    told = performance.now();
    await log(`${all} rows read so far; the first step comes when all are`);
  };
}
