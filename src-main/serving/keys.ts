/** @file Who may ask endpoints: people who signed in, programs with a key, and anyone at this machine where that is on. */
import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey, Person } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Queries } from './queries.ts';

const MINUTE = 60_000;
/** So that a key is known for what it is wherever it turns up. */
const PREFIX = 'lathe_';
const BEARER = /^Bearer +(\S+)$/i;

export interface Keys {
  list(): ApiKey[];
  /** The key itself is told here and never again: what is kept is its hash. */
  create(input: { name: string; endpoint: string | null }, by: Person): { key: ApiKey; secret: string };
  /** @throws AppError `house.notFound` */
  revoke(id: string): void;
  /** Whether anyone at this machine may ask without a key. */
  anyone(): boolean;
  setAnyone(anyone: boolean): void;
  /** Whether a request brings a key that was made for this endpoint, and for it alone. */
  isOf(request: Request, endpoint: string): boolean;
  /**
   * Nothing where the request may be answered.
   *
   * @param endpoint that it is for; undefined for what is about all of them
   * @throws AppError `serving.keyMissing`, `serving.keyUnknown`, `serving.keyElsewhere`
   */
  admit(request: Request, caller: { signedIn: boolean }, endpoint: string | undefined): void;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createKeys(queries: Queries): Keys {
  function create(
    { name, endpoint }: { name: string; endpoint: string | null },
    by: Person,
  ): { key: ApiKey; secret: string } {
    const secret = PREFIX + randomBytes(32).toString('base64url');
    const key = { id: createId('key'), name, endpoint, createdAt: new Date().toISOString() };
    queries.addKey.run({ ...key, sha256: sha256(secret), by: by.name });
    return { key: { ...key, createdBy: by.name, lastUsedAt: null }, secret };
  }

  function revoke(id: string): void {
    if (queries.removeKey.run(id).changes === 0) throw new AppError('house.notFound', { what: 'key', id });
  }

  function isOf(request: Request, endpoint: string): boolean {
    const secret = BEARER.exec(request.headers.get('authorization') ?? '')?.[1];
    const key = secret === undefined ? undefined : queries.key.get(sha256(secret));
    if (key?.endpoint !== endpoint) return false;
    touch(key);
    return true;
  }

  /** Not on every request: its last use is for people to read. */
  function touch(key: { readonly id: string; readonly lastUsedAt: string | null }): void {
    const now = Date.now();
    if (now - Date.parse(key.lastUsedAt ?? '1970-01-01') > MINUTE)
      queries.touchKey.run({ id: key.id, at: new Date(now).toISOString() });
  }

  const anyone = (): boolean => queries.anyone.get()?.anyone === 1;

  function admit(request: Request, { signedIn }: { signedIn: boolean }, endpoint: string | undefined): void {
    const given = request.headers.get('authorization');
    if (signedIn) return;
    if (given === null) {
      if (anyone()) return;
      throw new AppError('serving.keyMissing');
    }
    const secret = BEARER.exec(given)?.[1];
    const key = secret === undefined ? undefined : queries.key.get(sha256(secret));
    if (!key) throw new AppError('serving.keyUnknown');
    if (endpoint !== undefined && key.endpoint !== null && key.endpoint !== endpoint)
      throw new AppError('serving.keyElsewhere', { endpoint: key.endpoint });
    touch(key);
  }

  return {
    isOf,
    list: () => queries.keys.all(),
    create,
    revoke,
    anyone,
    admit,
    setAnyone: (value) => void queries.setAnyone.run(value ? 1 : 0),
  };
}
