import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readFlatYaml } from '../../exchange/flat-yaml.ts';
import { writeMlruns } from '../../exchange/write-mlruns.ts';
import { SAMPLES, readFiles, writeFiles } from './files.fixture.ts';

const ID = 'a'.repeat(32);

describe('meta.yaml', () => {
  it('is read as PyYAML writes it: quoted, folded and empty', () => {
    const text = [
      'artifact_location: file:///home/ada/my runs/0',
      "name: 'it''s: a # name'",
      'long: "a\\tb \\u4e2d \\',
      '  \\ joined"',
      'folded: one two',
      '  three',
      "lines: 'one",
      '',
      "  two'",
      'start_time: 1700000000000',
      'end_time: null',
      'tags: []',
      'empty:',
      '',
    ].join('\n');
    expect(Object.fromEntries(readFlatYaml(text))).toEqual({
      artifact_location: 'file:///home/ada/my runs/0',
      name: "it's: a # name",
      long: 'a\tb 中  joined',
      folded: 'one two three',
      lines: 'one\ntwo',
      start_time: '1700000000000',
      end_time: null,
      tags: '[]',
      empty: null,
    });
  });
});

const META = (more: string) => `experiment_id: '7'\nrun_id: ${ID}\nrun_uuid: ${ID}\n${more}`;

describe('an mlruns folder', () => {
  it('of an old and a new MLflow is read the same', async () => {
    const files = (status: string, step: string) => ({
      'mlruns/7/meta.yaml': "experiment_id: '7'\nname: spam\nlifecycle_stage: active\n",
      [`mlruns/7/${ID}/meta.yaml`]: META(
        `run_name: wise-owl-1\nstart_time: 1700000000000\nend_time: 1700000001000\nlifecycle_stage: active\nstatus: ${status}\n`,
      ),
      [`mlruns/7/${ID}/metrics/train/loss`]: `1700000000000 0.5${step}\n1700000000001 nan${step}\n1700000000002 -inf${step}`,
      [`mlruns/7/${ID}/params/lr`]: '0.001',
      [`mlruns/7/${ID}/params/net/id`]: '007',
      [`mlruns/7/${ID}/tags/mlflow.note.content`]: 'a *note*',
      [`mlruns/7/${ID}/tags/mlflow.parentRunId`]: 'b'.repeat(32),
      [`mlruns/7/${ID}/tags/mlflow.user`]: 'ada',
      [`mlruns/7/${ID}/artifacts/model/meta.yaml`]: 'run_id: not-a-run\nname: x\n',
    });
    const old = await readFiles(files('3', ''));
    const recent = await readFiles(files('FINISHED', ' 0'));
    expect(old).toEqual(recent);
    expect(old).toMatchObject({ formats: ['mlruns'], losses: [] });
    expect(old.runs).toEqual([
      {
        key: `mlflow:${ID}`,
        experiment: 'spam',
        name: 'wise-owl-1',
        state: 'finished',
        startedAt: 1_700_000_000_000,
        endedAt: 1_700_000_001_000,
        parameters: new Map<string, unknown>([
          ['lr', 0.001],
          ['net/id', '007'],
        ]),
        tags: new Map([['mlflow.user', 'ada']]),
        note: 'a *note*',
        parent: `mlflow:${'b'.repeat(32)}`,
        points: [0.5, Number.NaN, Number.NEGATIVE_INFINITY].map((value, i) => ({
          metric: 'train/loss',
          step: 0,
          epoch: null,
          at: 1_700_000_000_000 + i,
          value,
        })),
        artifacts: { 'model/meta.yaml': 'run_id: not-a-run\nname: x\n' },
      },
    ]);
  });

  it('leaves out deleted runs and lines that are none, and says so', async () => {
    const { runs, losses } = await readFiles({
      'gone/meta.yaml': META('lifecycle_stage: deleted\n'),
      'kept/meta.yaml': META('lifecycle_stage: active\nartifact_uri: s3://bucket/x\n'),
      'kept/metrics/loss': '1 2 3\nnonsense\n1 2',
    });
    expect(runs.map(({ points }) => points.length)).toEqual([2]);
    expect(losses.map(({ what, first }) => [what, first])).toEqual([
      ['deleted', 'gone'],
      ['badLine', 'kept/metrics/loss:2'],
      ['artifactElsewhere', 'kept'],
    ]);
  });

  it('that Lathe writes is read again, and no name leads out of it', async () => {
    const { files, losses } = await writeFiles(writeMlruns, SAMPLES);
    for (const name of Object.keys(files)) {
      expect(name).toMatch(/^mlruns\/\d{18}\/(meta\.yaml|[0-9a-f]{32}\/)/);
      expect(name.split('/').some((part) => ['', '.', '..'].includes(part))).toBe(false);
    }
    expect(new Set(losses.map(({ what }) => what))).toEqual(new Set(['renamed']));
    const { runs } = await readFiles(files);
    const [first, second] = runs.toSorted((a, b) => b.points.length - a.points.length);
    const [sample] = SAMPLES;
    const { name, experiment, note, state, startedAt, endedAt, tags } = sample!;
    expect(first).toMatchObject({ name, experiment, note, state, startedAt, endedAt, tags });
    expect(second).toMatchObject({ key: SAMPLES[1]!.key, parent: first!.key, state: 'failed' });
    const values = (of: typeof sample) => of!.points.map(({ step, value, at }) => [step, value, at]).sort();
    expect(values(first)).toEqual(values(sample));
    expect(new Set(first!.points.map(({ metric }) => metric)).size).toBe(6);
    expect(Object.values(first!.artifacts).sort()).toEqual(['never outside', 'text']);
    expect(first!.parameters.get('lr')).toBe(0.001);
    expect(first!.parameters.get('__proto__')).toBe('kept');
  });
});

