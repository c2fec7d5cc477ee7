/** @file How an exported model is used without Lathe: programs in Python that ask the file. */
import type { ColumnType, DatasetVersion, Model } from '../../src-shared/contract.ts';

type Asked = Pick<Model, 'kind' | 'task' | 'language' | 'labels'>;

/** The keys of the file's metadata that tell how it is asked and what it answers, beside those every file has. */
export function metadataKeys({ kind, task }: Pick<Model, 'kind' | 'task'>) {
  return [
    ...(task === 'classify' ? (['labels'] as const) : []),
    ...(kind === 'text' ? (['preparation'] as const) : []),
    ...(kind === 'table' ? (['columns'] as const) : []),
    ...(kind === 'image' ? (['image'] as const) : []),
    ...(task === 'generate' ? (['tokenizer', 'context'] as const) : []),
    ...(['metrics', 'lineage', 'modelCard'] as const),
  ];
}

/** A program that asks the file. `columns`: those of the version it learned from, for a row to begin with. */
export function usageOf(model: Asked, columns: DatasetVersion['columns'] = []): string {
  return [...imports(model), '', ...asking(model, columns)].join('\n');
}

function imports({ kind, language }: Asked): readonly string[] {
  return [
    'import json',
    ...(kind === 'text' && language === 'zh' ? ['import jieba'] : []),
    'import numpy as np',
    'import onnxruntime as ort',
    ...(kind === 'image' ? ['from PIL import Image'] : []),
  ];
}

const opening = [
  "model = ort.InferenceSession('model.onnx')",
  'about = model.get_modelmeta().custom_metadata_map',
];

function asking(model: Asked, columns: DatasetVersion['columns']): readonly string[] {
  switch (model.kind) {
    case 'text':
      return [...opening, ...texts(model), ...answering(model, "{'text': np.array(texts, dtype=object)}")];
    case 'table':
      return [...opening, ...row(columns), ...answering(model, 'inputs')];
    case 'image':
      return [...opening, ...images, ...answering(model, "{'image': pixels}")];
    case 'corpus':
      return [...opening, ...writing];
  }
}

/** Chinese texts are cut into words first, as the metadata say. */
function texts({ language }: Asked): readonly string[] {
  return language === 'zh'
    ? ["texts = [' '.join(jieba.cut('恭喜您中奖，点击链接领取'))]"]
    : ["texts = ['Win a free prize, click here']"];
}

const EXAMPLE_CELLS: Readonly<Record<ColumnType, string>> = {
  number: '0,',
  category: "'',",
  date: '20000,  # days since 1970-01-01',
  text: "'',",
};

function row(columns: DatasetVersion['columns']): readonly string[] {
  const features = columns.filter(({ role }) => role === 'feature');
  const cells = features.map(({ name, type }) => `    ${quoted(name)}: ${EXAMPLE_CELLS[type]}`);
  return [
    '# Columns left out of the row count as missing.',
    ...(cells.length ? ['row = {', ...cells, '}'] : ['row = {}']),
    'inputs = {}',
    "for column in json.loads(about['columns']):",
    "    cell = row.get(column['column'])",
    "    if column['type'] == 'category':",
    "        inputs[column['input']] = np.array([[cell or '']], dtype=object)",
    '    else:',
    "        inputs[column['input']] = np.array([[np.nan if cell is None else cell]], dtype=np.float32)",
  ];
}

/** A string of Python; JSON's escapes mean the same there. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

const images = [
  "size = json.loads(about['image'])",
  "image = Image.open('image.png').convert('L' if size['channels'] == 1 else 'RGB')",
  "image = image.resize((size['width'], size['height']))",
  "shape = (1, size['height'], size['width'], size['channels'])",
  'pixels = np.asarray(image, dtype=np.uint8).reshape(shape)',
];

/** `inputs` is an expression of Python. */
function answering({ task }: Asked, inputs: string): readonly string[] {
  switch (task) {
    case 'classify':
      return [
        "labels = json.loads(about['labels'])",
        `label, probabilities = model.run(['label', 'probabilities'], ${inputs})`,
        'print(label[0], dict(zip(labels, probabilities[0])))',
      ];
    case 'regress':
      return [`prediction, = model.run(['prediction'], ${inputs})`, 'print(prediction[0, 0])'];
    case 'reconstruct':
      return [
        `error, = model.run(['error'], ${inputs})`,
        'print(error[0])  # the larger, the more anomalous',
      ];
    case 'generate':
    case 'other':
      return [`print(model.run(None, ${inputs}))`];
  }
}

/** Each step reads the new tokens only: keys and values of the earlier ones go from its outputs to its inputs. */
const writing = [
  "tokenizer = json.loads(about['tokenizer'])",
  "assert tokenizer['kind'] == 'char', 'pieces (BPE) are merged as the tokenizer says'",
  "letters = ['\\ufffd', *tokenizer['characters']]",
  '',
  'def nothing_read(of):',
  "    shape = [0 if size == 'P' else size if isinstance(size, int) else 1 for size in of.shape]",
  "    return np.zeros(shape, np.int64 if of.type == 'tensor(int64)' else np.float32)",
  '',
  "past = {of.name: nothing_read(of) for of in model.get_inputs() if of.name.startswith('past.')}",
  'outputs = [of.name for of in model.get_outputs()]',
  'random = np.random.default_rng(1)',
  "text, place = 'The ', 0",
  'new = [letters.index(letter) if letter in letters else 0 for letter in text]',
  "while place + len(new) <= int(about['context']):",
  '    places = np.arange(place, place + len(new))',
  "    answer = dict(zip(outputs, model.run(None, {'ids': np.array([new]), 'places': places, **past})))",
  "    past = {name.replace('present', 'past', 1): answer[name] for name in outputs if name != 'logits'}",
  "    odds = np.exp((answer['logits'][0] - answer['logits'][0].max()) / 0.8)  # temperature 0.8",
  '    place += len(new)',
  '    new = [int(random.choice(len(odds), p=odds / odds.sum()))]',
  '    text += letters[new[0]]',
  'print(text)',
];
