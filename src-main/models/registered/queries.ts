/** @file The SQL of the registry. */
import type { Database } from 'better-sqlite3';
import type { Stage } from '../../../src-shared/models/stages.ts';

export interface RegisteredRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: string;
  readonly gates: string;
  readonly aliases: string;
  readonly versions: number;
  readonly latest: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface VersionRow {
  readonly registered: string;
  readonly name: string;
  readonly version: number;
  readonly model: string | null;
  readonly source: string;
  readonly loggedModel: string;
  readonly run: string | null;
  readonly description: string;
  readonly tags: string;
  readonly stage: Stage;
  readonly stageBefore: Stage;
  readonly aliases: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
}

export interface EventRow {
  readonly seq: number;
  readonly registered: string;
  readonly at: string;
  readonly by: string;
  readonly type: string;
  readonly version: number | null;
  readonly alias: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  readonly failed: string;
  readonly undoes: number | null;
}

const REGISTERED = `SELECT r.id, r.name, r.description, r.tags, r.gates, r.created_at AS createdAt, r.updated_at AS updatedAt,
  (SELECT count(*) FROM registered_versions v WHERE v.registered = r.id) AS versions,
  (SELECT max(version) FROM registered_versions v WHERE v.registered = r.id) AS latest,
  (SELECT json_group_array(json_object('alias', alias, 'version', version))
     FROM (SELECT alias, version FROM registered_aliases a WHERE a.registered = r.id ORDER BY alias)) AS aliases
  FROM registered_models r`;

const VERSION = `SELECT v.registered, r.name, v.version, v.model, v.source, v.logged_model AS loggedModel, v.run, v.description, v.tags,
  v.stage, v.stage_before AS stageBefore, v.created_at AS createdAt, v.created_by AS createdBy, v.updated_at AS updatedAt,
  (SELECT json_group_array(alias)
     FROM (SELECT alias FROM registered_aliases a WHERE a.registered = v.registered AND a.version = v.version ORDER BY alias)) AS aliases
  FROM registered_versions v JOIN registered_models r ON r.id = v.registered`;

const EVENT = `SELECT seq, registered, at, author AS "by", type, version, alias, was AS "from", became AS "to", reason, failed, undoes
  FROM registry_events`;

export interface NewVersionRow {
  readonly registered: string;
  readonly version: number;
  readonly model: string | null;
  readonly source: string;
  readonly loggedModel: string;
  readonly run: string | null;
  readonly description: string;
  readonly tags: string;
  readonly at: string;
  readonly by: string;
}

export type NewEventRow = Omit<EventRow, 'seq'>;
export type RegistryQueries = ReturnType<typeof prepareRegistryQueries>;

export function prepareRegistryQueries(db: Database) {
  return {
    all: db.prepare<[], RegisteredRow>(`${REGISTERED} ORDER BY r.name, r.id`),
    get: db.prepare<[string], RegisteredRow>(`${REGISTERED} WHERE r.id = ?`),
    named: db.prepare<[string], RegisteredRow>(`${REGISTERED} WHERE r.name = ?`),
    add: db.prepare<{ id: string; name: string; description: string; tags: string; at: string }>(
      `INSERT INTO registered_models (id, name, description, tags, gates, last_version, created_at, updated_at)
       VALUES ($id, $name, $description, $tags, '[]', 0, $at, $at)`,
    ),
    rename: db.prepare<{ id: string; name: string; at: string }>(
      'UPDATE registered_models SET name = $name, updated_at = $at WHERE id = $id',
    ),
    describe: db.prepare<{ id: string; description: string; at: string }>(
      'UPDATE registered_models SET description = $description, updated_at = $at WHERE id = $id',
    ),
    setTags: db.prepare<{ id: string; tags: string; at: string }>(
      'UPDATE registered_models SET tags = $tags, updated_at = $at WHERE id = $id',
    ),
    setGates: db.prepare<{ id: string; gates: string; at: string }>(
      'UPDATE registered_models SET gates = $gates, updated_at = $at WHERE id = $id',
    ),
    touch: db.prepare<{ id: string; at: string }>(
      'UPDATE registered_models SET updated_at = $at WHERE id = $id',
    ),
    remove: db.prepare<[string]>('DELETE FROM registered_models WHERE id = ?'),
    takeVersion: db
      .prepare<[string], number>(
        'UPDATE registered_models SET last_version = last_version + 1 WHERE id = ? RETURNING last_version',
      )
      .pluck(),
    versions: db.prepare<[string], VersionRow>(`${VERSION} WHERE v.registered = ? ORDER BY v.version DESC`),
    everyVersion: db.prepare<[], VersionRow>(`${VERSION} ORDER BY r.name, v.version`),
    version: db.prepare<[string, number], VersionRow>(`${VERSION} WHERE v.registered = ? AND v.version = ?`),
    versionsOfModel: db.prepare<[string], VersionRow>(
      `${VERSION} WHERE v.model = ? ORDER BY r.name, v.version`,
    ),
    versionOfModel: db.prepare<[string, string], VersionRow>(
      `${VERSION} WHERE v.registered = ? AND v.model = ?`,
    ),
    addVersion: db.prepare<NewVersionRow>(
      `INSERT INTO registered_versions (registered, version, model, source, logged_model, run, description, tags, stage, stage_before,
         created_at, created_by, updated_at)
       VALUES ($registered, $version, $model, $source, $loggedModel, $run, $description, $tags, 'none', 'none', $at, $by, $at)`,
    ),
    describeVersion: db.prepare<{ registered: string; version: number; description: string; at: string }>(
      `UPDATE registered_versions SET description = $description, updated_at = $at
       WHERE registered = $registered AND version = $version`,
    ),
    setVersionTags: db.prepare<{ registered: string; version: number; tags: string; at: string }>(
      'UPDATE registered_versions SET tags = $tags, updated_at = $at WHERE registered = $registered AND version = $version',
    ),
    setStage: db.prepare<{ registered: string; version: number; stage: Stage; before: Stage; at: string }>(
      `UPDATE registered_versions SET stage = $stage, stage_before = $before, updated_at = $at
       WHERE registered = $registered AND version = $version`,
    ),
    removeVersion: db.prepare<[string, number]>(
      'DELETE FROM registered_versions WHERE registered = ? AND version = ?',
    ),
    alias: db
      .prepare<[string, string], number>(
        'SELECT version FROM registered_aliases WHERE registered = ? AND alias = ?',
      )
      .pluck(),
    setAlias: db.prepare<{ registered: string; alias: string; version: number }>(
      `INSERT INTO registered_aliases (registered, alias, version) VALUES ($registered, $alias, $version)
       ON CONFLICT (registered, alias) DO UPDATE SET version = $version`,
    ),
    removeAlias: db.prepare<[string, string]>(
      'DELETE FROM registered_aliases WHERE registered = ? AND alias = ?',
    ),
    events: db.prepare<[string], EventRow>(`${EVENT} WHERE registered = ? ORDER BY seq DESC`),
    event: db.prepare<[number], EventRow>(`${EVENT} WHERE seq = ?`),
    tell: db
      .prepare<NewEventRow, number>(
        `INSERT INTO registry_events (registered, at, author, type, version, alias, was, became, reason, failed, undoes)
         VALUES ($registered, $at, $by, $type, $version, $alias, $from, $to, $reason, $failed, $undoes) RETURNING seq`,
      )
      .pluck(),
  };
}
