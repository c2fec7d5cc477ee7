/** @file The tabs of Help, and their addresses. */
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { Router } from '../../platform/router.svelte.ts';

export const HELP_TABS = ['queue', 'suggestions', 'functions', 'progress'] as const;
export type HelpTab = (typeof HELP_TABS)[number];

/** Those that have something for a kind of task. */
export function tabsFor(kind: TaskKind): readonly HelpTab[] {
  const { suggestedBy, functions } = HELP_TABLE[kind];
  const isOf: Readonly<Record<HelpTab, boolean>> = {
    queue: true,
    suggestions: suggestedBy !== 'none',
    functions,
    progress: true,
  };
  return HELP_TABS.filter((tab) => isOf[tab]);
}

/** @param tabs those that there are */
export function helpTab(router: Pick<Router, 'query'>, tabs: readonly HelpTab[]): HelpTab {
  return tabs.find((tab) => tab === router.query('help')) ?? 'queue';
}

/** What names a task in the address of its dataset; the first one needs no name. */
export function taskQuery(dataset: string, task: string): Record<string, string> {
  return task === dataset ? {} : { task };
}
