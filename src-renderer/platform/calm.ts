/** @file What is asked for often, done seldom. */

/** Milliseconds between two askings because of changes. */
const CALM_MS = 300;

/** Runs soon, and at most once every {@link CALM_MS}. */
export function calm(run: () => void): { soon(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, CALM_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
