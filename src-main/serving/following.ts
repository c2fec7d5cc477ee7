/** @file Endpoints that serve an alias: which one each follows, and why one could not go with it. */
import type { Endpoint, Model } from '../../src-shared/contract.ts';
import { AppError, toWire, type WireError } from '../../src-shared/platform/errors.ts';
import type { Aliased } from '../models/index.ts';

export interface Follow {
  readonly registered: string;
  readonly alias: string;
}

/** What serving asks of the registry. */
export interface ServingRegistry {
  aliased(registered: string, alias: string): Aliased | undefined;
  /** @throws AppError `house.notFound` */
  get(registered: string): { readonly id: string; readonly name: string };
}

export class Following {
  readonly #registry: ServingRegistry;
  readonly #follows = new Map<string, Follow>();
  readonly #problems = new Map<string, WireError>();

  constructor(registry: ServingRegistry) {
    this.#registry = registry;
  }

  /** Endpoints that follow an alias of this registered model. */
  of(registered: string): string[] {
    return Array.from(this.#follows)
      .filter(([, follow]) => follow.registered === registered)
      .map(([endpoint]) => endpoint);
  }

  get(endpoint: string): Follow | null {
    return this.#follows.get(endpoint) ?? null;
  }

  /** From now on; null for an endpoint that stays with its model. */
  set(endpoint: string, follow: Follow | null): void {
    this.#problems.delete(endpoint);
    if (follow) this.#follows.set(endpoint, follow);
    else this.#follows.delete(endpoint);
  }

  fail(endpoint: string, thrown: unknown): void {
    this.#problems.set(endpoint, toWire(thrown));
  }

  /** The model that an alias points at. @throws AppError `serving.aliasGone`, `house.notFound` */
  target({ registered, alias }: Follow): Model {
    const model = this.#registry.aliased(registered, alias)?.model;
    if (model) return model;
    throw new AppError('serving.aliasGone', { alias, name: this.#registry.get(registered).name });
  }

  view(endpoint: string): Endpoint['follows'] {
    const follow = this.#follows.get(endpoint);
    if (!follow) return null;
    const now = this.#registry.aliased(follow.registered, follow.alias);
    return {
      ...follow,
      name: now?.name ?? this.#nameOf(follow.registered),
      version: now?.version ?? null,
      problem: this.#problems.get(endpoint) ?? null,
    };
  }

  #nameOf(registered: string): string {
    try {
      return this.#registry.get(registered).name;
    } catch {
      return registered;
    }
  }
}
