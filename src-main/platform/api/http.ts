/** @file The HTTP door: address, method, header and caller are checked before a body is read; then RPC, files, endpoints and the window's pages. */
import { RPCHandler } from '@orpc/server/fetch';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { protoSerializer } from '../../../src-shared/platform/proto-serializer.ts';
import { AppError, toAppError, toWire } from '../../../src-shared/platform/errors.ts';
import { ERROR_CODES } from '../../../src-shared/problems.ts';
import type { Person } from '../../../src-shared/contract.ts';
import type { AnyRouter } from '@orpc/server';
import type { Context } from './implement.ts';
import { downloadHeaders, fileResponse, pageResponse, imageHeaders } from './files.ts';
import type { Uploads } from './uploads.ts';
import { admitCall, requireRole } from './gate.ts';
import { withinSession } from './open-streams.ts';
import type { Sessions } from './sessions.ts';
import { closedPage, welcomePage } from './welcome.ts';
import { logInternal } from './log-internal.ts';

/** The door a request came through. */
export interface Door {
  /** Every origin under which this door is known, e.g. `http://127.0.0.1:4321`; the first is the one told to people. */
  readonly origins: readonly string[];
  /** Behind this door is only the person at this machine (a socket of the desktop): no sign-in. */
  readonly trusted: boolean;
  /** People behind this door sit at this machine, so they may name paths on it. */
  readonly local: boolean;
}

export interface HttpParts {
  readonly router: AnyRouter;
  readonly sessions: Sessions;
  readonly uploads: Uploads;
  /** Where a blob lies that is whole, by hash. */
  readonly blobPath: (sha256: string, person: Person) => Promise<string>;
  /** The image of a sample, whole or small. @throws AppError `house.notFound` */
  readonly image: (request: { dataset: string; sample: string; small: boolean }) => {
    readonly bytes: Uint8Array;
    readonly type: string;
  };
  /** Where a finished export lies, and what it is called. @throws AppError `house.notFound` */
  readonly exported: (id: string, person: Person) => { readonly file: string; readonly fileName: string };
  /** The Open Inference Protocol and plain endpoints; undefined when the request is for neither. */
  readonly endpoints: (request: Request, caller: { signedIn: boolean }) => Promise<Response | undefined>;
  /** What clients of MLflow send. */
  readonly mlflow: (request: Request, caller: { person: Person | null }) => Promise<Response>;
  /** The built window. */
  readonly pages: string;
}

export type Fetch = (request: Request, door: Door) => Promise<Response>;

interface Environment {
  Bindings: { door: Door };
  Variables: { caller: Context };
}

const READS = new Set(['GET', 'HEAD']);
const READERS = ['owner', 'engineer', 'labeler', 'viewer'] as const;

/** The methods that each route takes; endpoints say theirs themselves. The first that fits holds. */
const METHODS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/rpc(\/|$)/, ['POST']],
  // A preview that only looks (HEAD) must not use up the link.
  [/^\/sign-in$/, ['GET']],
  [/^\/files\/upload$/, ['PUT']],
  [/^/, ['GET', 'HEAD']],
];
/** What clients of MLflow ask. */
const MLFLOW = /^\/(?:(?:ajax-)?api\/[23]\.0\/mlflow(?:-artifacts)?\/|(?:health|version)$)/;
const MLFLOW_METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const ENDPOINTS = /^\/(v2|endpoints)(\/|$)/;
/** What endpoints read (JSON, an image, tensors in bytes); no form of another site can send any of them. */
const FOR_ENDPOINTS = /^(application\/(json|octet-stream)|image\/)/i;

