/** Each fact is told when it changes: an event names it, and reading it then gives another value. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WorkbenchEvent } from '../src-shared/contract.ts';
import { importSource } from './datasets/commands.ts';
import { evaluate } from './models/commands.ts';
import type { FactValue } from './platform/facts.ts';
import type { App } from './platform/host/app.ts';
import { listenOnPort } from './platform/host/listen.ts';
import type { Session } from './platform/cli/session.ts';
import { change, MILESTONE, PLAN, PROJECT } from './planning/plan.fixture.ts';
import { openQuietly } from './session.fixture.ts';
import { freeze } from './versions/commands.ts';

let folder: string;
let app: App;
let session: Session;
const events: WorkbenchEvent[] = [];
const leave = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-facts-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const stream = await app.client.events(undefined, { signal: leave.signal });
  void (async () => {
    for await (const event of stream) events.push(event);
  })().catch(() => undefined);
});
afterAll(async () => {
  leave.abort();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

type Of = Readonly<Record<string, string>>;

/** A fact as it is while it cannot be read yet: what it is of is not there. */
const read = (name: string, of: Of): Promise<FactValue> => app.facts.read(name, of).catch(() => null);

/** Does something, and expects that the fact was told by an event and is another one then. */
async function changes<T>(name: string, of: (done: T | null) => Of, act: () => Promise<T>): Promise<T> {
  const fact = app.facts.list().find((one) => one.name === name)!;
  const before = await read(name, of(null));
  const from = events.length;
  const done = await act();
  const parameters = of(done);
  const told = () =>
    events.slice(from).some((event) => {
      const changed = fact.changedBy(event);
      return changed !== null && Object.entries(changed).every(([key, value]) => parameters[key] === value);
    });
  await expect.poll(told, { timeout: 20_000, message: `${name} is told` }).toBe(true);
  await expect.poll(() => read(name, parameters), { timeout: 20_000 }).not.toEqual(before);
  return done;
}

it('of labels, runs, models, reports and endpoints', async () => {
  const { client } = app;
  const csv = path.join(folder, 'mail.csv');
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i % 2 ? 'buy now' : 'see you'} ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
  const { dataset } = await changes(
    'labeling.labels',
    (done) => ({ dataset: done?.dataset ?? 'none' }),
    () => importSource(session, { kind: 'path', path: csv }, {}),
  );
  const [item] = (await client.labeling.queue({ task: dataset, queue: 'labeled', limit: 1 })).items;
  const clear = () =>
    client.labeling.annotate({
      task: dataset,
      answers: [{ operation: crypto.randomUUID(), sample: item!.id, answer: { type: 'clear' } }],
    });
  const ofDataset = () => ({ dataset });
  const ofClass = () => ({ dataset, label: item!.label! });
  await changes('labeling.labels', ofDataset, () =>
    changes('labeling.share', ofDataset, () => changes('labeling.ofClass', ofClass, clear)),
  );
  expect(await app.facts.read('labeling.share', { dataset })).toBe(59 / 60);
  expect(await app.facts.read('labeling.ofClass', ofClass())).toBe(29);

  const { id: version } = await freeze(session, { dataset, seed: 1 });
  const parameters = { epochs: 1, threads: 1 };
  const { run } = await changes(
    'tracking.state',
    (done) => ({ run: done?.run ?? 'none' }),
    async () => {
      const started = await client.training.start({ version, recipe: 'text-cnn', parameters });
      await session.follow(started.job);
      return started;
    },
  );
  expect(await app.facts.read('tracking.state', { run })).toBe('finished');
  const model = (await client.runs.get({ run })).model!;
  const size = app.facts.list().find(({ name }) => name === 'models.size')!;
  expect(events.some((event) => size.changedBy(event)?.['model'] === model)).toBe(true);
  expect(await app.facts.read('models.size', { model })).toBe((await client.models.get({ model })).bytes);

  const ofMetric = { model, split: 'test', metric: 'accuracy' };
  const ofBest = { dataset, split: 'test', metric: 'accuracy' };
  await changes(
    'evaluation.metric',
    () => ofMetric,
    () =>
      changes(
        'evaluation.bestMetric',
        () => ofBest,
        () => evaluate(session, { model, version, split: 'test' }),
      ),
  );
  const accuracy = await app.facts.read('evaluation.metric', ofMetric);
  expect(await app.facts.read('evaluation.bestMetric', ofBest)).toBe(accuracy);
  const evidence = (name: string, of: Of) => app.facts.get(name)?.evidence(of);
  expect(evidence('evaluation.bestMetric', ofBest)).toEqual({ what: 'model', id: model });
  expect(evidence('evaluation.metric', ofMetric)).toBeNull();

  const { registered } = await client.registry.register({ model, name: 'spam' });
  const ofStage = { registered, stage: 'production' };
  const ofAlias = { registered, alias: 'champion' };
  const milestone = { ...MILESTONE, name: 'Release' };
  const gate = {
    milestone: 'release',
    fact: 'models.aliased',
    parameters: ofAlias,
    comparison: '>=' as const,
    value: 1,
    holds: 0,
    name: '',
    rank: 0,
  };
  await change(
    client,
    { id: PLAN, kind: 'project', body: PROJECT },
    { id: 'release', kind: 'milestone', body: milestone },
    { id: 'champion', kind: 'gate', body: gate },
  );
  const gates = async () => (await client.planning.milestones({ project: PLAN }))[0]?.gates;
  await expect.poll(gates).toMatchObject([{ state: 'failing', value: 0 }]);
  await changes(
    'models.inStage',
    () => ofStage,
    () => client.registry.setStage({ registered, version: 1, stage: 'production' }),
  );
  await changes(
    'models.aliased',
    () => ofAlias,
    () => client.registry.setAlias({ registered, alias: 'champion', version: 1 }),
  );
  expect(evidence('models.inStage', ofStage)).toEqual({ what: 'model', id: model });
  await expect.poll(gates).toMatchObject([{ state: 'passing', evidence: { what: 'model', id: model } }]);
  await client.registry.setAlias({ registered, alias: 'champion', version: null });
  await expect.poll(gates).toMatchObject([{ state: 'failing', value: 0, evidence: null }]);

  const ofServed = { endpoint: 'mail', split: 'test', metric: 'accuracy' };
  await changes(
    'evaluation.servedMetric',
    () => ofServed,
    () => client.serving.deploy({ model, name: 'mail' }),
  );
  expect(await app.facts.read('evaluation.servedMetric', ofServed)).toBe(accuracy);
  expect(evidence('evaluation.servedMetric', ofServed)).toEqual({ what: 'model', id: model });
  const listener = await listenOnPort(app, 0);
  const { secret } = await client.serving.createKey({ name: 'facts' });
  const ask = (body: object) =>
    fetch(`${listener.address}/endpoints/mail`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });
  await changes(
    'serving.p95',
    () => ({ endpoint: 'mail' }),
    () =>
      changes(
        'serving.requests',
        () => ({ endpoint: 'mail' }),
        () => ask({ text: 'buy now' }),
      ),
  );
  await changes(
    'serving.errors',
    () => ({ endpoint: 'mail' }),
    () => ask({ row: { size: 1 } }),
  );
  await listener.close();
});

it('that no room declares, or of other parameters, is refused in words', async () => {
  await expect(app.facts.read('none.such', {})).rejects.toMatchObject({ key: 'house.notFound' });
  await expect(app.facts.read('models.size', { run: 'r' })).rejects.toMatchObject({ key: 'house.badInput' });
});
