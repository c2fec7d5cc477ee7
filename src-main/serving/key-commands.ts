/** @file `lathe keys`: with what programs ask endpoints. */
import { named, type Session } from '../platform/cli/session.ts';

export async function keysCommand({ client, terminal }: Session): Promise<void> {
  const [keys, { anyone }] = [await client.serving.keys(), await client.serving.access()];
  const lines = keys.map(({ id, name, endpoint, createdAt, lastUsedAt }) =>
    [id, name, endpoint ?? 'all endpoints', `made ${day(createdAt)}`, `last used ${day(lastUsedAt)}`].join(
      '  ',
    ),
  );
  const open = 'Anyone at this machine may ask without a key (lathe keys anyone off).';
  const none = 'There are no API keys. Make one with “lathe keys create NAME”.';
  terminal.result(
    { keys, anyone },
    [...(keys.length ? lines : [none]), ...(anyone ? [open] : [])].join('\n'),
  );
}

/** A day as people write it; a key is never used before it is made. */
function day(instant: string | null): string {
  return instant?.slice(0, 10) ?? 'never';
}

export async function createKeyCommand(
  { client, terminal }: Session,
  name: string,
  { endpoint }: { readonly endpoint?: string },
): Promise<void> {
  const all = await client.serving.list();
  if (endpoint !== undefined)
    named(
      'endpoint',
      endpoint,
      all.map((one) => ({ id: one.name, name: one.name })),
    );
  const { key, secret } = await client.serving.createKey({ name, endpoint: endpoint ?? null });
  terminal.result(
    { ...key, key: secret },
    `${secret}\nThis is shown once. Send it as “Authorization: Bearer KEY”; “lathe keys revoke ${key.id}” takes it back.`,
  );
}

export async function revokeKeyCommand({ client, terminal }: Session, given: string): Promise<void> {
  const key = named('key', given, await client.serving.keys());
  await client.serving.revokeKey({ id: key.id });
  terminal.result({ id: key.id, name: key.name }, `The key “${key.name}” opens nothing any more.`);
}

export async function setAnyoneCommand({ client, terminal }: Session, anyone: boolean): Promise<void> {
  await client.serving.setAccess({ anyone });
  terminal.result(
    { anyone },
    anyone ? 'Anyone at this machine may ask endpoints.' : 'Endpoints answer who sends an API key.',
  );
}
