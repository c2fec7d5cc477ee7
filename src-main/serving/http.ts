/**
 * @file The HTTP door of the endpoints: the Open Inference Protocol, version 2, and plain predictions.
 * Source: https://github.com/kserve/open-inference-protocol (specification/protocol/inference_rest.md).
 */
import { AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { ERROR_CODES } from '../../src-shared/problems.ts';
import type { RunningEndpoint } from './endpoint.ts';
import type { Keys } from './keys.ts';
import { readBytes, readText } from './body.ts';
import { ENCODINGS, inflated } from './encoding.ts';
import { parseJson, stringifyJson } from './fields.ts';
import { parsePlain, type PlainRows, type PlainWriting } from './plain.ts';
import { toAnswers } from './tasks.ts';
import { inferResponse, JSON_LENGTH_HEADER, readInferRequest } from './protocol.ts';
import { eventStream } from './stream.ts';

export interface Endpoints {
  /** @throws AppError `serving.noSuchEndpoint` */
  find(name: string): RunningEndpoint;
  all(): readonly RunningEndpoint[];
  readonly version: string;
  /** The file of a model, as it is taken away. */
  fileOf(model: string): { readonly sha256: string; readonly bytes: number };
  /** Refuses who may not ask, before any of a request is read. */
  readonly admit: Keys['admit'];
}

/** What a path names, decoded. */
interface Place {
  readonly name: string;
  /** The version of the model, where the path names one. */
  readonly version: string | undefined;
}

type Handler = (request: Request, place: Place) => Promise<Response> | Response;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}

/** Answers what is under `/v2` and `/endpoints`; undefined for any other path. Never rejects. */
export function createFetch(
  endpoints: Endpoints,
): (request: Request, caller: { signedIn: boolean }) => Promise<Response | undefined> {
  const routes = routesOf(endpoints);
  return async (request, caller) => {
    const path = new URL(request.url).pathname;
    if (!/^\/(v2|endpoints)(\/|$)/.test(path)) return undefined;
    const plain = path.startsWith('/endpoints');
    try {
      endpoints.admit(request, caller, endpointIn(path));
      const route = routes.find((each) => each.path.test(path));
      if (!route) throw new AppError('serving.noSuchPath', { path: decoded(path) });
      const handler = Object.hasOwn(route.methods, request.method) && route.methods[request.method];
      if (!handler) return methodNotAllowed(Object.keys(route.methods));
      const { name = '', version } = route.path.exec(path)?.groups ?? {};
      const place = { name: decoded(name), version: version === undefined ? undefined : decoded(version) };
      return await handler(inflated(request), place);
    } catch (thrown) {
      return refusal(toAppError(thrown), plain);
    }
  };
}

function routesOf(endpoints: Endpoints): readonly Route[] {
  const route = (path: string, methods: Route['methods']): Route => {
    const pattern = path
      .replace('{name}', '(?<name>[^/]+)')
      .replace('{version}', '(?:/versions/(?<version>[^/]+))?');
    return { path: new RegExp(`^${pattern}/?$`), methods };
  };
  const at = ({ name, version }: Place) => versioned(endpoints.find(name), version);
  return [
    route('/v2', {
      GET: () => json({ name: 'lathe', version: endpoints.version, extensions: ['binary_tensor_data'] }),
    }),
    route('/v2/health/live', { GET: () => json({ live: true }) }),
    route('/v2/health/ready', {
      GET() {
        const ready = endpoints.all().every(({ state }) => state === 'ready' || state === 'stopped');
        // The specification names the field “live” here, too; its clients read “ready”.
        return json({ ready, live: true }, ready ? 200 : 503);
      },
    }),
    route('/v2/models/{name}{version}', {
      GET: (_, place) => json(metadata(at(place), endpoints)),
    }),
    route('/v2/models/{name}{version}/ready', {
      GET(_, place) {
        const { name, state } = at(place);
        return json({ name, ready: state === 'ready' }, state === 'ready' ? 200 : 503);
      },
    }),
    route('/v2/models/{name}{version}/infer', { POST: (request, place) => infer(at(place), request) }),
    route('/endpoints/{name}', {
      GET: (_, { name }) => json(endpoints.find(name).view()),
      POST: (request, { name }) => answer(endpoints.find(name), request),
    }),
  ];
}

