/** @file A total table of functions, asked by the kind of what is given. */

/** A function of any of a union by its `kind`, from one for each: a kind more does not compile until it has its own. */
export function byKind<
  Union extends { readonly kind: string },
  Result,
  Rest extends readonly unknown[] = readonly [],
>(table: {
  readonly [Kind in Union['kind']]: (value: Extract<Union, { readonly kind: Kind }>, ...rest: Rest) => Result;
}): (value: Union, ...rest: Rest) => Result {
  // Found by its kind, so it takes just this value.
  const found = table as Readonly<Record<string, (value: never, ...rest: Rest) => Result>>;
  return (value, ...rest) => found[value.kind]!(value as never, ...rest);
}
