/** @file The SQL of people and sessions. */
import type { Database } from 'better-sqlite3';
import type { Person } from '../../../src-shared/contract.ts';

export interface SessionRow extends Person {
  readonly tokenSha256: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
}

export function prepareQueries(db: Database) {
  return {
    people: db.prepare<[], Person>('SELECT id, name, role FROM people ORDER BY created_at'),
    addPerson: db.prepare<{ id: string; name: string; role: string; at: string }>(
      'INSERT INTO people (id, name, role, created_at) VALUES ($id, $name, $role, $at)',
    ),
    session: db.prepare<[string], SessionRow>(
      `SELECT token_sha256 AS tokenSha256, s.created_at AS createdAt, last_seen_at AS lastSeenAt, p.id, p.name, p.role
       FROM sessions s JOIN people p ON p.id = s.person WHERE token_sha256 = ?`,
    ),
    sessions: db.prepare<[], SessionRow>(
      `SELECT token_sha256 AS tokenSha256, s.created_at AS createdAt, last_seen_at AS lastSeenAt, p.id, p.name, p.role
       FROM sessions s JOIN people p ON p.id = s.person ORDER BY last_seen_at DESC`,
    ),
    addSession: db.prepare<{ token: string; person: string; at: string }>(
      'INSERT INTO sessions (token_sha256, person, created_at, last_seen_at) VALUES ($token, $person, $at, $at)',
    ),
    touchSession: db.prepare<{ token: string; at: string }>(
      'UPDATE sessions SET last_seen_at = $at WHERE token_sha256 = $token',
    ),
    removeSession: db.prepare<[string]>('DELETE FROM sessions WHERE token_sha256 = ?'),
    removeOldSessions: db.prepare<[string]>('DELETE FROM sessions WHERE last_seen_at < ?'),
  };
}