/** @throws AppError `serving.noSuchVersion` */
function versioned(endpoint: RunningEndpoint, version: string | undefined): RunningEndpoint {
  const known = versionOf(endpoint);
  if (version === undefined || version === known) return endpoint;
  throw new AppError('serving.noSuchVersion', { name: endpoint.name, version, known });
}

/** The number of the model behind the endpoint: another model under the same name is another version. */
function versionOf({ model }: RunningEndpoint): string {
  return String(model.number);
}

function metadata(endpoint: RunningEndpoint, { fileOf }: Pick<Endpoints, 'fileOf'>) {
  const { inputs, outputs } = endpoint.describe();
  const tensor = ({ name, datatype, shape }: (typeof inputs)[number]) => ({ name, datatype, shape });
  return {
    name: endpoint.name,
    versions: [versionOf(endpoint)],
    platform: 'onnxruntime_onnx',
    inputs: inputs.map(tensor),
    outputs: outputs.map(tensor),
    parameters: fileOf(endpoint.model.id),
  };
}

async function infer(endpoint: RunningEndpoint, request: Request): Promise<Response> {
  // Read once: it is asked again where another request took the model's process along.
  const bytes = readBytes(request);
  bytes.catch(() => undefined);
  const { body, headers } = await endpoint.answer(async (process) => {
    const asked = readInferRequest(await bytes, request.headers.get(JSON_LENGTH_HEADER));
    const answers = await process.infer(
      asked.inputs,
      asked.outputs?.map(({ name }) => name),
    );
    return inferResponse({ name: endpoint.name, version: versionOf(endpoint) }, asked, answers);
  });
  return new Response(body, { headers: { ...HEADERS, ...headers } });
}

/** Answers texts, rows, images, or a prompt. */
async function answer(endpoint: RunningEndpoint, request: Request): Promise<Response> {
  const asked = await readPlain(request).catch((error: unknown) =>
    endpoint.answer<never>(() => Promise.reject(error)),
  );
  if (asked.kind === 'writing') return write(endpoint, asked, request.signal);
  const answered = await endpoint.answer(async (process) => toAnswers(await process.predict(asked.rows)));
  return json(asked.single ? answered[0] : { predictions: answered });
}

/** An image may be the body itself. */
async function readPlain(request: Request): Promise<PlainRows | PlainWriting> {
  if (!/^image\//i.test(request.headers.get('content-type') ?? ''))
    return parsePlain(parseJson(await readText(request)));
  return { kind: 'rows', rows: [{ kind: 'image', image: await readBytes(request) }], single: true };
}

async function write(
  endpoint: RunningEndpoint,
  { writing, stream }: PlainWriting,
  signal: AbortSignal,
): Promise<Response> {
  const { seed } = writing.sampling;
  if (stream)
    return eventStream((left) => endpoint.stream((process) => process.write(writing, left)), { seed });
  let text = '';
  let ending: 'stop' | 'length' | null = null;
  for await (const piece of endpoint.stream((process) => process.write(writing, signal))) {
    text += piece.text;
    ending = piece.ending;
  }
  return json({ text, ending, seed });
}

function refusal(error: AppError, plain: boolean): Response {
  if (error.key === 'house.internal') console.error(error.cause);
  const { code, message, hint } = error;
  // The protocol's error object has this one field.
  const body = plain ? { error: message, hint, code } : { error: `${message} ${hint}` };
  const response = json(body, ERROR_CODES[code]);
  if (error.key === 'serving.unknownEncoding') response.headers.set('accept-encoding', ENCODINGS);
  if (ERROR_CODES[code] === 401) response.headers.set('www-authenticate', 'Bearer');
  return response;
}

function methodNotAllowed(methods: readonly string[]): Response {
  const response = json({ error: `Use ${methods.join(' or ')} here.` }, 405);
  response.headers.set('allow', methods.join(', '));
  return response;
}

const HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;

function json(body: unknown, status = 200): Response {
  return new Response(stringifyJson(body), {
    status,
    headers: { ...HEADERS, 'content-type': 'application/json' },
  });
}

/** The endpoint that a path asks for, or undefined where it names none. */
function endpointIn(path: string): string | undefined {
  const name = /^\/(?:v2\/models|endpoints)\/([^/]+)/.exec(path)?.[1];
  return name === undefined ? undefined : decoded(name);
}

/** A path in characters; one with broken escapes stays as it is and is found nowhere. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
