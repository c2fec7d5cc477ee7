/** @file The pages there are, and the rail's order. A page that is not here is not in the window. */
import type { Component } from 'svelte';
import type { IconName } from './ui/icons.ts';
import type { AllWords } from './words.ts';
import type { RouteName } from './platform/routes.ts';
import Data from './datasets/Data.svelte';
import Dataset from './datasets/Dataset.svelte';
import Import from './datasets/Import.svelte';
import Label from './labeling/Label.svelte';
import Models from './models/Models.svelte';
import Overview from './overview/Overview.svelte';
import Projects from './examples/Projects.svelte';
import Run from './tracking/Run.svelte';
import Runs from './tracking/Runs.svelte';
import Serve from './serving/Serve.svelte';
import Settings from './settings/Settings.svelte';
import Train from './training/Train.svelte';

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
