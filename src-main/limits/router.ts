/** @file Procedures of limits. */
import type { Limits } from './limits.ts';
import { os } from '../platform/api/implement.ts';

export function limitsRouter(limits: Limits) {
  return {
    limits: {
      list: os.limits.list.handler(() => limits.list()),
      set: os.limits.set.handler(({ input, context }) => limits.set(input, context.person)),
      reset: os.limits.reset.handler(({ input }) => limits.reset(input)),
    },
  };
}
