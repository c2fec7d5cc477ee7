/** @file What can be taken out of a dataset or a version, as the entries of an export menu. */
import type {
  Dataset,
  DatasetKind,
  ExportFormat,
  ExportRequest,
  SampleFilter,
} from '../../src-shared/contract.ts';
import type { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';
import { TASK_KIND_TABLE } from '../../src-shared/labeling/tasks/kinds.ts';
import { EXPORT_FORMATS, TABLE_FORMATS } from '../../src-shared/exports/values.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import type { en } from './words.ts';

export interface ExportItem {
  readonly says: string;
  readonly of: ExportRequest;
  /** Rows in all formats unless said. */
  readonly formats?: readonly ExportFormat[];
}

/** What samples of this kind can be written as. */
export function formatsOf(kind: DatasetKind): readonly ExportFormat[] {
  return KINDS[kind].hasImages ? EXPORT_FORMATS : TABLE_FORMATS;
}

interface Shown {
  readonly filter: SampleFilter;
  /** How many samples match. */
  readonly total: number;
  /** Whose labels; those of the first unless it is another. */
  readonly task: AnnotationTask | undefined;
}

/** Of Browse: what its filter shows where there is one, all samples, and the labels alone. */
export function browseItems(
  { id: dataset, kind, samples, labeled: first }: Dataset,
  { filter, total, task }: Shown,
  { words, count }: { words: (typeof en)['what']; count: (value: number) => string },
): ExportItem[] {
  const labeled = task?.counts.labeled ?? first;
  const whose = task ? { task: task.id } : {};
  const hasClasses = !task || TARGETS[TASK_KIND_TABLE[task.kind].target].hasClasses;
  const formats = hasClasses ? formatsOf(kind) : TABLE_FORMATS;
  const shown: ExportItem = {
    says: words.shown(count(total)),
    of: { what: 'dataset', dataset, filter, ...whose },
    formats,
  };
  const onlyLabeled: ExportItem = {
    says: words.onlyLabeled(count(labeled)),
    of: { what: 'dataset', dataset, onlyLabeled: true, ...whose },
    formats: ['zip'],
  };
  const partly = hasClasses && KINDS[kind].hasImages && labeled > 0 && labeled < samples;
  return [
    ...(isFilter(filter) && total > 0 ? [shown] : []),
    { says: words.all(count(samples)), of: { what: 'dataset', dataset, ...whose }, formats },
    ...(partly ? [onlyLabeled] : []),
    ...(labeled > 0 ? [{ says: words.labels, of: { what: 'labels', dataset, ...whose } as const }] : []),
  ];
}

function isFilter({ search, label, flagged, metadata }: SampleFilter): boolean {
  return search !== '' || [label, flagged, metadata].some((one) => one !== undefined);
}
