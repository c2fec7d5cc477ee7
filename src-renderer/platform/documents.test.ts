import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { DocumentChange, DocumentOf } from '../../src-shared/platform/documents.ts';
import { DocumentStore, type DocumentsClient } from './documents.svelte.ts';

type Kinds = { readonly note: z.ZodType<{ text: string }> };
const note = (id: string, text: string | null): DocumentChange<Kinds> => ({
  id,
  kind: 'note',
  body: text === null ? null : { text },
});

/** A workbench that keeps documents in memory and can be unreachable or refuse: the real one does neither when told. */
class Workbench implements DocumentsClient<Kinds> {
  readonly documents = new Map<string, DocumentOf<Kinds>>();
  readonly operations: string[] = [];
  fails: (() => AppError | undefined) | undefined;
  at = 0;
  lately: DocumentChange<Kinds>[] = [];
  back: DocumentChange<Kinds>[] = [];

  read = async () => ({ at: this.at, documents: [...this.documents.values()] });
  since = async () => ({ at: this.at, changes: this.lately });
  undo = async () => ({ at: this.at, changes: this.back });
  redo = async () => ({ at: this.at, changes: [] });
  change = async ({ operation, changes }: { operation: string; changes: DocumentChange<Kinds>[] }) => {
    this.operations.push(operation);
    const error = this.fails?.();
    if (error) throw error;
    for (const change of changes)
      if (change.body === null) this.documents.delete(change.id);
      else this.documents.set(change.id, { id: change.id, kind: 'note', body: change.body });
    return { at: ++this.at };
  };
}

async function open() {
  const workbench = new Workbench();
  const refusals: AppError[] = [];
  const store = new DocumentStore<Kinds>({
    client: workbench,
    scope: 's',
    refused: (error) => void refusals.push(error),
    pause: async () => undefined,
  });
  await store.open();
  const texts = () => store.of('note').map(({ body }) => body.text);
  return { workbench, refusals, store, texts };
}

describe('documents in the window', () => {
  it('are painted before they are saved, and saved in order', async () => {
    const { workbench, store, texts } = await open();
    store.change(note('a', 'one'));
    store.change(note('a', 'two'), note('b', 'three'));
    expect(texts()).toEqual(['two', 'three']);
    expect(store.unsaved).toBe(2);
    await store.saved();
    expect([...workbench.documents.values()].map(({ body }) => body.text)).toEqual(['two', 'three']);
    expect(store.unsaved).toBe(0);
    expect(store.of('note')).toBe(store.of('note'));
  });

  it('are tried again with the same operation while the workbench cannot be reached', async () => {
    const { workbench, store, refusals } = await open();
    let down = 3;
    workbench.fails = () => (down-- > 0 ? new AppError('house.unreachable') : undefined);
    store.change(note('a', 'one'));
    await store.saved();
    expect(workbench.operations).toHaveLength(4);
    expect(new Set(workbench.operations).size).toBe(1);
    expect(refusals).toEqual([]);
  });

  it('go back to what the workbench has where it refuses', async () => {
    const { workbench, store, texts, refusals } = await open();
    store.change(note('a', 'one'));
    await store.saved();
    workbench.fails = () => new AppError('house.forbidden', { role: 'viewer' });
    store.change(note('a', 'two'));
    expect(texts()).toEqual(['two']);
    await store.saved();
    expect(texts()).toEqual(['one']);
    expect(refusals.map(({ key }) => key)).toEqual(['house.forbidden']);
  });

  it('take over what others changed, but not over what is unsaved here', async () => {
    const { workbench, store, texts } = await open();
    workbench.fails = () => new AppError('house.unreachable');
    store.change(note('a', 'mine'));
    workbench.lately = [note('a', 'theirs'), note('b', 'theirs')];
    await store.follow();
    expect(texts()).toEqual(['mine', 'theirs']);
    workbench.fails = undefined;
    await store.saved();
  });

  it('say what an undo changed, also of what it takes away', async () => {
    const { workbench, store } = await open();
    expect(await store.undo()).toEqual({ count: 0, name: undefined });
    store.change(note('a', 'Label 500\nby Friday'));
    workbench.back = [note('a', null), note('b', 'other')];
    expect(await store.undo()).toEqual({ count: 2, name: 'Label 500' });
  });
});
