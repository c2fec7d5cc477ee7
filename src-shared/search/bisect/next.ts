/**
 * @file What a bisection does next. Pure: it follows from the batches of changes and the trainings so far, and so a bisection that
 * was cut off goes on where it was.
 *
 * A training undoes a set of batches in the bad version: all of them gives the good end, none the bad one. Both ends
 * are trained with each seed, which tells the drop and the noise. Then half of the suspected batches is undone. Where the metric
 * comes nearer to the good end, the half holds what costs it, else the other half does; the interval of the distance from
 * the middle must not hold zero, or another seed is trained. What remains is undone alone, with each seed: its cost.
 */
import { contrast, noiseOf, type Estimate, type Noise } from './noise.ts';

export interface BisectPlan {
  /** By batch: samples, and how many of their labels the good model contradicts (null before it was asked). */
  readonly batches: readonly { readonly samples: number; readonly contradicted: number | null }[];
  /** Each end is trained with so many seeds, whatever is in doubt with as many at most; 2 or more. */
  readonly seeds: number;
  /** At most so many trainings in all. */
  readonly trainings: number;
  readonly better: 'higher' | 'lower';
  /** The smallest step of the metric, e.g. one sample of the test split; 0 where it has none. */
  readonly resolution: number;
  /** Whether the good model can be asked which labels it contradicts. */
  readonly canAsk: boolean;
}

export interface BisectResult {
  /** Places of the batches that were undone, ascending. */
  readonly undone: readonly number[];
  readonly seed: number;
  readonly value: number;
}

/** One decision: which half was undone, and what came of it. */
export interface BisectDecision {
  readonly suspects: readonly number[];
  readonly undone: readonly number[];
  /** What undoing them won back. */
  readonly gain: Estimate;
  /** `part`: clearly some of the drop, not clearly most of it. */
  readonly holds: 'half' | 'rest' | 'part' | 'unclear';
}

export interface BisectVerdict {
  /**
   * `found`: one batch, and undoing it wins back more than the noise. `narrowed`: these together, and no further.
   * `noDrop`: the ends do not differ by more than the noise.
   */
  readonly kind: 'found' | 'narrowed' | 'noDrop';
  /** Why it went no further. */
  readonly because: 'settled' | 'noise' | 'trainings';
  readonly batches: readonly number[];
  /** What undoing them won back; null where that was not measured. */
  readonly cost: Estimate | null;
}

/** What is known so far. */
export interface BisectReading {
  readonly noise: Noise | null;
  readonly drop: Estimate | null;
  readonly decisions: readonly BisectDecision[];
  readonly suspects: readonly number[];
}

export type BisectStep =
  | { readonly do: 'train'; readonly undone: readonly number[]; readonly seed: number }
  /** Ask the model of the good end which labels it contradicts. */
  | { readonly do: 'ask' }
  | { readonly do: 'end'; readonly verdict: BisectVerdict };

/** Thrown and caught in here: the walk came to something that has not been done yet. */
class Wanted extends Error {
  readonly step: BisectStep;
  constructor(step: BisectStep) {
    super();
    this.step = step;
  }
}

/** What is next, and what is known until then. */
export function nextOfBisection(
  plan: BisectPlan,
  results: readonly BisectResult[],
): BisectReading & { step: BisectStep } {
  const walk = new Walk(plan, results);
  try {
    const verdict = walk.toEnd();
    return { ...walk.reading(), step: { do: 'end', verdict } };
  } catch (thrown) {
    if (!(thrown instanceof Wanted)) throw thrown;
    return { ...walk.reading(), step: thrown.step };
  }
}

class Walk {
  readonly #plan: BisectPlan;
  readonly #results: readonly BisectResult[];
  readonly #values = new Map<string, number[]>();
  readonly #all: readonly number[];
  readonly #decisions: BisectDecision[] = [];
  #suspects: readonly number[];
  #drop: Estimate | null = null;

  constructor(plan: BisectPlan, results: readonly BisectResult[]) {
    this.#plan = plan;
    this.#results = results;
    this.#all = plan.batches.map((_, place) => place);
    this.#suspects = this.#all;
    const sign = plan.better === 'higher' ? 1 : -1;
    for (const { undone, value } of results) {
      const key = keyOf(undone);
      this.#values.set(key, [...(this.#values.get(key) ?? []), sign * value]);
    }
  }

  reading(): BisectReading {
    const noise = this.#noise();
    return {
      noise: noise.freedom > 0 ? noise : null,
      drop: this.#drop,
      decisions: this.#decisions,
      suspects: this.#suspects,
    };
  }

