/**
 * @file Every string of the window, in both languages. A namespace is a file that exports `en` and
 * `zh: typeof en`, so a missing or misspelled key does not compile. Words that need a value are functions.
 */
import * as data from './data.ts';
import * as graph from './graph.ts';
import * as label from './label.ts';
import * as models from './models.ts';
import * as overview from './overview.ts';
import * as projects from './projects.ts';
import * as runs from './runs.ts';
import * as serve from './serve.ts';
import * as settings from './settings.ts';
import * as shell from './shell.ts';
import * as train from './train.ts';

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
