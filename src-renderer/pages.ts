/** @file The rooms of the window, in the order of the rail. A page that no room has is not in the window. */
import type { Component } from 'svelte';
import { datasets } from './datasets/index.ts';
import { examples } from './examples/index.ts';
import { labeling } from './labeling/index.ts';
import { models } from './models/index.ts';
import { overview } from './overview/index.ts';
import { planning } from './planning/index.ts';
import type { RailRow, WindowRoom } from './platform/room.ts';
import type { RouteName } from './platform/routes.ts';
import { serving } from './serving/index.ts';
import { settings } from './settings/index.ts';
import { team } from './team/index.ts';
import { tracking } from './tracking/index.ts';
import { training } from './training/index.ts';
import { search } from './search/index.ts';

export const ROOMS: readonly WindowRoom[] = [
  overview,
  planning,
  team,
  datasets,
  examples,
  labeling,
  training,
  tracking,
  models,
  serving,
  search,
  settings,
];

/** Which component shows which address. */
export const PAGES: Readonly<Partial<Record<RouteName, Component>>> = Object.assign(
  {},
  ...ROOMS.map(({ pages }) => pages),
);

export const RAIL: readonly RailRow[] = ROOMS.flatMap(({ rail = [] }) => rail);
