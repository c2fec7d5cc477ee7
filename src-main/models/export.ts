/** @file A model's file under a name, to take away. */
import type { Model } from '../../src-shared/contract.ts';
import type { BlobInfo } from '../platform/store/index.ts';

export interface ExportedModel {
  readonly blob: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Path of the download. */
  readonly url: string;
}

/** Where the file of a model is had. */
export function exportedModel(
  model: Pick<Model, 'name' | 'number'>,
  { sha256: blob, bytes }: BlobInfo,
): ExportedModel {
  const fileName = `${fileStem(model)}.onnx`;
  return { blob, fileName, bytes, url: `/files/blobs/${blob}?name=${encodeURIComponent(fileName)}` };
}

/** A file name that every system takes, with the letters of any language. */
function fileStem({ name, number }: Pick<Model, 'name' | 'number'>): string {
  const stem = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${stem || 'model'}-${number}`;
}
