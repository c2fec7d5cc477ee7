/** @file What the command palette offers: pages, actions, and everything that has a name. Each room says its own. */
import { RAIL, ROOMS } from '../pages.ts';
import type { App } from './app.svelte.ts';
import type { KeyBinding } from './keys.svelte.ts';
import { THEMES } from './preferences.svelte.ts';
import type { Action, Named, Names } from './room.ts';

export interface Command extends Action {
  readonly keys?: string;
  /** Shown beside the name. */
  readonly beside?: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

const SOURCES: readonly Names[] = ROOMS.flatMap(({ names }) => names ?? []);

/** Names of the workspace, read when the palette opens and as people type. */
export class PaletteNames {
  groups = $state.raw<readonly CommandGroup[]>([]);
  /** What can be done with the newest of each kind. */
  offers = $state.raw<readonly Command[]>([]);

  /** @param search what the names hold; empty for the newest */
  async read(app: App, search: string, signal: AbortSignal): Promise<void> {
    const matching = await Promise.all(SOURCES.map((source) => source.find(app, search, signal)));
    if (signal.aborted) return;
    this.groups = matching.map((names, i) => ({
      title: SOURCES[i]!.title(app.words),
      commands: names.map((named) => commandOf(app, named)),
    }));
  }

  /** Reads what can be done, whatever is searched for meanwhile. */
  async readOffers(app: App, signal: AbortSignal): Promise<void> {
    const offering = SOURCES.filter(({ offers }) => offers !== undefined);
    const newest = await Promise.all(offering.map(({ find }) => find(app, '', signal)));
    if (signal.aborted) return;
    this.offers = offering.flatMap(({ offers }, i) => {
      const first = newest[i]?.[0];
      return first && offers ? offers(app, first) : [];
    });
  }
}

function commandOf({ router }: App, { id, says, also, href }: Named): Command {
  const run = () => router.open(href);
  return also === undefined ? { id, says, run } : { id, says, also, beside: also, run };
}

/** Pages and actions, in the reader's language. @param offers what can be done with what is there */
export function standingGroups(app: App, offers: readonly Command[]): readonly CommandGroup[] {
  const { words, router, keys } = app;
  const { groups } = words.shell.palette;
  return [
    {
      title: groups.pages,
      commands: RAIL.map(({ name, key, says }) => ({
        id: `page-${name}`,
        says: says(words),
        also: name,
        keys: `g ${key}`,
        run: () => router.go(name, {}),
      })),
    },
    {
      title: words.shell.keys.page,
      commands: unique(keys.bindings.flatMap((binding) => commandOfKey(binding, keys))),
    },
    {
      title: groups.actions,
      commands: [...ROOMS.flatMap(({ actions }) => actions?.(app) ?? []), ...offers, ...windowActions(app)],
    },
  ];
}

/** What a key of the page does, the palette does too, unless it needs the press itself. */
function commandOfKey(binding: KeyBinding, keys: App['keys']): Command[] {
  const { says, group = 'page', run } = binding;
  if (group !== 'page' || !run || run.length > 0) return [];
  const [first] = keys.chordsOf(binding);
  return [{ id: `key-${first}`, says, keys: first!, run: run as () => void }];
}

/** Of several that a key has, the one that was registered last counts. */
function unique(commands: readonly Command[]): Command[] {
  return [...new Map(commands.toReversed().map((command) => [command.id, command])).values()].toReversed();
}

function windowActions({ words, preferences }: App): Command[] {
  const { actions } = words.shell;
  return [
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      says: actions.theme[theme],
      also: `theme ${theme} 主题`,
      run: () => void (preferences.theme = theme),
    })),
    {
      id: 'language',
      says: actions.language,
      also: 'language 语言 english 中文',
      run: () => void (preferences.language = preferences.language === 'en' ? 'zh' : 'en'),
    },
    { id: 'reload', says: actions.reload, also: 'reload 刷新', run: () => location.reload() },
  ];
}
