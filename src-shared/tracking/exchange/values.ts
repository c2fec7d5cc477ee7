/** @file What files of runs can be read and written. */

/** What runs are read from. */
export const RUN_FORMATS = ['wandb', 'mlruns', 'tensorboard', 'sqlite', 'parquet', 'csv'] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

/** What runs are written as. */
export const RUN_EXPORTS = ['tensorboard', 'mlruns', 'csv', 'parquet'] as const;
export type RunExportFormat = (typeof RUN_EXPORTS)[number];

/** As people call them; the same in every language. */
export const RUN_FORMAT_NAMES: Readonly<Record<RunFormat, string>> = {
  wandb: 'W&B',
  mlruns: 'MLflow mlruns',
  tensorboard: 'TensorBoard',
  sqlite: 'SQLite (MLflow, Trackio)',
  parquet: 'Parquet',
  csv: 'CSV',
};
