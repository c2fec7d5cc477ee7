/** @file Deploying: which model answers under a name. An endpoint changes without a gap, and one that follows an alias by itself. */
import type { Endpoint, Model, Person } from '../../src-shared/contract.ts';
import { endpointNameFor, endpointNameForAlias } from '../../src-shared/serving/endpoint-name.ts';
import type { RunningEndpoint } from './endpoint.ts';
import type { Follow, Following, ServingRegistry } from './following.ts';
import type { EndpointRow, Queries } from './queries.ts';

export interface DeployingParts {
  readonly models: {
    /** @throws AppError `house.notFound` */
    get(id: string): Model;
    readonly registered: ServingRegistry;
  };
  readonly queries: Queries;
  /** Those there are, by name; changed here. */
  readonly endpoints: Map<string, RunningEndpoint>;
  readonly following: Following;
  readonly create: (
    row: Pick<EndpointRow, 'name' | 'model' | 'requests' | 'errors' | 'deployedAt'>,
  ) => RunningEndpoint;
  readonly tell: (name: string) => void;
  readonly closed: () => boolean;
}

type Deployed =
  | { readonly model: string; readonly name?: string | undefined }
  | { readonly follows: Follow; readonly name?: string | undefined };

export function createDeploying(parts: DeployingParts) {
  const { models, queries, endpoints, following, tell, closed } = parts;
  /** What was last begun with each endpoint: one model after another. */
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(name) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    turns.set(name, settled);
    void settled.then(() => turns.get(name) === settled && turns.delete(name));
    return turn;
  }

  function fresh(name: string, { id }: Model): { endpoint: RunningEndpoint; at: string } {
    const at = new Date().toISOString();
    return {
      at,
      endpoint: parts.create({ name, model: id, requests: 0, errors: 0, deployedAt: at }),
    };
  }

  async function takeOver(name: string, endpoint: RunningEndpoint): Promise<void> {
    const before = endpoints.get(name);
    endpoints.set(name, endpoint);
    tell(name);
    await before?.stop();
  }

  /** Goes with the alias that an endpoint follows; where that cannot be, what served before goes on. */
  async function goWithAlias(name: string): Promise<void> {
    const [before, follow] = [endpoints.get(name), following.get(name)];
    if (closed() || !before || !follow) return;
    try {
      const model = following.target(follow);
      if (model.id !== before.model.id) await changeTo(before, model, follow);
      else following.set(name, follow);
    } catch (thrown) {
      following.fail(name, thrown);
    }
    if (!closed()) tell(name);
  }

  async function changeTo(before: RunningEndpoint, model: Model, follow: Follow): Promise<void> {
    const { name } = before;
    const { endpoint, at } = fresh(name, model);
    const runs = before.state !== 'stopped';
    if (runs) await endpoint.start();
    // It was removed meanwhile.
    if (closed() || endpoints.get(name) !== before) return endpoint.stop();
    const wanted = before.state === 'stopped' ? 'stopped' : 'running';
    if (wanted === 'stopped') await endpoint.stop();
    queries.deploy.run({ name, model: model.id, wanted, ...follow, at, by: nameOf(follow) });
    following.set(name, follow);
    await takeOver(name, endpoint);
  }

  const nameOf = ({ registered, alias }: Follow): string =>
    `${models.registered.get(registered).name}@${alias}`;

  return {
    /**
     * Starts a model, or the one that an alias points at, under a name; a name that is taken changes to this model once it
     * is ready, without a gap. When the model cannot be loaded nothing has changed.
     */
    async deploy(input: Deployed, person: Person): Promise<Endpoint> {
      const follow = 'follows' in input ? input.follows : null;
      const modelNow = () => ('follows' in input ? following.target(input.follows) : models.get(input.model));
      const name =
        input.name ??
        (follow
          ? endpointNameForAlias(models.registered.get(follow.registered), follow.alias)
          : endpointNameFor(modelNow()));
      modelNow();
      return inTurn(name, async () => {
        const model = modelNow();
        const { endpoint, at } = fresh(name, model);
        await endpoint.start();
        const { registered = null, alias = null } = follow ?? {};
        const by = person.name;
        queries.deploy.run({ name, model: model.id, wanted: 'running', registered, alias, at, by });
        following.set(name, follow);
        await takeOver(name, endpoint);
        return endpoint.view();
      });
    },

    /** Looks whether the alias of an endpoint has moved, and goes with it. */
    follow(name: string): void {
      void inTurn(name, () => goWithAlias(name));
    },
  };
}
