/**
 * @file Triggers: a risk that is watched or closed opens by itself when the fact it watches comes true. It is a change like
 * any other in the document's history, by the workbench.
 */
import { randomUUID } from 'node:crypto';
import type { Person } from '../../src-shared/contract.ts';
import type { PLAN_KINDS } from '../../src-shared/planning/kinds/index.ts';
import type { Documents } from '../platform/documents/index.ts';
import type { Gates, Watched } from './gates.ts';

/** Who opens risks when their condition comes true; nobody can sign in as it. */
const ITSELF: Person = { id: 'lathe', name: 'Lathe', role: 'engineer' };

export class Triggers {
  readonly #gates: Gates;
  readonly #documents: Documents<typeof PLAN_KINDS>;
  /** Of all projects, until a risk is changed. */
  #all: readonly Watched[] | undefined;

  constructor(gates: Gates, documents: Documents<typeof PLAN_KINDS>) {
    this.#gates = gates;
    this.#documents = documents;
  }

  /** The triggers of a project's risks, or of all. */
  in(project?: string): readonly Watched[] {
    this.#all ??= this.#documents
      .ofKind('risk')
      .flatMap(({ scope, id, body }) =>
        body.trigger === null ? [] : [{ project: scope, id, body: body.trigger }],
      );
    return project === undefined ? this.#all : this.#all.filter((trigger) => trigger.project === project);
  }

  /** Risks were changed. */
  forget(): void {
    this.#all = undefined;
  }

  /**
   * Reads a trigger, and opens its risk when it has come true since it was read last: one that was closed by hand while
   * it was true stays closed.
   */
  async read(trigger: Watched, stopped: () => boolean): Promise<void> {
    const before = this.#gates.lastState(trigger.id);
    await this.#gates.read(trigger);
    if (stopped() || before === 'true' || this.#gates.lastState(trigger.id) !== 'true') return;
    const { project, id } = trigger;
    const risk = this.#documents.ofKind('risk', project).find((one) => one.id === id);
    if (!risk || (risk.body.state !== 'watched' && risk.body.state !== 'closed')) return;
    const changes = [{ id, kind: 'risk' as const, body: { ...risk.body, state: 'open' as const } }];
    this.#documents.change({ scope: project, operation: randomUUID(), changes }, ITSELF);
  }
}
