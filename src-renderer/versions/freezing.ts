/** @file What a freeze form may hold. */

export interface FreezeForm {
  readonly seed: number | null;
  /** Percent. */
  readonly validation: number | null;
  readonly test: number | null;
}

export interface FreezeProblems {
  readonly seed: boolean;
  readonly validation: boolean;
  readonly test: boolean;
  readonly together: boolean;
}

/** What is wrong with each field; nothing when all are false. */
export function checkFreeze({ seed, validation, test }: FreezeForm): FreezeProblems {
  const badShare = (share: number | null) => share === null || !(share >= 1 && share <= 50);
  return {
    seed: seed === null || !Number.isSafeInteger(seed) || seed < 0,
    validation: badShare(validation),
    test: badShare(test),
    together: (validation ?? 0) + (test ?? 0) > 90,
  };
}

/** About how many samples each split gets. */
export function splitCounts(
  labeled: number,
  { validation, test }: FreezeForm,
): readonly [number, number, number] {
  const forValidation = Math.round((labeled * (validation ?? 0)) / 100);
  const forTest = Math.round((labeled * (test ?? 0)) / 100);
  return [Math.max(0, labeled - forValidation - forTest), forValidation, forTest];
}
