/** @file Problems of the serving room. */
import type { Problems } from '../platform/problem.ts';

export const servingProblems = {
  'serving.noSuchEndpoint': {
    code: 'NOT_FOUND',
    en: { message: 'There is no endpoint “{name}”.', hint: 'There are: {names}.' },
    zh: { message: '没有名为“{name}”的端点。', hint: '现有端点：{names}。' },
  },
  'serving.noSuchPath': {
    code: 'NOT_FOUND',
    en: {
      message: 'There is nothing at {path}.',
      hint: 'The Open Inference Protocol is under /v2, plain predictions are POST /endpoints/NAME.',
    },
    zh: { message: '{path} 处没有内容。', hint: '开放推理协议位于 /v2，普通预测为 POST /endpoints/名称。' },
  },
  'serving.noSuchVersion': {
    code: 'NOT_FOUND',
    en: {
      message: 'The endpoint “{name}” has no version “{version}”.',
      hint: 'It serves version {known}; leave the version out to ask whichever it serves.',
    },
    zh: {
      message: '端点“{name}”没有版本“{version}”。',
      hint: '当前版本为 {known}；省略版本即可使用当前版本。',
    },
  },
  'serving.unknownEncoding': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The body is compressed as “{encoding}” (content-encoding), which is not understood here.',
      hint: 'Send it uncompressed, or compressed as {known}.',
    },
    zh: {
      message: '请求体的压缩方式（content-encoding）为“{encoding}”，此处不支持。',
      hint: '请不压缩发送，或使用 {known}。',
    },
  },
  'serving.badEncoding': {
    code: 'BAD_INPUT',
    en: {
      message: 'The body is not what its content-encoding “{encoding}” says: {why}.',
      hint: 'Send it whole, or uncompressed.',
    },
    zh: {
      message: '请求体与其 content-encoding“{encoding}”不符：{why}。',
      hint: '请完整发送，或不压缩发送。',
    },
  },
  'serving.keyMissing': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'Asking an endpoint needs an API key.',
      hint: 'Make one on the Serve page or with “lathe keys create NAME”, and send it as “Authorization: Bearer KEY”.',
    },
    zh: {
      message: '访问端点需要 API 密钥。',
      hint: '请在“服务”页或用 “lathe keys create 名称” 创建，并以 “Authorization: Bearer 密钥” 发送。',
    },
  },
  'serving.keyUnknown': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'There is no such API key; it may have been revoked.',
      hint: 'Make a new one on the Serve page or with “lathe keys create NAME”.',
    },
    zh: {
      message: '没有此 API 密钥，它可能已被撤销。',
      hint: '请在“服务”页或用 “lathe keys create 名称” 新建。',
    },
  },
  'serving.keyElsewhere': {
    code: 'FORBIDDEN',
    en: {
      message: 'This API key opens only the endpoint “{endpoint}”.',
      hint: 'Ask that endpoint, or make a key for this one.',
    },
    zh: { message: '此 API 密钥仅适用于端点“{endpoint}”。', hint: '请访问该端点，或为此端点新建密钥。' },
  },
  'serving.notReady': {
    code: 'UNAVAILABLE',
    en: { message: 'The endpoint “{name}” is {state}.', hint: 'Deploy it again, or wait until it is ready.' },
    zh: { message: '端点“{name}”当前状态为 {state}。', hint: '请重新部署，或等待其就绪。' },
  },
  'serving.notJson': {
    code: 'BAD_INPUT',
    en: { message: 'The body is not JSON: {why}', hint: 'Send a JSON object, encoded in UTF-8.' },
    zh: { message: '请求体不是有效的 JSON：{why}', hint: '请发送 UTF-8 编码的 JSON 对象。' },
  },
  'serving.bodyTooLarge': {
    code: 'TOO_LARGE',
    en: { message: 'The body is larger than {limit}.', hint: 'Send less in one request.' },
    zh: { message: '请求体超过 {limit}。', hint: '请分多次发送。' },
  },
  'serving.badField': {
    code: 'BAD_INPUT',
    en: {
      message: 'The field “{field}” is not valid: {why}.',
      hint: 'Correct it and send the request again.',
    },
    zh: { message: '字段“{field}”无效：{why}。', hint: '请改正后重新发送请求。' },
  },
  'serving.notComputed': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model could not compute these inputs: {why}.',
      hint: 'Compare their sizes and values with what the model was made for.',
    },
    zh: {
      message: '模型无法计算这些输入：{why}。',
      hint: '请核对输入的尺寸与取值是否符合模型的设计。',
    },
  },
  'serving.notATextModel': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model does not take text: it {why}.',
      hint: 'Use POST /v2/models/NAME/infer with the tensors it names.',
    },
    zh: {
      message: '此模型不接受文本：{why}。',
      hint: '请使用 POST /v2/models/名称/infer 并提供其所需张量。',
    },
  },
  'serving.cannotBeAsked': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model cannot be asked with texts, rows or pictures: it {why}.',
      hint: 'Use POST /v2/models/NAME/infer with the tensors it names.',
    },
    zh: {
      message: '此模型不能用文本、表格行或图片提问：{why}。',
      hint: '请使用 POST /v2/models/名称/infer 并提供其所需张量。',
    },
  },
  'serving.doesNotWrite': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The model “{name}” does not write text.',
      hint: 'Ask it with texts, rows or pictures, or train a model with a recipe that generates.',
    },
    zh: {
      message: '模型“{name}”不能生成文本。',
      hint: '请用文本、表格行或图片提问，或使用生成类配方训练模型。',
    },
  },
  'serving.tooManyTexts': {
    code: 'UNAVAILABLE',
    en: {
      message: 'This model is writing {limit} texts already, which is the most at once.',
      hint: 'Ask again when one of them has ended.',
    },
    zh: { message: '此模型已在同时生成 {limit} 段文本，达到上限。', hint: '请待其中一段结束后再试。' },
  },
  'serving.asksForPrompt': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The model “{name}” writes text and does not answer rows or tensors.',
      hint: 'Send {"prompt": "…"} to POST /endpoints/NAME.',
    },
    zh: {
      message: '模型“{name}”用于生成文本，不回答行或张量。',
      hint: '请向 POST /endpoints/名称 发送 {"prompt": "…"}。',
    },
  },
  'serving.badLine': {
    code: 'BAD_INPUT',
    en: {
      message: 'Line {line} cannot be asked: {why}.',
      hint: 'A line is {"text": "…"}, {"row": {…}} or {"image": "path"}, in UTF-8.',
    },
    zh: {
      message: '第 {line} 行无法提问：{why}。',
      hint: '每行应为 {"text": "…"}、{"row": {…}} 或 {"image": "路径"}，采用 UTF-8 编码。',
    },
  },
  'serving.wrongKind': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row} is of the kind “{given}”, and this model takes “{wanted}”.',
      hint: 'Send texts to a model of texts, rows by column to one of tables, pictures to one of pictures.',
    },
    zh: {
      message: '第 {row} 行的类型为“{given}”，而此模型需要“{wanted}”。',
      hint: '文本模型请发送文本，表格模型请按列发送行，图片模型请发送图片。',
    },
  },
  'serving.unknownColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row} has a column “{column}” that this model does not know.',
      hint: 'It takes: {columns}.',
    },
    zh: { message: '第 {row} 行含有此模型不认识的列“{column}”。', hint: '所需的列：{columns}。' },
  },
  'serving.missingColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row} lacks the column “{column}”.',
      hint: 'Give it a value, or null where the value is not known.',
    },
    zh: { message: '第 {row} 行缺少列“{column}”。', hint: '请填写该列；值未知时请填 null。' },
  },
  'serving.badCell': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}: the column “{column}” is a {type}, and “{value}” is none.',
      hint: 'Give a number, or a date such as 2024-05-31; null where the value is not known.',
    },
    zh: {
      message: '第 {row} 行：列“{column}”的类型为 {type}，而“{value}”不符合。',
      hint: '请填写数字，或 2024-05-31 这样的日期；值未知时请填 null。',
    },
  },
  'serving.badPicture': {
    code: 'BAD_INPUT',
    en: {
      message: 'The picture of row {row} cannot be decoded: {why}.',
      hint: 'Send a whole PNG, JPEG or WebP file.',
    },
    zh: { message: '第 {row} 行的图片无法解码：{why}。', hint: '请发送完整的 PNG、JPEG 或 WebP 文件。' },
  },
  'serving.unknownPreparation': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model wants its text prepared by “{name}”, which this Lathe does not have.',
      hint: 'Update Lathe, or use a model that was exported by this version.',
    },
    zh: {
      message: '此模型要求用“{name}”预处理文本，但当前 Lathe 不支持。',
      hint: '请更新 Lathe，或使用由当前版本导出的模型。',
    },
  },
} as const satisfies Problems;
