/** @file Problems of the serving room. */
import type { Problems } from '../platform/problem.ts';

export const servingProblems = {
  'serving.aliasGone': {
    code: 'CONFLICT',
    en: {
      message: 'The alias “{alias}” of “{name}” points at no model that can be served.',
      hint: 'Point it at a version with a model. Until then the endpoint serves the model of before.',
    },
    zh: {
      message: '“{name}”的别名“{alias}”没有指向可部署的模型。',
      hint: '请让它指向一个有模型的版本。在此之前端点仍使用原来的模型。',
    },
  },
  'serving.noSuchEndpoint': {
    code: 'NOT_FOUND',
    en: { message: 'There is no endpoint “{name}”.', hint: 'There are: {names}.' },
    zh: { message: '没有名为“{name}”的端点。', hint: '现有端点：{names}。' },
  },
  'serving.noSuchPath': {
    code: 'NOT_FOUND',
    en: {
      message: 'There is nothing at {path}.',
      hint: 'Use /v2 for the Open Inference Protocol, or POST /endpoints/NAME for plain predictions.',
    },
    zh: {
      message: '{path} 处没有内容。',
      hint: 'Open Inference Protocol 位于 /v2，普通预测为 POST /endpoints/名称。',
    },
  },
  'serving.noSuchVersion': {
    code: 'NOT_FOUND',
    en: {
      message: 'The endpoint “{name}” has no version “{version}”.',
      hint: 'It serves version {known}. Leave the version out to use the version it serves.',
    },
    zh: {
      message: '端点“{name}”没有版本“{version}”。',
      hint: '当前版本为 {known}；省略版本即可使用当前版本。',
    },
  },
  'serving.unknownEncoding': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The content-encoding “{encoding}” of the body is not supported.',
      hint: 'Send the body uncompressed, or compressed as {known}.',
    },
    zh: {
      message: '请求体的压缩方式（content-encoding）为“{encoding}”，此处不支持。',
      hint: '请不压缩发送，或使用 {known}。',
    },
  },
  'serving.badEncoding': {
    code: 'BAD_INPUT',
    en: {
      message: 'The body does not match its content-encoding “{encoding}”: {why}.',
      hint: 'Send the complete body, or send it uncompressed.',
    },
    zh: {
      message: '请求体与其 content-encoding“{encoding}”不符：{why}。',
      hint: '请完整发送，或不压缩发送。',
    },
  },
  'serving.keyMissing': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'Requests to an endpoint need an API key.',
      hint: 'Create one on the Serve page or with “lathe keys create NAME”, and send it as “Authorization: Bearer KEY”.',
    },
    zh: {
      message: '访问端点需要 API 密钥。',
      hint: '请在“服务”页或用 “lathe keys create 名称” 创建，并以 “Authorization: Bearer 密钥” 发送。',
    },
  },
  'serving.keyUnknown': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'This API key does not exist. It may have been revoked.',
      hint: 'Create a new one on the Serve page or with “lathe keys create NAME”.',
    },
    zh: {
      message: '没有此 API 密钥，它可能已被撤销。',
      hint: '请在“服务”页或用 “lathe keys create 名称” 新建。',
    },
  },
  'serving.keyElsewhere': {
    code: 'FORBIDDEN',
    en: {
      message: 'This API key is only valid for the endpoint “{endpoint}”.',
      hint: 'Use that endpoint, or create a key for this one.',
    },
    zh: { message: '此 API 密钥仅适用于端点“{endpoint}”。', hint: '请访问该端点，或为此端点新建密钥。' },
  },
  'serving.notReady': {
    code: 'UNAVAILABLE',
    en: { message: 'The endpoint “{name}” is {state}.', hint: 'Wait until it is ready, or deploy it again.' },
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
      message: 'The model failed on these inputs: {why}.',
      hint: 'Check that their shapes and values fit the model.',
    },
    zh: {
      message: '模型处理这些输入时出错：{why}。',
      hint: '请核对输入的形状与取值是否符合模型的要求。',
    },
  },
  'serving.notATextModel': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model does not take text: it {why}.',
      hint: 'Send its input tensors to POST /v2/models/NAME/infer.',
    },
    zh: {
      message: '此模型不接受文本：{why}。',
      hint: '请使用 POST /v2/models/名称/infer 并提供其所需张量。',
    },
  },
  'serving.cannotBeAsked': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model does not accept texts, rows or images: it {why}.',
      hint: 'Send its input tensors to POST /v2/models/NAME/infer.',
    },
    zh: {
      message: '此模型不接受文本、表格行或图片：{why}。',
      hint: '请使用 POST /v2/models/名称/infer 并提供其所需张量。',
    },
  },
  'serving.doesNotWrite': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The model “{name}” does not generate text.',
      hint: 'Send it texts, rows or images for prediction, or train a model with a text generation recipe.',
    },
    zh: {
      message: '模型“{name}”不能生成文本。',
      hint: '请用文本、表格行或图片进行预测，或使用文本生成训练方案训练模型。',
    },
  },
  'serving.tooManyTexts': {
    code: 'UNAVAILABLE',
    en: {
      message: 'This model is already generating {limit} texts, which is the limit.',
      hint: 'Try again when one of them is finished.',
    },
    zh: { message: '此模型已在同时生成 {limit} 段文本，达到上限。', hint: '请待其中一段结束后再试。' },
  },
  'serving.asksForPrompt': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The model “{name}” generates text and does not accept rows or tensors.',
      hint: 'Send {"prompt": "…"} to POST /endpoints/NAME.',
    },
    zh: {
      message: '模型“{name}”用于生成文本，不接受行或张量。',
      hint: '请向 POST /endpoints/名称 发送 {"prompt": "…"}。',
    },
  },
  'serving.badLine': {
    code: 'BAD_INPUT',
    en: {
      message: 'Line {line} is invalid: {why}.',
      hint: 'Each line must be {"text": "…"}, {"row": {…}} or {"image": "path"}, in UTF-8.',
    },
    zh: {
      message: '第 {line} 行无效：{why}。',
      hint: '每行应为 {"text": "…"}、{"row": {…}} 或 {"image": "路径"}，采用 UTF-8 编码。',
    },
  },
  'serving.wrongKind': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row} has the type “{given}”, but this model takes “{wanted}”.',
      hint: 'Send texts to a text model, rows to a table model and images to an image model.',
    },
    zh: {
      message: '第 {row} 行的类型为“{given}”，而此模型需要“{wanted}”。',
      hint: '文本模型请发送文本，表格模型请按列发送行，图片模型请发送图片。',
    },
  },
  'serving.unknownColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}: this model has no field “{column}”.',
      hint: 'It takes: {columns}.',
    },
    zh: { message: '第 {row} 行：此模型没有字段“{column}”。', hint: '可用字段：{columns}。' },
  },
  'serving.misspelledColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}: this model has no field “{column}”. Did you mean “{closest}”?',
      hint: 'It takes: {columns}.',
    },
    zh: {
      message: '第 {row} 行：此模型没有字段“{column}”，您是否指“{closest}”？',
      hint: '可用字段：{columns}。',
    },
  },
  'serving.missingColumn': {
    code: 'BAD_INPUT',
    en: {
      message:
        'Row {row} lacks the field “{column}”, and the file of this model does not say that it may be missing.',
      hint: 'Give it a value, or null to send it as missing.',
    },
    zh: {
      message: '第 {row} 行缺少字段“{column}”，而模型文件未说明它可以缺失。',
      hint: '请填写该字段；要按缺失值发送请填 null。',
    },
  },
  'serving.badNumber': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}, field “{column}”: “{value}” is no number; expected a number such as {example}.',
      hint: 'Give null, or leave the field out, if the value is missing.',
    },
    zh: {
      message: '第 {row} 行字段“{column}”：“{value}”不是数字；应为数字，例如 {example}。',
      hint: '值缺失时请填 null 或省略该字段。',
    },
  },
  'serving.badDate': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}, field “{column}”: “{value}” is no date; expected a date such as {example}.',
      hint: 'Give null, or leave the field out, if the value is missing.',
    },
    zh: {
      message: '第 {row} 行字段“{column}”：“{value}”不是日期；应为日期，例如 {example}。',
      hint: '值缺失时请填 null 或省略该字段。',
    },
  },
  'serving.numberTooLarge': {
    code: 'BAD_INPUT',
    en: {
      message: 'Row {row}, field “{column}”: {value} is too large; expected a number from -{most} to {most}.',
      hint: 'Give null, or leave the field out, if the value is missing.',
    },
    zh: {
      message: '第 {row} 行字段“{column}”：{value} 过大；应为 -{most} 到 {most} 之间的数字。',
      hint: '值缺失时请填 null 或省略该字段。',
    },
  },
  'serving.badImage': {
    code: 'BAD_INPUT',
    en: {
      message: 'The image of row {row} cannot be decoded: {why}.',
      hint: 'Send a complete PNG, JPEG or WebP file.',
    },
    zh: { message: '第 {row} 行的图片无法解码：{why}。', hint: '请发送完整的 PNG、JPEG 或 WebP 文件。' },
  },
  'serving.unknownPreparation': {
    code: 'UNSUPPORTED',
    en: {
      message:
        'This model needs the text preprocessing “{name}”, which this version of Lathe does not support.',
      hint: 'Update Lathe, or use a model exported with this version.',
    },
    zh: {
      message: '此模型要求用“{name}”预处理文本，但当前 Lathe 不支持。',
      hint: '请更新 Lathe，或使用由当前版本导出的模型。',
    },
  },
} as const satisfies Problems;
