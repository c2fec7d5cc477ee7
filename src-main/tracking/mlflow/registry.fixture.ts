/** @file For tests: what MLflow's client asks of the registry, one after another, and what the workbench then has. */
import { expect } from 'vitest';
import { refused, refusedInWords, told, type Json, type OpenDoor } from './door.fixture.ts';

/** @param run a run that versions can name */
export async function registryWalk({ app, send }: OpenDoor, run: string): Promise<void> {
  const post = (route: string, body: unknown) => send('POST', `/api/2.0/mlflow/${route}`, body);
  const get = (route: string, query: Record<string, string> = {}) =>
    send('GET', `/api/2.0/mlflow/${route}?${new URLSearchParams(query)}`);
  await told(post('registered-models/create', { name: 'spam', tags: [{ key: 'task', value: 'text' }] }));
  expect(await refused(post('registered-models/create', { name: 'spam' }))).toMatchObject([
    400,
    'RESOURCE_ALREADY_EXISTS',
  ]);
  for (const version of ['1', '2']) {
    const made = await told(
      post('model-versions/create', { name: 'spam', source: `runs:/${run}/model`, run_id: run }),
    );
    expect(made.model_version).toMatchObject({ version, status: 'READY', run_id: run });
  }
  await told(post('registered-models/alias', { name: 'spam', alias: 'champion', version: '1' }));
  expect(
    (await told(get('registered-models/alias', { name: 'spam', alias: 'champion' }))).model_version,
  ).toMatchObject({
    version: '1',
    aliases: ['champion'],
  });
  expect(await refused(get('registered-models/alias', { name: 'spam', alias: 'none' }))).toMatchObject([
    400,
    'INVALID_PARAMETER_VALUE',
  ]);
  const found = await told(
    get('model-versions/search', { filter: "name='spam'", order_by: 'version_number DESC' }),
  );
  expect(found.model_versions.map(({ version }: Json) => version)).toEqual(['2', '1']);
  await told(send('DELETE', '/api/2.0/mlflow/model-versions/delete', { name: 'spam', version: '1' }));
  const { registered_model } = await told(get('registered-models/get', { name: 'spam' }));
  expect(registered_model).toMatchObject({ aliases: [], latest_versions: [{ version: '2' }] });
  const [own] = (await app.client.registry.list()).filter(({ name }) => name === 'spam');
  expect(own).toMatchObject({ versions: 1, latest: 2, tags: { task: 'text' } });
  const inStage = (stage: string) =>
    post('model-versions/transition-stage', { name: 'spam', version: '2', stage });
  expect((await told(inStage('Production'))).model_version.current_stage).toBe('Production');
  expect(await app.client.registry.versions({ registered: own!.id })).toMatchObject([
    { version: 2, stage: 'production', model: null, run },
  ]);
  expect(await refused(inStage('Champion'))).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  const third = { name: 'spam', source: `runs:/${run}/model`, run_id: run };
  await told(post('model-versions/create', third));
  const replaced = { name: 'spam', version: '3', stage: 'Production', archive_existing_versions: true };
  await told(post('registered-models/alias', { name: 'spam', alias: 'champion', version: '2' }));
  expect(await refusedInWords(post('model-versions/transition-stage', replaced))).toMatchObject([
    400,
    'INVALID_PARAMETER_VALUE',
    'Version 2 cannot be archived while it has an alias: champion.',
  ]);
  await told(send('DELETE', '/api/2.0/mlflow/registered-models/alias', { name: 'spam', alias: 'champion' }));
  await told(post('model-versions/transition-stage', replaced));
  expect(await app.client.registry.versions({ registered: own!.id })).toMatchObject([
    { version: 3, stage: 'production' },
    { version: 2, stage: 'retired' },
  ]);
  const gate = { fact: 'models.size', parameters: {}, comparison: '<=', value: 1, against: null } as const;
  await app.client.registry.setGates({
    registered: own!.id,
    gates: [{ ...gate, stage: 'staging' }],
  });
  expect(await refusedInWords(inStage('Staging'))).toMatchObject([
    409,
    'INVALID_PARAMETER_VALUE',
    expect.stringContaining('Version 2 of “spam” cannot become staging'),
  ]);
  await told(send('DELETE', '/api/2.0/mlflow/registered-models/delete', { name: 'spam' }));
  expect(await refused(get('registered-models/get', { name: 'spam' }))).toMatchObject([
    404,
    'RESOURCE_DOES_NOT_EXIST',
  ]);
}
