/** @file Says how far the preparation of the data has come, so that much of it is no silence before the first step. */

const SECONDS = 3;

/** Has a line logged every `seconds`, none for what is done sooner. */
function nowAndThen(log: (line: string) => Promise<void>, seconds: number) {
  let told = performance.now();
  return async (line: () => string): Promise<void> => {
    if (performance.now() - told < seconds * 1000) return;
    told = performance.now();
    await log(line());
  };
}

/** Takes how many more rows were read. */
export function readingLog(
  log: (line: string) => Promise<void>,
  seconds: number = SECONDS,
): (rows: number) => Promise<void> {
  const tell = nowAndThen(log, seconds);
  let all = 0;
  return (rows) => {
    all += rows;
    return tell(() => `${all} rows read so far; the first step comes when all are`);
  };
}

/** Takes how many tokens a tokenizer has learned, and how many it may. */
export function learningLog(
  log: (line: string) => Promise<void>,
  seconds: number = SECONDS,
): (tokens: number, most: number) => Promise<void> {
  const tell = nowAndThen(log, seconds);
  return (tokens, most) =>
    tell(() => `${tokens} of at most ${most} tokens learned so far; the first step comes when all are`);
}
