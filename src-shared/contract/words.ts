/** @file Records whose keys are people's words: classes, columns. A word such as `__proto__` is a key like any other. */
import * as z from 'zod';

/**
 * A record of values by any word. Zod's own `z.record` leaves a key called `__proto__` out in silence; this one hands on
 * the very record that it was given, checked.
 */
export function recordByWord<Value>(value: z.ZodType<Value>) {
  return z.custom<Record<string, Value>>(isRecord, 'it is not an object').check((context) => {
    for (const [word, each] of Object.entries(context.value)) {
      const [issue] = value.safeParse(each).error?.issues ?? [];
      if (issue) context.issues.push({ code: 'custom', path: [word], message: issue.message, input: each });
    }
  });
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface WithProto {
  readonly [word: string]: unknown;
}

/**
 * Makes oRPC carry records with a key called `__proto__`, which it would write over their prototype: they cross as entries.
 * For both ends, `customJsonSerializers`.
 */
export const protoSerializer = {
  // The first numbers are oRPC's own.
  type: 1000,
  condition: (data: unknown): boolean =>
    typeof data === 'object' && data !== null && Object.hasOwn(data, '__proto__'),
  serialize: (data: WithProto) => Object.entries(data),
  deserialize: (entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries),
};
