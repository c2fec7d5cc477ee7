import { expect, it } from 'vitest';
import { AppError } from '../../src-shared/platform/errors.ts';
import { fromServer, isAbort } from './client.ts';

const cutOff = (cause: unknown) => new Error('Cannot parse response body', { cause });

it('an answer that nobody waits for any more is no error, also where it was cut off while it came', () => {
  const left = new DOMException('left', 'AbortError');
  expect(isAbort(fromServer(left))).toBe(true);
  expect(isAbort(fromServer(cutOff(left)))).toBe(true);
});

it('an answer that the line cut off says that the workbench cannot be reached', () => {
  const error = fromServer(cutOff(new TypeError('network error')));
  expect(error instanceof AppError && error.key).toBe('house.unreachable');
});

it('an answer of no form that is known stays an error of Lathe', () => {
  const error = fromServer(cutOff(new SyntaxError('not JSON')));
  expect(error instanceof AppError && error.key).toBe('house.internal');
});
