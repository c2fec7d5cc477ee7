/** @file Whether a person hides what stands beside the item, so that it has the room. Kept in this browser. */
const KEY = 'lathe.label.wide';

export const isWide = (): boolean => localStorage.getItem(KEY) === 'yes';

export function keepWide(wide: boolean): void {
  if (wide) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
}
