/** @file Which part of a tab the address names. */

/** The part of this name; the first where there is none of it. */
export function partOf<Part extends string>(
  parts: Readonly<Record<Part, unknown>>,
  name: string | undefined,
): Part {
  const known = Object.keys(parts) as Part[];
  return known.find((part) => part === name) ?? known[0]!;
}
