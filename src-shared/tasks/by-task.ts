/** @file A total table of functions, asked by the task of what is given. */

/** A function of any of a union by its `task`, from one for each: a task more does not compile until it has its own. */
export function byTask<
  Union extends { readonly task: string },
  Result,
  Rest extends readonly unknown[] = readonly [],
>(table: {
  readonly [Task in Union['task']]: (value: Extract<Union, { readonly task: Task }>, ...rest: Rest) => Result;
}): (value: Union, ...rest: Rest) => Result {
  // Found by its task, so it takes just this value.
  const found = table as Readonly<Record<string, (value: never, ...rest: Rest) => Result>>;
  return (value, ...rest) => found[value.task]!(value as never, ...rest);
}