/** The tables of MLflow 2.x and 3.x, with the columns that are read; from `mlflow/store/tracking/dbmodels/models.py`. */
const TABLES = `
  CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name VARCHAR(256) NOT NULL UNIQUE, artifact_location VARCHAR(256),
    lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT);
  CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500),
    entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT, deleted_time BIGINT,
    source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER);
  CREATE TABLE tags (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), PRIMARY KEY (key, run_uuid));
  CREATE TABLE params (key VARCHAR(250), value VARCHAR(8000), run_uuid VARCHAR(32), PRIMARY KEY (key, run_uuid));
  CREATE TABLE metrics (key VARCHAR(250), value FLOAT NOT NULL, timestamp BIGINT, step BIGINT NOT NULL, is_nan BOOLEAN NOT NULL,
    run_uuid VARCHAR(32), PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
  INSERT INTO experiments VALUES (1, 'spam', NULL, 'active', 0, 0);
  INSERT INTO runs VALUES ('${ID}', 'owl', 'LOCAL', '', '', 'ada', 'KILLED', 1000, 2000, NULL, '', 'active', NULL, 1),
    ('${'b'.repeat(32)}', 'gone', 'LOCAL', '', '', 'ada', 'FINISHED', 1000, 2000, 1, '', 'deleted', NULL, 1);
  INSERT INTO tags VALUES ('mlflow.note.content', 'noted', '${ID}'), ('it''s', NULL, '${ID}');
  INSERT INTO params VALUES ('lr', '1e-3', '${ID}'), ('flag', 'True', '${ID}');
  INSERT INTO metrics VALUES ('loss', 0, 5, 1, 1, '${ID}'), ('loss', 1.7976931348623157e308, 6, 2, 0, '${ID}'),
    ('loss', 0.5, 7, 3, 0, '${ID}');
`;

/** What newer databases have beside, from the same file and `mlflow/store/model_registry/dbmodels/models.py`. */
const MORE_TABLES = `
  CREATE TABLE experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER, PRIMARY KEY (key, experiment_id));
  CREATE TABLE latest_metrics (key VARCHAR(250), value FLOAT NOT NULL, timestamp BIGINT, step BIGINT NOT NULL, is_nan BOOLEAN NOT NULL,
    run_uuid VARCHAR(32), PRIMARY KEY (key, run_uuid));
  CREATE TABLE datasets (dataset_uuid VARCHAR(36), experiment_id INTEGER, name VARCHAR(500), digest VARCHAR(36), dataset_source_type VARCHAR(36),
    dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT, PRIMARY KEY (experiment_id, name, digest));
  CREATE TABLE inputs (input_uuid VARCHAR(36), source_type VARCHAR(36), source_id VARCHAR(36), destination_type VARCHAR(36),
    destination_id VARCHAR(36), step BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (source_type, source_id, destination_type, destination_id));
  CREATE TABLE input_tags (input_uuid VARCHAR(36), name VARCHAR(255), value VARCHAR(500), PRIMARY KEY (input_uuid, name));
  CREATE TABLE registered_models (name VARCHAR(256) PRIMARY KEY, creation_time BIGINT, last_updated_time BIGINT, description VARCHAR(5000));
  CREATE TABLE model_versions (name VARCHAR(256), version INTEGER, creation_time BIGINT, current_stage VARCHAR(20), source VARCHAR(500),
    run_id VARCHAR(32), status VARCHAR(20), PRIMARY KEY (name, version));
  CREATE TABLE registered_model_aliases (name VARCHAR(256), alias VARCHAR(256), version INTEGER, PRIMARY KEY (name, alias));
  INSERT INTO experiment_tags VALUES ('team', 'mail', 1), ('mlflow.note.content', '# All spam', 1);
  INSERT INTO latest_metrics VALUES ('loss', 0.5, 7, 3, 0, '${ID}'), ('pruned', 0.25, 9, 8, 0, '${ID}');
  INSERT INTO datasets VALUES ('d1', 1, 'mail', 'abc', 'local', '{}', '{}', '{}'), ('d2', 1, 'web', 'def', 'local', '{}', '{}', '{}'),
    ('d3', 1, 'more', 'ghi', 'local', '{}', '{}', '{}');
  INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES
    ('i1', 'DATASET', 'd1', 'RUN', '${ID}'), ('i2', 'DATASET', 'd2', 'RUN', '${ID}'), ('i3', 'DATASET', 'd3', 'RUN', '${ID}');
  INSERT INTO input_tags VALUES ('i1', 'mlflow.data.context', 'training'), ('i3', 'mlflow.data.context', 'training');
  INSERT INTO registered_models VALUES ('spam', 0, 0, '');
  INSERT INTO model_versions VALUES ('spam', 1, 0, 'Production', 'x', '${ID}', 'READY'), ('spam', 2, 0, 'None', 'x', NULL, 'READY');
  INSERT INTO registered_model_aliases VALUES ('spam', 'champion', 1), ('spam', 'old', 1);
`;

