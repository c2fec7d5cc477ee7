/** @file `lathe keys`: the API keys that give programs access to endpoints. */
import { named, type Session } from '../platform/cli/session.ts';

export async function keysCommand({ client, terminal }: Session): Promise<void> {
  const [keys, { anyone }] = [await client.serving.keys(), await client.serving.access()];
  const lines = keys.map(({ id, name, endpoint, createdAt, lastUsedAt }) =>
    [id, name, endpoint ?? 'all endpoints', `created ${day(createdAt)}`, `last used ${day(lastUsedAt)}`].join(
      '  ',
    ),
  );
  const open =
    'Requests without an API key are allowed from this machine (forbid them with “lathe keys anyone off”).';
  const none = 'There are no API keys. Create one with “lathe keys create NAME”.';
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
      // The MLflow door has keys of its own.
      [...all.map(({ name: each }) => each), 'mlflow'].map((each) => ({ id: each, name: each })),
    );
  const { key, secret } = await client.serving.createKey({ name, endpoint: endpoint ?? null });
  terminal.result(
    { ...key, key: secret },
    `${secret}\nThe key is shown only once. Send it as “Authorization: Bearer KEY”. Revoke it with “lathe keys revoke ${key.id}”.`,
  );
}

export async function revokeKeyCommand({ client, terminal }: Session, given: string): Promise<void> {
  const key = named('key', given, await client.serving.keys());
  await client.serving.revokeKey({ id: key.id });
  terminal.result({ id: key.id, name: key.name }, `The key “${key.name}” was revoked.`);
}

export async function setAnyoneCommand({ client, terminal }: Session, anyone: boolean): Promise<void> {
  await client.serving.setAccess({ anyone });
  terminal.result(
    { anyone },
    anyone
      ? 'Endpoints accept requests without an API key from this machine.'
      : 'Endpoints require an API key.',
  );
}
