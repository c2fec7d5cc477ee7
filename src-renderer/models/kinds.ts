/** @file How a file that learned from each kind of data is asked in Python. */
import type { ColumnType, DatasetKind, DatasetVersion, Model } from '../../src-shared/contract.ts';
import { ANSWERS, type MetadataKey } from './tasks.ts';

type Asked = Pick<Model, 'task' | 'language'>;
type Columns = DatasetVersion['columns'];

interface PythonKind {
  /** The keys of the file's metadata that tell how it is asked. */
  readonly keys: readonly MetadataKey[];
  /** What a program imports beside NumPy and ONNX Runtime. */
  readonly imports: readonly string[];
  /** What is done once the file is open. `columns`: those of the version it learned from. */
  ask(model: Asked, columns: Columns): readonly string[];
  /** Whether Chinese is cut into words before the file takes it. */
  readonly isCut: boolean;
}

export const PYTHON: Readonly<Record<DatasetKind, PythonKind>> = {
  text: {
    keys: ['preparation'],
    imports: [],
    ask: (model) => [...texts(model), ...ANSWERS[model.task]("{'text': np.array(texts, dtype=object)}")],
    isCut: true,
  },
  table: {
    keys: ['columns'],
    imports: [],
    ask: (model, columns) => [...row(columns), ...ANSWERS[model.task]('inputs')],
    isCut: false,
  },
  image: {
    keys: ['image'],
    imports: ['from PIL import Image'],
    ask: (model) => [...images(), ...ANSWERS[model.task]("{'image': pixels}")],
    isCut: false,
  },
  corpus: { keys: [], imports: [], ask: () => writing(), isCut: false },
};

/** Whether texts for a model are cut into words outside its file. */
export function isCutOutside({ kind, language }: Pick<Model, 'kind' | 'language'>): boolean {
  return PYTHON[kind].isCut && language === 'zh';
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

const images = () => [
  "size = json.loads(about['image'])",
  "image = Image.open('image.png').convert('L' if size['channels'] == 1 else 'RGB')",
  "image = image.resize((size['width'], size['height']))",
  "shape = (1, size['height'], size['width'], size['channels'])",
  'pixels = np.asarray(image, dtype=np.uint8).reshape(shape)',
];

/** Each step reads the new tokens only: keys and values of the earlier ones go from its outputs to its inputs. */
const writing = () => [
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
