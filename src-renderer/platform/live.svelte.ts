/** @file The event stream: what the workbench tells arrives here once and goes to whoever asked. */
import { getEventMeta } from '@orpc/client';
import type { Client, WorkbenchEvent } from '../../src-shared/contract.ts';
import { fromServer, isAbort } from './client.ts';

export type EventType = WorkbenchEvent['type'];
export type EventOf<Type extends EventType> = Extract<WorkbenchEvent, { type: Type }>;

export type Connection = 'connecting' | 'open' | 'lost';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

export class Live {
  /** `lost` while the workbench does not answer; the stream resumes by itself where it broke. */
  connection = $state<Connection>('connecting');
  #listeners: readonly ((event: WorkbenchEvent) => void)[] = [];
  #lastEventId: string | undefined;
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Calls back for every event of a type; call the result to stop. */
  on<Type extends EventType>(type: Type, listener: (event: EventOf<Type>) => void): () => unknown {
    const heard = (event: WorkbenchEvent): void => {
      if (isOf(event, type)) listener(event);
    };
    this.#listeners = [...this.#listeners, heard];
    return () => (this.#listeners = this.#listeners.filter((other) => other !== heard));
  }

  /** Follows the stream until aborted; after a break it resumes from the last event seen. */
  async follow(signal: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        for await (const event of await this.#open(signal)) {
          this.connection = 'open';
          wait = FIRST_WAIT_MS;
          this.#lastEventId = getEventMeta(event)?.id ?? this.#lastEventId;
          this.#tell(event);
        }
      } catch (thrown) {
        if (isAbort(fromServer(thrown))) return;
      }
      this.connection = 'lost';
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  #open(signal: AbortSignal): ReturnType<Client['events']> {
    return this.#client.events(undefined, { signal, lastEventId: this.#lastEventId });
  }

  #tell(event: WorkbenchEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function isOf<Type extends EventType>(event: WorkbenchEvent, type: Type): event is EventOf<Type> {
  return event.type === type;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
