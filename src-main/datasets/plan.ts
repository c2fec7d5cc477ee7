/** @file What an import is to make of its file: the kind, the columns, the target; agreed with the dataset it goes into. */
import type { DatasetKind, Preview } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { FileToImport, Plan } from './file-to-import.ts';
import { PLANS } from './kinds/plan.ts';
import { wrongKind } from './plan-source.ts';
import type { DatasetRow } from './queries.ts';

/**
 * @param into the dataset the file goes into; undefined for a new one
 * @throws AppError `datasets.badGround`, `datasets.otherGround`, `datasets.wrongKind`, `datasets.otherKind`, `datasets.otherColumns`, `datasets.columnMissing`,
 *   `datasets.ambiguousColumn`, `datasets.badColumn`, `datasets.sameColumn`, `datasets.twoTargets`, `datasets.targetType`, `datasets.noFeatures`, `datasets.sameNames`
 */
export function planImport(input: FileToImport, preview: Preview, into: DatasetRow | undefined): Plan {
  return PLANS[kindOf(input, preview, into)](input, preview, into);
}

function kindOf(input: FileToImport, preview: Preview, into: DatasetRow | undefined): DatasetKind {
  const { fileName } = input;
  const stated = input.kind ?? (input.textColumn === undefined ? undefined : 'text');
  const kind = stated ?? into?.kind ?? preview.kinds[0]!;
  if (into && into.kind !== kind)
    throw new AppError('datasets.otherKind', { file: fileName, dataset: into.name });
  if (preview.kinds.includes(kind)) return kind;
  throw into
    ? new AppError('datasets.otherKind', { file: fileName, dataset: into.name })
    : wrongKind(fileName, kind, preview);
}
