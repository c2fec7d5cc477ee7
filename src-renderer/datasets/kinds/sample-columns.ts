/** @file The columns of the grid of samples, by what the dataset holds. */
import type { Dataset, DatasetKind, Target } from '../../../src-shared/contract.ts';
import type { Column } from '../../ui/grid/columns.ts';
import type { AllWords } from '../../words.ts';

const FEATURE = 'f:';
const METADATA = 'm:';
/** More columns than these of a table are hidden until they are chosen. */
const SHOWN_FEATURES = 12;
const SHOWN_METADATA = 2;

/** The feature that a column of the grid shows; null for other columns. */
export function featureOf(column: string): string | null {
  return column.startsWith(FEATURE) ? column.slice(FEATURE.length) : null;
}

/** The column of metadata that a column of the grid shows; null for other columns. */
export function metadataOf(column: string): string | null {
  return column.startsWith(METADATA) ? column.slice(METADATA.length) : null;
}

/** @param task whose labels are shown; undefined for the first, whose label stands under the name of its column */
export function sampleColumns(
  dataset: Dataset,
  words: AllWords['data'],
  task: string | undefined,
): readonly Column[] {
  const labels: Column[] = [
    { id: 'label', title: words.columns.label, width: 144 },
    { id: 'labeledBy', title: words.columns.labeledBy, width: 104 },
  ];
  const last: Column[] = [
    { id: 'flagged', title: words.columns.flagged, width: 56 },
    { id: 'id', title: words.browse.id, width: 88, hidden: true },
  ];
  return COLUMNS[dataset.kind]({ dataset, words, isFirst: task === undefined, labels, last });
}

interface Parts {
  readonly dataset: Dataset;
  readonly words: AllWords['data'];
  /** Whether the labels are those of the first task. */
  readonly isFirst: boolean;
  /** The label, and who gave it. */
  readonly labels: readonly Column[];
  /** What stands at the end. */
  readonly last: readonly Column[];
}

const COLUMNS: Readonly<Record<DatasetKind, (parts: Parts) => readonly Column[]>> = {
  text: ({ dataset, words, labels, last }) => [
    { id: 'text', title: words.columns.text, width: 'rest' },
    ...labels,
    ...metadataColumns(dataset, SHOWN_METADATA),
    ...last,
  ],
  table: ({ dataset, isFirst, labels, last }) => [
    ...TARGET_COLUMNS[dataset.target](nameOfTarget(dataset), isFirst ? labels : []),
    ...(isFirst ? [] : labels),
    ...featureColumns(dataset),
    ...metadataColumns(dataset, 0),
    ...last,
  ],
  image: ({ words, labels, last }) => [
    { id: 'image', title: words.browse.columnImage, width: 72 },
    { id: 'text', title: words.browse.columnName, width: 'rest' },
    ...labels,
    ...last,
  ],
  corpus: ({ words, last }) => [{ id: 'text', title: words.browse.passage, width: 'rest' }, ...last],
};

type TargetColumns = (name: string | undefined, labels: readonly Column[]) => readonly Column[];

/** What is to be predicted of a row, under the name of its column. */
const TARGET_COLUMNS: Readonly<Record<Target, TargetColumns>> = {
  class: (name, labels) => labels.map((column, i) => (i === 0 && name ? { ...column, title: name } : column)),
  number: (name = '') => [{ id: 'value', title: name, width: 112, align: 'end' }],
  labels: () => [],
  spans: () => [],
  regions: () => [],
  preferences: () => [],
  none: () => [],
};

function nameOfTarget({ columns }: Dataset): string | undefined {
  return columns.find(({ role }) => role === 'target')?.name;
}

/** The first so many are seen; all can be chosen. */
function metadataColumns({ columns }: Dataset, shown: number): Column[] {
  const kept = columns.filter(({ role }) => role === 'metadata');
  return kept.map(({ name, type }, i) => ({
    id: `${METADATA}${name}`,
    title: name,
    width: 104,
    align: type === 'number' ? 'end' : 'start',
    hidden: i >= shown,
  }));
}

function featureColumns({ columns }: Dataset): Column[] {
  const features = columns.filter(({ role }) => role === 'feature');
  return features.map(({ name, type }, i) => ({
    id: `${FEATURE}${name}`,
    title: name,
    width: 120,
    align: type === 'number' ? 'end' : 'start',
    hidden: i >= SHOWN_FEATURES,
  }));
}
