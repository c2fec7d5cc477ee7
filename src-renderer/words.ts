/**
 * @file Every string of the window, in both languages. A namespace is a file that exports `en` and
 * `zh: typeof en`, so a missing or misspelled key does not compile. Words that need a value are functions.
 */
import * as data from './datasets/words.ts';
import * as graph from './models/graph-words.ts';
import * as label from './labeling/words.ts';
import * as models from './models/words.ts';
import * as overview from './overview/words.ts';
import * as projects from './examples/words.ts';
import * as runs from './tracking/words.ts';
import * as serve from './serving/words.ts';
import * as settings from './settings/words.ts';
import * as shell from './platform/words.ts';
import * as train from './training/words.ts';

export type Language = 'en' | 'zh';

const en = {
  shell: shell.en,
  overview: overview.en,
  data: data.en,
  label: label.en,
  projects: projects.en,
  train: train.en,
  runs: runs.en,
  graph: graph.en,
  models: models.en,
  serve: serve.en,
  settings: settings.en,
};

export type AllWords = typeof en;

export const WORDS: Readonly<Record<Language, AllWords>> = {
  en,
  zh: {
    shell: shell.zh,
    overview: overview.zh,
    data: data.zh,
    label: label.zh,
    projects: projects.zh,
    train: train.zh,
    runs: runs.zh,
    graph: graph.zh,
    models: models.zh,
    serve: serve.zh,
    settings: settings.zh,
  },
};
