/** @file Undo and redo of documents by key, and the words for what became of it. */
import type { App } from '../platform/app.svelte.ts';
import type { Stepped } from '../platform/documents.svelte.ts';

interface Steps {
  undo(): Promise<Stepped>;
  redo(): Promise<Stepped>;
}

/** Takes a step and says what it changed. */
export async function stepBy(app: App, documents: Steps, way: 'undo' | 'redo'): Promise<void> {
  const done = await documents[way]();
  if (done) app.toasts.show({ tone: 'plain', text: stepText(app.words.planning, done, way) });
}

/** `Taken back: Label 500 complaints and 2 more`. */
export function stepText(
  words: App['words']['planning'],
  { count, name }: NonNullable<Stepped>,
  way: 'undo' | 'redo',
): string {
  if (count === 0) return way === 'undo' ? words.nothingToUndo : words.nothingToRedo;
  const what = words.changed(name, count);
  return way === 'undo' ? words.undone(what) : words.redone(what);
}
