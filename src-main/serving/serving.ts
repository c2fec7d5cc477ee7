/** @file The serving room: endpoints that stay, predictions in passing, and their HTTP door. */
import type {
  Endpoint,
  Model,
  ModelSignature,
  Person,
  Prediction,
  WorkbenchEvent,
  Writing as AskedWriting,
  WrittenPiece,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import type { ModelRow, TableReading } from '../models/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import { ModelCache } from './model-cache.ts';
import { RunningEndpoint } from './endpoint.ts';
import { createDeploying } from './deploying.ts';
import { Following, type ServingRegistry } from './following.ts';
import { createFetch } from './http.ts';
import { signatureOf } from './signature.ts';
import { createKeys } from './keys.ts';
import { openModel, type ModelProcess } from './model-process.ts';
import { writingOf } from './plain.ts';
import { toAnswers, toWeighedAnswers, type WeighedAnswer } from './tasks.ts';
import { prepareQueries, type EndpointRow } from './queries.ts';
import type { RowAnswers } from './worker/inference.ts';

/** What serving asks of the models room. */
export interface ServingModels {
  /** @throws AppError `house.notFound` */
  get(id: string): Model;
  /** How the source files wrote the columns of a model, where they agree. */
  written(id: string): TableReading['written'];
  readonly registered: ServingRegistry;
}

export interface ServingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly models: ServingModels;
  /** Lathe's version, told to clients of the Open Inference Protocol. */
  readonly version: string;
  /** Waits before the restarts after a crash, in milliseconds. */
  readonly backOff?: readonly number[];
}

/** The methods of the room. */
export type Serving = ReturnType<typeof openServing>;

/** Numbers of a busy endpoint are told and kept so often, in milliseconds. */
const TELL_MS = 250;

