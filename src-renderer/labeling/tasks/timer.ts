/** @file How long an item was before a person: time in which the window is hidden does not count. */

const SECOND = 1000;

export class ItemTimer {
  readonly #now: () => number;
  #before = 0;
  #since: number | undefined;

  /** @param now milliseconds of a clock that goes on */
  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
    this.#since = now();
  }

  restart(): void {
    this.#before = 0;
    if (this.#since !== undefined) this.#since = this.#now();
  }

  /** Stops while nobody looks, goes on when somebody does. */
  watch(isLookedAt: boolean): void {
    if (isLookedAt) this.#since ??= this.#now();
    else {
      this.#before = this.#passed;
      this.#since = undefined;
    }
  }

  get seconds(): number {
    return this.#passed / SECOND;
  }

  get #passed(): number {
    return this.#before + (this.#since === undefined ? 0 : Math.max(0, this.#now() - this.#since));
  }
}
