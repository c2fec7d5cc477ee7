/** @file `lathe deploy` and `undeploy`: models behind endpoints, for as long as the workbench is open. */
import type { Endpoint } from '../../src-shared/contract.ts';
import { readVersionName } from '../../src-shared/models/stages.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { idOf, named, type Session } from '../platform/cli/session.ts';

export async function deployCommand(
  { client, terminal, app }: Session,
  { model, name }: { readonly model: string; readonly name?: string },
): Promise<void> {
  const what = await deployed(client, model);
  const endpoint = await client.serving.deploy(name === undefined ? what : { ...what, name });
  const later = app ? '\nIt is served while the workbench is open: run “lathe serve” or “lathe start”.' : '';
  terminal.result(endpoint, `Deployed “${endpoint.modelName}” at ${endpoint.path}.${later}`);
}

/** A model, or the alias of a registered one, which the endpoint then follows. */
async function deployed(
  client: Session['client'],
  given: string,
): Promise<{ model: string } | { follows: { registered: string; alias: string } }> {
  const { name, alias } = readVersionName(given) ?? {};
  const registered = (await client.registry.list()).find((each) => each.name === name);
  if (!registered) return { model: await idOf('model', given, client.models.list) };
  if (alias !== undefined) return { follows: { registered: registered.id, alias } };
  const version = await client.registry.resolve({ name: given });
  if (version.model) return { model: version.model.id };
  throw new AppError('models.noFileOfVersion', { name: registered.name, version: version.version });
}

export async function undeployCommand({ client, terminal }: Session, given: string): Promise<void> {
  const { name } = endpointNamed(given, await client.serving.list());
  await client.serving.remove({ name });
  terminal.result({ name }, `Removed the endpoint “${name}”. Its model is kept.`);
}

function endpointNamed(given: string, all: readonly Endpoint[]): { readonly name: string } {
  return named(
    'endpoint',
    given,
    all.map(({ name }) => ({ id: name, name })),
  );
}
