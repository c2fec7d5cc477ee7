/** @file How an exported model is used without Lathe: programs in Python that ask the file. */
import type { DatasetVersion, Model } from '../../src-shared/contract.ts';
import { isCutOutside, PYTHON } from './kinds.ts';
import { KEYS, type MetadataKey } from './tasks.ts';

type Asked = Pick<Model, 'kind' | 'task' | 'language' | 'labels'>;

/** The keys of the file's metadata that tell how it is asked and what it answers, beside those every file has. */
export function metadataKeys({ kind, task }: Pick<Model, 'kind' | 'task'>): MetadataKey[] {
  const { before, after } = KEYS[task];
  return [...before, ...PYTHON[kind].keys, ...after, 'metrics', 'lineage', 'modelCard'];
}

/** A program that asks the file. `columns`: those of the version it learned from, for a row to begin with. */
export function usageOf(model: Asked, columns: DatasetVersion['columns'] = []): string {
  return [...imports(model), '', ...opening, ...PYTHON[model.kind].ask(model, columns)].join('\n');
}

function imports(model: Asked): readonly string[] {
  return [
    'import json',
    ...(isCutOutside(model) ? ['import jieba'] : []),
    'import numpy as np',
    'import onnxruntime as ort',
    ...PYTHON[model.kind].imports,
  ];
}

const opening = [
  "model = ort.InferenceSession('model.onnx')",
  'about = model.get_modelmeta().custom_metadata_map',
];
