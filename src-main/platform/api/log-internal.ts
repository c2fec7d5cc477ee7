/** @file What goes wrong inside of the workbench is told where it was started; whoever asked learns only that it did. */
import type { AppError } from '../../../src-shared/platform/errors.ts';

/** Says what caused an internal error; a client that went away in the midst of its request is none. */
export function logInternal(error: AppError): void {
  if (error.key === 'house.internal' && !isGone(error.cause)) console.error(error.cause);
}

/** As Node's HTTP server calls a request whose connection was closed before it was whole. */
const isGone = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET' && cause.message === 'aborted';
