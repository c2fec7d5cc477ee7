/** The result of a statistic that has to apply. */
export function applied<Some extends { readonly applies: boolean }>(
  outcome: Some,
): Extract<Some, { readonly applies: true }> {
  if (!outcome.applies) throw new Error(`It does not apply: ${JSON.stringify(outcome)}`);
  return outcome as Extract<Some, { readonly applies: true }>;
}
