/** @file The form of a problem: an error code and its words in both languages. */

/** What a client can do about an error, and the HTTP status that says so. */
export const ERROR_CODES = {
  BAD_INPUT: 400,
  NOT_SIGNED_IN: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD: 405,
  TOO_SLOW: 408,
  CONFLICT: 409,
  TOO_LARGE: 413,
  UNSUPPORTED: 415,
  CANCELLED: 499,
  INTERNAL: 500,
  WORKER_FAILED: 500,
  UNAVAILABLE: 503,
  DEADLINE: 504,
  DISK_FULL: 507,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What was wrong and where (`message`), what to do (`hint`). `{name}` stands for a parameter. */
export interface Wording {
  readonly message: string;
  readonly hint: string;
}

export interface Problem {
  readonly code: ErrorCode;
  readonly en: Wording;
  readonly zh: Wording;
}

export type Problems = Readonly<Record<string, Problem>>;

export type ProblemParameters = Readonly<Record<string, string | number>>;

/** Fills `{name}` places of a wording. A place without its parameter stays as it is, so that it is seen. */
export function fill(text: string, parameters: ProblemParameters): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place));
}
