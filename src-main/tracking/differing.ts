/** @file In which columns runs differ, and which values there are to choose from. */
import { fieldOf, ATTRIBUTES, type Field } from '../../src-shared/tracking/filter/fields.ts';
import { foldCase, type Store } from '../platform/store/index.ts';
import { differingNames } from './differing-names.ts';
import type { Selected, Selection } from './selection.ts';

type Value = string | number | boolean;

/** Values that are told of a field. */
const MOST_VALUES = 50;

/** Where the values of parameters and of tags stand. */
const PLACES = [
  { prefix: 'parameter:', table: 'run_parameters' },
  { prefix: 'tag:', table: 'run_tags' },
] as const;

/** What every run has, and may have in common with all others, by its column. */
const COMMON = {
  state: 'r.state',
  version: "coalesce(r.version_name, '')",
  experiment: 'r.experiment',
  recipe: 'coalesce(r.recipe, r.origin)',
  startedBy: 'r.started_by',
  weights: "coalesce(r.weights_sha256, '')",
} as const;
const COMMON_SQL = Object.entries(COMMON)
  .map(([column, sql]) => `min(${sql}) <> max(${sql}) AS ${column}`)
  .join(', ');

const ATTRIBUTE_VALUES: Readonly<Record<string, string>> = {
  name: 'SELECT name AS value, count(*) AS runs FROM runs GROUP BY 1',
  recipe: 'SELECT recipe AS value, count(*) AS runs FROM runs WHERE recipe IS NOT NULL GROUP BY 1',
  version:
    'SELECT version_name AS value, count(*) AS runs FROM runs WHERE version_name IS NOT NULL GROUP BY 1',
  dataset: `SELECT d.name AS value, count(*) AS runs FROM runs r JOIN version_numbers v ON v.id = r.version
    JOIN dataset_names d ON d.id = v.dataset GROUP BY 1`,
  experiment:
    'SELECT e.name AS value, count(*) AS runs FROM runs r JOIN experiments e ON e.id = r.experiment GROUP BY 1',
  author: 'SELECT started_by AS value, count(*) AS runs FROM runs GROUP BY 1',
  source: "SELECT source AS value, count(*) AS runs FROM runs WHERE source <> '' GROUP BY 1",
};

/** What all runs have of a name. */
interface Candidate {
  readonly name: string;
  readonly runs: number;
  readonly least: Value;
  readonly greatest: Value;
}

