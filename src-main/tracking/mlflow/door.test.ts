/**
 * The MLflow door, through one workbench: requests as the official client sends them by its published protocol. The client itself
 * could not be installed where these were written.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registryWalk } from './registry.fixture.ts';
import { openDoor, refused, refusedInWords, told, type Json, type OpenDoor } from './door.fixture.ts';

let door: OpenDoor;
let app: OpenDoor['app'];
const send: OpenDoor['send'] = (...asked) => door.send(...asked);

beforeAll(async () => {
  door = await openDoor();
  ({ app } = door);
});
afterAll(() => door.close());

const post = (route: string, body: unknown) => send('POST', `/api/2.0/mlflow/${route}`, body);
const get = (route: string, query: Record<string, string> = {}) =>
  send('GET', `/api/2.0/mlflow/${route}?${new URLSearchParams(query)}`);

async function begin(experiment_id: string, more: object = {}): Promise<string> {
  const { run } = await told(
    post('runs/create', { experiment_id, user_id: 'ada', start_time: 1_700_000_000_000, tags: [], ...more }),
  );
  return run.info.run_id as string;
}
const runOf = async (run_id: string) => (await told(get('runs/get', { run_id }))).run as Json;

it('a key of this door comes in, and no other key or stranger; nobody has to ask whether it is there', async () => {
  const other = (await app.client.serving.createKey({ name: 'other', endpoint: null })).secret;
  await app.client.serving.setAccess({ anyone: true });
  for (const [authorization, says] of [
    ['', 'needs a key'],
    [null, 'needs a key'],
    [`Bearer ${other}`, 'not valid here'],
    ['Bearer lathe_nobody', 'not valid here'],
    ['Basic YTpi', 'not valid here'],
  ] as const) {
    const asked = send('GET', '/api/2.0/mlflow/experiments/search', undefined, { authorization });
    expect(await refusedInWords(asked)).toEqual([401, 'UNAUTHENTICATED', expect.stringContaining(says)]);
  }
  await app.client.serving.setAccess({ anyone: false });
  expect(await (await send('GET', '/health', undefined, { authorization: '' })).text()).toBe('OK');
  expect(await (await send('GET', '/version')).text()).toMatch(/^3\./);
  expect(await told(send('GET', '/api/3.0/mlflow/server-info'))).toMatchObject({ store_type: 'SqlStore' });
});

describe('experiments', () => {
  it('are made, found, searched, renamed, deleted and restored', async () => {
    const { experiment_id } = await told(
      post('experiments/create', { name: 'spam/垃圾', tags: [{ key: 'team', value: 'a' }] }),
    );
    expect(await refused(post('experiments/create', { name: 'spam/垃圾' }))).toMatchObject([
      400,
      'RESOURCE_ALREADY_EXISTS',
    ]);
    expect(await refusedInWords(post('experiments/create', {}))).toEqual([
      400,
      'INVALID_PARAMETER_VALUE',
      "Missing value for required parameter 'name'.",
    ]);
    expect(await refused(get('experiments/get-by-name', { experiment_name: 'none' }))).toMatchObject([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
    const { experiment } = await told(get('experiments/get-by-name', { experiment_name: 'spam/垃圾' }));
    expect(experiment).toMatchObject({
      experiment_id,
      lifecycle_stage: 'active',
      artifact_location: `mlflow-artifacts:/${experiment_id}`,
      tags: [{ key: 'team', value: 'a' }],
    });
    expect((await told(get('experiments/get', { experiment_id: '0' }))).experiment).toMatchObject({
      name: 'Default',
    });
    await told(post('experiments/update', { experiment_id, new_name: 'mail' }));
    await told(post('experiments/set-experiment-tag', { experiment_id, key: 'team', value: 'b' }));
    const search = async (more: object) =>
      (await told(post('experiments/search', { max_results: 1000, ...more }))).experiments?.map(
        ({ name }: Json) => name,
      );
    expect(await search({ filter: "name LIKE 'ma%' AND tags.team = 'b'" })).toEqual(['mail']);
    await told(post('experiments/delete', { experiment_id }));
    expect(await search({ view_type: 'DELETED_ONLY' })).toEqual(['mail']);
    expect(await search({ filter: "name = 'mail'" })).toEqual([]);
    await told(post('experiments/restore', { experiment_id }));
    expect((await search({})).toSorted()).toEqual(['Default', 'mail']);
  });
});

describe('runs', () => {
  it('are begun, logged and ended as a script does it, and are seen in the workbench', async () => {
    const run = await begin('0', {
      run_name: 'owl',
      tags: [{ key: 'mlflow.source.name', value: 'train.py' }],
    });
    await told(post('runs/log-parameter', { run_id: run, key: 'lr', value: '1e-05' }));
    await told(
      post('runs/log-batch', {
        run_id: run,
        metrics: [
          { key: 'val/loss', value: 0.5, timestamp: 1000, step: 1 },
          { key: 'val/loss', value: 'NaN', timestamp: 2000, step: 2 },
          { key: 'val/loss', value: '-Infinity', timestamp: 3000, step: 2 },
        ],
        params: [
          { key: 'depth', value: '3' },
          { key: 'flag', value: 'True' },
          { key: 'plain', value: '' },
        ],
        tags: [{ key: 'mlflow.note.content', value: '# Note' }],
      }),
    );
    await told(
      post('runs/log-metric', { run_id: run, key: 'val/loss', value: 0.25, timestamp: 4000, step: '3' }),
    );
    const ended = await told(
      post('runs/update', { run_id: run, status: 'FINISHED', end_time: 1_700_000_005_000 }),
    );
    expect(ended.run_info).toMatchObject({ status: 'FINISHED', end_time: 1_700_000_005_000, user_id: 'ada' });
    const { info, data } = await runOf(run);
    expect(info).toMatchObject({
      run_name: 'owl',
      experiment_id: '0',
      start_time: 1_700_000_000_000,
      lifecycle_stage: 'active',
    });
    expect(data.metrics).toEqual([{ key: 'val/loss', value: 0.25, timestamp: 4000, step: 3 }]);
    const params = Object.fromEntries(data.params.map(({ key, value }: Json) => [key, value]));
    expect(params).toEqual({ lr: '1e-05', depth: '3', flag: 'True', plain: '' });
    const tags = Object.fromEntries(data.tags.map(({ key, value }: Json) => [key, value]));
    expect(tags).toEqual({
      'mlflow.runName': 'owl',
      'mlflow.note.content': '# Note',
      'mlflow.source.name': 'train.py',
    });
    const { metrics } = await told(get('metrics/get-history', { run_id: run, metric_key: 'val/loss' }));
    expect(metrics.map(({ value }: Json) => value)).toEqual([0.5, 'NaN', '-Infinity', 0.25]);
    const paged = await told(
      get('metrics/get-history', { run_id: run, metric_key: 'val/loss', max_results: '3' }),
    );
    const rest = await told(
      get('metrics/get-history', {
        run_id: run,
        metric_key: 'val/loss',
        max_results: '3',
        page_token: paged.next_page_token,
      }),
    );
    expect([paged.metrics.length, rest.metrics.length, rest.next_page_token]).toEqual([3, 1, undefined]);
    const shown = await app.client.runs.get({ run });
    expect(shown).toMatchObject({
      name: 'owl',
      origin: 'logged',
      state: 'finished',
      note: '# Note',
      seconds: 5,
      parameters: { lr: 1e-5, depth: 3, flag: true },
      summary: { 'val/loss': 0.25 },
    });
  });

  it('keep the first value of a parameter, and the limits of a batch', async () => {
    const run = await begin('0');
    await told(post('runs/log-parameter', { run_id: run, key: 'lr', value: '0.1' }));
    await told(post('runs/log-parameter', { run_id: run, key: 'lr', value: '0.1' }));
    const [status, code, message] = await refusedInWords(
      post('runs/log-parameter', { run_id: run, key: 'lr', value: '0.2' }),
    );
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(message).toMatch(/already logged with value='0.1'/);
    const many = (count: number) => Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: '1' }));
    for (const batch of [
      { metrics: many(1001) },
      { params: many(101) },
      { tags: many(101) },
      { metrics: many(950), params: many(51) },
    ])
      expect(await refused(post('runs/log-batch', { run_id: run, ...batch }))).toMatchObject([
        400,
        'INVALID_PARAMETER_VALUE',
      ]);
    const all = {
      run_id: run,
      params: [
        { key: 'new', value: '1' },
        { key: 'lr', value: '9' },
      ],
      tags: [{ key: 't', value: 'x' }],
    };
    expect(await refused(post('runs/log-batch', all))).toMatchObject([400, 'INVALID_PARAMETER_VALUE']);
    expect((await runOf(run)).data.params).toEqual([{ key: 'lr', value: '0.1' }]);
    expect(await refused(post('runs/log-metric', { run_id: run, key: 'x', value: 'many' }))).toMatchObject([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
    expect(await refused(post('runs/log-metric', { run_id: 'run-none', key: 'x', value: 1 }))).toMatchObject([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });

  it('are searched by filter and order, by the page; deleted ones are written to no more, until they are restored', async () => {
    const { experiment_id } = await told(post('experiments/create', { name: 'searched' }));
    const ids: string[] = [];
    for (const loss of [3, 1, 2]) {
      const run = await begin(experiment_id, { run_name: `run ${loss}`, start_time: loss });
      await told(
        post('runs/log-batch', {
          run_id: run,
          metrics: [{ key: 'loss', value: loss, timestamp: 1, step: 0 }],
          params: [{ key: 'n', value: String(loss) }],
        }),
      );
      ids.push(run);
    }
    const search = async (more: object) =>
      told(post('runs/search', { experiment_ids: [experiment_id], ...more }));
    const names = ({ runs }: Json) => runs.map(({ info }: Json) => info.run_name);
    expect(names(await search({}))).toEqual(['run 3', 'run 2', 'run 1']);
    expect(
      names(await search({ filter: "metrics.loss < 3 and params.n != '9'", order_by: ['metrics.loss ASC'] })),
    ).toEqual(['run 1', 'run 2']);
    const first = await search({ max_results: 2, order_by: ['metrics.loss'] });
    const second = await search({
      max_results: 2,
      order_by: ['metrics.loss'],
      page_token: first.next_page_token,
    });
    expect([names(first), names(second), second.next_page_token]).toEqual([
      ['run 1', 'run 2'],
      ['run 3'],
      undefined,
    ]);
    await told(post('runs/delete', { run_id: ids[0] }));
    expect(names(await search({}))).toEqual(['run 2', 'run 1']);
    expect(names(await search({ run_view_type: 'DELETED_ONLY' }))).toEqual(['run 3']);
    expect(await refused(post('runs/set-tag', { run_id: ids[0], key: 'a', value: 'b' }))).toMatchObject([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
    await told(post('runs/restore', { run_id: ids[0] }));
    await told(post('runs/set-tag', { run_id: ids[0], key: 'a b', value: 'c' }));
    expect(names(await search({ filter: "tags.`a b` = 'c'" }))).toEqual(['run 3']);
    await told(post('runs/delete-tag', { run_id: ids[0], key: 'a b' }));
    expect(await refused(post('runs/delete-tag', { run_id: ids[0], key: 'a b' }))).toMatchObject([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
    expect(
      await refused(post('runs/search', { experiment_ids: [experiment_id], filter: 'loss >' })),
    ).toMatchObject([400, 'INVALID_PARAMETER_VALUE']);
    const query = ids.map((id) => `run_id=${id}`).join('&');
    const bulk = await told(
      send('GET', `/ajax-api/2.0/mlflow/metrics/get-history-bulk?${query}&metric_key=loss`),
    );
    expect(bulk.metrics.map(({ run_id, value }: Json) => [run_id, value])).toEqual(
      ids.map((id, i) => [id, [3, 1, 2][i]]),
    );
  });

  it('have parents, inputs and outputs', async () => {
    const parent = await begin('0', { run_name: 'sweep' });
    const child = await begin('0', { tags: [{ key: 'mlflow.parentRunId', value: parent }] });
    expect((await app.client.runs.get({ run: child })).parent).toBe(parent);
    const dataset = { dataset: { name: 'mail', digest: 'd1', source_type: 'local', source: '{}' }, tags: [] };
    for (let i = 0; i < 2; i++) await told(post('runs/log-inputs', { run_id: child, datasets: [dataset] }));
    await told(post('runs/outputs', { run_id: child, models: [{ model_id: 'm-1', step: 2 }] }));
    await told(post('runs/log-model', { run_id: child, model_json: '{"artifact_path":"model"}' }));
    expect(await runOf(child)).toMatchObject({
      inputs: { dataset_inputs: [dataset] },
      outputs: { model_outputs: [{ model_id: 'm-1', step: 2 }] },
    });
  });
});

describe('artifacts', () => {
  const at = (file: string) => `/api/2.0/mlflow-artifacts/artifacts/${file}`;
  const text = (value: string) => new TextEncoder().encode(value);

  it('are put, listed, read and deleted; those of a run are the run’s', async () => {
    const run = await begin('0');
    const root = `0/${run}/artifacts`;
    for (const name of ['model/MLmodel', 'model/data/w;#%.bin', 'plot.png'])
      await told(
        send('PUT', at(`${root}/${name.split('/').map(encodeURIComponent).join('/')}`), text(name), {
          'content-type': 'application/octet-stream',
        }),
      );
    expect(await told(get('artifacts/list', { run_id: run }))).toEqual({
      root_uri: `mlflow-artifacts:/${root}`,
      files: [
        { path: 'model', is_dir: true },
        { path: 'plot.png', is_dir: false, file_size: 8 },
      ],
    });
    const listed = await told(
      send('GET', `/api/2.0/mlflow-artifacts/artifacts?path=${encodeURIComponent(`${root}/model/data`)}`),
    );
    expect(listed.files).toEqual([{ path: 'w;#%.bin', is_dir: false, file_size: 19 }]);
    const read = await send('GET', at(`${root}/model/data/${encodeURIComponent('w;#%.bin')}`));
    expect(await read.text()).toBe('model/data/w;#%.bin');
    expect((await app.client.runs.artifacts({ run })).map(({ name }) => name).toSorted()).toEqual([
      'model/MLmodel',
      'model/data/w;#%.bin',
      'plot.png',
    ]);
    await told(send('DELETE', at(`${root}/model`)));
    expect((await app.client.runs.artifacts({ run })).map(({ name }) => name)).toEqual(['plot.png']);
    expect(await refused(send('GET', at(`${root}/model/MLmodel`)))).toMatchObject([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });

  it('whose names lead up are refused, and what is sent in parts falls back', async () => {
    for (const name of ['..%2f..%2fetc%2fpasswd', 'a%2f..%2f..%2fb', 'a%5cb'])
      expect(await refused(send('PUT', at(`0/x/${name}`), text('x')))).toMatchObject([
        400,
        'INVALID_PARAMETER_VALUE',
      ]);
    await told(send('PUT', at('0/x/%252e%252e'), text('kept as a name')));
    expect(await (await send('GET', at('0/x/%252e%252e'))).text()).toBe('kept as a name');
    const [status, , message] = await refusedInWords(
      send('POST', '/api/2.0/mlflow-artifacts/mpu/create/0/x/big', { path: 'big', num_parts: 2 }),
    );
    expect([status, message]).toEqual([501, expect.stringMatching(/^Multipart upload is not supported/)]);
  });
});

describe('models', () => {
  it('are registered with versions, aliases and stages, in the registry of the workbench', async () =>
    registryWalk(door, await begin('0')));

  it('are logged as MLflow 3 does it', async () => {
    const run = await begin('0');
    const { model } = await told(
      post('logged-models', {
        experiment_id: '0',
        name: 'net',
        source_run_id: run,
        params: [{ key: 'depth', value: '2' }],
      }),
    );
    const { model_id } = model.info;
    expect(model.info).toMatchObject({
      status: 'LOGGED_MODEL_PENDING',
      artifact_uri: `mlflow-artifacts:/0/models/${model_id}/artifacts`,
    });
    const done = await told(
      send('PATCH', `/api/2.0/mlflow/logged-models/${model_id}`, { status: 'LOGGED_MODEL_READY' }),
    );
    expect(done.model.info.status).toBe('LOGGED_MODEL_READY');
    await told(
      send('PATCH', `/api/2.0/mlflow/logged-models/${model_id}/tags`, { tags: [{ key: 'a', value: 'b' }] }),
    );
    const { models } = await told(
      post('logged-models/search', { experiment_ids: ['0'], filter: "params.depth = '2' AND tags.a = 'b'" }),
    );
    expect(models.map(({ info }: Json) => info.model_id)).toEqual([model_id]);
    await told(
      post('runs/log-batch', {
        run_id: run,
        metrics: [0.5, 0.75].map((value, step) => ({ key: 'acc', value, timestamp: 1, step, model_id })),
      }),
    );
    const measured = await told(send('GET', `/api/2.0/mlflow/logged-models/${model_id}`));
    expect(measured.model.data.metrics).toMatchObject([{ key: 'acc', value: 0.75, step: 1, run_id: run }]);
    expect(
      await refused(post('runs/log-metric', { run_id: run, key: 'acc', value: 1, model_id: 'm-none' })),
    ).toMatchObject([404, 'RESOURCE_DOES_NOT_EXIST']);
    const files = `/api/2.0/mlflow-artifacts/artifacts/0/models/${model_id}/artifacts`;
    await told(send('PUT', `${files}/data/weights.bin`, new Uint8Array(3)));
    const directory = `/api/2.0/mlflow/logged-models/${model_id}/artifacts/directories`;
    expect(await told(send('GET', `${directory}?artifact_directory_path=data`))).toMatchObject({
      files: [{ path: 'data/weights.bin', is_dir: false, file_size: 3 }],
    });
    await told(send('DELETE', `/api/2.0/mlflow/logged-models/${model_id}`));
    expect(await refused(send('GET', `/api/2.0/mlflow/logged-models/${model_id}`))).toMatchObject([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });
});