describe('MLflow’s database', () => {
  const database = (more = '') => {
    const made = new BetterSqlite(':memory:');
    made.exec(TABLES + more);
    const bytes = made.serialize();
    made.close();
    return bytes;
  };

  it('has the same keys as its folder, and NaN and infinities as they were', async () => {
    const { formats, runs, losses } = await readFiles({ 'mlflow.db': database() });
    expect(formats).toEqual(['sqlite']);
    expect(runs).toEqual([
      {
        key: `mlflow:${ID}`,
        experiment: 'spam',
        name: 'owl',
        state: 'stopped',
        startedAt: 1000,
        endedAt: 2000,
        parameters: new Map<string, unknown>([
          ['flag', true],
          ['lr', 0.001],
        ]),
        tags: new Map([["it's", '']]),
        note: 'noted',
        parent: null,
        points: [
          { metric: 'loss', step: 1, epoch: null, at: 5, value: Number.NaN },
          { metric: 'loss', step: 2, epoch: null, at: 6, value: Number.POSITIVE_INFINITY },
          { metric: 'loss', step: 3, epoch: null, at: 7, value: 0.5 },
        ],
        artifacts: {},
      },
    ]);
    expect(losses.map(({ what }) => what)).toEqual(['deleted']);
  });

  it('of a newer version also has data, models, tags of experiments, and last values without a history', async () => {
    const { runs, experiments, losses } = await readFiles({ 'mlflow.db': database(MORE_TABLES) });
    expect(experiments).toEqual([
      { type: 'experiment', name: 'spam', note: '# All spam', tags: new Map([['team', 'mail']]) },
    ]);
    expect(runs[0]!.tags).toEqual(
      new Map([
        ['dataset.training', 'mail (abc)'],
        ['dataset.training (2)', 'more (ghi)'],
        ['dataset', 'web (def)'],
        ['registered model.spam', 'version 1, Production, champion, old'],
        ["it's", ''],
      ]),
    );
    const last = runs[0]!.points.map(({ metric, step, value }) => [metric, step, value]);
    expect(last.slice(-2)).toEqual([
      ['loss', 3, 0.5],
      ['pruned', 8, 0.25],
    ]);
    expect(losses.map(({ what, value }) => [what, value])).toEqual([
      ['deleted', 'gone'],
      ['noOnnx', 'spam v1'],
      ['noOnnx', 'spam v2'],
    ]);
  });

  it('with its artifacts beside it has registered models whose file is ONNX; an mlruns folder has them alike', async () => {
    const artifact = `mlruns/1/${ID}/artifacts/model`;
    const logged = `m-${'d'.repeat(32)}`;
    const inDatabase = await readFiles({
      'mlflow.db': database(`${MORE_TABLES}
        UPDATE model_versions SET source = 'file:///home/ada/${artifact}' WHERE version = 1;
        UPDATE model_versions SET source = 'models:/${logged}' WHERE version = 2;
        INSERT INTO model_versions VALUES ('spam', 3, 0, 'None', 'runs:/${ID}/other', '${ID}', 'READY');`),
      [`${artifact}/weights.onnx`]: 'other',
      [`${artifact}/model.onnx`]: 'onnx',
      [`mlruns/1/models/${logged}/artifacts/model.onnx`]: 'logged',
    });
    expect(inDatabase.runs[0]!.artifacts).toEqual({
      'model/weights.onnx': 'other',
      'model/model.onnx': 'onnx',
    });
    expect(inDatabase.losses.map(({ what, value }) => [what, value])).toEqual([
      ['deleted', 'gone'],
      ['noOnnx', 'spam v3'],
    ]);
    const told = ({ registered }: Awaited<ReturnType<typeof readFiles>>) =>
      Promise.all(
        registered.map(async ({ name, versions }) => [
          name,
          await Promise.all(
            versions.map(async ({ file, version, run, stage, aliases }) => {
              const content = Buffer.from(await file.read()).toString();
              return { version, run, stage, aliases, content };
            }),
          ),
        ]),
      );
    const expected = {
      version: 1,
      run: `mlflow:${ID}`,
      stage: 'production',
      aliases: ['champion', 'old'],
      content: 'onnx',
    };
    const second = { version: 2, run: null, stage: 'none', aliases: [], content: 'logged' };
    expect(await told(inDatabase)).toEqual([['spam', [expected, second]]]);
    const models = 'mlruns/models/spam';
    const inFolder = await readFiles({
      'mlruns/7/meta.yaml': "experiment_id: '7'\nname: spam\n",
      [`mlruns/7/${ID}/meta.yaml`]: META('lifecycle_stage: active\n'),
      [`mlruns/7/${ID}/artifacts/model/model.onnx`]: 'onnx',
      [`${models}/meta.yaml`]: 'name: spam\ndescription: none\n',
      [`${models}/version-1/meta.yaml`]: `version: '1'\nsource: runs:/${ID}/model\nrun_id: ${ID}\ncurrent_stage: Production\n`,
      [`${models}/aliases/champion`]: '1',
      [`${models}/aliases/old`]: '1',
    });
    expect(await told(inFolder)).toEqual([['spam', [expected]]]);
  });

  it('that is cut off or another’s is refused in words', async () => {
    const whole = database();
    for (const size of [120, 4096, 9000, whole.length - 4096]) {
      const outcome = await readFiles({ 'mlflow.db': whole.subarray(0, size) }).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      );
      if (outcome instanceof Error) expect(outcome.message).toMatch(/mlflow\.db/);
      else expect(outcome.losses.length).toBeGreaterThan(0);
    }
    const other = new BetterSqlite(':memory:');
    other.exec('CREATE TABLE notes (text)');
    expect(await readFiles({ 'notes.db': other.serialize() })).toMatchObject({
      runs: [],
      losses: [{ what: 'badFile', value: 'notes.db' }],
    });
  });
});

