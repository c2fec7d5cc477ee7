/** @file Between contract and rooms: who may call, and how an error is told. Every procedure passes through here. */
import { ORPCError, ValidationError, implement } from '@orpc/server';
import { contract, type Person } from '../../../src-shared/contract.ts';
import { AppError, toAppError, toWire } from '../../../src-shared/platform/errors.ts';
import { badInput } from '../../../src-shared/platform/complaints.ts';
import { ERROR_CODES } from '../../../src-shared/problems.ts';
import { logInternal } from './log-internal.ts';

/** What a procedure knows of its caller. */
export interface Context {
  /** Null for someone who has not signed in. */
  readonly person: Person | null;
  /** The session the caller came with; null in-process and in the desktop. */
  readonly session: string | null;
  /** At this machine: may name paths on it. */
  readonly local: boolean;
}

/** A context after the roles were checked. */
export interface KnownContext extends Context {
  readonly person: Person;
}

/** The implementer of the contract: `os.datasets.list.handler(({ input, context }) => …)`. */
export const os = implement(contract)
  .$context<Context>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (thrown) {
      throw toRpcError(thrown);
    }
  })
  .use(({ context, procedure, next }) => {
    const { roles } = procedure['~orpc'].meta;
    const { person } = context;
    if (!person) throw new AppError('house.notSignedIn');
    if (!roles.includes(person.role)) throw new AppError('house.forbidden', { role: person.role });
    return next({ context: { person } satisfies Pick<KnownContext, 'person'> });
  });

/** Implements the contract. A procedure that is missing, or answers something else, does not compile. */
export const createRouter = os.router.bind(os);

/** Pieces that come one by one, with whatever goes wrong between them told as a procedure's errors are. */
export async function* rpcErrors<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece, void> {
  try {
    yield* pieces;
  } catch (thrown) {
    throw toRpcError(thrown);
  }
}

/** An error as it leaves the workbench: code, status, English words, and `data` for {@link fromWire}. */
function toRpcError(thrown: unknown): ORPCError<string, unknown> {
  const error = toAppError(fromValidation(thrown));
  logInternal(error);
  return new ORPCError(error.code, {
    status: ERROR_CODES[error.code],
    message: error.message,
    data: toWire(error),
    cause: error,
  });
}

/** A schema's complaint as a problem that names the field. */
function fromValidation(thrown: unknown): unknown {
  if (!(thrown instanceof ORPCError) || !(thrown.cause instanceof ValidationError)) return thrown;
  // Output that breaks the contract is our own fault, not the caller's.
  if (thrown.code !== 'BAD_REQUEST') return thrown.cause;
  const [issue] = thrown.cause.issues;
  return new AppError('house.badInput', badInput(issue ?? {}));
}
