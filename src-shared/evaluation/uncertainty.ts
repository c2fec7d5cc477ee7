/**
 * @file How unsure a model is of what it says of one item: of several labels, spans, boxes and masks. Everything it decided
 * counts, also that something is not there, so that an item in which it found nothing is not one it is sure of. Pure.
 */
import { LEAST_SCORE } from './detection.ts';

export interface Uncertainty {
  /** 1 less the probability of the decision that it is least sure of; of pixels the mean. */
  readonly leastConfident: number;
  /** 1 less the smallest difference of two likeliest alternatives; only where a decision has more than two. */
  readonly margin?: number;
  /** In nats: of several labels and boxes the sum, of tokens and pixels the mean. */
  readonly entropy: number;
  /** The decision that it is least sure of; null where none stands for itself. */
  readonly least: Decision | null;
}

/** What a model decided, and what it would have said in its place. */
export interface Decision {
  /** What was decided about, as it is shown: a token. */
  readonly part?: string;
  readonly first: string;
  readonly p: number;
  readonly second?: string;
  readonly q?: number;
}

/** - p ln p - (1 - p) ln (1 - p) */
export function binaryEntropy(p: number): number {
  return entropyTerm(p) + entropyTerm(1 - p);
}

const entropyTerm = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);

/** Labels that are given or not, or boxes that are there or not; all of one label together. */
export interface Candidate {
  readonly label: string;
  /** The probability that is closest to one half. */
  readonly p: number;
  /** The sum of the binary entropies. */
  readonly entropy: number;
}

const doubt = (p: number): number => Math.min(p, 1 - p);

/** By label. Of boxes, those below the score from which on they are answered belong to them. */
export function candidatesOf(
  decisions: readonly { readonly label: string; readonly p: number }[],
): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const { label, p } of decisions) {
    const before = candidates.get(label);
    const entropy = binaryEntropy(p) + (before?.entropy ?? 0);
    const closest = before && doubt(before.p) >= doubt(p) ? before.p : p;
    candidates.set(label, { label, p: closest, entropy });
  }
  return [...candidates.values()];
}

/**
 * As sure as the decision closest to one half, whose label comes first; entropies add up, as those of independent decisions do. So
 * labels are ranked by K. Brinker (2006), and detections are aggregated by C.-A. Brust, C. Käding & J. Denzler (2019), by maximum and
 * sum. Null for no candidate.
 */
function uncertaintyOfCandidates(candidates: readonly Candidate[]): Uncertainty | null {
  const [least] = candidates.toSorted((a, b) => doubt(b.p) - doubt(a.p));
  if (!least) return null;
  const entropy = candidates.reduce((sum, each) => sum + each.entropy, 0);
  return { leastConfident: doubt(least.p), entropy, least: { first: least.label, p: least.p } };
}

/** What is known of how sure a model is of one item. */
export type Evidence =
  | { readonly of: 'labels' | 'boxes'; readonly candidates: readonly Candidate[] }
  | { readonly of: 'tokens' | 'pixels'; readonly uncertainty: Uncertainty | null };

/** Of an image without any candidate no more is known than that none reached the score of an answer: it just missed it. */
const SILENT: Uncertainty = {
  leastConfident: LEAST_SCORE,
  entropy: binaryEntropy(LEAST_SCORE),
  least: null,
};

/** @param counts whether anybody asks for a label @returns null where there was nothing to decide */
export function uncertaintyOf(evidence: Evidence, counts: (label: string) => boolean): Uncertainty | null {
  if ('uncertainty' in evidence) return evidence.uncertainty;
  const asked = evidence.candidates.filter(({ label }) => counts(label));
  return uncertaintyOfCandidates(asked) ?? (evidence.of === 'boxes' ? SILENT : null);
}

export interface TaggedTokens {
  /** Natural logarithms of probabilities `[tokens, tags]`. */
  readonly scores: ArrayLike<number>;
  /** The number of each token's tag. */
  readonly tags: ArrayLike<number>;
  /** By number. */
  readonly tagNames: readonly string[];
  readonly tokens: readonly string[];
}

/**
 * Of tagged tokens: the lowest token probability (M. Liu et al., 2020), the smallest margin of a token (T. Scheffer,
 * C. Decomain & S. Wrobel, 2001), and the mean token entropy (B. Settles & M. Craven, 2008, equation 3). None of them favors
 * long texts as the probability of a whole sequence does, and all count tokens outside of spans. Null for no token.
 */
export function uncertaintyOfTokens({ scores, tags, tagNames, tokens }: TaggedTokens): Uncertainty | null {
  const count = tagNames.length;
  // Texts of endpoints go through here, too: no array is made for a token.
  const own = new Float64Array(count);
  let [margin, sum, least, lowest] = [1, 0, -1, Infinity];
  for (let token = 0; token < tokens.length; token++) {
    let [best, next] = [0, 0];
    for (let tag = 0; tag < count; tag++) {
      const p = Math.exp(scores[token * count + tag]!);
      own[tag] = p;
      sum += entropyTerm(p);
      if (p > best) [best, next] = [p, best];
      else if (p > next) next = p;
    }
    margin = Math.min(margin, best - next);
    if (own[tags[token]!]! >= lowest) continue;
    lowest = own[tags[token]!]!;
    least = token;
  }
  if (least === -1) return null;
  const row = Array.from({ length: count }, (_, tag) => Math.exp(scores[least * count + tag]!));
  const decided = { part: tokens[least]!, ...decisionOf(row, tags[least]!, tagNames) };
  return { leastConfident: 1 - lowest, margin: 1 - margin, entropy: sum / tokens.length, least: decided };
}

/** A tag that was decided for, and the likeliest of all others. */
function decisionOf(own: readonly number[], tag: number, tagNames: readonly string[]): Decision {
  let other = tag === 0 ? 1 : 0;
  for (const [at, p] of own.entries()) if (at !== tag && p > own[other]!) other = at;
  const decided = { first: tagNames[tag]!, p: own[tag]! };
  return own.length < 2 ? decided : { ...decided, second: tagNames[other]!, q: own[other]! };
}

/**
 * Of pixels: the means over all of them, background among them (R. Mackowiak et al., 2018, CEREALS, sum the entropies of pixels).
 * The least sure pixel says nothing: it lies at an edge in every image.
 *
 * @param probabilities `[pixels, classes]`
 */
export function uncertaintyOfPixels(probabilities: ArrayLike<number>, classes: number): Uncertainty {
  const pixels = Math.max(1, Math.floor(probabilities.length / classes));
  let [doubts, entropy] = [0, 0];
  for (let pixel = 0; pixel < pixels; pixel++) {
    let best = 0;
    for (let at = pixel * classes; at < (pixel + 1) * classes; at++) {
      const p = probabilities[at] ?? 0;
      best = Math.max(best, p);
      entropy += entropyTerm(p);
    }
    doubts += 1 - best;
  }
  return { leastConfident: doubts / pixels, entropy: entropy / pixels, least: null };
}
