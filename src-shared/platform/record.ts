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
