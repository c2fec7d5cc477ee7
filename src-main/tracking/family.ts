/** @file Runs that belong together, as a tree: each with what it changed against the run that it came from. */
import type { Database } from 'better-sqlite3';
import type { RunChange, RunFamily, RunNode, RunState } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';

/** Runs that are told; those above the asked one, and itself, always. */
const MOST_RUNS = 300;
/** Changed parameters of a run that are told, and parts of its environment. */
const MOST_CHANGES = 12;
/** Nothing stands deeper: what does was imported in a circle. */
const DEEPEST = 100;

interface MemberRow {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly state: RunState;
  readonly parent: string | null;
  readonly reproduces: string | null;
  readonly trashedAt: string | null;
  readonly recipe: string | null;
  readonly versionName: string | null;
  readonly source: string;
  readonly sourceVersion: string;
  readonly environment: string;
  readonly children: number;
}

interface ParameterChange {
  readonly name: string;
  readonly beforeKind: string | null;
  readonly before: string | number | null;
  readonly afterKind: string | null;
  readonly after: string | number | null;
}

function prepareQueries(db: Database) {
  const member = `SELECT r.id, r.number, r.name, r.state, r.parent, r.reproduces, r.trashed_at AS trashedAt, r.recipe,
    r.version_name AS versionName, r.source, r.source_version AS sourceVersion, r.environment,
    (SELECT count(*) FROM runs c WHERE c.parent = r.id AND c.trashed_at IS NULL) AS children FROM runs r`;
  return {
    one: db.prepare<[string], MemberRow>(`${member} WHERE r.id = ?`),
    below: db.prepare<[string, number], MemberRow>(
      `${member} WHERE r.parent = ? AND r.trashed_at IS NULL ORDER BY r.number LIMIT ?`,
    ),
    changed: db.prepare<{ parent: string; run: string }, ParameterChange>(
      `SELECT coalesce(a.name, b.name) AS name, b.kind AS beforeKind, b.value AS before, a.kind AS afterKind, a.value AS after
       FROM (SELECT name, kind, value FROM run_parameters WHERE run = $parent) b
       FULL JOIN (SELECT name, kind, value FROM run_parameters WHERE run = $run) a ON a.name = b.name
       WHERE a.name IS NULL OR b.name IS NULL OR a.kind <> b.kind OR a.value <> b.value ORDER BY 1`,
    ),
  };
}

/** @returns the family of a run. It throws AppError `house.notFound`. */
export function createFamily(db: Database): (run: string) => RunFamily {
  const queries = prepareQueries(db);

  /** The run and what stands above it, the topmost first. */
  function pathTo(id: string): MemberRow[] {
    const own = queries.one.get(id);
    if (!own) throw new AppError('house.notFound', { what: 'run', id });
    const path = [own];
    while (path.length < DEEPEST) {
      const parent = path[0]!.parent === null ? undefined : queries.one.get(path[0]!.parent);
      if (!parent || path.some((known) => known.id === parent.id)) break;
      path.unshift(parent);
    }
    return path;
  }

  /** Level by level, so that of a large family what stands high is told. */
  function membersAround(path: readonly MemberRow[]): Map<string, MemberRow> {
    const members = new Map(path.map((row) => [row.id, row]));
    // What came from the asked run before what came from those above it.
    const waiting = path.toReversed().map(({ id }) => id);
    const seen = new Set(waiting);
    for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
      for (const row of queries.below.all(parent, MOST_RUNS)) {
        if (members.size >= MOST_RUNS) return members;
        members.set(row.id, row);
        if (!seen.has(row.id)) waiting.push(row.id);
        seen.add(row.id);
      }
    }
    return members;
  }

  function changesOf(row: MemberRow, parent: MemberRow): Pick<RunNode, 'changes' | 'moreChanges'> {
    const parameters = queries.changed.all({ parent: parent.id, run: row.id });
    return {
      changes: [
        ...ownChanges(row, parent),
        ...parameters.slice(0, MOST_CHANGES).map(parameterChange),
        ...environmentChanges(row, parent).slice(0, MOST_CHANGES),
      ],
      moreChanges: Math.max(0, parameters.length - MOST_CHANGES),
    };
  }

  return (run) => {
    const path = pathTo(run);
    const members = membersAround(path);
    const below = Map.groupBy(members.values(), ({ parent }) => parent);
    const nodes: RunNode[] = [];
    const add = (row: MemberRow, depth: number): void => {
      const parent = depth === 0 ? undefined : members.get(row.parent!);
      nodes.push({
        id: row.id,
        number: row.number,
        name: row.name,
        state: row.state,
        recipe: row.recipe,
        trashed: row.trashedAt !== null,
        depth,
        children: row.children,
        parent: parent?.id ?? null,
        reproduces: parent !== undefined && row.reproduces === parent.id,
        ...(parent ? changesOf(row, parent) : { changes: [], moreChanges: 0 }),
      });
      if (depth >= DEEPEST) return;
      const own = (below.get(row.id) ?? []).toSorted((a, b) => a.number - b.number);
      for (const child of own) if (child.id !== path[0]!.id) add(child, depth + 1);
    };
    add(path[0]!, 0);
    return { nodes, isCut: members.size >= MOST_RUNS };
  };
}

const NAMED = {
  recipe: 'recipe',
  versionName: 'version',
  source: 'source',
  sourceVersion: 'sourceVersion',
} as const;

function ownChanges(row: MemberRow, parent: MemberRow): RunChange[] {
  return Object.entries(NAMED).flatMap(([field, kind]) => {
    const [before, after] = [parent, row].map((of) => of[field as keyof typeof NAMED] || null);
    return before === after ? [] : [{ kind, name: '', before: before ?? null, after: after ?? null }];
  });
}

function parameterChange({ name, beforeKind, before, afterKind, after }: ParameterChange): RunChange {
  return { kind: 'parameter', name, before: valueOf(beforeKind, before), after: valueOf(afterKind, after) };
}

function valueOf(kind: string | null, value: string | number | null): RunChange['after'] {
  return kind === 'boolean' ? value === 1 : value;
}

/** Told where both runs say on what they ran. */
function environmentChanges(row: MemberRow, parent: MemberRow): RunChange[] {
  const [before, after] = [parent, row].map(
    ({ environment }) => JSON.parse(environment) as Readonly<Record<string, string>>,
  ) as [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
  const names = Object.keys(after);
  if (names.length === 0 || Object.keys(before).length === 0) return [];
  return [...new Set([...Object.keys(before), ...names])].sort().flatMap((name) => {
    if (before[name] === after[name]) return [];
    return [{ kind: 'environment', name, before: before[name] ?? null, after: after[name] ?? null } as const];
  });
}
