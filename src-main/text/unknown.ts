/** @file Counts the words of texts that a vocabulary has not, by script and by class. */
import type { UnknownWords, WordCount } from '../../src-shared/contract.ts';
import { scriptOf } from './scripts.ts';

interface Count {
  words: number;
  unknown: number;
}

export class UnknownCounter {
  readonly #known: { has(word: string): boolean };
  readonly #all: Count = { words: 0, unknown: 0 };
  readonly #scripts = new Map<string, Count>();
  readonly #classes = new Map<string, Count>();

  constructor(known: { has(word: string): boolean }) {
    this.#known = known;
  }

  /** @param text as it is, for its script @param words of it as the model splits it */
  add(text: string, words: readonly string[], label: string): void {
    let unknown = 0;
    for (const word of words) if (!this.#known.has(word)) unknown++;
    for (const count of [this.#all, at(this.#scripts, scriptOf(text)), at(this.#classes, label)]) {
      count.words += words.length;
      count.unknown += unknown;
    }
  }

  result(): UnknownWords {
    return { ...this.#all, scripts: listed(this.#scripts), classes: listed(this.#classes) };
  }
}

function at(counts: Map<string, Count>, name: string): Count {
  const known = counts.get(name) ?? { words: 0, unknown: 0 };
  counts.set(name, known);
  return known;
}

/** By name, so that a report does not depend on the order of reading. */
function listed(counts: ReadonlyMap<string, Count>): WordCount[] {
  return [...counts]
    .map(([name, count]) => ({ name, ...count }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
