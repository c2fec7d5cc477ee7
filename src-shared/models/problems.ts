/** @file Problems of model files that come from elsewhere. */
import type { Problems } from '../platform/problem.ts';

export const modelsProblems = {
  'models.noFile': {
    code: 'BAD_INPUT',
    en: { message: 'There is no file at this path.', hint: 'Give the path of an ONNX file on this machine.' },
    zh: { message: '该位置没有文件。', hint: '请指定本机上的 ONNX 文件。' },
  },
  'models.tooLarge': {
    code: 'TOO_LARGE',
    en: {
      message: 'The file is larger than {limit}, which is the most an ONNX file can hold.',
      hint: 'Check that it is a model.',
    },
    zh: { message: '文件超过 {limit}，这是 ONNX 文件的上限。', hint: '请确认它是模型文件。' },
  },
  'models.refused': {
    code: 'BAD_INPUT',
    en: {
      message: 'This file cannot be imported as a model: {why}.',
      hint: 'Export it again as a self-contained ONNX file, opset 13 or later.',
    },
    zh: {
      message: '该文件不能作为模型导入：{why}。',
      hint: '请重新导出为自包含的 ONNX 文件（opset 13 或更高）。',
    },
  },
  'models.notRunnable': {
    code: 'UNSUPPORTED',
    en: {
      message: 'ONNX Runtime cannot load this model: {why}',
      hint: 'Export it with standard operators only, opset 13 to 23.',
    },
    zh: {
      message: 'ONNX Runtime 无法运行该模型：{why}',
      hint: '请仅使用标准算子重新导出（opset 13 至 23）。',
    },
  },
  'models.tooManySeconds': {
    code: 'DEADLINE',
    en: {
      message: '“{model}” did not finish on one small input within {seconds} s and was not imported.',
      hint: 'It may contain an endless loop. If it is only slow, raise “{work}” in Settings › Resource limits.',
    },
    zh: {
      message: '“{model}”对一个很小的输入在 {seconds} 秒内未算完，未予导入。',
      hint: '它可能永不结束（如无限循环）。若只是较慢，请在“设置 › 资源限制”中提高“{work}”。',
    },
  },
  'models.tooMuchMemory': {
    code: 'TOO_LARGE',
    en: {
      message: 'The model exceeds the memory limit: {what} alone needs {size}, and the limit is {limit}.',
      hint: 'Export it with smaller sizes, or raise “{work}” in Settings › Resource limits.',
    },
    zh: {
      message: '该模型所需内存超出允许范围：仅 {what} 就有 {size}，上限为 {limit}。',
      hint: '请以更小的尺寸重新导出，或在“设置 › 资源限制”中提高“{work}”。',
    },
  },
  'models.crashes': {
    code: 'UNSUPPORTED',
    en: {
      message: 'ONNX Runtime crashed on “{model}” ({how}), so it was not imported.',
      hint: 'Nothing was kept. Export the model again with standard operators and sizes, opset 13 to 23.',
    },
    zh: {
      message: 'ONNX Runtime 在运行“{model}”时崩溃（{how}），未予导入。',
      hint: '没有保留任何内容。请使用标准算子和尺寸重新导出（opset 13 至 23）。',
    },
  },
  'models.unreadable': {
    code: 'BAD_INPUT',
    en: {
      message: '“{model}” cannot be read as an ONNX model: it is damaged or malformed.',
      hint: 'Export it again; check the file with onnx.checker.',
    },
    zh: {
      message: '无法将“{model}”读作 ONNX 模型：文件已损坏或格式不正确。',
      hint: '请重新导出，并用 onnx.checker 检查。',
    },
  },
  'models.notTensor': {
    code: 'UNSUPPORTED',
    en: {
      message:
        'The {side} “{name}” of this model is not a tensor but {type}, which requests and responses cannot carry.',
      hint: 'Export it with tensors only: in scikit-learn with options={"zipmap": False}, in other tools with one output per tensor and without optional inputs and outputs.',
    },
    zh: {
      message: '该模型的“{name}”（{side}）不是张量而是 {type}，请求与响应无法承载。',
      hint: '请仅以张量导出：scikit-learn 使用 options={"zipmap": False}；其他框架为每个张量单设一个输出，并去掉可选的输入和输出。',
    },
  },
  'models.typeNotCarried': {
    code: 'UNSUPPORTED',
    en: {
      message:
        'The {side} “{name}” of this model has the type {type}, which requests and responses cannot carry.',
      hint: 'Export it with float32 or float16 inputs and outputs (in PyTorch: model.float() before torch.onnx.export), or with a Cast before and after it.',
    },
    zh: {
      message: '该模型的“{name}”（{side}）类型为 {type}，请求与响应无法承载。',
      hint: '请以 float32 或 float16 的输入和输出导出（PyTorch：在 torch.onnx.export 之前调用 model.float()），或在其前后加上 Cast。',
    },
  },
  'models.imagesUnfit': {
    code: 'UNSUPPORTED',
    en: {
      message: 'Images cannot be put to this model: {why}.',
      hint: 'Say the values, size and classes as the model was trained, export it otherwise, or import it without them and ask it with tensors.',
    },
    zh: {
      message: '无法向该模型输入图片：{why}。',
      hint: '请按模型训练时的方式给出取值、尺寸和类别，或换一种方式导出；也可不填这些项导入，再用张量请求它。',
    },
  },
  'models.tooManyToDraw': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The graph has {count} operations, too many to draw.',
      hint: 'Leave out --mermaid to print it as text, one line per node.',
    },
    zh: {
      message: '计算图有 {count} 个算子，超出图示的上限。',
      hint: '去掉 --mermaid 即可按文本查看，每个节点一行。',
    },
  },
} as const satisfies Problems;
