/**
 * @file Work that shares something, together or alone. libvips keeps one log of errors for all threads, so that the message
 * of a picture that fails beside others may be that of its neighbor; read alone, it says its own.
 */
export class Turns {
  #together = 0;
  #alone: Promise<unknown> = Promise.resolve();
  #whenCalm: (() => void) | undefined;
  #waiting = 0;

  /** Beside other work, but never beside work that is done alone. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    while (this.#waiting > 0) await this.#alone;
    this.#together++;
    try {
      return await work();
    } finally {
      this.#together--;
      if (this.#together === 0) this.#whenCalm?.();
    }
  }

  /** When all that is under way has ended, and with nothing beside it. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const before = this.#alone;
    const turn = before.then(async () => {
      if (this.#together > 0) await new Promise<void>((resolve) => (this.#whenCalm = resolve));
      return work();
    });
    this.#alone = turn.catch(() => undefined).then(() => void this.#waiting--);
    return turn;
  }
}
