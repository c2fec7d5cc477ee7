/** @file Pages that are read when they are first opened, or once the window has nothing else to do. */
import type { Component } from 'svelte';
import Later from './Later.svelte';

type Page = { default: Component };

const unread: (() => Promise<Page>)[] = [];

/** The page as a component: `later(() => import('./Plan.svelte'))`. */
export function later(load: () => Promise<Page>): Component {
  unread.push(load);
  return (internals) => Later(internals, { load });
}

/** Reads the pages that nobody has opened yet, so that the first key pressed there is not pressed before they stand. */
export function readPages(): void {
  // One that cannot be read now is asked for again when it is opened, and says so then.
  for (const load of unread.splice(0)) void load().catch(() => undefined);
}
