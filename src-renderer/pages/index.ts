/** @file The pages there are, and the rail's order. A page that is not here is not in the window. */
import type { Component } from 'svelte';
import type { IconName } from '../components/icons.ts';
import type { AllWords } from '../i18n/words.ts';
import type { RouteName } from '../routing/routes.ts';
import Data from './Data.svelte';
import Dataset from './Dataset.svelte';
import Import from './Import.svelte';
import Label from './Label.svelte';
import Models from './Models.svelte';
import Overview from './Overview.svelte';
import Projects from './Projects.svelte';
import Run from './Run.svelte';
import Runs from './Runs.svelte';
import Serve from './Serve.svelte';
import Settings from './Settings.svelte';
import Train from './Train.svelte';

/** Which component shows which address. */
export const PAGES: Readonly<Partial<Record<RouteName, Component>>> = {
  overview: Overview,
  data: Data,
  projects: Projects,
  import: Import,
  dataset: Dataset,
  train: Train,
  label: Label,
  labelDataset: Label,
  runs: Runs,
  run: Run,
  models: Models,
  model: Models,
  serve: Serve,
  endpoint: Serve,
  settings: Settings,
};

export interface RailRow {
  readonly name: keyof AllWords['shell']['pages'] & RouteName;
  readonly icon: IconName;
  /** The letter after `g`. */
  readonly key: string;
  /** The routes that light this row up. */
  readonly holds: readonly RouteName[];
}

const ROWS: readonly RailRow[] = [
  { name: 'overview', icon: 'overview', key: 'o', holds: ['overview'] },
  { name: 'data', icon: 'data', key: 'd', holds: ['data', 'projects', 'import', 'dataset'] },
  { name: 'label', icon: 'label', key: 'l', holds: ['label', 'labelDataset'] },
  { name: 'train', icon: 'train', key: 't', holds: ['train'] },
  { name: 'runs', icon: 'runs', key: 'r', holds: ['runs', 'run'] },
  { name: 'models', icon: 'models', key: 'm', holds: ['models', 'model'] },
  { name: 'serve', icon: 'serve', key: 's', holds: ['serve', 'endpoint'] },
  { name: 'settings', icon: 'settings', key: ',', holds: ['settings'] },
];

export const RAIL: readonly RailRow[] = ROWS.filter(({ name }) => PAGES[name]);
