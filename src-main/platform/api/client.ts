/** @file The in-process client: the same contract, checks and errors as over HTTP, without the network. */
import { createRouterClient, type AnyRouter } from '@orpc/server';
import type { Client, Person } from '../../../src-shared/contract.ts';

/** A client that calls the router as `person` at this machine. */
export function inProcessClient(router: AnyRouter, person: Person): Client {
  // The router implements the contract (createRouter is checked against it), which AnyRouter no longer says.
  return createRouterClient(router, { context: { person, session: null, local: true } }) as unknown as Client;
}
