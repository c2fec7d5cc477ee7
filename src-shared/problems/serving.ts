/** @file Problems of the serving room. */
import type { Problems } from './problem.ts';

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
    en: { message: 'The body is larger than {limit}.', hint: 'Send the texts in several requests.' },
    zh: { message: '请求体超过 {limit}。', hint: '请分多次发送文本。' },
  },
  'serving.badField': {
    code: 'BAD_INPUT',
    en: {
      message: 'The field “{field}” is not valid: {why}.',
      hint: 'Correct it and send the request again.',
    },
    zh: { message: '字段“{field}”无效：{why}。', hint: '请改正后重新发送请求。' },
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
