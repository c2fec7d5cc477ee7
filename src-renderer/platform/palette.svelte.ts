/** @file What the command palette offers: pages, actions, and everything that has a name. */
import type { App } from './app.svelte.ts';
import { RAIL } from '../pages.ts';
import { hrefTo } from './routes.ts';
import { numbered } from './names.ts';
import { THEMES } from './preferences.svelte.ts';

export interface Command {
  readonly id: string;
  readonly says: string;
  /** More words to be found by. */
  readonly also?: string;
  readonly keys?: string;
  run(): void;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Of each kind. */
const MOST_NAMES = 50;

/** Names of the workspace, read when the palette opens and as people type. */
export class PaletteNames {
  groups = $state.raw<readonly CommandGroup[]>([]);

  /** @param search what the names hold; empty for the newest */
  async read(app: App, search: string, signal: AbortSignal): Promise<void> {
    const { client, words, router } = app;
    const asked = { search, limit: MOST_NAMES };
    const [datasets, runs, models] = await Promise.all([
      client.datasets.list(asked, { signal }),
      client.runs.list(asked, { signal }),
      client.models.list(asked, { signal }),
    ]);
    if (signal.aborted) return;
    const titles = words.shell.palette.groups;
    const open = (href: string) => () => router.open(href);
    this.groups = [
      {
        title: titles.datasets,
        commands: datasets.items.map(({ id, name }) => ({
          id,
          says: name,
          run: open(hrefTo('dataset', { dataset: id })),
        })),
      },
      {
        title: titles.runs,
        commands: runs.items.map((run) => ({
          id: run.id,
          says: numbered(run),
          also: run.versionName,
          run: open(hrefTo('run', { run: run.id })),
        })),
      },
      {
        title: titles.models,
        commands: models.items.map((model) => ({
          id: model.id,
          says: numbered(model),
          run: open(hrefTo('model', { model: model.id })),
        })),
      },
    ];
  }
}

/** Pages and actions, in the reader's language. */
export function standingGroups(app: App): readonly CommandGroup[] {
  const { words, router, preferences } = app;
  const { palette, actions } = words.shell;
  return [
    {
      title: palette.groups.pages,
      commands: RAIL.map(({ name, key, says }) => ({
        id: `page-${name}`,
        says: says(words),
        also: name,
        keys: `g ${key}`,
        run: () => router.go(name, {}),
      })),
    },
    {
      title: palette.groups.actions,
      commands: [
        { id: 'import', says: actions.import, also: 'import 导入', run: () => router.go('import', {}) },
        {
          id: 'projects',
          says: words.projects.title,
          also: 'sample project 示例',
          run: () => router.go('projects', {}),
        },
        { id: 'train', says: actions.startTraining, also: 'train 训练', run: () => router.go('train', {}) },
        ...THEMES.map((theme) => ({
          id: `theme-${theme}`,
          says: actions.theme[theme],
          also: `theme ${theme} 主题`,
          run: () => (preferences.theme = theme),
        })),
        {
          id: 'language',
          says: actions.language,
          also: 'language 语言 english 中文',
          run: () => (preferences.language = preferences.language === 'en' ? 'zh' : 'en'),
        },
        { id: 'reload', says: actions.reload, also: 'reload 刷新', run: () => location.reload() },
      ],
    },
  ];
}
