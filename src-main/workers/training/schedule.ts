/** @file What the training loop asks of a learning rate's schedule. */

export interface ScheduleAt {
  /** Number of the update, counted from 1. */
  readonly step: number;
  /** Updates of the whole training. */
  readonly steps: number;
}

/** A pure description: what it remembers is handed to it and kept in checkpoints, so `Memory` must survive JSON. */
export interface Schedule<Memory = unknown> {
  /** What it remembers before the first update. */
  readonly start: Memory;
  /** What the learning rate is multiplied by at an update. */
  readonly factor: (at: ScheduleAt, memory: Memory) => number;
  /** Told the monitored metric at the end of an epoch, where lower is better. */
  readonly observe: (memory: Memory, value: number) => Memory;
}
