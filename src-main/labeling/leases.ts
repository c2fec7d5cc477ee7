/**
 * @file Which items people have before them: so many people at once never answer an item more often than is wanted. Kept in
 * memory: after a restart one more answer than wanted may come, and is kept.
 */

/** Whoever fetched an item has so long before others get it. */
const LEASE_MS = 10 * 60_000;

export class Leases {
  readonly #now: () => Date;
  /** By task and position: until when each person has it. */
  readonly #held = new Map<string, Map<number, Map<string, number>>>();
  /** By task and person: everything wanted up to here is answered by them. */
  readonly #frontiers = new Map<string, Map<string, number>>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** How many others have an item before them. */
  others(task: string, position: number, person: string): number {
    const holders = this.#held.get(task)?.get(position);
    if (!holders) return 0;
    const now = this.#now().getTime();
    let others = 0;
    for (const [holder, until] of holders) {
      if (until <= now) holders.delete(holder);
      else if (holder !== person) others++;
    }
    if (holders.size === 0) this.#held.get(task)!.delete(position);
    return others;
  }

  take(task: string, position: number, person: string): void {
    const ofTask = this.#held.get(task) ?? new Map<number, Map<string, number>>();
    this.#held.set(task, ofTask);
    const holders = ofTask.get(position) ?? new Map<string, number>();
    ofTask.set(position, holders);
    holders.set(person, this.#now().getTime() + LEASE_MS);
  }

  /** An answer ends what its author had; what may have opened an item again sends everybody back to it. */
  answered(task: string, position: number, { person, reopens }: { person: string; reopens: boolean }): void {
    this.#held.get(task)?.get(position)?.delete(person);
    if (!reopens) return;
    const frontiers = this.#frontiers.get(task);
    for (const [author, frontier] of frontiers ?? [])
      if (frontier >= position) frontiers!.set(author, position - 1);
  }

  /** Where to look from; no item that this person is wanted for lies before. */
  from(task: string, person: string, after: number): number {
    return Math.max(after, this.#frontiers.get(task)?.get(person) ?? -1);
  }

  /** The first item from the frontier on that this person is wanted for. */
  reached(task: string, person: string, position: number): void {
    const frontiers = this.#frontiers.get(task) ?? new Map<string, number>();
    this.#frontiers.set(task, frontiers);
    frontiers.set(person, position - 1);
  }

  /** Rules changed: everything may be wanted. */
  forget(task: string): void {
    this.#held.delete(task);
    this.#frontiers.delete(task);
  }
}
