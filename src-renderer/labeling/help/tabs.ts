/** @file The tabs of Help, and their addresses. */
import type { Router } from '../../platform/router.svelte.ts';

export const HELP_TABS = ['queue', 'suggestions', 'functions', 'progress'] as const;
export type HelpTab = (typeof HELP_TABS)[number];

export function helpTab(router: Pick<Router, 'query'>): HelpTab {
  return HELP_TABS.find((tab) => tab === router.query('help')) ?? 'queue';
}

/** What names a task in the address of its dataset; the first one needs no name. */
export function taskQuery(dataset: string, task: string): Record<string, string> {
  return task === dataset ? {} : { task };
}
