/**
 * @file Every string of the window, in both languages. A namespace is a file that exports `en` and
 * `zh: typeof en`, so a missing or misspelled key does not compile. Words that need a value are functions.
 */
import * as data from './datasets/words.ts';
import * as exports from './exports/words.ts';
import * as graph from './models/graph-words.ts';
import * as kinds from './kinds/words.ts';
import * as label from './labeling/words.ts';
import * as models from './models/words.ts';
import * as registry from './models/registry/words.ts';
import * as overview from './overview/words.ts';
import * as planning from './planning/words.ts';
import * as projects from './examples/words.ts';
import * as runs from './tracking/words.ts';
import * as serve from './serving/words.ts';
import * as settings from './settings/words.ts';
import * as shell from './platform/words.ts';
import * as team from './team/words.ts';
import * as train from './training/words.ts';
import * as search from './search/words.ts';

export type Language = 'en' | 'zh';

const ROOMS = {
  shell,
  overview,
  planning,
  team,
  data,
  kinds,
  label,
  projects,
  train,
  runs,
  graph,
  models,
  registry,
  serve,
  settings,
  exports,
  search,
};

export type AllWords = { readonly [Room in keyof typeof ROOMS]: (typeof ROOMS)[Room]['en'] };

export const WORDS: Readonly<Record<Language, AllWords>> = { en: wordsIn('en'), zh: wordsIn('zh') };

function wordsIn(language: Language): AllWords {
  const all = Object.entries(ROOMS).map(([room, words]) => [room, words[language]]);
  // Each room's `zh` has the type of its `en`.
  return Object.fromEntries(all) as AllWords;
}
