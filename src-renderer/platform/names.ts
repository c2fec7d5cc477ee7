/** @file How things with a number and a name are called. */

/** A run or a model as `#3 longer texts`; a name that says the number already stands alone. */
export function numbered({ number, name }: { readonly number: number; readonly name: string }): string {
  return name.includes(`#${number}`) ? name : `#${number} ${name}`;
}
