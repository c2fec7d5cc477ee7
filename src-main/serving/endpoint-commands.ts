/** @file `lathe deploy` and `undeploy`: models behind endpoints, for as long as the workbench is open. */
import type { Endpoint } from '../../src-shared/contract.ts';
import { idOf, named, type Session } from '../platform/cli/session.ts';

export async function deployCommand(
  { client, terminal, app }: Session,
  { model, name }: { readonly model: string; readonly name?: string },
): Promise<void> {
  const id = await idOf('model', model, client.models.list);
  const endpoint = await client.serving.deploy(name === undefined ? { model: id } : { model: id, name });
  const later = app ? '\nIt is served while the workbench is open: run “lathe serve” or “lathe start”.' : '';
  terminal.result(endpoint, `Deployed “${endpoint.modelName}” at ${endpoint.path}.${later}`);
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
