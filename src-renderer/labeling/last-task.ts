/** @file The task a person labeled last in this browser, so that Enter on the list goes on with it. */
const KEY = 'lathe.label.last.';

/** @param task the id of a dataset for its first */
export function keepLastTask(person: string, task: string): void {
  localStorage.setItem(KEY + person, task);
}

export function lastTask(person: string): string | null {
  return localStorage.getItem(KEY + person);
}
