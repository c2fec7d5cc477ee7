import { rmSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StageGate } from '../../../src-shared/contract.ts';
import { migrate, readMigrations } from '../../platform/store/migrate.ts';
import { ModelsRoom } from '../room.fixture.ts';
import { prepareRegistryQueries } from './queries.ts';
import { toRegistered } from './parts.ts';

let room: ModelsRoom;
let registry: ModelsRoom['models']['registered'];

beforeEach(() => {
  room = new ModelsRoom();
  registry = room.models.registered;
});
afterEach(() => room.close());

const model = (bytes = 1000, name = 'mail'): string =>
  room.models.register({
    run: null,
    name,
    blob: { sha256: String(bytes).padStart(64, '0'), bytes },
    labels: ['ham', 'spam'],
    language: 'en',
    task: 'classify',
    kind: 'text',
    weightsSha256: 'a'.repeat(64),
    summary: {},
  }).id;

const register = (of = model(), name = 'spam') =>
  registry.register({ model: of, name, description: '' }, 'Ada');

const smaller: StageGate = {
  stage: 'production',
  fact: 'models.size',
  parameters: {},
  comparison: '<=',
  value: 2000,
  against: null,
};

/** What an action was refused with. */
async function refusal(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (thrown) {
    return (thrown as { key?: unknown }).key;
  }
  return undefined;
}

describe('a registered model', () => {
  it('has a version for each model that is registered under its name, and each of them once', async () => {
    const first = model(1);
    expect(register(first)).toMatchObject({ name: 'spam', version: 1, stage: 'none', createdBy: 'Ada' });
    expect(register(model(2))).toMatchObject({ version: 2 });
    expect(await refusal(() => register(first))).toBe('models.alreadyVersion');
    const [one] = registry.list();
    expect(one).toMatchObject({ name: 'spam', versions: 2, latest: 2 });
    expect(registry.versions(one!.id).map(({ version }) => version)).toEqual([2, 1]);
    expect(registry.ofModel(first)).toMatchObject([{ name: 'spam', version: 1 }]);
    registry.rename(one!.id, 'junk', 'Bo');
    register(model(3), 'spam');
    expect(await refusal(() => registry.rename(one!.id, 'spam', 'Bo'))).toBe('models.nameTaken');
    expect(registry.list().map(({ name }) => name)).toEqual(['junk', 'spam']);
  });

  it('numbers no version anew after one is removed, and loses none where an entry fails', async () => {
    const { registered } = register();
    registry.remove(registered, 1);
    const again = model();
    expect(register(again)).toMatchObject({ version: 2 });
    expect(await refusal(() => register(again))).toBe('models.alreadyVersion');
    expect(register()).toMatchObject({ version: 3 });
  });

  it('describes itself and its versions in Markdown', () => {
    const { registered } = register();
    registry.describe(registered, '# Spam');
    registry.describe(registered, 'the first', 1);
    expect(registry.get(registered).description).toBe('# Spam');
    expect(registry.version(registered, 1).description).toBe('the first');
  });
});

describe('an alias', () => {
  it('points at one version; moving it is one step that is kept and can be taken back, and done again', async () => {
    const { registered } = register();
    register();
    const move = (version: number | null) =>
      registry.setAlias({ registered, alias: 'champion', version }, 'Bo');
    move(1);
    expect(move(2)).toMatchObject({ by: 'Bo', alias: 'champion', from: '1', to: '2' });
    expect(registry.resolve('spam@champion').version).toBe(2);
    expect(registry.get(registered).aliases).toEqual([{ alias: 'champion', version: 2 }]);
    const { seq } = registry.history(registered)[0]!;
    const undone = registry.undoAlias(registered, seq, 'Cy');
    expect(undone).toMatchObject({ from: '2', to: '1', undoes: seq, by: 'Cy' });
    expect(registry.resolve('spam@champion').version).toBe(1);
    registry.undoAlias(registered, undone.seq, 'Cy');
    expect(registry.resolve('spam@champion').version).toBe(2);
    move(null);
    expect(await refusal(() => registry.undoAlias(registered, seq, 'Cy'))).toBe('models.movedMeanwhile');
    expect(await refusal(() => registry.resolve('spam@champion'))).toBe('models.noSuchAlias');
    expect(registry.history(registered).map(({ type, from, to }) => [type, from, to])).toEqual([
      ['alias', '2', null],
      ['alias', '1', '2'],
      ['alias', '2', '1'],
      ['alias', '1', '2'],
      ['alias', null, '1'],
      ['registered', null, null],
      ['registered', null, null],
      ['created', null, 'spam'],
    ]);
  });

  it('is refused where it would name something else', async () => {
    const { registered } = register();
    const named =
      (alias: string, version = 1) =>
      () =>
        registry.setAlias({ registered, alias, version }, 'Bo');
    for (const alias of ['v1', 'latest', 'a b', 'a/b', 'a@b', ''])
      expect([alias, await refusal(named(alias))]).toEqual([alias, 'models.noAliasName']);
    expect(await refusal(named('champion', 7))).toBe('models.noSuchVersion');
    expect(await refusal(named('冠军'))).toBeUndefined();
  });
});

