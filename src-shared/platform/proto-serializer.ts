/** @file A key called `__proto__` across the wire. It knows no schema, so that the window may use it. */

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
