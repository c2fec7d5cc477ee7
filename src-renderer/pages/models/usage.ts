/** @file How an exported model is used without Lathe. */
import type { Model } from '../../../src-shared/contract/index.ts';

/** A program in Python that asks the exported file. Chinese texts are cut into words first, as the metadata say. */
export function usageOf({ language }: Pick<Model, 'language'>): string {
  const zh = language === 'zh';
  return [
    'import json',
    ...(zh ? ['import jieba'] : []),
    'import numpy as np',
    'import onnxruntime as ort',
    '',
    "model = ort.InferenceSession('model.onnx')",
    "labels = json.loads(model.get_modelmeta().custom_metadata_map['labels'])",
    zh
      ? "texts = [' '.join(jieba.cut('恭喜您中奖，点击链接领取'))]"
      : "texts = ['Win a free prize, click here']",
    "label, probabilities = model.run(['label', 'probabilities'], {'text': np.array(texts, dtype=object)})",
    'print(label[0], dict(zip(labels, probabilities[0])))',
  ].join('\n');
}