export function createHttp(parts: HttpParts): Fetch {
  const { sessions } = parts;
  const rpc = new RPCHandler<Context>(parts.router, {
    eventIteratorKeepAliveInterval: 10_000,
    customJsonSerializers: [protoSerializer],
  });
  const app = new Hono<Environment>();

  app.onError((thrown, c) => errorResponse(thrown, c.req.path));
  app.use(async (c, next) => {
    checkAddress(c.req.raw, c.req.path, c.env.door);
    const signedIn = sessions.find(getCookie(c, cookieName(c.req.raw)));
    const trusted = c.env.door.trusted ? { person: sessions.owner, session: null } : null;
    const caller = signedIn ?? trusted ?? { person: null, session: null };
    c.set('caller', { ...caller, local: c.env.door.local });
    await next();
  });

  app.get('/sign-in', (c) => {
    const cookie = signIn(c.req.query('token') ?? '', c.get('caller'));
    if (cookie === undefined) return welcomePage();
    if (cookie === null && c.req.header('accept')?.includes('text/html')) return closedPage();
    if (cookie === null) throw new AppError('house.badSignIn');
    const secure = new URL(c.req.url).protocol === 'https:';
    setCookie(c, cookieName(c.req.raw), cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure,
      maxAge: 30 * 24 * 3600,
    });
    const { headers } = c.res;
    return withHeaders(welcomePage(), headers);
  });

  /** A cookie; undefined for someone who is signed in already, null where the link is good no more. */
  function signIn(token: string, { session }: Context): string | null | undefined {
    try {
      return sessions.signIn(token);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return session === null ? null : undefined;
    }
  }

  app.all('/rpc/*', async (c) => {
    const caller = c.get('caller');
    const path = c.req.path.slice('/rpc/'.length);
    try {
      const call = await admitCall(c.req.raw, path, caller);
      return await withinSession(sessions, { ...caller, signal: call.signal }, async (signal) => {
        const admitted = new Request(call, { signal });
        const { response } = await rpc.handle(admitted, { prefix: '/rpc', context: caller });
        if (!response) throw new AppError('house.notFound', { what: 'procedure', id: path });
        return response;
      });
    } catch (thrown) {
      return callRefused(thrown);
    }
  });

  app.put('/files/upload', async (c) => {
    requireRole(c.get('caller'), ['owner', 'engineer', 'labeler']);
    return c.json(await parts.uploads.take(c.req.raw));
  });

  app.get('/files/blobs/:hash', async (c) => {
    const person = requireRole(c.get('caller'), READERS);
    const hash = c.req.param('hash');
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new AppError('house.notFound', { what: 'file', id: hash });
    const { session } = c.get('caller');
    const name = c.req.query('name') ?? hash;
    const file = await parts.blobPath(hash, person);
    return withinSession(sessions, { session, signal: c.req.raw.signal }, () =>
      fileResponse(c.req.raw, file, downloadHeaders(name)),
    );
  });

  app.get('/files/exports/:id', async (c) => {
    const person = requireRole(c.get('caller'), READERS);
    const { session } = c.get('caller');
    const { file, fileName } = parts.exported(c.req.param('id'), person);
    return withinSession(sessions, { session, signal: c.req.raw.signal }, () =>
      fileResponse(c.req.raw, file, downloadHeaders(fileName)),
    );
  });

  app.get('/files/samples/:dataset/:sample', (c) => {
    requireRole(c.get('caller'), READERS);
    const { dataset, sample } = c.req.param();
    const tag = `"${sample}"`;
    // A sample is named by its content, so what lies under its name never changes.
    const headers = { etag: tag, 'cache-control': 'private, max-age=31536000, immutable' };
    const { bytes, type } = parts.image({ dataset, sample, small: c.req.query('small') !== undefined });
    if (c.req.header('if-none-match') === tag) return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(bytes), { headers: { ...headers, ...imageHeaders(type) } });
  });

  app.all('*', async (c) => {
    const request = c.req.raw;
    if (isOfMlflow(request, c.req.path)) {
      const { person, session } = c.get('caller');
      return withinSession(sessions, { session, signal: request.signal }, () =>
        parts.mlflow(request, { person }),
      );
    }
    if (ENDPOINTS.test(c.req.path)) {
      const { person, session } = c.get('caller');
      return withinSession(sessions, { session, signal: request.signal }, async () => {
        const answer = await parts.endpoints(request, { signedIn: person !== null });
        if (!answer) throw new AppError('house.notFound', { what: 'endpoint', id: c.req.path });
        return answer;
      });
    }
    return pageResponse(request, parts.pages);
  });

  return async (request, door) => app.fetch(request, { door });
}

