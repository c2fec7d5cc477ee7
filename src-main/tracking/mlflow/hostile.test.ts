/** What is awkward or hostile at the MLflow door: each is found, kept as it is, or refused in words. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDoor, refused, refusedInWords, told, type Json, type OpenDoor } from './door.fixture.ts';

let door: OpenDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const post = (route: string, body: unknown) => door.send('POST', `/api/2.0/mlflow/${route}`, body);
const get = (route: string, query: Record<string, string>) =>
  door.send('GET', `/api/2.0/mlflow/${route}?${new URLSearchParams(query)}`);

async function begin(experiment_id: string, more: object = {}): Promise<string> {
  const { run } = await told(post('runs/create', { experiment_id, user_id: 'ada', tags: [], ...more }));
  return run.info.run_id as string;
}
const dataOf = async (run_id: string) => (await told(get('runs/get', { run_id }))).run.data as Json;

it('runs are compared by all that MLflow compares: texts, numbers, what is not there, NaN, datasets, and whatever is in a name', async () => {
  const { experiment_id } = await told(post('experiments/create', { name: "it's; DROP TABLE runs --" }));
  const make = async (run_name: string, batch: object, start_time: number) => {
    const run = await begin(experiment_id, { run_name, start_time });
    await told(post('runs/log-batch', { run_id: run, ...batch }));
    return run;
  };
  const metric = (value: unknown, key = 'a/b`c') => ({ key, value, timestamp: 1, step: 0 });
  const [owl] = [
    await make(
      'owl',
      {
        metrics: [metric(0.5)],
        params: [{ key: "o'p", value: '1e-05' }],
        tags: [{ key: 'é', value: 'Ä_b%' }],
      },
      1000,
    ),
    await make('fox', { metrics: [metric('NaN')], params: [{ key: "o'p", value: 'True' }] }, 2000),
    await make('elk', { metrics: [metric('-Infinity')], params: [{ key: "o'p", value: '7' }] }, 3000),
    await make('ant', {}, 4000),
  ];
  const dataset = (name: string, context: string) => ({
    dataset: { name, digest: 'd1', source_type: 'local', source: '{}' },
    tags: [{ key: 'mlflow.data.context', value: context }],
  });
  await told(
    post('runs/log-inputs', {
      run_id: owl,
      datasets: [dataset('mail', 'training'), dataset('web', 'test')],
    }),
  );
  const names = async (filter: string, order_by: string[] = ['run_name']) =>
    (await told(post('runs/search', { experiment_ids: [experiment_id], filter, order_by }))).runs.map(
      ({ info }: Json) => info.run_name,
    );
  const rows: readonly (readonly [string, string[]])[] = [
    ['metrics."a/b`c" < 1', ['elk', 'owl']],
    ['metrics."a/b`c" != 0.5', ['elk', 'fox']],
    ['metrics."a/b`c" IS NULL', ['ant']],
    ["params.`o'p` = '1e-05'", ['owl']],
    ["params.`o'p` = 'True'", ['fox']],
    ["params.`o'p` != 'True'", ['elk', 'owl']],
    ["params.`o'p` > 1", ['elk']],
    ["params.`o'p` IS NOT NULL", ['elk', 'fox', 'owl']],
    ["tags.é LIKE 'Ä\\_b%'", ['owl']],
    ["tags.é ILIKE 'ä%'", ['owl']],
    ["tags.é LIKE 'ä%'", []],
    ["tags.mlflow.runName = 'fox'", ['fox']],
    ["run_name IN ('elk', 'owl') and status = 'RUNNING'", ['elk', 'owl']],
    ["attributes.start_time >= 2000 and start_time < '4000'", ['elk', 'fox']],
    ["dataset.name = 'web' and datasets.digest LIKE 'd%'", ['owl']],
    ["dataset.context = 'validation'", []],
    [`experiment_id = '${experiment_id}' and user_id = 'ada' and run_id = '${owl}'`, ['owl']],
  ];
  for (const [filter, expected] of rows) expect([filter, await names(filter)]).toEqual([filter, expected]);
  // Those without a value come last either way, NaN before them; the latest first among equals.
  expect(await names('', ['metrics."a/b`c"'])).toEqual(['elk', 'owl', 'fox', 'ant']);
  expect(await names('', ['metrics."a/b`c" DESC'])).toEqual(['owl', 'elk', 'fox', 'ant']);
  expect(await names('', ["params.`o'p` DESC"])).toEqual(['fox', 'elk', 'owl', 'ant']);
  expect(await names('', ['status'])).toEqual(['ant', 'elk', 'fox', 'owl']);
  for (const bad of [
    { filter: "age = '1'" },
    { filter: "start_time = 'soon'" },
    { order_by: ['dataset.name'] },
  ])
    expect(await refused(post('runs/search', { experiment_ids: [experiment_id], ...bad }))).toMatchObject([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
  expect(await refused(post('runs/search', { experiment_ids: ['999'] }))).toMatchObject([
    404,
    'RESOURCE_DOES_NOT_EXIST',
  ]);
  for (const page_token of ['%%', Buffer.from('-1').toString('base64url')])
    expect(await refused(post('runs/search', { experiment_ids: [experiment_id], page_token }))).toMatchObject(
      [400, 'INVALID_PARAMETER_VALUE'],
    );
});

const NAMES = [
  'a/b/c',
  "it's",
  '"quoted"',
  '`ticked`',
  '🎈 中文 é',
  '../../etc/passwd',
  '%2e%2e%2fx',
  'a;b#c?d&e=f',
  'a\\b',
  '__proto__',
  'constructor',
  ' ',
  'a\tb\nc',
  '<b>',
  'x'.repeat(250),
];

it('metrics, parameters and tags keep whatever name they have, and one that is too long is refused', async () => {
  const run = await begin('0');
  const at = (i: number) => ({ timestamp: 1000, step: i });
  await told(
    post('runs/log-batch', {
      run_id: run,
      metrics: NAMES.map((key, i) => ({ key, value: i, ...at(i) })),
      params: NAMES.map((key, i) => ({ key, value: `v${i}` })),
      tags: NAMES.map((key, i) => ({ key, value: `t${i}` })),
    }),
  );
  const data = await dataOf(run);
  const named = (all: Json[]) => new Map(all.map(({ key, value }) => [key, value]));
  const [metrics, params, tags] = [data.metrics, data.params, data.tags].map(named);
  for (const [i, name] of NAMES.entries()) {
    expect([name, metrics!.get(name), params!.get(name), tags!.get(name)]).toEqual([
      name,
      i,
      `v${i}`,
      `t${i}`,
    ]);
    const { metrics: history } = await told(get('metrics/get-history', { run_id: run, metric_key: name }));
    expect(history).toEqual([{ key: name, value: i, ...at(i) }]);
  }
  for (const field of ['metrics', 'params', 'tags'])
    expect(
      await refusedInWords(
        post('runs/log-batch', { run_id: run, [field]: [{ key: 'x'.repeat(251), value: '1', ...at(0) }] }),
      ),
    ).toEqual([400, 'INVALID_PARAMETER_VALUE', expect.stringContaining('250 characters')]);
  expect(await refused(post('runs/log-metric', { run_id: run, key: '', value: 1 }))).toEqual([
    400,
    'INVALID_PARAMETER_VALUE',
  ]);
});

it('points keep their order, steps that come twice or fall, clocks that jump, and numbers that are none', async () => {
  const run = await begin('0');
  const points = [
    [5, 2000, 1],
    [5, 1000, 'NaN'],
    [3, 9_007_199_254_740_991, '-Infinity'],
    [-1, 0, 'Infinity'],
    [Number.MAX_SAFE_INTEGER, -5000, 5e-324],
    [3, 3000, -0],
  ].map(([step, timestamp, value]) => ({ key: 'loss', step, timestamp, value }));
  await told(post('runs/log-batch', { run_id: run, metrics: points }));
  const { metrics } = await told(get('metrics/get-history', { run_id: run, metric_key: 'loss' }));
  expect(metrics.map(({ step, value }: Json) => [step, value])).toEqual([
    [-1, 'Infinity'],
    [3, 0],
    [3, '-Infinity'],
    [5, 'NaN'],
    [5, 1],
    [Number.MAX_SAFE_INTEGER, 5e-324],
  ]);
  for (const bad of [
    { step: 1.5 },
    { step: 1e300 },
    { timestamp: 'noon' },
    { value: null },
    { value: 'many' },
  ])
    expect([
      bad,
      await refused(
        post('runs/log-metric', { run_id: run, key: 'x', value: 1, timestamp: 1, step: 0, ...bad }),
      ),
    ]).toEqual([bad, [400, 'INVALID_PARAMETER_VALUE']]);
});

it('a time that no calendar has is refused, and one that a clock said of a point does not stop an export', async () => {
  for (const start_time of [9_007_199_254_740_991, -9_007_199_254_740_991])
    expect(await refused(post('runs/create', { experiment_id: '0', start_time }))).toEqual([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
  const run = await begin('0');
  const end = { run_id: run, status: 'FINISHED', end_time: 9_007_199_254_740_991 };
  expect(await refused(post('runs/update', end))).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  const timestamp = 9_007_199_254_740_991;
  await told(post('runs/log-metric', { run_id: run, key: 'loss', value: 1, step: 0, timestamp }));
  const { client } = door.app;
  for (const format of ['csv', 'tensorboard'] as const) {
    const begun = await client.runFiles.exportFiles({ runs: [run], format });
    const jobOf = async () => (await client.jobs.list()).find(({ id }) => id === begun.job);
    while ((await jobOf())?.state === 'running') await new Promise((resolve) => setTimeout(resolve, 20));
    expect([format, (await jobOf())?.error]).toEqual([format, null]);
    const { losses } = await client.runFiles.exportedFiles({ export: begun.export });
    expect(losses.map(({ what, value }) => [what, value])).toEqual(
      format === 'csv' ? [['noPlace', `time ${timestamp}`]] : [],
    );
  }
});

it('artifacts are kept under their names or refused, and never lie elsewhere', async () => {
  const run = await begin('0');
  const at = (file: string) => `/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/${file}`;
  const put = (file: string) => door.send('PUT', at(file), new TextEncoder().encode(file));
  const kept = [
    'a;b#c'.replace('#', '%23'),
    '%252e%252e',
    'a%3Fb',
    'deep/%F0%9F%8E%88',
    '%22x%22',
    '...',
    '.hidden',
  ];
  for (const file of kept) {
    await told(put(file));
    expect(await (await door.send('GET', at(file))).text()).toBe(file);
  }
  for (const file of ['..%2fx', 'a%2f..%2f..%2fb', '%2e%2e%2fx', 'a%5c..%5cb', 'a%00b', 'a%2f%2e%2fb'])
    expect([file, await refused(put(file))]).toEqual([file, [400, 'INVALID_PARAMETER_VALUE']]);
  const names = (await door.app.client.runs.artifacts({ run })).map(({ name }) => name);
  expect(names.toSorted()).toEqual(kept.map((file) => decodeURIComponent(file)).toSorted());
});

it('no page of another site comes in', async () => {
  const form = await door.send('POST', '/api/2.0/mlflow/experiments/create', undefined, {
    'content-type': 'text/plain',
  });
  expect(form.status).toBe(415);
  const foreign = await door.send('GET', '/api/2.0/mlflow/experiments/search', undefined, {
    origin: 'http://evil.example',
  });
  expect(foreign.status).toBe(403);
});

it('what is none of it is said so', async () => {
  expect(await refused(post('runs/none', {}))).toMatchObject([404, 'ENDPOINT_NOT_FOUND']);
  expect(await refused(door.send('POST', '/api/2.0/mlflow/runs/create', '[1'))).toEqual([400, 'BAD_REQUEST']);
});
