/** @file Where a model came from, as it travels in the model's own file. */
import type { Lineage, Report } from '../../src-shared/contract.ts';
import { onValidation } from '../../src-shared/evaluation/metrics.ts';
import { summaryOf } from '../../src-shared/evaluation/tasks.ts';

export interface Provenance {
  readonly lineage: Lineage;
  /** The latest report on the test split; null when there is none. */
  readonly test: Report | null;
}

/**
 * The lineage as JSON: run, version, labels and files, each with the hash that names its bytes; of the model that of its
 * weights, since the file that this stands in cannot hold its own.
 */
export function lineageJson({ model, run, version, labels, files }: Lineage): string {
  return JSON.stringify({
    model: {
      id: model.id,
      number: model.number,
      name: model.name,
      createdAt: model.createdAt,
    },
    weightsSha256: model.weightsSha256,
    run: run && {
      id: run.id,
      number: run.number,
      name: run.name,
      recipe: run.recipe,
      parameters: run.parameters,
      environment: run.environment,
    },
    version: version && {
      id: version.id,
      dataset: version.datasetName,
      number: version.number,
      blob: version.blob,
      seed: version.seed,
      train: version.train,
      validation: version.validation,
      test: version.test,
    },
    labels,
    files: files.map(({ fileName, licence, sha256, rows, header, notations }) => ({
      fileName,
      licence,
      sha256,
      rows,
      header,
      notations,
    })),
  });
}

/** What is known of a model's quality: the run's summary on the validation split, the latest report on the test split. */
export function metricsJson({ lineage, test }: Provenance): string {
  return JSON.stringify({ validation: validationOf(lineage), test: test && factsOf(test) });
}

/** What was measured on the validation split while it was trained. */
export function validationOf({ model, run }: Lineage): Record<string, number> {
  return onValidation({ ...run?.summary, ...model.summary });
}

/** A report in short, without the names that differ from workspace to workspace. */
function factsOf(test: Report) {
  // What metadata say (customers, cities) stays in the workspace.
  const {
    id: _id,
    model: _model,
    dataset: _dataset,
    createdAt: _at,
    slices: _slices,
    ...facts
  } = summaryOf(test);
  return facts;
}