  toEnd(): BisectVerdict {
    const { seeds, canAsk, batches } = this.#plan;
    for (let seed = 1; seed <= seeds; seed++) {
      this.#trained(this.#all, seed);
      this.#trained([], seed);
    }
    this.#drop = this.#gain(this.#all);
    if (this.#drop.low <= 0) return { kind: 'noDrop', because: 'noise', batches: [], cost: this.#drop };
    if (canAsk && batches.length > 1 && batches.some(({ contradicted }) => contradicted === null))
      throw new Wanted({ do: 'ask' });
    while (this.#suspects.length > 1) {
      const stopped = this.#halve();
      if (stopped) return stopped;
    }
    return this.#verify();
  }

  /** Tells the suspects in two; a verdict where that cannot be told. */
  #halve(): BisectVerdict | null {
    const suspects = this.#suspects;
    const undone = halfOf(this.#plan, suspects);
    for (let seed = 1; ; seed++) {
      if (!this.#mayTrain(undone, seed)) return this.#narrowed('trainings');
      this.#trained(undone, seed);
      const holds = this.#whichHolds(undone);
      if (holds === 'unclear' && seed < this.#plan.seeds) continue;
      const gain = this.#gain(undone);
      const told = holds === 'unclear' && gain.low > 0 ? 'part' : holds;
      this.#decisions.push({ suspects, undone, gain, holds: told });
      if (told === 'unclear') return this.#narrowed('noise');
      this.#suspects = told === 'rest' ? suspects.filter((one) => !undone.includes(one)) : undone;
      return null;
    }
  }

  /** Whether undoing them comes nearer to the good end or stays nearer to the bad one. */
  #whichHolds(undone: readonly number[]): 'half' | 'rest' | 'unclear' {
    const noise = this.#noise();
    const fromMiddle = contrast(
      [
        { values: this.#of(undone), factor: 1 },
        { values: this.#of(this.#all), factor: -0.5 },
        { values: this.#of([]), factor: -0.5 },
      ],
      noise,
    );
    if (fromMiddle.low > 0) return 'half';
    return fromMiddle.high < 0 ? 'rest' : 'unclear';
  }

  /** The last suspect alone, with each seed. */
  #verify(): BisectVerdict {
    const { seeds } = this.#plan;
    const suspects = this.#suspects;
    let because: BisectVerdict['because'] = 'settled';
    for (let seed = 1; seed <= seeds; seed++) {
      if (!this.#mayTrain(suspects, seed)) {
        because = 'trainings';
        break;
      }
      this.#trained(suspects, seed);
    }
    if (!this.#values.has(keyOf(suspects))) return this.#narrowed('trainings');
    const cost = this.#gain(suspects);
    const isRepeated = this.#of(suspects).length > 1;
    if (cost.low > 0 && isRepeated) return { kind: 'found', because, batches: suspects, cost };
    return this.#narrowed(because === 'trainings' ? because : 'noise');
  }

  /** The smallest set that was undone together and surely won something back; all of them before any. */
  #narrowed(because: BisectVerdict['because']): BisectVerdict {
    const sure = this.#decisions.findLast(
      ({ holds, gain }) => gain.low > 0 && holds !== 'rest' && holds !== 'unclear',
    );
    const told = this.#suspects.length > 1 && (!sure || this.#suspects.length < sure.undone.length);
    const batches = told ? this.#suspects : (sure?.undone ?? this.#all);
    const cost = this.#values.has(keyOf(batches)) ? this.#gain(batches) : null;
    return { kind: 'narrowed', because, batches, cost };
  }

  #noise(): Noise {
    return noiseOf([...this.#values.values()], this.#plan.resolution / 2);
  }

  /** What undoing them wins back of the bad end. */
  #gain(undone: readonly number[]): Estimate {
    return contrast(
      [
        { values: this.#of(undone), factor: 1 },
        { values: this.#of([]), factor: -1 },
      ],
      this.#noise(),
    );
  }

  #of(undone: readonly number[]): readonly number[] {
    return this.#values.get(keyOf(undone)) ?? [];
  }

  #has(undone: readonly number[], seed: number): boolean {
    const key = keyOf(undone);
    return this.#results.some((result) => result.seed === seed && keyOf(result.undone) === key);
  }

  #mayTrain(undone: readonly number[], seed: number): boolean {
    return this.#has(undone, seed) || this.#results.length < this.#plan.trainings;
  }

  #trained(undone: readonly number[], seed: number): void {
    if (!this.#has(undone, seed)) throw new Wanted({ do: 'train', undone, seed });
  }
}

function keyOf(undone: readonly number[]): string {
  return undone.join(',');
}

/** Those of them most suspected, as many as come nearest to half of the suspicion; ascending. */
function halfOf({ batches }: BisectPlan, suspects: readonly number[]): readonly number[] {
  const weight = (place: number): number => {
    const { samples, contradicted } = batches[place]!;
    return (contradicted ?? 0) + samples * CHANCE;
  };
  const ordered = suspects.toSorted((a, b) => weight(b) - weight(a) || a - b);
  const total = ordered.reduce((sum, place) => sum + weight(place), 0);
  const sums = ordered.map((_, i) => ordered.slice(0, i + 1).reduce((sum, place) => sum + weight(place), 0));
  const distances = sums.slice(0, -1).map((sum) => Math.abs(sum - total / 2));
  const count = distances.indexOf(Math.min(...distances)) + 1;
  return ordered.slice(0, count).toSorted((a, b) => a - b);
}

/** A sample that the good model does not contradict is suspected so much: its change may cost something all the same. */
const CHANCE = 0.02;
