/** @file A lock that many may hold together, or one alone (a readers–writer lock). */
export class SharedLock {
  #holders = 0;
  #last: Promise<unknown> = Promise.resolve();
  #whenCalm: (() => void) | undefined;
  #waiting = 0;

  /** Does work beside other shared work, never beside exclusive work. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#waiting > 0) await this.#last;
    this.#holders++;
    try {
      return await work();
    } finally {
      this.#holders--;
      if (this.#holders === 0) this.#whenCalm?.();
    }
  }

  /** Does work once all that is under way has ended, with nothing beside it. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const before = this.#last;
    const turn = before.then(async () => {
      if (this.#holders > 0) await new Promise<void>((resolve) => (this.#whenCalm = resolve));
      return work();
    });
    this.#last = turn.catch(() => undefined).then(() => void this.#waiting--);
    return turn;
  }
}
