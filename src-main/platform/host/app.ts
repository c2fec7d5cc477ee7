/** @file The house as its hosts see it. */
import type { Client } from '../../../src-shared/contract.ts';
import type { Fetch } from '../api/index.ts';
import type { Facts } from '../facts.ts';
import type { Outside } from '../store/index.ts';

export interface App {
  readonly fetch: Fetch;
  /** The contract as the owner at this machine, without the network. */
  readonly client: Client;
  /** What was measured, by name, for whoever asks of it. */
  readonly facts: Facts;
  /** Files at places that the person at this machine chose. */
  readonly outside: Outside;
  /** A new link by which the owner signs in at this address, once and within two minutes; `over` is called after that. */
  signInLink(address: string, over?: () => void): string;
  /** Told by a door that stays open: what the workbench finds out beside its work begins soon, and slows no start. */
  opened(): void;
  close(): Promise<void>;
}
