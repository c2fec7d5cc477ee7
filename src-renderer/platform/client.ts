/** @file The window's way to the workbench: the contract over fetch, and errors as the errors people meet. */
import { ORPCError, createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { Client } from '../../src-shared/contract.ts';
import { protoSerializer } from '../../src-shared/platform/proto-serializer.ts';
import type { ProblemParameters } from '../../src-shared/problems.ts';
import { clientError } from '../../src-shared/platform/client-errors.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/platform/errors.ts';

/** The header that every write needs; a page of another site cannot send it. */
export const WRITE_HEADERS = { 'x-lathe': '1' } as const;

export interface ClientOptions {
  /** Where the workbench is, e.g. `http://127.0.0.1:4720`. */
  readonly origin: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** A client of the contract. Whatever goes wrong arrives as an {@link AppError}; an abort stays an `AbortError`. */
export function createClient({ origin, fetch = globalThis.fetch }: ClientOptions): Client {
  const link = new RPCLink({
    url: `${origin}/rpc`,
    headers: WRITE_HEADERS,
    customJsonSerializers: [protoSerializer],
    fetch: (request, init) => fetch(request, init),
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (thrown) {
          throw fromServer(thrown);
        }
      },
    ],
  });
  return createORPCClient(link);
}

/** What a failed call or a broken event stream threw, as an {@link AppError}. */
export function fromServer(thrown: unknown): unknown {
  // An answer that was cut off while it came is told as one that cannot be read, with the reason as its cause.
  const reason =
    thrown instanceof Error && !(thrown instanceof ORPCError) ? (thrown.cause ?? thrown) : thrown;
  if (isAbort(reason)) return reason;
  if (reason instanceof TypeError) return new AppError('house.unreachable', {}, { cause: thrown });
  return clientError(thrown);
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

/** A problem that came inside an answer (a failed job or run); one we do not know is an internal one. */
export function fromProblem(problem: { key: string; parameters: ProblemParameters }): AppError {
  return isWireError(problem) ? fromWire(problem) : new AppError('house.internal');
}
