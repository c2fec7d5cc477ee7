/** @file The keys that work on every page. */
import { RAIL } from '../pages.ts';
import type { App } from './app.svelte.ts';
import type { KeyBinding } from './keys.svelte.ts';

/** Palette, help, jobs, and `g` with a page's letter. */
export function everywhereKeys(app: App): readonly KeyBinding[] {
  const { keys } = app.words.shell;
  const group = 'everywhere';
  const toggle = (overlay: NonNullable<App['overlay']>) => () =>
    (app.overlay = app.overlay === overlay ? null : overlay);
  return [
    { keys: 'Mod+K', says: keys.palette, group, whileTyping: true, run: toggle('palette') },
    { keys: '?', says: keys.help, group, run: toggle('keys') },
    { keys: 'j', says: keys.jobs, group, run: toggle('jobs') },
    ...RAIL.map(({ name, key, says }) => ({
      keys: `g ${key}`,
      says: keys.goTo(says(app.words)),
      group: 'everywhere' as const,
      run: () => app.router.go(name, {}),
    })),
  ];
}
