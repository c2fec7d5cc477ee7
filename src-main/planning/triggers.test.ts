import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PlanBody, PlanChange } from '../../src-shared/planning/contract.ts';
import { importSource } from '../datasets/commands.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import { openQuietly } from '../session.fixture.ts';
import { change, MILESTONE, PLAN, PROJECT } from './plan.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-triggers-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const RISK: PlanBody<'risk'> = {
  title: 'Too few labels',
  area: 'data',
  cause: '',
  event: '',
  effect: '',
  probability: 3,
  impact: 4,
  chance: 0.5,
  delay: { optimistic: 0, likely: 8, pessimistic: 40 },
  tasks: [],
  response: 'reduce',
  plan: '',
  owner: null,
  due: null,
  state: 'watched',
  trigger: null,
};

it('a watched risk opens by itself when its fact comes true, once, and the history says who did it', async () => {
  const { planning, labeling } = app.client;
  const csv = path.join(folder, 'mail.csv');
  writeFileSync(csv, 'text,label\na,spam\nb,ham\nc,spam\n');
  const { dataset } = await importSource(session, { kind: 'path', path: csv }, {});
  const trigger = { fact: 'labeling.labels', parameters: { dataset }, comparison: '<', value: 3 } as const;
  const put = (body: Partial<typeof RISK>) =>
    change(app.client, { id: 'few', kind: 'risk', body: { ...RISK, trigger, ...body } });
  await change(app.client, { id: PLAN, kind: 'project', body: PROJECT });
  await put({});
  const state = async () => {
    const { documents } = await planning.read({ scope: PLAN });
    const risk = documents.find(({ id }) => id === 'few');
    return risk?.kind === 'risk' ? risk.body.state : undefined;
  };
  const clear = async () => {
    const [item] = (await labeling.queue({ task: dataset, queue: 'labeled', limit: 1 })).items;
    const answers = [
      { operation: crypto.randomUUID(), sample: item!.id, answer: { type: 'clear' as const } },
    ];
    await labeling.annotate({ task: dataset, answers });
  };

  expect(await state()).toBe('watched');
  await clear();
  await expect.poll(state, { timeout: 20_000 }).toBe('open');
  const [last] = await planning.history({ scope: PLAN, id: 'few' });
  expect(last).toMatchObject({ author: 'Lathe', before: { state: 'watched' }, after: { state: 'open' } });

  // Closed by hand while it is still true, it stays closed, also when the fact changes and goes on being true.
  await put({ state: 'closed' });
  await clear();
  await planning.milestones({ project: PLAN });
  expect(await planning.values({ of: [trigger] })).toEqual([{ value: 1, why: null }]);
  expect(await state()).toBe('closed');
  // What the person did can be taken back; what the workbench did is not theirs to take back.
  await planning.undo({ scope: PLAN });
  expect(await state()).toBe('open');
});

it('compliance is a fact: a gate on it passes when the answers do', async () => {
  const { planning } = app.client;
  const parameters = { project: PLAN, regulation: 'eu-ai-act' };
  const gate = {
    milestone: 'beta',
    name: 'EU AI Act',
    fact: 'planning.compliance',
    parameters,
    comparison: '>=',
    value: 1,
    holds: 0,
    rank: 0,
  } as const;
  await change(
    app.client,
    { id: PLAN, kind: 'project', body: PROJECT },
    { id: 'beta', kind: 'milestone', body: MILESTONE },
    { id: 'gate', kind: 'gate', body: gate },
  );
  const status = async () => (await planning.milestones({ project: PLAN }))[0]!.gates[0]!.state;
  expect(await status()).toBe('failing');
  const answer = (question: string, said: 'yes' | 'no'): PlanChange => ({
    id: `eu-ai-act.${question}`,
    kind: 'complianceAnswer',
    body: {
      regulation: 'eu-ai-act',
      question,
      answer: said,
      note: '',
      evidence: [],
      owner: null,
      due: null,
      signed: null,
    },
  });
  const no = ['prohibited', 'product', 'annex3', 'transparency', 'general'];
  await change(app.client, ...no.map((id) => answer(`class.${id}`, 'no')), answer('literacy', 'yes'));
  await expect.poll(status, { timeout: 20_000 }).toBe('passing');
  await change(app.client, answer('literacy', 'no'));
  await expect.poll(status, { timeout: 20_000 }).toBe('failing');

  const value = async (of: Record<string, string>) =>
    (await planning.values({ of: [{ fact: gate.fact, parameters: of }] }))[0]!;
  expect((await value({ project: 'none', regulation: 'gdpr' })).value).toBeNull();
  expect((await value({ project: PLAN, regulation: 'toString' })).value).toBeNull();
});
