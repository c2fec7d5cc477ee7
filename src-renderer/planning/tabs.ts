/** @file The parts of a plan, each a tab of its page; add one here and its name in words.ts. */
import type { Component } from 'svelte';
import type { en } from './words.ts';
import Aims from './aims/Aims.svelte';
import Compliance from './compliance/Compliance.svelte';
import Forecast from './forecast/Forecast.svelte';
import Gates from './gates/Gates.svelte';
import Market from './market/Market.svelte';
import Resources from './resources/Resources.svelte';
import Risks from './risks/Risks.svelte';
import Board from './board/Board.svelte';
import List from './list/List.svelte';
import Timeline from './timeline/Timeline.svelte';
import Report from './report/Report.svelte';

export interface PlanTab {
  readonly id: keyof (typeof en)['tabs'];
  readonly component: Component;
  /** Opens it from any other. */
  readonly key: string;
}

/** In the order in which they stand; the first is the one a plan opens with. */
export const TABS: readonly PlanTab[] = [
  { id: 'gates', component: Gates, key: '1' },
  { id: 'board', component: Board, key: '2' },
  { id: 'list', component: List, key: '3' },
  { id: 'timeline', component: Timeline, key: '4' },
  { id: 'forecast', component: Forecast, key: '5' },
  { id: 'aims', component: Aims, key: '6' },
  { id: 'risks', component: Risks, key: '7' },
  { id: 'resources', component: Resources, key: '8' },
  { id: 'market', component: Market, key: '9' },
  { id: 'compliance', component: Compliance, key: '0' },
  { id: 'report', component: Report, key: 'Shift+R' },
];
