/** @file Moving an alias in the window: one step, which the notice takes back. */
import type { App } from '../../platform/app.svelte.ts';

export interface AliasMove {
  readonly registered: string;
  readonly alias: string;
  /** Null takes it away. */
  readonly version: number | null;
  readonly reason?: string;
}

/** @throws AppError as `registry.setAlias` does */
export async function setAlias(app: App, move: AliasMove): Promise<void> {
  const { alias, version, registered } = move;
  const { seq, from, to } = await app.client.registry.setAlias(move);
  const words = app.words.registry.alias;
  const text = version === null ? words.removed(alias) : words.moved(alias, version);
  const action = { says: words.undo, run: () => void undoAlias(app, { registered, alias, seq }) };
  app.toasts.show({ tone: 'plain', text, ...(from !== to && { action }) });
}

/** The same from a menu: what goes wrong is told in a notice. */
export async function moveAlias(app: App, move: AliasMove): Promise<void> {
  await app.attempt(() => setAlias(app, move));
}

export async function undoAlias(
  app: App,
  { registered, alias, seq }: { registered: string; alias: string; seq: number },
): Promise<void> {
  const undone = await app.attempt(() => app.client.registry.undoAlias({ registered, event: seq }));
  if (undone) app.toasts.show({ tone: 'plain', text: app.words.registry.alias.undone(alias) });
}
