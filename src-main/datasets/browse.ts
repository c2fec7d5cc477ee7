/** @file Pages of samples: by position, by label and flag through labeling's indexes, by text through a sliced scan. */
import { unlabeledSamples } from '../../src-shared/labeling/counts.ts';
import { KINDS, Metadata, type MetadataFilter, type Sample } from '../../src-shared/contract.ts';
import { ALL_LABELS, askedLabel, type AskedLabel } from './asked-label.ts';
import { searchOf } from './matching.ts';
import { type DatasetRow, type SampleRow } from './queries.ts';
import { isOfPlaces, shownLabels, valueAt, type ShownLabels } from './task-labels.ts';
import type { Room } from './types.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

const SCAN_SLICE = 4000;
const KEPT_SEARCHES = 8;

export interface SamplesRequest {
  readonly dataset: string;
  /** Whose labels and flags; those of the first task unless said. */
  readonly task?: string | undefined;
  readonly search?: string | undefined;
  /** Only this label; null for those without one; absent for all. */
  readonly label?: string | null | undefined;
  readonly flagged?: boolean | undefined;
  readonly metadata?: MetadataFilter | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface SamplePage {
  readonly items: Sample[];
  readonly total: number;
  readonly next: number | null;
}

/** What of a dataset is asked for. */
interface Filter {
  readonly labels: ShownLabels;
  readonly label: AskedLabel;
  /** How many samples have that label. */
  readonly ofLabel: number;
  readonly flagged: boolean | undefined;
  readonly metadata: MetadataFilter | undefined;
}

export type Browser = ReturnType<typeof createBrowser>;

export function createBrowser(room: Room) {
  const { queries } = room;
  const search = createSearch(room);
  return {
    /** One page in the order of positions. A search over a million texts takes a second once, in slices. */
    async page(dataset: DatasetRow, request: SamplesRequest): Promise<SamplePage> {
      const labels = shownLabels(queries, dataset, request.task);
      const filter = filterOf(room, { dataset, labels }, request);
      const found =
        filter === null
          ? { positions: [], total: 0 }
          : request.search || request.metadata
            ? await search(dataset, { text: request.search ?? '', filter, page: request })
            : filtered(room, dataset, { filter, page: request });
      const items = found.positions.map((position) => {
        const key = dataset.number * KEYS_OF_A_DATASET + position;
        // Half a row would be no row.
        const query = KINDS[dataset.kind].hasColumns ? queries.sample : queries.listed;
        const row = query.get({ key, task: labels.task })!;
        return { ...sampleOf(row), ...(!isOfPlaces(labels) && valueAt(queries, labels, position)) };
      });
      const end = request.offset + items.length;
      return { items, total: found.total, next: end < found.total && items.length > 0 ? end : null };
    },
  };
}

/** A sample as one sees it who answers it, too: not what people made of it. */
export function withoutLabel({ labelValue: _value, ...sample }: Sample): Sample {
  return { ...sample, label: null, labeledBy: null };
}

/** A row as the contract tells it. */
export function sampleOf(row: SampleRow): Sample {
  const { id, text, value, split, label, labeledBy, flagged } = row;
  const facts = { image: sizeOf(row), metadata: metadataIn(row) };
  return { id, text, value, split, ...facts, label, labeledBy, flagged: flagged === 1 };
}

/** What a row's file said of it beside content and label. */
export function metadataIn({ metadata }: Pick<SampleRow, 'metadata'>): Metadata {
  return metadata === null ? {} : Metadata.parse(JSON.parse(metadata));
}

/** The size of a row's image; null when it has none. */
export function sizeOf({ width, height, channels }: Pick<SampleRow, 'width' | 'height' | 'channels'>) {
  return width === null || height === null || channels === null ? null : { width, height, channels };
}

/** Null when no sample can match: the dataset has no such label. */
function filterOf(
  { queries }: Room,
  { dataset: { samples }, labels }: { dataset: DatasetRow; labels: ShownLabels },
  { label: name, flagged, metadata }: SamplesRequest,
): Filter | null {
  const others = { labels, flagged, metadata };
  if (name === undefined) return { label: ALL_LABELS, ...others, ofLabel: samples };
  const label = askedLabel(queries, labels, name);
  if (label === undefined) return null;
  const ofLabel = label.samples ?? unlabeledSamples({ samples, labeled: labels.labeled });
  return { label, ...others, ofLabel };
}

interface Found {
  readonly positions: readonly number[];
  readonly total: number;
}

function filtered(
  room: Room,
  dataset: DatasetRow,
  { filter, page }: { filter: Filter; page: { offset: number; limit: number } },
): Found {
  const { labels, ofLabel } = filter;
  const { question, label } = filter.label;
  const queries = room.queries.ofLabel[question];
  const at = { task: labels.task, label, limit: page.limit, offset: page.offset };
  if (filter.flagged === undefined) {
    if (question === 'all') return everything(dataset.samples, page);
    return { positions: queries.page.all(at), total: ofLabel };
  }
  const flagged = Number(filter.flagged);
  const positions = queries.flagged.all({ ...at, flagged });
  if (question === 'all')
    return { positions, total: filter.flagged ? labels.flagged : dataset.samples - labels.flagged };
  return { positions, total: queries.countFlagged.get({ task: labels.task, label, flagged })! };
}

function everything(samples: number, { offset, limit }: { offset: number; limit: number }): Found {
  const count = Math.max(0, Math.min(limit, samples - offset));
  return { positions: Array.from({ length: count }, (_, i) => offset + i), total: samples };
}

interface SearchRequest {
  readonly text: string;
  readonly filter: Filter;
  readonly page: { readonly offset: number; readonly limit: number };
}

/** Searches, and keeps the last results: the next page of one costs nothing until something is written. */
function createSearch(room: Room) {
  const kept = new Map<string, Promise<readonly number[]>>();
  return async (dataset: DatasetRow, { text, filter, page }: SearchRequest): Promise<Found> => {
    const { label, flagged, metadata } = filter;
    const filters = label.question !== 'all' || flagged !== undefined || metadata !== undefined;
    // Texts never change; labels, flags and metadata may with every write.
    const moment = filters ? room.queries.changes.get()! : dataset.samples;
    const key = JSON.stringify([
      dataset.id,
      filter.labels.task,
      text,
      filter.label,
      filter.flagged,
      filter.metadata,
      moment,
    ]);
    const matches = kept.get(key) ?? scan(room, dataset, { text, filter });
    kept.delete(key);
    kept.set(key, matches);
    matches.catch(() => kept.delete(key));
    for (const old of [...kept.keys()].slice(0, -KEPT_SEARCHES)) kept.delete(old);
    const positions = await matches;
    return { positions: positions.slice(page.offset, page.offset + page.limit), total: positions.length };
  };
}

async function scan(
  { queries, background }: Room,
  dataset: DatasetRow,
  { text, filter }: Pick<SearchRequest, 'text' | 'filter'>,
): Promise<readonly number[]> {
  const base = dataset.number * KEYS_OF_A_DATASET;
  const asked = searchOf({ ...filter, search: text });
  const search = queries.search[filter.label.question];
  const found: number[] = [];
  for (let at = 0; at < dataset.samples; at += SCAN_SLICE) {
    const range = { base, from: at, to: Math.min(at + SCAN_SLICE, dataset.samples) };
    for (const position of search.all({ task: filter.labels.task, ...range, ...asked })) found.push(position);
    await background.yieldToEventLoop();
  }
  return found;
}
