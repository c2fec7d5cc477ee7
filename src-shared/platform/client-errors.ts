/** @file What a client of the contract makes of an error: over HTTP and in-process alike. */
import { ORPCError } from '@orpc/client';
import { type AppError, fromWire, isWireError, toAppError } from './errors.ts';

/** The {@link AppError} that a call of the contract failed with. */
export function clientError(thrown: unknown): AppError {
  if (thrown instanceof ORPCError && isWireError(thrown.data)) return fromWire(thrown.data);
  return toAppError(thrown);
}
