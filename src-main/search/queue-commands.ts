/** @file `lathe queue`: what waits for its turn. */
import { AppError } from '../../src-shared/platform/errors.ts';
import { parameterPairs } from '../platform/cli/arguments.ts';
import { versionNamed, type Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

export interface QueueRunOptions {
  readonly version: string;
  readonly recipe: string;
  readonly set?: readonly string[];
  readonly name?: string;
}

export async function queueCommand({ client, terminal }: Session): Promise<void> {
  const queue = await client.search.queue();
  const rows = queue.items.map(({ id, kind, name, state, run, createdBy }) => [
    id,
    kind,
    name,
    state,
    run ?? '',
    createdBy,
  ]);
  const lines = [
    ...(queue.paused ? ['The queue is paused: nothing new begins. “lathe queue resume” goes on.'] : []),
    rows.length === 0
      ? 'Nothing waits. Add a run with “lathe queue add”, or a search with “lathe search start --queue”.'
      : table(['id', 'what', 'name', 'state', 'run', 'by'], rows),
  ];
  terminal.result(queue, lines.join('\n'));
}

export async function addToQueueCommand(session: Session, options: QueueRunOptions): Promise<void> {
  const { client, terminal } = session;
  const item = await client.search.queueRun({
    version: await versionNamed(session, options.version),
    recipe: options.recipe,
    parameters: parameterPairs(options.set ?? [], 'queue add'),
    ...(options.name ? { name: options.name } : {}),
  });
  terminal.result(item, `${item.name} waits in the queue as ${item.id}.`);
}

export async function moveCommand(session: Session, id: string, before: string | undefined): Promise<void> {
  if (before === id)
    throw new AppError('house.usage', { why: 'Nothing goes before itself.', command: 'queue reorder' });
  await session.client.search.move({ id, before: before ?? null });
  await queueCommand(session);
}
