/** @file Who is calling: the owner at this machine, and sessions that a sign-in link opens. */
import { createHash, randomBytes } from 'node:crypto';
import os from 'node:os';
import type { Person } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { Store } from '../store/index.ts';
import { prepareQueries } from './queries.ts';

const DAYS_30 = 30 * 24 * 3600 * 1000;
const MINUTE = 60_000;
/** A sign-in link is good for so long, once. */
const LINK_MS = 2 * MINUTE;
/** So many links are good at once: asking for a further one ends the oldest. */
const MOST_LINKS = 5;

export interface SignedIn {
  readonly person: Person;
  /** The session's public name: the first 16 digits of its hash. */
  readonly session: string;
}

export interface Sessions {
  readonly owner: Person;
  /** A new secret for a sign-in link: good once, for two minutes. Calls `over` when it is good no more. */
  newSignIn(over?: () => void): string;
  /**
   * Opens a session for the holder of a sign-in link, which is used up by it.
   * @returns the cookie's value. @throws AppError `house.badSignIn`
   */
  signIn(token: string): string;
  /** Whose cookie this is, or null. */
  find(cookie: string | undefined): SignedIn | null;
  list(): { id: string; person: Person; createdAt: string; lastSeenAt: string }[];
  revoke(id: string): void;
  /** Calls `ended` once when the session is revoked. @returns what takes that back */
  onEnd(id: string, ended: () => void): () => void;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createSessions(store: Store): Sessions {
  const queries = prepareQueries(store.db);
  /** What ends each link, by the hash of its secret; the oldest first. */
  const links = new Map<string, () => void>();
  const endings = new Map<string, Set<() => void>>();
  const owner = queries.people.all().find(({ role }) => role === 'owner') ?? addOwner();
  queries.removeOldSessions.run(new Date(Date.now() - DAYS_30).toISOString());

  function addOwner(): Person {
    const person: Person = { id: createId('person'), name: os.userInfo().username, role: 'owner' };
    queries.addPerson.run({ ...person, at: new Date().toISOString() });
    return person;
  }

  function newSignIn(over?: () => void): string {
    const token = randomBytes(24).toString('base64url');
    const name = sha256(token);
    const end = () => {
      clearTimeout(timer);
      links.delete(name);
      over?.();
    };
    const timer = setTimeout(end, LINK_MS).unref();
    links.set(name, end);
    for (const endOldest of [...links.values()].slice(0, -MOST_LINKS)) endOldest();
    return token;
  }

  function signIn(token: string): string {
    const end = links.get(sha256(token));
    if (!end) throw new AppError('house.badSignIn');
    end();
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
    for (const ended of endings.get(id) ?? []) ended();
    endings.delete(id);
  }

  function onEnd(id: string, ended: () => void): () => void {
    const all = endings.get(id) ?? new Set();
    endings.set(id, all.add(ended));
    return () => {
      all.delete(ended);
      if (all.size === 0 && endings.get(id) === all) endings.delete(id);
    };
  }

  return { owner, newSignIn, signIn, find, list, revoke, onEnd };
}

const publicName = (tokenSha256: string): string => tokenSha256.slice(0, 16);
