/** @file Pages that are read when they are first opened, or once the window has nothing else to do. */
import type { Component } from 'svelte';
import Later from './Later.svelte';

type Page = { default: Component };

const unread: (() => unknown)[] = [];

/** The page as a component, there at once where it was read before: `later(() => import('./Plan.svelte'))`. */
export function later(load: () => Promise<Page>): Component {
  let page: Component | undefined;
  const read = async (): Promise<Component> => {
    const { default: component } = await load();
    page = component;
    return component;
  };
  unread.push(() => read().catch(() => undefined));
  return (internals) => Later(internals, { load: () => page ?? read() });
}

/** Reads the pages that nobody has opened yet, so that the first key pressed there is not pressed before they stand. */
export function readPages(): void {
  // One that cannot be read now is asked for again when it is opened, and says so then.
  for (const read of unread.splice(0)) read();
}
