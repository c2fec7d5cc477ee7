/** @file Who is calling: the owner at this machine, and sessions that a sign-in link opens. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import os from 'node:os';
import type { Person } from '../../src-shared/contract/index.ts';
import { AppError } from '../../src-shared/errors.ts';
import { createId } from '../../src-shared/ids.ts';
import type { Store } from '../store/index.ts';
import { prepareQueries } from './queries.ts';

const DAYS_30 = 30 * 24 * 3600 * 1000;
const MINUTE = 60_000;

export interface SignedIn {
  readonly person: Person;
  /** The session's public name: the first 16 digits of its hash. */
  readonly session: string;
}

export interface Sessions {
  readonly owner: Person;
  /** The secret of this process's sign-in link. */
  readonly signInToken: string;
  /** Opens a session for the holder of the sign-in link. @returns the cookie's value. @throws AppError `house.badSignIn` */
  signIn(token: string): string;
  /** Whose cookie this is, or null. */
  find(cookie: string | undefined): SignedIn | null;
  list(): { id: string; person: Person; createdAt: string; lastSeenAt: string }[];
  revoke(id: string): void;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createSessions(store: Store): Sessions {
  const queries = prepareQueries(store.db);
  const signInToken = randomBytes(24).toString('base64url');
  const owner = queries.people.all().find(({ role }) => role === 'owner') ?? addOwner();
  queries.removeOldSessions.run(new Date(Date.now() - DAYS_30).toISOString());

  function addOwner(): Person {
    const person: Person = { id: createId('person'), name: os.userInfo().username, role: 'owner' };
    queries.addPerson.run({ ...person, at: new Date().toISOString() });
    return person;
  }

  function signIn(token: string): string {
    const same = timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(sha256(signInToken)));
    if (!same) throw new AppError('house.badSignIn');
    const cookie = randomBytes(32).toString('base64url');
    queries.addSession.run({ token: sha256(cookie), person: owner.id, at: new Date().toISOString() });
    return cookie;
  }

  function find(cookie: string | undefined): SignedIn | null {
    if (!cookie) return null;
    const row = queries.session.get(sha256(cookie));
    if (!row) return null;
    const now = Date.now();
    // Not on every request: a session's last sight is for people to read.
    if (now - Date.parse(row.lastSeenAt) > MINUTE)
      queries.touchSession.run({ token: row.tokenSha256, at: new Date(now).toISOString() });
    return { person: { id: row.id, name: row.name, role: row.role }, session: publicName(row.tokenSha256) };
  }

  function list(): ReturnType<Sessions['list']> {
    return queries.sessions.all().map(({ tokenSha256, createdAt, lastSeenAt, id, name, role }) => ({
      id: publicName(tokenSha256),
      person: { id, name, role },
      createdAt,
      lastSeenAt,
    }));
  }

  function revoke(id: string): void {
    const row = queries.sessions.all().find(({ tokenSha256 }) => publicName(tokenSha256) === id);
    if (!row) throw new AppError('house.notFound', { what: 'session', id });
    queries.removeSession.run(row.tokenSha256);
  }

  return { owner, signInToken, signIn, find, list, revoke };
}

const publicName = (tokenSha256: string): string => tokenSha256.slice(0, 16);
