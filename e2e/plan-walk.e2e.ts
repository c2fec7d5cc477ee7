/**
 * A PM makes a plan from a template, schedules, forecasts, reads the Overview and takes the report along: by keys alone in English,
 * and by mouse in Chinese. Each page on the way is looked at in both themes at both widths. `LATHE_WALKS=all` walks by either hand in
 * both languages, both themes and at both widths instead.
 */
import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { Client } from '../src-shared/contract.ts';
import { expect, test } from './fixtures.ts';
import { prefer } from './plan.ts';
import { restOfThePlan } from './plan-papers.ts';

const NAME = { en: 'Service dialog of the autumn', zh: '秋季客服对话产品' } as const;

/** How the window looks. */
interface Guise {
  readonly scheme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
}

/** How a PM does things: by keys alone, or by mouse. */
interface Hand {
  readonly way: 'keys' | 'mouse';
  /** Presses a control that is reached the way the hand goes. */
  press(target: Locator): Promise<void>;
  /** Goes to a page of the rail by its letter or its link. */
  goTo(page: Page, letter: string, link: string): Promise<void>;
  /** Opens a part of a plan by its key or its tab. */
  openTab(page: Page, key: string, tab: string): Promise<void>;
  /** Begins something by its key or its button. */
  begin(page: Page, key: string, button: Locator): Promise<void>;
}

/** One walk: by a hand, in a language, in a guise. */
interface Walk extends Guise {
  readonly hand: Hand;
  readonly language: 'en' | 'zh';
}

/** As many stops of Tab as a page may have before what is looked for. */
const MOST_TABS = 120;

/** Moves the focus by Tab alone until it stands on the control. */
async function tabTo(target: Locator): Promise<void> {
  const { keyboard } = target.page();
  for (let stop = 0; stop < MOST_TABS; stop++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it');
}

const NARROW = { width: 1024, height: 768 };
const WIDE = { width: 1920, height: 1080 };

const KEYS: Hand = {
  way: 'keys',
  async press(target) {
    await tabTo(target);
    await target.page().keyboard.press('Enter');
  },
  async goTo(page, letter) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
  },
  openTab: (page, key) => page.keyboard.press(key),
  begin: (page, key) => page.keyboard.press(key),
};

const MOUSE: Hand = {
  way: 'mouse',
  press: (target) => target.click(),
  goTo: (page, _, link) => page.getByRole('navigation').getByRole('link', { name: link }).click(),
  openTab: (page, _, tab) => page.getByRole('main').getByRole('link', { name: tab, exact: true }).click(),
  begin: (_, __, button) => button.first().click(),
};

const TWO: readonly Walk[] = [
  { hand: KEYS, language: 'en', scheme: 'light', size: NARROW },
  { hand: MOUSE, language: 'zh', scheme: 'dark', size: WIDE },
];

const EVERY: readonly Walk[] = [KEYS, MOUSE].flatMap((hand) =>
  (['en', 'zh'] as const).flatMap((language) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [NARROW, WIDE].map((size) => ({ hand, language, scheme, size })),
    ),
  ),
);

const ALL = process.env['LATHE_WALKS'] === 'all';

/** The words that the walk reads and presses. */
const WORDS = {
  en: {
    plan: 'Plan',
    newProject: 'New project',
    name: 'Name',
    template: /^Customer-service dialog/,
    create: 'Create project',
    waits: 'Gates that wait for a choice',
    timeline: 'Timeline',
    schedule: 'Schedule',
    baseline: 'Save baseline…',
    saveBaseline: 'Save baseline',
    saved: /Baseline “.*” saved/,
    forecast: /^Forecast/,
    finish: /^Finish/,
    overview: 'Overview',
    report: 'Report',
    html: 'Save as HTML',
    status: ': status',
    tabs: {
      gates: 'Gates',
      board: 'Board',
      list: 'List',
      timeline: 'Timeline',
      forecast: 'Forecast',
      aims: 'Aims',
      risks: 'Risks',
      resources: 'Resources',
      market: 'Market',
      compliance: 'Compliance',
      report: 'Report',
    },
    team: 'Team',
  },
  zh: {
    plan: '计划',
    newProject: '新建项目',
    name: '名称',
    template: /^客服对话/,
    create: '创建项目',
    waits: '等待选择对象的关口',
    timeline: '时间线',
    schedule: '排期',
    baseline: '保存基线…',
    saveBaseline: '保存基线',
    saved: /已保存基线/,
    forecast: '开始预测',
    finish: /^完成/,
    overview: '概览',
    report: '报告',
    html: '保存为 HTML',
    status: '：状态报告',
    tabs: {
      gates: '关口',
      board: '看板',
      list: '列表',
      timeline: '时间线',
      forecast: '预测',
      aims: '目标',
      risks: '风险',
      resources: '资源',
      market: '市场',
      compliance: '合规',
      report: '报告',
    },
    team: '团队',
  },
} as const;

