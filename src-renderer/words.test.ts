/** @file Words about counts: one thing is never told as several. */
import { expect, it } from 'vitest';
import { WORDS } from './words.ts';

/** Every text that words make when each thing that they are told of is one. */
function* texts(words: unknown, at: string): Generator<readonly [string, string]> {
  if (typeof words === 'string') yield [at, words];
  else if (typeof words === 'function') {
    let made: unknown;
    try {
      made = (words as (...args: string[]) => unknown)(...Array.from({ length: words.length }, () => '1'));
    } catch {
      // Told of something else than words and numbers.
      return;
    }
    yield* texts(made, at);
  } else if (typeof words === 'object' && words !== null)
    for (const [name, each] of Object.entries(words)) yield* texts(each, `${at}.${name}`);
}

/** Words with an s that are no plurals, and what a name that is `1` does. */
const NO_PLURALS = /^(is|was|has|as|this|does|performs|works|waits|contains|ms|needs|pixels|times|leaves)$/;

it('tells one thing as one, in every word of the window', () => {
  const wrong = [...texts(WORDS.en, 'en')].filter(([, text]) =>
    // Of `1 of 1 samples` the last may be any number.
    [
      ...text
        .replaceAll(/\b1 of (the )?1 [a-z ]*?[a-z]+s\b/g, '')
        .matchAll(/(?<![\d.,:/×-] ?)\b1 ((?:[a-z-]+ )?[a-z-]*[a-rt-z]s)\b/g),
    ].some(([, words]) => !words!.split(' ').some((word) => NO_PLURALS.test(word))),
  );
  expect(wrong.map(([at, text]) => `${at}: ${text}`)).toEqual([]);
});