describe('a stage', () => {
  it('is reached when the gates on the way hold; else with a reason, which is kept', async () => {
    const { registered } = register(model(3000));
    register(model(1000));
    registry.setGates(registered, [smaller], 'Ada');
    const to =
      (version: number, more: { override?: boolean; reason?: string } = {}) =>
      () =>
        registry.setStage({ registered, version, stage: 'production', override: false, ...more }, 'Bo');
    expect(await refusal(to(2))).toBeUndefined();
    expect(registry.version(registered, 2).stage).toBe('production');
    expect(await refusal(to(1))).toBe('models.gatesFail');
    expect(await refusal(to(1, { override: true }))).toBe('models.overrideNeedsReason');
    expect(registry.version(registered, 1).stage).toBe('none');
    expect(await registry.check(registered, 1, 'production')).toMatchObject([
      { state: 'failing', value: 3000, wanted: 2000, unit: 'bytes' },
    ]);
    expect(await registry.check(registered, 1, 'staging')).toEqual([]);
    await to(1, { override: true, reason: 'the phone has room' })();
    expect(registry.history(registered)[0]).toMatchObject({
      type: 'stage',
      version: 1,
      from: 'none',
      to: 'production',
      reason: 'the phone has room',
      by: 'Bo',
      failed: [{ value: 3000, state: 'failing', gate: smaller }],
    });
  });

  it('may ask for no worse than the version with an alias, by so much', async () => {
    const { registered } = register(model(1000));
    register(model(1100));
    register(model(1200));
    registry.setGates(registered, [{ ...smaller, value: 150, against: 'champion' }], 'Ada');
    const stateOf = async (version: number) => (await registry.check(registered, version, 'production'))[0];
    expect(await stateOf(3)).toMatchObject({ state: 'passing', wanted: null });
    registry.setAlias({ registered, alias: 'champion', version: 1 }, 'Ada');
    expect(await stateOf(1)).toMatchObject({ state: 'passing', wanted: null });
    expect(await stateOf(2)).toMatchObject({ state: 'passing', value: 1100, wanted: 1150 });
    expect(await stateOf(3)).toMatchObject({ state: 'failing', value: 1200, wanted: 1150 });
  });

  it('is not reached by what cannot be measured, and says why', async () => {
    const { id: registered } = registry.create({ name: 'logged' }, 'MLflow');
    registry.addVersion({ registered, model: null, source: 's3://elsewhere' }, 'MLflow');
    registry.setGates(registered, [smaller, { ...smaller, fact: 'nobody.knows' }], 'Ada');
    expect(await registry.check(registered, 1, 'production')).toMatchObject([
      { state: 'unknown', why: { key: 'models.noFileOfVersion' } },
      { state: 'unknown', why: { key: 'house.notFound' } },
    ]);
  });

  it('retired is left by restoring, through the gates again; no alias is left on it', async () => {
    const { registered } = register(model(3000));
    const to =
      (stage: 'production' | 'retired', override = false) =>
      () =>
        registry.setStage({ registered, version: 1, stage, override, reason: 'so' }, 'Bo');
    await to('production')();
    registry.setAlias({ registered, alias: 'champion', version: 1 }, 'Bo');
    expect(await refusal(to('retired'))).toBe('models.retiredHasAlias');
    registry.setAlias({ registered, alias: 'champion', version: null }, 'Bo');
    await to('retired')();
    expect(registry.version(registered, 1)).toMatchObject({ stage: 'retired', stageBefore: 'production' });
    const alias = () => registry.setAlias({ registered, alias: 'champion', version: 1 }, 'Bo');
    expect(await refusal(alias)).toBe('models.aliasOfRetired');
    registry.setGates(registered, [smaller], 'Ada');
    expect(await refusal(to('production'))).toBe('models.gatesFail');
    await to('production', true)();
    expect(registry.version(registered, 1)).toMatchObject({ stage: 'production', stageBefore: 'none' });
  });
});

it('what MLflow’s clients registered in an older workspace is in the registry of this one', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-registry-'));
  const db = new BetterSqlite(path.join(folder, 'lathe.db'));
  const all = readMigrations();
  migrate(
    db,
    folder,
    all.filter(({ name }) => name < '2026-11-30T0630'),
  );
  const put = db.prepare('INSERT INTO mlflow_documents (kind, id, body) VALUES (?, ?, ?)');
  const times = { created: 1_700_000_000_123, updated: 1_700_000_001_000 };
  const spam = {
    name: 'spam',
    description: 'of mails',
    tags: { a: 'b"c' },
    aliases: { champion: '2' },
    versions: 12,
  };
  put.run('registered', 'spam', JSON.stringify({ ...spam, ...times }));
  for (const [version, stage] of [
    ['2', 'Production'],
    ['12', 'Archived'],
  ] as const)
    put.run(
      'version',
      `spam\n${version.padStart(9, '0')}`,
      JSON.stringify({
        ...times,
        name: 'spam',
        version,
        stage,
        source: 's3://x',
        runId: '',
        modelId: 'm-1',
        tags: {},
        description: '',
      }),
    );
  put.run('logged', 'm-1', '{}');
  migrate(db, folder, all);
  const queries = prepareRegistryQueries(db);
  const [row] = queries.all.all();
  expect(toRegistered(row!)).toMatchObject({
    name: 'spam',
    description: 'of mails',
    tags: { a: 'b"c' },
    aliases: [{ alias: 'champion', version: 2 }],
    versions: 2,
    latest: 12,
    createdAt: '2023-11-14T22:13:20.123Z',
    gates: [],
  });
  expect(
    queries.versions.all(row!.id).map(({ version, stage, source, run }) => [version, stage, source, run]),
  ).toEqual([
    [12, 'retired', 's3://x', null],
    [2, 'production', 's3://x', null],
  ]);
  expect(queries.takeVersion.get(row!.id)).toBe(13);
  expect(db.prepare('SELECT kind FROM mlflow_documents').pluck().all()).toEqual(['logged']);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
