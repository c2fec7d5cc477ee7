/** @file Names of runs, metrics and artifacts as paths that every file system takes, each its own. */

const LONGEST = 100;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** One part of a path: never empty, never `.` or `..`, without what some file system does not take. */
export function pathPart(name: string): string {
  const plain = name
    .replace(/[\\/:*?"<>|]|\p{Cc}/gu, '_')
    .replace(/[. ]+$/, '')
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(/[. ]+$/, '')
    // Hidden files are left out where folders are read.
    .replace(/^\./, '_');
  if (plain === '') return '_';
  return RESERVED.test(plain) ? `_${plain}` : plain;
}

/** Paths below one folder, none of which is another's folder, also where letters' case does not count. */
export class FilePaths {
  readonly #byName = new Map<string, string>();
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /**
   * The path of a name, the same whenever it is asked for: `a/b` lies in the folder `a`.
   *
   * @param written the name without what the format does not take
   */
  of(name: string, written = name): string {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const parts = written.split('/').map(pathPart);
    const free = this.#free(parts) ? parts : this.#numbered(parts.join('_'));
    const path = free.join('/');
    this.#byName.set(name, path);
    this.#files.add(folded(path));
    for (let i = 1; i < free.length; i++) this.#folders.add(folded(free.slice(0, i).join('/')));
    return path;
  }

  knows(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Whether something lies at a path, or would with letters of another case. */
  has(path: string): boolean {
    return this.#files.has(folded(path)) || this.#folders.has(folded(path));
  }

  #free(parts: readonly string[]): boolean {
    if (this.has(parts.join('/'))) return false;
    return parts.every((_, i) => i === 0 || !this.#files.has(folded(parts.slice(0, i).join('/'))));
  }

  #numbered(name: string): string[] {
    for (let number = 1; ; number++) {
      const parts = [number === 1 ? name : `${name}_${number}`];
      if (this.#free(parts)) return parts;
    }
  }
}

const folded = (path: string): string => path.normalize('NFC').toLowerCase();
