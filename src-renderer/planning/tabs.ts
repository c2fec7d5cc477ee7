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
}

/** In the order in which they stand; the first is the one a plan opens with. */
export const TABS: readonly PlanTab[] = [
  { id: 'gates', component: Gates },
  { id: 'board', component: Board },
  { id: 'list', component: List },
  { id: 'timeline', component: Timeline },
  { id: 'forecast', component: Forecast },
  { id: 'aims', component: Aims },
  { id: 'risks', component: Risks },
  { id: 'resources', component: Resources },
  { id: 'market', component: Market },
  { id: 'compliance', component: Compliance },
  { id: 'report', component: Report },
];