/** The parts of a plan by key, and something of each that shows that it stands. */
const TABS = [
  ['1', 'gates', 'article'],
  ['2', 'board', 'ul'],
  ['3', 'list', '[role=grid]'],
  ['4', 'timeline', 'canvas'],
  ['5', 'forecast', 'canvas'],
  ['6', 'aims', 'section'],
  ['7', 'risks', '[role=grid]'],
  ['8', 'resources', 'table'],
  ['9', 'market', '[role=grid]'],
  ['0', 'compliance', 'ol'],
  ['Shift+R', 'report', 'article.report'],
] as const;

/** Parts of tabs and of the Team page by their address: half of them are looked at by each hand. */
const PARTS: readonly (readonly [name: string, address: string, shown: string])[] = [
  ['objectives', 'tab=aims&part=objectives', 'article'],
  ['requirements', 'tab=aims&part=requirements', '[role=grid]'],
  ['budget', 'tab=resources&part=budget', '[role=grid]'],
  ['competitors', 'tab=market&part=competitors', 'table'],
  ['positioning', 'tab=market&part=positioning', '.map'],
  ['swot', 'tab=market&part=swot', '.swot'],
  ['canvas', 'tab=market&part=canvas', '.canvas'],
  ['cash', 'tab=market&part=cash', '[role=grid]'],
  ['eu-ai-act', 'tab=compliance&part=eu-ai-act', 'ol'],
];
const TEAM: readonly (readonly [part: string, shown: string])[] = [
  ['raci', 'table'],
  ['skills', 'table'],
  ['hiring', 'section'],
  ['calendar', 'section'],
];

interface Look {
  readonly page: Page;
  readonly walk: Walk;
  readonly checkAccess: () => Promise<void>;
  readonly keepScreenshot: (name: string) => Promise<void>;
}

/** A page as it stands: whole, open to everybody, and not wider than the window, in each guise; the walk's own comes last. */
async function look({ page, walk, checkAccess, keepScreenshot }: Look, name: string, shown: string) {
  await expect(page.locator(shown).first()).toBeVisible();
  await expect(page.getByText(/not saved yet|尚未保存/)).toBeHidden();
  for (const guise of guisesOf(walk)) {
    const { scheme, size } = guise;
    await page.setViewportSize(size);
    await page.evaluate(`document.documentElement.dataset.theme = '${scheme}'`);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(over, `${name} scrolls sideways at ${size.width}`).toBeLessThanOrEqual(0);
    await keepScreenshot(`walk-${walk.hand.way}-${walk.language}-${scheme}-${size.width}-${name}`);
    // What access asks for changes with the colors, and hardly with the width.
    if (size === walk.size) await checkAccess();
  }
}

function guisesOf({ scheme, size }: Guise): readonly Guise[] {
  const other = {
    scheme: scheme === 'light' ? 'dark' : 'light',
    size: size === WIDE ? NARROW : WIDE,
  } as const;
  if (ALL) return [{ scheme, size }];
  // What fits is the same in either scheme.
  return [other, { scheme: other.scheme, size }, { scheme, size }];
}

/** The project that the PM made, with papers that nobody has at the start. */
async function fill(client: Client): Promise<string> {
  const [project] = await client.planning.projects();
  const { documents } = await client.planning.read({ scope: project!.project });
  const changes = restOfThePlan(documents);
  await client.planning.change({ scope: project!.project, operation: crypto.randomUUID(), changes });
  return project!.project;
}

test.describe.configure({ mode: 'parallel' });

