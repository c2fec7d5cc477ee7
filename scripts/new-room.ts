/**
 * @file `npm run new-room -- NAME`: writes a room on all floors, with its test, words, page, command and browser walk, and
 * adds it to each list. What it writes works as it stands; then make it yours.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FILES } from './new-room/template.ts';
import { ROOT, binOf, runNode } from './product.ts';

interface Names {
  /** As folders and procedures have it, e.g. `sketches`. */
  readonly rooms: string;
  /** As types have it, e.g. `Sketches`. */
  readonly Rooms: string;
  /** The letter after `g` in the window. */
  readonly key: string;
  /** Of the migration, e.g. `2026-11-29T1130`. */
  readonly stamp: string;
}

/** One line in a list: where it goes, and what it says. */
interface Entry {
  readonly file: string;
  /** The line stands before the first match of this, or at the match's end where it is an import. */
  readonly before: RegExp;
  readonly line: string;
}

/** The lists that name every room. */
function entries({ rooms, Rooms }: Names): Entry[] {
  return [
    {
      file: 'src-shared/contract.ts',
      before: /\nexport const contract = /,
      line: `import { ${rooms} } from './${rooms}/contract.ts';`,
    },
    {
      file: 'src-shared/contract.ts',
      before: /(?<=export const contract = \{[^}]*)\};/,
      line: `  ${rooms},`,
    },
    {
      file: 'src-shared/contract.ts',
      before: /export \* from '\.\/platform\/record\.ts';/,
      line: `export * from './${rooms}/contract.ts';`,
    },
    {
      file: 'src-shared/problems.ts',
      before: /\nexport const PROBLEMS = /,
      line: `import { ${rooms}Problems } from './${rooms}/problems.ts';`,
    },
    {
      file: 'src-shared/problems.ts',
      before: /(?<=export const PROBLEMS = \{[^}]*)\}/,
      line: `  ...${rooms}Problems,`,
    },
    {
      file: 'src-shared/platform/contract.ts',
      before: /(?<=export const CHANGED = \[[^\]]*)\] as const;/,
      line: `  '${rooms}',`,
    },
    {
      file: 'src-main/app.ts',
      before: /\nexport interface AppOptions/,
      line: `import { create${Rooms} } from './${rooms}/index.ts';`,
    },
    {
      file: 'src-main/app.ts',
      before: / {2}\/\/ In the order in which they close/,
      line: `  const ${rooms} = create${Rooms}({ store, emit });`,
    },
    {
      file: 'src-main/app.ts',
      before: /(?<=const rooms = \[[^\]]*) {2}\] as const satisfies/,
      line: `    ${rooms},`,
    },
    {
      file: 'src-main/cli/index.ts',
      before: /\n\/\*\* Exit status/,
      line: `import { add${Rooms}Commands } from '../${rooms}/commands.ts';`,
    },
    {
      file: 'src-main/cli/index.ts',
      before: /(?<=const ROOMS: readonly AddCommands\[\] = \[[^\]]*) {2}addHouseCommands,/,
      line: `  add${Rooms}Commands,`,
    },
    {
      file: 'src-main/platform/tables.test.ts',
      before: /(?<=const OWNERS[^{]*\{[^}]*)\};/,
      line: `  ${rooms}_items: '${rooms}',`,
    },
    { file: 'src-renderer/routes.ts', before: / {2}settings: /, line: `  ${rooms}: '/${rooms}',` },
    {
      file: 'src-renderer/pages.ts',
      before: /\nexport const ROOMS: /,
      line: `import { ${rooms} } from './${rooms}/index.ts';`,
    },
    {
      file: 'src-renderer/pages.ts',
      before: /(?<=const ROOMS: readonly WindowRoom\[\] = \[[^\]]*) {2}settings,/,
      line: `  ${rooms},`,
    },
    {
      file: 'src-renderer/words.ts',
      before: /\nexport type Language/,
      line: `import * as ${rooms} from './${rooms}/words.ts';`,
    },
    { file: 'src-renderer/words.ts', before: /(?<=const ROOMS = \{[^}]*\n)\};/, line: `  ${rooms},` },
    { file: '.dependency-cruiser.cjs', before: /(?<=const ROOMS = \{[^}]*)\};/, line: `  ${rooms}: [],` },
  ];
}

function filled(text: string, names: Names): string {
  return text.replace(/__(rooms|Rooms|key|stamp)__/g, (_, name: keyof Names) => names[name]);
}

/** The first letter of the name that no page has, or any that is free. */
function freeKey(name: string): string {
  const rail = ['overview', 'datasets', 'labeling', 'training', 'tracking', 'models', 'serving', 'settings'];
  const taken = new Set(
    rail.flatMap((room) => {
      const file = path.join(ROOT, 'src-renderer', room, 'index.ts');
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return [...text.matchAll(/key: '(.)'/g)].map(([, key]) => key);
    }),
  );
  return (
    [...name, ...'abcdefghijklmnopqrstuvwxyz'].find((letter) => /[a-z]/.test(letter) && !taken.has(letter)) ??
    'z'
  );
}

/** The files that were written or changed, from the root. @throws Error for a name that cannot be one, or is taken */
export function newRoom(root: string, name: string): string[] {
  if (!/^[a-z]{3,20}$/.test(name))
    throw new Error(`“${name}” is no name for a room: take 3 to 20 small letters, e.g. sketches.`);
  if (existsSync(path.join(root, 'src-main', name))) throw new Error(`There is a room “${name}” already.`);
  const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
  const names = { rooms: name, Rooms: name[0]!.toUpperCase() + name.slice(1), key: freeKey(name), stamp };
  const written = Object.entries(FILES).map(([to, text]) => {
    const file = filled(to, names);
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), filled(text, names));
    return file;
  });
  const lists = entries(names);
  for (const { file, before, line } of lists) {
    const at = path.join(root, file);
    const text = readFileSync(at, 'utf8');
    const match = before.exec(text);
    if (!match)
      throw new Error(
        `${file} has no place for a room; its list has changed, and scripts/new-room.ts has not.`,
      );
    const isInline = line.startsWith(',');
    writeFileSync(at, text.slice(0, match.index) + (isInline ? line : `${line}\n`) + text.slice(match.index));
  }
  return [...written, ...new Set(lists.map(({ file }) => file))];
}

if (import.meta.main) {
  try {
    const files = newRoom(ROOT, process.argv[2] ?? '');
    const shown = files.filter((file) => !file.endsWith('.sql'));
    await runNode([binOf('prettier'), '--write', '--log-level', 'warn', ...shown]);
    console.log(`Wrote the room “${process.argv[2]}”:\n${files.map((file) => `  ${file}`).join('\n')}`);
    console.log('Next: say in its index.ts what it is for, then make its contract, table and page yours.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
