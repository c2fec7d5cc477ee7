/** @file Names of files that are written for items. */
import { isSafeName } from './fields.ts';
import type { Note } from './format.ts';
import type { AnnotatedItem } from './set.ts';

/** Items whose names are paths that no system takes for another one; those that were changed are noted. */
export function fitNames(note: Note): (item: AnnotatedItem) => AnnotatedItem {
  const taken = new Set<string>();
  return (item) => {
    const wanted = isSafeName(item.name) ? item.name : madeSafe(item.name);
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = numbered(wanted, n);
    taken.add(name);
    if (name === item.name) return item;
    note('names');
    return { ...item, name };
  };
}

function madeSafe(name: string): string {
  const parts = name
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- these are what is taken out
    .replace(/[\u0000-\u001f\u007f]/g, '_')
    .split(/[/\\]/)
    .map((part) => part.replace(/^\.{1,2}$/, '_').replace(/:/g, '_'))
    .filter((part) => part !== '');
  const safe = parts.join('/').slice(-200).replace(/^\/+/, '');
  return isSafeName(safe) ? safe : 'item';
}

const numbered = (name: string, n: number): string =>
  `${stemOf(name)}-${n}${name.slice(stemOf(name).length)}`;

/** A name without the ending of its last part. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1 ? name.slice(0, dot) : name;
}

/** Names of label files: those of the images with another ending; where two would have the same, the whole name with it. */
export function labelFiles(ending: string): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const short = `${stemOf(name)}${ending}`;
    const file = taken.has(short) ? `${name}${ending}` : short;
    taken.add(file);
    return file;
  };
}