export function createDiffering({ store: { db }, selection }: { store: Store; selection: Selection }) {
  /** Names that have more than one value anywhere, or are missing somewhere: only these can differ among some runs. */
  const candidates = PLACES.map(({ table }) =>
    db.prepare<[], Candidate>(
      `WITH names AS (SELECT min(name) AS name FROM ${table} UNION ALL
         SELECT (SELECT min(p.name) FROM ${table} p WHERE p.name > n.name) FROM names n WHERE n.name IS NOT NULL),
       told AS MATERIALIZED (SELECT n.name, (SELECT count(*) FROM ${table} p WHERE p.name = n.name) AS runs,
           (SELECT min(value) FROM ${table} p WHERE p.name = n.name) AS least,
           (SELECT max(value) FROM ${table} p WHERE p.name = n.name) AS greatest
         FROM names n WHERE n.name IS NOT NULL)
       SELECT * FROM told WHERE least IS NOT greatest OR runs < (SELECT count(*) FROM runs)`,
    ),
  );

  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let known:
    { readonly changes: number; readonly names: readonly ReadonlyMap<string, Candidate>[] } | undefined;

  /** They stay the same until something is written; to tell them takes a look at every parameter of every run. */
  function candidateNames(): readonly ReadonlyMap<string, Candidate>[] {
    const now = changes.get()!;
    if (known?.changes !== now)
      known = {
        changes: now,
        names: candidates.map((told) => new Map(told.all().map((one) => [one.name, one]))),
      };
    return known.names;
  }

  const valuesOf = PLACES.map(({ table }) => {
    const rows = db
      .prepare<[string], [string, Value]>(`SELECT name, value FROM ${table} WHERE run = ?`)
      .raw();
    return (run: string) => new Map(rows.all(run));
  });

  const withValue = PLACES.map(({ table }) =>
    db.prepare<[string, Value], number>(`SELECT count(*) FROM ${table} WHERE name = ? AND value = ?`).pluck(),
  );

  const allRuns = db.prepare<[], string>('SELECT id FROM runs').pluck();

  const resultNames = db
    .prepare<[], string>("SELECT name FROM run_columns WHERE kind = 'result' ORDER BY name")
    .pluck();
  const curveEnds = db
    .prepare<[string], [string, number | null]>('SELECT metric, last FROM metric_series WHERE run = ?')
    .raw();
  const sums = db
    .prepare<[string], [string, number | null]>(
      `SELECT j.key, j.atom FROM runs r, json_each(r.summary) j
       WHERE r.id = ? AND r.origin = 'training' AND j.atom IS NOT NULL`,
    )
    .raw();
  /** As the cells of the table tell them: what a training summed up comes before the ends of curves. */
  const resultsOf = (run: string) => new Map([...curveEnds.all(run), ...sums.all(run)]);

  function valuesSql(field: Field): { sql: string; name: string } | null {
    switch (field.of) {
      case 'parameter':
        return {
          sql: "SELECT CASE kind WHEN 'boolean' THEN iif(value, 'true', 'false') ELSE value END AS value, count(*) AS runs FROM run_parameters WHERE name = $name GROUP BY kind, value",
          name: field.name,
        };
      case 'tag':
        return {
          sql: 'SELECT value, count(*) AS runs FROM run_tags WHERE name = $name GROUP BY value',
          name: field.name,
        };
      case 'tags':
        return { sql: 'SELECT name AS value, count(*) AS runs FROM run_tags GROUP BY name', name: '' };
      case 'metric':
        return null;
      case 'attribute': {
        const sql = ATTRIBUTE_VALUES[field.name];
        return sql === undefined ? null : { sql, name: '' };
      }
    }
  }

  return {
    differing(asked: Selected): { columns: string[] } {
      const { where, parameters } = selection.condition(asked);
      const ids = selection
        .rows<{ id: string }>(`SELECT r.id FROM runs r WHERE ${where}`, parameters)
        .map(({ id }) => id);
      const everywhere = allRuns.all();
      const columns = PLACES.flatMap(({ prefix }, i) => {
        // A name that differs among all runs needs no look at any.
        const names = candidateNames()[i]!;
        const having = (name: string, value?: Value): number => {
          const { runs, least, greatest } = names.get(name)!;
          return value === undefined || least === greatest ? runs : withValue[i]!.get(name, value)!;
        };
        const differ =
          ids.length === everywhere.length
            ? [...names.keys()]
            : differingNames([...names.keys()], { runs: ids, everywhere, valuesOf: valuesOf[i]!, having });
        return differ.map((name) => prefix + name);
      });
      const [differs = {}] = selection.rows<Record<string, number | null>>(
        `SELECT ${COMMON_SQL} FROM runs r WHERE ${where}`,
        parameters,
      );
      const common = Object.keys(COMMON).filter((column) => differs[column] === 1);
      const scores = differingNames(resultNames.all(), { runs: ids, valuesOf: resultsOf });
      return { columns: [...common, ...scores.map((name) => `result:${name}`), ...columns] };
    },
    values({ field: written, search = '' }: { field: string; search?: string }): { values: Value[] } {
      const field = fieldOf(written);
      if (field?.of === 'attribute' && 'choices' in ATTRIBUTES[field.name])
        return { values: choicesOf(field.name).filter((choice) => choice.includes(search)) };
      const asked = field && valuesSql(field);
      if (!asked) return { values: [] };
      const rows = selection.rows<{ value: string | number }>(
        `SELECT value FROM (${asked.sql}) WHERE $search = '' OR instr(folded(CAST(value AS TEXT)), $search) > 0
         ORDER BY runs DESC, value LIMIT $limit`,
        { name: asked.name, search: foldCase(search), limit: MOST_VALUES },
      );
      return { values: rows.map(({ value }) => value) };
    },
  };
}

function choicesOf(name: keyof typeof ATTRIBUTES): readonly string[] {
  const attribute = ATTRIBUTES[name];
  return 'choices' in attribute ? attribute.choices : [];
}