/** Opens the room and starts the endpoints that ran when the workbench last ended. */
export function openServing({ store, pool, emit, models, version, backOff }: ServingParts) {
  const queries = prepareQueries(store.db);
  const keys = createKeys(queries);
  const endpoints = new Map<string, RunningEndpoint>();
  const opening = { store, pool, written: models.written };
  const cache = new ModelCache({
    open: (model, onExit) => openModel({ ...opening, asked: 'predict' }, model, onExit),
  });
  const telling = new Map<string, NodeJS.Timeout>();
  const following = new Following(models.registered);
  let closed = false;

  function create(
    row: Pick<EndpointRow, 'name' | 'model' | 'requests' | 'errors' | 'deployedAt'>,
  ): RunningEndpoint {
    const model = models.get(row.model);
    const endpoint: RunningEndpoint = new RunningEndpoint({
      name: row.name,
      model,
      deployedAt: row.deployedAt,
      follows: () => following.view(row.name),
      requests: row.requests,
      errors: row.errors,
      ...(backOff ? { backOff } : {}),
      open: (onExit) => openModel({ ...opening, asked: 'request' }, model, onExit),
      onChange: () => tellSoon(row.name),
    });
    return endpoint;
  }

  /** Keeps the counts and tells the window, at most every {@link TELL_MS}. */
  function tellSoon(name: string): void {
    if (closed || telling.has(name)) return;
    telling.set(
      name,
      setTimeout(() => tell(name), TELL_MS),
    );
  }

  function tell(name: string): void {
    clearTimeout(telling.get(name));
    telling.delete(name);
    const endpoint = endpoints.get(name);
    if (endpoint) queries.setCounts.run({ name, ...endpoint.counts });
    emit({ type: 'changed', what: 'endpoints', id: name });
  }

  function find(name: string): RunningEndpoint {
    const endpoint = endpoints.get(name);
    if (endpoint) return endpoint;
    throw new AppError('serving.noSuchEndpoint', { name, names: [...endpoints.keys()].join(', ') || '–' });
  }

  const deploying = createDeploying({
    models,
    queries,
    endpoints,
    following,
    create,
    tell,
    closed: () => closed,
  });

  async function stop({ name }: { name: string }): Promise<Endpoint> {
    const endpoint = find(name);
    queries.setWanted.run({ name, wanted: 'stopped' });
    await endpoint.stop();
    tell(name);
    return endpoint.view();
  }

  async function remove({ name }: { name: string }): Promise<Record<string, never>> {
    const endpoint = find(name);
    endpoints.delete(name);
    following.set(name, null);
    queries.remove.run(name);
    await endpoint.stop();
    tell(name);
    return {};
  }

  const list = (): Endpoint[] =>
    [...endpoints.values()].map((endpoint) => endpoint.view()).sort((a, b) => (a.name < b.name ? -1 : 1));

  function readyFor(model: string): RunningEndpoint | undefined {
    return [...endpoints.values()].find(
      (endpoint) => endpoint.model.id === model && endpoint.state === 'ready',
    );
  }

  /** Through the endpoint named, or one that is ready; else in a process that is kept for a while. */
  interface Through {
    readonly model: string;
    readonly endpoint?: string | undefined;
  }

  function wayTo({ model: id, endpoint }: Through) {
    const model = models.get(id);
    return { model, ready: endpoint === undefined ? readyFor(model.id) : find(endpoint) };
  }

  type AskedRows = Through & { readonly rows: readonly ModelRow[] };

  function answersTo({ rows, ...through }: AskedRows): Promise<RowAnswers> {
    const { model, ready } = wayTo(through);
    const question = (process: ModelProcess) => process.predict(rows);
    return ready ? ready.answer(question) : cache.ask(model, question);
  }

  const predict = async (asked: AskedRows): Promise<Prediction[]> => toAnswers(await answersTo(asked));

  /** The same, with how sure the model is of each. */
  const weigh = async (asked: AskedRows): Promise<WeighedAnswer[]> =>
    toWeighedAnswers(await answersTo(asked));

  /** Writes until the text ends or `signal` aborts. @throws AppError `serving.doesNotWrite`, `serving.badField` */
  function generate(
    { model: id, endpoint, ...asked }: Through & AskedWriting,
    signal?: AbortSignal,
  ): AsyncGenerator<WrittenPiece, void> {
    const { model, ready } = wayTo({ model: id, endpoint });
    const writing = writingOf(asked);
    const question = (process: ModelProcess) => process.write(writing, signal);
    return ready ? ready.stream(question) : cache.stream(model, question);
  }

  async function describe({ model: id }: { model: string }): Promise<ModelSignature> {
    const { model, ready } = wayTo({ model: id });
    return signatureOf(
      ready ? ready.describe() : await cache.ask(model, async ({ description }) => description),
    );
  }

  function fileOf(id: string): { sha256: string; bytes: number } {
    const { blob: sha256, bytes } = models.get(id);
    return { sha256, bytes };
  }

  function createKey(input: { name: string; endpoint: string | null }, person: Person) {
    const made = keys.create(input, person);
    emit({ type: 'changed', what: 'keys', id: made.key.id });
    return made;
  }

  function revokeKey(id: string): void {
    keys.revoke(id);
    emit({ type: 'changed', what: 'keys', id });
  }

  function setAnyone(anyone: boolean): void {
    keys.setAnyone(anyone);
    emit({ type: 'changed', what: 'keys', id: 'anyone' });
  }

  for (const row of queries.endpoints.all()) {
    const endpoint = create(row);
    endpoints.set(row.name, endpoint);
    const { registered, alias } = row;
    if (registered !== null && alias !== null) following.set(row.name, { registered, alias });
    if (row.wanted === 'running') void endpoint.resume();
    // The alias may have moved while the workbench was closed.
    if (registered !== null) deploying.follow(row.name);
  }

  return {
    deploy: deploying.deploy,
    /** @throws AppError `serving.noSuchEndpoint` */
    view: (name: string): Endpoint => find(name).view(),
    stop,
    remove,
    list,
    predict,
    weigh,
    generate,
    describe,
    /** Endpoints go with the aliases that they follow. */
    told(event: WorkbenchEvent): void {
      if (event.type !== 'changed' || event.what !== 'registry') return;
      for (const name of following.of(event.id)) deploying.follow(name);
    },
    keys,
    createKey,
    revokeKey,
    setAnyone,
    /** The Open Inference Protocol under `/v2` and plain predictions under `/endpoints`; undefined for other paths. */
    fetch: createFetch({ find, all: () => [...endpoints.values()], version, fileOf, admit: keys.admit }),
    /** Ends every model process and keeps the counts. */
    async close(): Promise<void> {
      for (const name of [...telling.keys()]) tell(name);
      closed = true;
      await Promise.all([cache.close(), ...Array.from(endpoints.values(), (endpoint) => endpoint.stop())]);
    },
  };
}