for (const walk of ALL ? EVERY : TWO)
  test(`a plan from its template to its report, by ${walk.hand.way}, ${walk.language}, ${walk.scheme}, ${walk.size.width} wide`, async ({
    shell,
    page,
    client,
    checkAccess,
    keepScreenshot,
  }) => {
    test.setTimeout(300_000);
    const { hand, language, scheme, size } = walk;
    const words = WORDS[language];
    const { main } = shell;
    const step: Look = { page, walk, checkAccess, keepScreenshot };
    await prefer(page, { theme: scheme, language });
    await page.setViewportSize(size);
    await page.reload();
    await shell.isOpen();

    await test.step('a project of a template', async () => {
      await hand.goTo(page, 'p', words.plan);
      await expect(main.getByRole('heading', { name: words.plan })).toBeVisible();
      await look(step, 'plans-empty', 'main section');
      await hand.begin(page, 'n', main.getByRole('button', { name: words.newProject }));
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('textbox', { name: words.name })).toBeFocused();
      await page.keyboard.type(NAME[language]);
      const template = dialog.getByRole('radio', { name: words.template });
      if (hand === KEYS) {
        await tabTo(dialog.getByRole('radio').first());
        while (!(await template.isChecked())) await page.keyboard.press('ArrowDown');
        await look(step, 'new-project', '[role=dialog]');
        await page.keyboard.press('Enter');
      } else {
        await dialog.getByText(words.template).click();
        await look(step, 'new-project', '[role=dialog]');
        await dialog.getByRole('button', { name: words.create }).click();
      }
      await expect(main.getByRole('heading', { name: NAME[language] })).toBeVisible();
      await expect(main.getByRole('region', { name: words.waits })).toBeVisible();
      expect(await client.planning.portfolio()).toMatchObject([{ milestones: { length: 4 } }]);
    });
    const project = await fill(client);

    await test.step('its schedule, with a baseline', async () => {
      await hand.openTab(page, '4', words.timeline);
      await expect(page.getByRole('tree')).toBeVisible();
      await hand.press(main.getByRole('button', { name: words.schedule }));
      const item = page.getByRole('menuitem', { name: words.baseline });
      if (hand === KEYS) {
        while (!(await item.evaluate((one) => one === one.ownerDocument.activeElement)))
          await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Enter');
      } else {
        await item.click();
        await page.getByRole('dialog').getByRole('button', { name: words.saveBaseline }).click();
      }
      await expect(page.getByText(words.saved)).toBeVisible();
    });

    await test.step('its forecast', async () => {
      await hand.openTab(page, '5', words.tabs.forecast);
      await hand.begin(page, 'f', main.getByRole('button', { name: words.forecast }));
      await expect(main.getByRole('row', { name: words.finish }).first()).toBeVisible({ timeout: 60_000 });
    });

    await test.step('every part of it', async () => {
      for (const [key, tab, shown] of TABS) {
        await hand.openTab(page, key, words.tabs[tab]);
        await expect(main.getByRole('link', { name: words.tabs[tab], exact: true })).toHaveAttribute(
          'aria-current',
          'page',
        );
        await look(step, tab, `main ${shown}`);
      }
    });

    await test.step('the report is taken along', async () => {
      await expect(main.getByRole('heading', { name: `${NAME[language]}${words.status}` })).toBeVisible();
      const download = page.waitForEvent('download');
      await hand.press(main.getByRole('button', { name: words.html }));
      expect(readFileSync(await (await download).path(), 'utf8')).toContain(NAME[language]);
    });

    await test.step('the Overview says how it stands', async () => {
      await hand.goTo(page, 'o', words.overview);
      await expect(main.getByRole('article', { name: NAME[language] })).toBeVisible();
      await look(step, 'overview', 'main article');
      await hand.goTo(page, 'e', words.team);
      await look(step, 'team', 'main [role=grid]');
    });

    await test.step('what else there is of it', async () => {
      const { origin } = new URL(page.url());
      const isOurs = (_: unknown, i: number) => ALL || (i % 2 === 0) === (hand === KEYS);
      for (const [name, address, shown] of PARTS.filter(isOurs)) {
        await page.goto(`${origin}/plan/${project}?${address}`);
        await look(step, name, `main ${shown}`);
      }
      for (const [part, shown] of TEAM.filter(isOurs)) {
        await page.goto(`${origin}/team?part=${part}`);
        await look(step, `team-${part}`, `main ${shown}`);
      }
      await page.goto(`${origin}/plan`);
      await look(step, 'plans', 'main svg');
    });
  });
