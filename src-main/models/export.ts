/** @file A model as one file to take away: its bytes with labels, metrics, lineage and card in their metadata. */
import { readFile } from 'node:fs/promises';
import type { Model, Person } from '../../src-shared/contract.ts';
import { withMetadata } from '../graph/index.ts';
import type { Store } from '../platform/store/index.ts';
import { modelCard } from './card.ts';
import { lineageJson, metricsJson, type Provenance } from './provenance.ts';
import type { Queries } from './queries.ts';

export interface ExportedModel {
  readonly blob: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Path of the download. */
  readonly url: string;
}

interface ExportParts {
  readonly store: Store;
  readonly queries: Queries;
}

/** Writes the file of a model with what is known of it; its graph and weights are not touched. */
export async function exportModel(
  { store, queries }: ExportParts,
  facts: Provenance,
  person: Person,
): Promise<ExportedModel> {
  const { model } = facts.lineage;
  const file = withMetadata(await readFile(await store.blobs.checked(model.blob, model.name)), {
    labels: JSON.stringify(model.labels),
    language: model.language,
    metrics: metricsJson(facts),
    lineage: lineageJson(facts.lineage),
    modelCard: modelCard(facts),
  });
  const { sha256: blob, bytes } = await store.blobs.write(file);
  queries.addExport.run({ blob, model: model.id, bytes, at: new Date().toISOString(), by: person.name });
  const fileName = `${fileStem(model)}.onnx`;
  return { blob, fileName, bytes, url: `/files/blobs/${blob}?name=${encodeURIComponent(fileName)}` };
}

/** A file name that every system takes, with the letters of any language. */
function fileStem({ name, number }: Model): string {
  const stem = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${stem || 'model'}-${number}`;
}