describe('Trackio’s database', () => {
  it('is read with configs, nested metrics, and numbers that JSON has not', async () => {
    const made = new BetterSqlite(':memory:');
    made.exec(`
      CREATE TABLE metrics (id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL, run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL);
      CREATE TABLE configs (id INTEGER PRIMARY KEY, run_name TEXT NOT NULL, config TEXT NOT NULL, created_at TEXT NOT NULL);
      CREATE TABLE system_metrics (id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL, run_name TEXT NOT NULL, metrics TEXT NOT NULL);
      INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES
        ('2026-01-01T10:00:00+00:00', 'owl', 0, '{"loss": 1.5, "val": {"acc": "NaN"}}'),
        ('2026-01-01T10:00:02+00:00', 'owl', 1, '{"loss": "-Infinity", "text": "x", "image": {"_type": "trackio.image"}}'),
        ('2026-01-01T10:00:03+00:00', 'fox', 0, '{"loss": NaN}');
      INSERT INTO configs (run_name, config, created_at) VALUES ('owl', '{"lr": 0.1, "net": {"depth": 3}, "_Username": "ada"}', '');
      INSERT INTO system_metrics (timestamp, run_name, metrics) VALUES ('2026-01-01T10:00:00+00:00', 'owl', '{"gpu": {"temp": 40}}');
    `);
    const { runs, losses } = await readFiles({ 'spam.db': made.serialize() });
    const owl = runs.find(({ name }) => name === 'owl')!;
    expect(runs.map(({ key }) => key)).toEqual(['trackio:spam/fox', 'trackio:spam/owl']);
    expect(owl).toMatchObject({
      experiment: 'spam',
      startedAt: Date.UTC(2026, 0, 1, 10),
      endedAt: Date.UTC(2026, 0, 1, 10, 0, 2),
      parameters: new Map([
        ['lr', 0.1],
        ['net.depth', 3],
      ]),
    });
    expect(owl.points.map(({ metric, step, value }) => [metric, step, value])).toEqual([
      ['loss', 0, 1.5],
      ['val.acc', 0, Number.NaN],
      ['loss', 1, Number.NEGATIVE_INFINITY],
      ['system/gpu.temp', 0, 40],
    ]);
    expect(runs[0]!.points[0]!.value).toBeNaN();
    expect(losses.map(({ value }) => value)).toEqual(['text', 'trackio.image']);
  });
});
