/** @file The dataset a person labeled last in this browser, so that Enter on the list goes on with it. */
const KEY = 'lathe.label.last.';

export function keepLastTask(person: string, dataset: string): void {
  localStorage.setItem(KEY + person, dataset);
}

export function lastTask(person: string): string | null {
  return localStorage.getItem(KEY + person);
}
