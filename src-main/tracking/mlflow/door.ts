/**
 * @file The MLflow door: a script whose `MLFLOW_TRACKING_URI` is the address of this workbench logs here. Requests and answers are
 * those of MLflow's REST API.
 * Sources: MLflow, "REST API"; `mlflow/protos/{service,model_registry,mlflow_artifacts}.proto`.
 */
import type { Person } from '../../../src-shared/contract.ts';
import { checkJson, readBody } from '../../../src-shared/platform/body.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Store } from '../../platform/store/index.ts';
import { isRecord, parseLoose } from '../exchange/flatten.ts';
import type { Tracking } from '../tracking.ts';
import { createArtifacts } from './artifacts.ts';
import { MlflowError, toMlflowError } from './errors.ts';
import { experimentHandlers } from './experiments.ts';
import type { Fields } from './fields.ts';
import { loggedModelHandlers } from './logged-models.ts';
import { metricHandlers } from './metrics.ts';
import type { MlflowRegistry } from './models.ts';
import { partsOf, type Handler, type Handlers } from './parts.ts';
import { registryHandlers } from './registry.ts';
import { runHandlers } from './runs.ts';

export interface MlflowDoorParts {
  readonly store: Store;
  readonly tracking: Tracking;
  readonly registry: MlflowRegistry;
  /** Whether a request brings a key of this door. */
  readonly hasKey: (request: Request) => boolean;
  /** @throws AppError `labeling.answersHidden` where a person may not read a blob */
  readonly requireBlobShown: (sha256: string, person: Person) => void;
}

const PATH = /^\/(?:ajax-)?api\/[23]\.0\/(mlflow|mlflow-artifacts)\/(.*)$/;
/** What clients are told; the protocol is that of MLflow 3. */
const VERSION = '3.0.0';
const BODY = { bytes: 32 * 2 ** 20, seconds: 60 };
const JSON_BOUNDS = { depth: 64, containers: 100_000, values: 500_000 };
const WRITERS = new Set(['owner', 'engineer']);

const HOW = 'one with “lathe keys create NAME --endpoint mlflow” and set MLFLOW_TRACKING_TOKEN to it.';
const NO_KEY = `This workbench needs a key: make ${HOW}`;
const WRONG_KEY = `The key that was sent is not valid here: it was revoked, is of another workspace, or was made for endpoints. “lathe keys list” shows the keys there are, each with what it is for, but never the key itself. Make ${HOW}`;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly handler: Handler;
}

export function createMlflowDoor({ store, tracking, registry, hasKey, requireBlobShown }: MlflowDoorParts) {
  const parts = partsOf(store, tracking, registry);
  const artifacts = createArtifacts(parts);
  const routes = routesOf({
    ...experimentHandlers(parts),
    ...runHandlers(parts),
    ...metricHandlers(parts),
    ...registryHandlers(parts),
    ...loggedModelHandlers(parts, artifacts),
    ...artifacts.handlers,
    'GET server-info': () => ({ store_type: 'SqlStore', workspaces_enabled: false }),
  });

  /** Reading is for whoever signed in or has a key of this door; writing for keys, owners and engineers. @throws MlflowError */
  function admit(request: Request, person: Person | null): string {
    if (person) {
      const isReading = request.method === 'GET' || /\/search$/.test(new URL(request.url).pathname);
      if (isReading || WRITERS.has(person.role)) return person.name;
      throw new MlflowError(
        'PERMISSION_DENIED',
        new AppError('house.forbidden', { role: person.role }).message,
      );
    }
    if (hasKey(request)) return 'MLflow';
    throw new MlflowError('UNAUTHENTICATED', request.headers.get('authorization') ? WRONG_KEY : NO_KEY);
  }

  async function answer(request: Request, person: Person | null): Promise<object | Response> {
    const url = new URL(request.url);
    const by = admit(request, person);
    const [, service, rest = ''] = PATH.exec(url.pathname) ?? [];
    const route = decoded(rest.replace(/\/$/, ''));
    const query = queryOf(url);
    // Keys are made by those who see all.
    const requireShown = (blob: string): void => void (person && requireBlobShown(blob, person));
    if (service === 'mlflow-artifacts')
      return artifacts.answer(route, request, { fields: query, requireShown });
    const found = routes.find(({ method, path }) => method === request.method && path.test(route));
    if (!found) throw new MlflowError('ENDPOINT_NOT_FOUND', `There is no ${request.method} ${url.pathname}.`);
    const names = found.path.exec(route)?.groups ?? {};
    const fields = request.method === 'GET' ? query : { ...query, ...(await bodyOf(request)) };
    return found.handler({ fields, names, by });
  }

  return {
    /** Every blob that only this door names. */
    blobs: () => parts.documents.blobs(),
    /** Never rejects. */
    async fetch(request: Request, { person }: { person: Person | null }): Promise<Response> {
      const { pathname } = new URL(request.url);
      if (pathname === '/health') return plain('OK');
      if (pathname === '/version') return plain(VERSION);
      try {
        const told = await answer(request, person);
        return told instanceof Response ? told : Response.json(told, { headers: HEADERS });
      } catch (thrown) {
        const { code, message, status } = toMlflowError(thrown);
        const headers = status === 401 ? { ...HEADERS, 'www-authenticate': 'Bearer' } : HEADERS;
        return Response.json({ error_code: code, message }, { status, headers });
      }
    },
  };
}

const HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;
const plain = (text: string): Response =>
  new Response(text, { headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' } });

const routesOf = (handlers: Handlers): readonly Route[] =>
  Object.entries(handlers).map(([route, handler]) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`), handler };
  });

/** A name that is given more than once is a list. */
function queryOf(url: URL): Fields {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(
    Array.from(names, (name) => {
      const all = url.searchParams.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}

/** @throws MlflowError where it is no JSON object */
async function bodyOf(request: Request): Promise<Fields> {
  const bytes = await readBody(request, BODY);
  if (bytes.length === 0) return {};
  checkJson(bytes, JSON_BOUNDS);
  const body = parseLoose(Buffer.from(bytes).toString('utf8'));
  if (!isRecord(body)) throw new MlflowError('BAD_REQUEST', 'The body of the request is no JSON object.');
  return body;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
