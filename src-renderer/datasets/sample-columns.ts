/** @file The columns of the grid of samples, by what the dataset holds. */
import type { Dataset } from '../../src-shared/contract.ts';
import type { Column } from '../ui/grid/columns.ts';
import type { AllWords } from '../words.ts';

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

export function sampleColumns(dataset: Dataset, words: AllWords['data']): readonly Column[] {
  const labels: Column[] = [
    { id: 'label', title: words.columns.label, width: 144 },
    { id: 'labeledBy', title: words.columns.labeledBy, width: 104 },
  ];
  const last: Column[] = [
    { id: 'flagged', title: words.columns.flagged, width: 56 },
    { id: 'id', title: words.browse.id, width: 88, hidden: true },
  ];
  switch (dataset.kind) {
    case 'text':
      return [
        { id: 'text', title: words.columns.text, width: 'rest' },
        ...labels,
        ...metadataColumns(dataset),
        ...last,
      ];
    case 'corpus':
      return [{ id: 'text', title: words.browse.passage, width: 'rest' }, ...last];
    case 'image':
      return [
        { id: 'image', title: words.browse.columnImage, width: 72 },
        { id: 'text', title: words.browse.columnName, width: 'rest' },
        ...labels,
        ...last,
      ];
    case 'table':
      return [
        ...targetColumns(dataset, labels),
        ...featureColumns(dataset),
        ...metadataColumns(dataset),
        ...last,
      ];
  }
}

function targetColumns({ target, columns }: Dataset, labels: Column[]): Column[] {
  const name = columns.find(({ role }) => role === 'target')?.name;
  if (target === 'number') return [{ id: 'value', title: name ?? '', width: 112, align: 'end' }];
  return target === 'class'
    ? labels.map((column, i) => (i === 0 && name ? { ...column, title: name } : column))
    : [];
}

/** Of texts the first are seen; all can be chosen. */
function metadataColumns({ columns, kind }: Dataset): Column[] {
  const kept = columns.filter(({ role }) => role === 'metadata');
  return kept.map(({ name, type }, i) => ({
    id: `${METADATA}${name}`,
    title: name,
    width: 104,
    align: type === 'number' ? 'end' : 'start',
    hidden: kind === 'table' || i >= SHOWN_METADATA,
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
