/** @file What `npm run new-room` writes: every file of a room as text, with `rooms`, `Rooms` and `room` for its names. */

/** The files of a new room, by their paths; what stands in them is the smallest room that has every facet. */
export const FILES: Readonly<Record<string, string>> = {
  'src-shared/__rooms__/contract.ts': `/** @file The contract of __rooms__. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Name, read, write } from '../platform/procedure.ts';

export const __Rooms__Item = z.object({ id: Id, name: Name, createdAt: Instant, createdBy: z.string() });
export type __Rooms__Item = z.infer<typeof __Rooms__Item>;

export const __rooms__ = {
  /** The newest first. */
  list: read(EVERYONE).output(z.array(__Rooms__Item)),
  add: write(ENGINEERS)
    .input(z.object({ name: Name }))
    .output(__Rooms__Item),
  remove: write(ENGINEERS)
    .input(z.object({ id: Id }))
    .output(z.object({})),
};
`,
  'src-shared/__rooms__/problems.ts': `/** @file Problems of __rooms__. */
import type { Problems } from '../platform/problem.ts';

export const __rooms__Problems = {
  '__rooms__.nameTaken': {
    code: 'CONFLICT',
    en: { message: 'There is already one called “{name}”.', hint: 'Choose another name.' },
    zh: { message: '名称“{name}”已存在。', hint: '请换一个名称。' },
  },
} as const satisfies Problems;
`,
  'src-main/platform/store/migrations/__stamp__-__rooms__.sql': `-- What the room __rooms__ keeps.
CREATE TABLE __rooms___items (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
`,
  'src-main/__rooms__/queries.ts': `/** @file The SQL of __rooms__. */
import type { Database } from 'better-sqlite3';
import type { __Rooms__Item } from '../../src-shared/contract.ts';

const ITEM = 'SELECT id, name, created_at AS createdAt, created_by AS createdBy FROM __rooms___items';

export function prepareQueries(db: Database) {
  return {
    all: db.prepare<[], __Rooms__Item>(\`\${ITEM} ORDER BY created_at DESC, id DESC\`),
    get: db.prepare<[string], __Rooms__Item>(\`\${ITEM} WHERE id = ?\`),
    named: db.prepare<[string], { id: string }>('SELECT id FROM __rooms___items WHERE name = ?'),
    add: db.prepare<__Rooms__Item>(
      'INSERT INTO __rooms___items (id, name, created_at, created_by) VALUES ($id, $name, $createdAt, $createdBy)',
    ),
    remove: db.prepare<[string]>('DELETE FROM __rooms___items WHERE id = ?'),
    count: db.prepare<[], number>('SELECT count(*) FROM __rooms___items').pluck(),
  };
}
`,
  'src-main/__rooms__/__rooms__.ts': `/** @file What the room __rooms__ does. */
import type { Person, __Rooms__Item } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Store } from '../platform/store/index.ts';
import { prepareQueries } from './queries.ts';

export interface __Rooms__Parts {
  readonly store: Store;
  readonly emit: Emit;
}

/** The methods of the room. */
export type __Rooms__ = ReturnType<typeof open__Rooms__>;

export function open__Rooms__({ store, emit }: __Rooms__Parts) {
  const queries = prepareQueries(store.db);
  const changed = (id: string): void => emit({ type: 'changed', what: '__rooms__', id });
  return {
    /** The newest first. */
    list: (): __Rooms__Item[] => queries.all.all(),

    /** @throws AppError \`__rooms__.nameTaken\` */
    add({ name }: { name: string }, person: Person): __Rooms__Item {
      const item = {
        id: createId('__rooms__'),
        name,
        createdAt: new Date().toISOString(),
        createdBy: person.name,
      };
      store.tx(() => {
        if (queries.named.get(name)) throw new AppError('__rooms__.nameTaken', { name });
        queries.add.run(item);
      });
      changed(item.id);
      return item;
    },

    /** @throws AppError \`house.notFound\` */
    remove({ id }: { id: string }): void {
      if (queries.remove.run(id).changes === 0)
        throw new AppError('house.notFound', { what: '__rooms__', id });
      changed(id);
    },

    counts: () => ({ __rooms__: queries.count.get() ?? 0 }),
  };
}
`,
  'src-main/__rooms__/facts.ts': `/** @file What is known of __rooms__. */
import * as z from 'zod';
import { defineFact } from '../platform/facts.ts';

/** How many there are. */
export function countFact(room: { counts(): { __rooms__: number } }) {
  return defineFact({
    name: '__rooms__.count',
    unit: '1',
    parameters: z.object({}),
    read: () => room.counts().__rooms__,
    changedBy: (event) => (event.type === 'changed' && event.what === '__rooms__' ? {} : null),
  });
}
`,
  'src-main/__rooms__/router.ts': `/** @file Procedures of __rooms__. */
import { os } from '../platform/api/implement.ts';
import type { __Rooms__ } from './__rooms__.ts';

export function __rooms__Router(room: __Rooms__) {
  return {
    list: os.__rooms__.list.handler(() => room.list()),
    add: os.__rooms__.add.handler(({ input, context }) => room.add(input, context.person)),
    remove: os.__rooms__.remove.handler(({ input }) => {
      room.remove(input);
      return {};
    }),
  };
}
`,
  'src-main/__rooms__/index.ts': `/** @file The room __rooms__: say here in one sentence what it is for. */
import { countFact } from './facts.ts';
import { open__Rooms__, type __Rooms__Parts } from './__rooms__.ts';
import { __rooms__Router } from './router.ts';

export type { __Rooms__, __Rooms__Parts } from './__rooms__.ts';

/** Opens the room with its facets. */
export function create__Rooms__(parts: __Rooms__Parts) {
  const room = open__Rooms__(parts);
  return {
    ...room,
    procedures: () => ({ __rooms__: __rooms__Router(room) }),
    facts: [countFact(room)],
  };
}
`,
  'src-main/__rooms__/commands.ts': `/** @file The commands of __rooms__. */
import type { Command } from 'commander';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import type { Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

/** Adds the commands of the room. */
export const add__Rooms__Commands: AddCommands = (lathe, { common, within }) => {
  const list = common(lathe.command('__rooms__'))
    .description('list the __rooms__')
    .action((options: CommonOptions) => within(options, listCommand));
  common(list.command('add'))
    .description('add one')
    .argument('<name>', 'its name')
    .action((name: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => addCommand(session, name)),
    );
};

async function listCommand({ client, terminal }: Session): Promise<void> {
  const items = await client.__rooms__.list();
  const rows = items.map(({ id, name, createdBy }) => [id, name, createdBy]);
  const none = 'None yet. Add one with “lathe __rooms__ add NAME”.';
  terminal.result({ items }, items.length === 0 ? none : table(['id', 'name', 'created by'], rows));
}

async function addCommand({ client, terminal }: Session, name: string): Promise<void> {
  const item = await client.__rooms__.add({ name });
  terminal.result(item, \`Added \${item.name} as \${item.id}.\`);
}
`,
  'src-main/__rooms__/__rooms__.test.ts': `import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { runCli } from '../cli/index.ts';
import type { App } from '../platform/host/app.ts';

let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-__rooms__-'));
  app = await createApp({ workspace: folder, host: 'server' });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('__rooms__', () => {
  it('are added, listed the newest first, and removed', async () => {
    const { __rooms__ } = app.client;
    const first = await __rooms__.add({ name: 'first' });
    await __rooms__.add({ name: 'second' });
    expect((await __rooms__.list()).map(({ name }) => name)).toContain('second');
    await __rooms__.remove({ id: first.id });
    expect((await __rooms__.list()).map(({ name }) => name)).toEqual(['second']);
    expect((await app.client.workspace.about()).counts).toMatchObject({ __rooms__: 1 });
    expect(await app.facts.read('__rooms__.count', {})).toBe(1);
  });

  it('have a name each, and say so', async () => {
    await app.client.__rooms__.add({ name: 'one' });
    await expect(app.client.__rooms__.add({ name: 'one' })).rejects.toThrow('already one called “one”');
    await expect(app.client.__rooms__.remove({ id: 'none' })).rejects.toThrow('none');
  });

  it('are listed at the command line', async () => {
    await app.client.__rooms__.add({ name: 'one' });
    await app.close();
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    try {
      await runCli(['__rooms__', '--json', '--workspace', folder]);
    } finally {
      process.stdout.write = write;
    }
    expect(JSON.parse(written.join(''))).toMatchObject({ items: [{ name: 'one' }] });
    app = await createApp({ workspace: folder, host: 'server' });
  });
});
`,
  'src-renderer/__rooms__/words.ts': `/** @file Words of the page __Rooms__. */
export const en = {
  title: '__Rooms__',
  name: 'Name',
  add: 'Add',
  remove: 'Remove',
  empty: { title: 'Nothing here yet', text: 'Add the first one by its name.' },
};

export const zh: typeof en = {
  title: '__Rooms__',
  name: '名称',
  add: '添加',
  remove: '移除',
  empty: { title: '暂无内容', text: '请输入名称添加第一项。' },
};
`,
  'src-renderer/__rooms__/__Rooms__.svelte': `<!-- @component The page of __rooms__: what there is, and a field to add one. -->
<script lang="ts">
  import ErrorNote from '../ui/ErrorNote.svelte';
  import EmptyState from '../ui/EmptyState.svelte';
  import Field from '../ui/Field.svelte';
  import Page from '../platform/Page.svelte';
  import { useApp } from '../platform/context.ts';
  import { useQuery } from '../platform/query.svelte.ts';

  const app = useApp();
  const words = $derived(app.words.__rooms__);
  const items = useQuery({ load: () => app.client.__rooms__.list(), on: ['__rooms__'] });
  let name = $state('');

  async function add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    await app.attempt(async () => {
      await app.client.__rooms__.add({ name: name.trim() });
      name = '';
    });
  }

  const remove = (id: string) =>
    app.attempt(async () => {
      await app.client.__rooms__.remove({ id });
    });
</script>

<Page title={words.title}>
  <form onsubmit={add}>
    <Field label={words.name}>
      {#snippet children({ control })}<input id={control} class="input" required maxlength="120" bind:value={name} />{/snippet}
    </Field>
    <button class="button primary" disabled={name.trim() === ''}>{words.add}</button>
  </form>
  {#if items.error}<ErrorNote error={items.error} />{/if}
  {#if items.data?.length === 0}
    <EmptyState icon="data" title={words.empty.title} text={words.empty.text} />
  {:else if items.data}
    <ul>
      {#each items.data as { id, name: title } (id)}
        <li>
          <span class="clip">{title}</span>
          <button class="button small" onclick={() => remove(id)} aria-label="{words.remove}: {title}">
            {words.remove}
          </button>
        </li>
      {/each}
    </ul>
  {/if}
</Page>

<style>
  form {
    display: flex;
    align-items: end;
    gap: 8px;
    margin-bottom: 16px;
  }
  ul {
    max-width: 640px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 6px 0;
  }
</style>
`,
  'src-renderer/__rooms__/index.ts': `/** @file The room __rooms__ in the window. */
import { defineRoom } from '../platform/room.ts';
import __Rooms__ from './__Rooms__.svelte';

export const __rooms__ = defineRoom({
  pages: { __rooms__: __Rooms__ },
  rail: [
    {
      name: '__rooms__',
      icon: 'data',
      says: (words) => words.__rooms__.title,
      key: '__key__',
      holds: ['__rooms__'],
    },
  ],
});
`,
  'e2e/__rooms__.e2e.ts': `/** The page of __rooms__, as its user walks it. */
import { expect, test } from './fixtures.ts';

test('__rooms__ are added and removed by hand and by key', async ({ shell, page, checkAccess }) => {
  await shell.goTo('__Rooms__');
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  await checkAccess();
  await page.getByLabel('Name').fill('first');
  await page.keyboard.press('Enter');
  await expect(page.getByText('first', { exact: true })).toBeVisible();
  await checkAccess();
  await page.getByRole('button', { name: 'Remove: first' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
});
`,
};