function withHeaders(response: Response, more: Headers): Response {
  for (const cookie of more.getSetCookie()) response.headers.append('set-cookie', cookie);
  return response;
}

/**
 * Only requests addressed to this door, and from its own pages when a browser sends them: this stops DNS rebinding and
 * cross-site requests, also on loopback. Each route has its methods, and a write needs a header that no cross-site form can send; endpoints take
 * JSON or an image instead.
 */
function checkAddress(request: Request, path: string, door: Door): void {
  const url = new URL(request.url);
  if (!door.origins.includes(url.origin)) throw new AppError('house.foreignHost', { host: url.host });
  const origin = request.headers.get('origin');
  if (origin !== null && !door.origins.includes(origin))
    throw new AppError('house.foreignOrigin', { origin });
  if (isOfMlflow(request, path)) return requireNoForm(request);
  const toEndpoint = ENDPOINTS.test(path);
  const methods = METHODS.find(([route]) => route.test(path))?.[1] ?? [];
  if (!toEndpoint && !methods.includes(request.method))
    throw new AppError('house.method', { method: request.method, allowed: methods.join(', ') });
  if (READS.has(request.method)) return;
  const guarded = toEndpoint ? isForEndpoint(request) : request.headers.get('x-lathe') === '1';
  if (!guarded) throw new AppError(toEndpoint ? 'house.jsonMissing' : 'house.headerMissing');
}

const isOfMlflow = ({ method }: Request, path: string): boolean =>
  MLFLOW.test(path) && MLFLOW_METHODS.has(method);

/** A page of another site could send a form, but neither JSON nor another method: they need a leave that is never given. */
function requireNoForm(request: Request): void {
  if (request.method === 'POST' && !isForEndpoint(request)) throw new AppError('house.jsonMissing');
}

/**
 * Clients of the Open Inference Protocol tell their JSON by a header of its own, or send no type at all; a page of another
 * site can do the first only once this server had allowed it, and never the second without saying where it is from.
 */
function isForEndpoint({ headers }: Request): boolean {
  const type = headers.get('content-type');
  if (type !== null && FOR_ENDPOINTS.test(type)) return true;
  if (headers.has('inference-header-content-length')) return true;
  return type === null && !headers.has('origin') && !headers.has('sec-fetch-site');
}

/** Cookies are shared by all ports of a host; each workbench has its own. */
function cookieName(request: Request): string {
  return `lathe-${new URL(request.url).port || 'app'}`;
}

/** An error as who calls such an address expects it: programs at an endpoint get what endpoints themselves answer. */
function errorResponse(thrown: unknown, path: string): Response {
  const error = toAppError(thrown);
  logInternal(error);
  const { code, message, hint } = error;
  const body = !ENDPOINTS.test(path)
    ? { code, message, hint, data: toWire(error) }
    : path.startsWith('/v2')
      ? { error: `${message} ${hint}` }
      : { error: message, hint, code };
  const allow = error.key === 'house.method' ? { allow: String(error.parameters['allowed']) } : {};
  return Response.json(body, {
    status: ERROR_CODES[error.code],
    headers: { 'x-content-type-options': 'nosniff', ...allow },
  });
}

/** The same in the form of a call's own errors. */
function callRefused(thrown: unknown): Response {
  const error = toAppError(thrown);
  logInternal(error);
  const status = ERROR_CODES[error.code];
  const { code, message } = error;
  const json = { defined: false, code, status, message, data: toWire(error) };
  return Response.json({ json, meta: [] }, { status, headers: { 'x-content-type-options': 'nosniff' } });
}
