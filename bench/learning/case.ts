/** @file What a case of the bench `learn` is. */

/** How a training with one seed ended. */
export interface Outcome {
  readonly lathe: number;
  /** What the peer reached with the same seed. */
  readonly peer: number | null;
  /** `lathe / peer`, where the goal is a ratio. */
  readonly ratio: number | null;
  /** Seconds from the start of the training to its model. */
  readonly seconds: number;
  /** What else the line should say. */
  readonly note?: string;
}

export interface Case {
  readonly title: string;
  readonly unit: string;
  /** The greatest value, or the greatest ratio where there is a peer to be like, that counts as reached. */
  readonly goal: number;
  /** The most seconds that a training may take. */
  readonly goalSeconds?: number;
  /** The peer with its version; null where there is none. */
  readonly peerName: string | null;
  /** What the outcome depends on beside the seed: one that was kept counts only where this is still the same. */
  readonly settings: unknown;
  /** Trains with a seed; goes on where it was cut off. */
  readonly run: (seed: number) => Promise<Outcome>;
}
