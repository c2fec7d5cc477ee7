/**
 * @file The HTTP door of the endpoints: the Open Inference Protocol, version 2, and plain predictions.
 * Source: https://github.com/kserve/open-inference-protocol (specification/protocol/inference_rest.md).
 */
import { AppError, toAppError } from '../../src-shared/errors.ts';
import { ERROR_CODES } from '../../src-shared/problems/index.ts';
import type { RunningEndpoint } from './endpoint.ts';
import { readBytes, readText } from './body.ts';
import { parsePlain, type PlainRows, type PlainWriting } from './plain.ts';
import { toPredictions } from './predictions.ts';
import { inferResponse, parseInferRequest, parseJson } from './protocol.ts';
import { eventStream } from './stream.ts';

export interface Endpoints {
  /** @throws AppError `serving.noSuchEndpoint` */
  find(name: string): RunningEndpoint;
  all(): readonly RunningEndpoint[];
  readonly version: string;
}

type Handler = (request: Request, name: string) => Promise<Response> | Response;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}

/** Answers what is under `/v2` and `/endpoints`; undefined for any other path. Never rejects. */
export function createFetch(endpoints: Endpoints): (request: Request) => Promise<Response | undefined> {
  const routes = routesOf(endpoints);
  return async (request) => {
    const path = decoded(new URL(request.url).pathname);
    if (!/^\/(v2|endpoints)(\/|$)/.test(path)) return undefined;
    const plain = path.startsWith('/endpoints');
    try {
      const route = routes.find((each) => each.path.test(path));
      if (!route) throw new AppError('serving.noSuchPath', { path });
      const handler = route.methods[request.method];
      if (!handler) return methodNotAllowed(Object.keys(route.methods));
      return await handler(request, route.path.exec(path)?.[1] ?? '');
    } catch (thrown) {
      return refusal(toAppError(thrown), plain);
    }
  };
}

function routesOf(endpoints: Endpoints): readonly Route[] {
  const route = (path: string, methods: Route['methods']): Route => ({
    path: new RegExp(`^${path.replace('{name}', '([^/]+)')}/?$`),
    methods,
  });
  return [
    route('/v2', {
      GET: () => json({ name: 'lathe', version: endpoints.version, extensions: [] }),
    }),
    route('/v2/health/live', { GET: () => json({ live: true }) }),
    route('/v2/health/ready', {
      GET() {
        const ready = endpoints.all().every(({ state }) => state === 'ready' || state === 'stopped');
        return json({ ready }, ready ? 200 : 503);
      },
    }),
    route('/v2/models/{name}', { GET: (_, name) => json(metadata(endpoints.find(name))) }),
    route('/v2/models/{name}/ready', {
      GET(_, name) {
        const ready = endpoints.find(name).state === 'ready';
        return json({ name, ready }, ready ? 200 : 503);
      },
    }),
    route('/v2/models/{name}/infer', { POST: (request, name) => infer(endpoints.find(name), request) }),
    route('/endpoints/{name}', {
      GET: (_, name) => json(endpoints.find(name).view()),
      POST: (request, name) => answer(endpoints.find(name), request),
    }),
  ];
}

function metadata(endpoint: RunningEndpoint) {
  const { inputs, outputs } = endpoint.describe();
  return {
    name: endpoint.name,
    versions: [String(endpoint.model.number)],
    platform: 'onnxruntime_onnx',
    inputs,
    outputs,
  };
}

async function infer(endpoint: RunningEndpoint, request: Request): Promise<Response> {
  // Read once: it is asked again where another request took the model's process along.
  const text = readText(request);
  text.catch(() => undefined);
  const answer = await endpoint.answer(async (process) => {
    const asked = parseInferRequest(parseJson(await text));
    return inferResponse(endpoint.name, asked, await process.infer(asked.inputs));
  });
  return json(answer);
}

/** Answers texts, rows, pictures, or a prompt. */
async function answer(endpoint: RunningEndpoint, request: Request): Promise<Response> {
  const asked = await readPlain(request).catch((error: unknown) =>
    endpoint.answer<never>(() => Promise.reject(error)),
  );
  if (asked.kind === 'writing') return write(endpoint, asked, request.signal);
  const answered = await endpoint.answer(async (process) => toPredictions(await process.predict(asked.rows)));
  return json(asked.single ? answered[0] : { predictions: answered });
}

/** A picture may be the body itself. */
async function readPlain(request: Request): Promise<PlainRows | PlainWriting> {
  if (!/^image\//i.test(request.headers.get('content-type') ?? ''))
    return parsePlain(parseJson(await readText(request)));
  return { kind: 'rows', rows: [{ kind: 'image', picture: await readBytes(request) }], single: true };
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
  return json(plain ? { error: message, hint, code } : { error: `${message} ${hint}` }, ERROR_CODES[code]);
}

function methodNotAllowed(methods: readonly string[]): Response {
  const response = json({ error: `Use ${methods.join(' or ')} here.` }, 405);
  response.headers.set('allow', methods.join(', '));
  return response;
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, {
    status,
    headers: { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
  });
}

/** A path in characters; one with broken escapes stays as it is and is found nowhere. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
