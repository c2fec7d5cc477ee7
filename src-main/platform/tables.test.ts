import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const MAIN = path.join(import.meta.dirname, '..');

/** Who writes a table, and alone may name it in SQL. What others read of it is a view. */
const OWNERS: Readonly<Record<string, string>> = {
  datasets: 'datasets',
  dataset_files: 'datasets',
  rejected_rows: 'datasets',
  contradicting_rows: 'datasets',
  samples: 'datasets',
  sample_ids: 'datasets',
  sample_images: 'datasets',
  dataset_versions: 'versions',
  derived_versions: 'versions',
  label_classes: 'labeling',
  label_imports: 'labeling',
  annotations: 'labeling',
  sample_states: 'labeling',
  label_facets: 'labeling',
  labeling_counts: 'labeling',
  annotation_tasks: 'labeling',
  current_answers: 'labeling',
  author_counts: 'labeling',
  task_weights: 'labeling',
  import_votes: 'labeling',
  annotation_imports: 'labeling',
  staged_answers: 'labeling',
  rankings: 'labeling',
  ranked_items: 'labeling',
  model_answers: 'labeling',
  suggestion_sources: 'labeling',
  suggestions: 'labeling',
  accepted_batches: 'labeling',
  accepted_items: 'labeling',
  labeling_functions: 'labeling',
  active_learning: 'labeling',
  learning_points: 'labeling',
  runs: 'tracking',
  experiments: 'tracking',
  experiment_tags: 'tracking',
  run_parameters: 'tracking',
  run_tags: 'tracking',
  metric_series: 'tracking',
  metric_chunks: 'tracking',
  metric_directions: 'tracking',
  mlflow_documents: 'tracking',
  mlflow_artifacts: 'tracking',
  metrics: 'tracking',
  run_log: 'tracking',
  run_samples: 'tracking',
  artifacts: 'tracking',
  run_columns: 'tracking',
  alert_rules: 'tracking',
  alerts: 'tracking',
  alert_command: 'tracking',
  run_views: 'tracking',
  run_own_tables: 'tracking',
  models: 'models',
  model_exports: 'models',
  registered_models: 'models',
  registered_versions: 'models',
  registered_aliases: 'models',
  registry_events: 'models',
  reports: 'evaluation',
  endpoints: 'serving',
  api_keys: 'serving',
  asking: 'serving',
  providers: 'training',
  baselines: 'training',
  limits: 'limits',
  gate_readings: 'planning',
  milestone_events: 'planning',
  forecasts: 'planning',
  searches: 'search',
  search_trials: 'search',
  search_trial_ends: 'search',
  search_trial_rungs: 'search',
  bisections: 'search',
  bisection_changes: 'search',
  bisection_trainings: 'search',
  bisection_training_ends: 'search',
  work_queue: 'search',
  work_queue_pause: 'search',
};

/** Those of the ground: the workspace itself, its people, its pages. */
const GROUND = new Set([
  'migrations',
  'workspace',
  'people',
  'sessions',
  'unfinished_outside',
  'page_checksums',
  'replaced_pages',
  'documents',
  'document_changes',
]);

const migrations = globSync('platform/store/migrations/*.sql', { cwd: MAIN });
const namesAfter = (words: 'CREATE TABLE' | 'CREATE VIEW' | 'DROP VIEW'): string[] =>
  migrations.flatMap((file) =>
    [...readFileSync(path.join(MAIN, file), 'utf8').matchAll(new RegExp(`${words} (\\w+)`, 'g'))].map(
      ([, name]) => name!,
    ),
  );

/** The tables and views that a source names where SQL names one, as `file: table`. */
function namedIn(file: string): string[] {
  const text = readFileSync(path.join(MAIN, file), 'utf8');
  const names = text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES)\s+(?:OR \w+\s+)?([a-z_]+)\b/g);
  return [...names].map(([, name]) => name!);
}

describe('tables', () => {
  it('have an owner each', () => {
    const unowned = namesAfter('CREATE TABLE').filter((table) => !(table in OWNERS) && !GROUND.has(table));
    expect(unowned).toEqual([]);
  });

  const rooms = [...new Set(Object.values(OWNERS))];
  it.each(rooms)('of other rooms are not named in the SQL of %s', (room) => {
    const files = globSync(`${room}/**/*.ts`, { cwd: MAIN }).filter(
      (file) => !/[.](test|fixture)[.]ts$/.test(file) && !file.includes('/worker/'),
    );
    const foreign = files.flatMap((file) =>
      namedIn(file)
        .filter((table) => table in OWNERS && OWNERS[table] !== room)
        .map((table) => `${file}: ${table}`),
    );
    expect(foreign).toEqual([]);
  });

  it('are found in the SQL of their rooms, so that this test would see others', () => {
    const seen = new Set(
      rooms.flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: MAIN })).flatMap(namedIn),
    );
    expect(Object.keys(OWNERS).filter((table) => !seen.has(table))).toEqual([]);
    const dropped = new Set(namesAfter('DROP VIEW'));
    expect(namesAfter('CREATE VIEW').filter((view) => !seen.has(view) && !dropped.has(view))).toEqual([]);
  });
});
