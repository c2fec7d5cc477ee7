/** @file For tests and benches: a workspace with many runs, models and datasets, written straight into its tables. */
import { openStore } from './platform/store/index.ts';

export interface Seeded {
  readonly runs: number;
  readonly models: number;
  readonly datasets: number;
}

const STATES = ['finished', 'finished', 'failed', 'stopped'] as const;

/** The validation loss of the run with this number; null for each tenth, which has none. All others differ. */
export function seededLoss(number: number): number | null {
  return number % 10 === 0 ? null : ((number * 7919) % 10_007) / 10_007;
}

export const seededState = (number: number) => STATES[number % STATES.length]!;

/** Something like the results that a run leaves. */
function summaryOf(number: number): Readonly<Record<string, number>> {
  const loss = seededLoss(number);
  if (loss === null) return { 'train.loss': 0.5 };
  const results = [
    ['loss', loss],
    ['accuracy', 1 - loss / 2],
    ['macroF1', 1 - loss / 3],
  ] as const;
  return Object.fromEntries(
    ['train', 'validation', 'test'].flatMap((place) =>
      results.map(([name, value]) => [`${place}.${name}`, value]),
    ),
  );
}

function parametersOf(number: number): string {
  const numbers = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`option${i}`, number % (i + 2)]));
  return JSON.stringify({
    ...numbers,
    epochs: number % 20,
    optimizer: number % 2 ? 'adam' : 'sgd',
    flip: true,
  });
}

/** A moment later for each number. */
const at = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();

/** Makes the workspace in `folder`, which must not be open. Models belong to the runs of their number. */
export function seedWorkspace(folder: string, { runs = 0, models = 0, datasets = 0 }: Partial<Seeded>): void {
  const store = openStore(folder);
  const run = store.db.prepare(
    `INSERT INTO runs (number, id, origin, experiment, name, recipe, state, version, version_name, summary, seconds, started_at, ended_at, started_by)
     VALUES ($number, $id, 'training', 'experiment-1', $name, 'text-lstm', $state, 'v-1', $versionName, $summary, $number, $at, $at, 'ada')`,
  );
  const parameters = store.db.prepare(
    `INSERT INTO run_parameters (run, name, kind, value)
     SELECT ?, key, CASE type WHEN 'text' THEN 'text' WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean' ELSE 'number' END, atom
     FROM json_each(?)`,
  );
  const model = store.db.prepare(
    `INSERT INTO models (number, id, name, run, blob, bytes, labels, language, weights_sha256, summary, created_at)
     VALUES ($number, $id, $name, $run, $hash, 1000, '["ham","spam"]', 'en', $hash, $summary, $at)`,
  );
  // Their files are as finished as they will be: the workbench has nothing to write when it starts.
  const finished = store.db.prepare(
    `INSERT INTO model_exports (blob, model, bytes, created_at, created_by) SELECT blob, id, bytes, created_at, 'ada' FROM models`,
  );
  const dataset = store.db.prepare(
    `INSERT INTO datasets (number, id, name, language, state, samples, created_at)
     VALUES ($number, $id, $name, 'en', 'ready', $number, $at)`,
  );
  store.tx(() => {
    if (runs > 0)
      store.db
        .prepare(
          "INSERT OR IGNORE INTO experiments (id, name, created_at) VALUES ('experiment-1', 'mail', ?)",
        )
        .run(at(0));
    for (let number = 1; number <= runs; number++) {
      run.run({
        number,
        id: `run-${number}`,
        name: `text-lstm #${number}`,
        state: seededState(number),
        versionName: `mail v${number % 9}`,
        summary: JSON.stringify(summaryOf(number)),
        at: at(number),
      });
      parameters.run(`run-${number}`, parametersOf(number));
    }
    for (let number = 1; number <= models; number++)
      model.run({
        number,
        id: `model-${number}`,
        name: `mail ${number}`,
        run: number <= runs ? `run-${number}` : null,
        hash: number.toString(16).padStart(64, '0'),
        summary: JSON.stringify(summaryOf(number)),
        at: at(number),
      });
    finished.run();
    for (let number = 1; number <= datasets; number++)
      dataset.run({ number, id: `dataset-${number}`, name: `mail ${number}`, at: at(number) });
  });
  store.close();
}
