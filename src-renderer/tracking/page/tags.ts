/** @file Which tags of a run people see as tags: those that rooms of the workbench mark runs with are shown in other ways. */
const OWN = 'lathe.';

/** Names and values in the order of their names. */
export function shownTags(tags: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(tags)
    .filter(([name]) => !name.startsWith(OWN))
    .sort(([a], [b]) => a.localeCompare(b));
}
