/** @file What every file of runs is read as, whoever wrote it: one stream of runs, points and artifacts. */

/** A value of a parameter. */
export type ParameterValue = number | string | boolean;

export type ImportedState = 'running' | 'finished' | 'failed' | 'stopped';

/** One measurement. */
export interface ImportedPoint {
  readonly metric: string;
  readonly step: number;
  readonly epoch: number | null;
  /** Wall time in ms since 1970, where the file has it. */
  readonly at: number | null;
  /** May be NaN or infinite. */
  readonly value: number;
}

/** A run without what it measured. Of the same run later ones replace earlier ones. */
export interface ImportedRun {
  /** The same whenever and from wherever this run is read, e.g. `mlflow:0b2f…`: reading it again updates it. */
  readonly key: string;
  readonly experiment: string;
  readonly name: string;
  readonly state: ImportedState;
  /** In ms since 1970. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Nested values are flattened with `.` between the names. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly tags: ReadonlyMap<string, string>;
  /** Markdown. */
  readonly note: string;
  /** The key of the run it belongs to. */
  readonly parent: string | null;
}

export type RunRecord =
  | { readonly type: 'run'; readonly run: ImportedRun }
  | { readonly type: 'points'; readonly run: string; readonly points: readonly ImportedPoint[] }
  | { readonly type: 'artifact'; readonly run: string; readonly name: string; readonly file: ArtifactFile };

/** What a file says of an experiment. */
export interface ExperimentRecord {
  readonly type: 'experiment';
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Markdown. */
  readonly note: string;
}

/** A version of a registered model, with its ONNX file. */
export interface RegisteredVersionRecord {
  /** The number that it has where it comes from. */
  readonly version: number;
  /** The key of its run. */
  readonly run: string | null;
  readonly stage: 'none' | 'staging' | 'production' | 'retired';
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly aliases: readonly string[];
  readonly file: ArtifactFile;
}

/** A registered model, with its versions in their order. */
export interface RegisteredRecord {
  readonly type: 'registered';
  readonly name: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: readonly RegisteredVersionRecord[];
}

/** What is read from a file; writers are given runs alone. */
export type ReadRecord = RunRecord | ExperimentRecord | RegisteredRecord;

/** The bytes of an artifact, read when they are wanted. */
export interface ArtifactFile {
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

/** Points that are handed over at once. */
export const BATCH_POINTS = 5000;

/** A run that nothing is said of but its key. */
export const emptyRun = (key: string, name: string): ImportedRun => ({
  key,
  experiment: '',
  name,
  state: 'finished',
  startedAt: null,
  endedAt: null,
  parameters: new Map(),
  tags: new Map(),
  note: '',
  parent: null,
});
