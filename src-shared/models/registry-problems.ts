/** @file Problems of the registry. */
import type { Problems } from '../platform/problem.ts';

export const registryProblems = {
  'models.nameTaken': {
    code: 'CONFLICT',
    en: {
      message: 'There is a registered model “{name}” already.',
      hint: 'Choose another name, or register the model as the next version of that one.',
    },
    zh: { message: '已有名为“{name}”的注册模型。', hint: '请换一个名称，或将模型注册为它的下一个版本。' },
  },
  'models.alreadyVersion': {
    code: 'CONFLICT',
    en: {
      message: '“{model}” is version {version} of “{name}” already.',
      hint: 'Move an alias or its stage instead of registering it again.',
    },
    zh: {
      message: '“{model}”已经是“{name}”的版本 {version}。',
      hint: '无需再次注册，可移动别名或更改其阶段。',
    },
  },
  'models.noSuchVersion': {
    code: 'NOT_FOUND',
    en: {
      message: '“{name}” has no version {version}.',
      hint: '“lathe models versions NAME” lists its versions.',
    },
    zh: { message: '“{name}”没有版本 {version}。', hint: '用“lathe models versions NAME”列出其版本。' },
  },
  'models.noSuchAlias': {
    code: 'NOT_FOUND',
    en: {
      message: '“{name}” has no alias “{alias}”.',
      hint: 'Its aliases: {aliases}. “lathe models alias” sets one.',
    },
    zh: {
      message: '“{name}”没有别名“{alias}”。',
      hint: '其别名：{aliases}。可用“lathe models alias”设置。',
    },
  },
  'models.noVersionName': {
    code: 'BAD_INPUT',
    en: {
      message: '“{name}” names no version of a registered model.',
      hint: 'Write NAME@ALIAS or NAME/VERSION, e.g. spam@champion or spam/3.',
    },
    zh: {
      message: '“{name}”不是注册模型的版本名称。',
      hint: '请写作“名称@别名”或“名称/版本”，如 spam@champion 或 spam/3。',
    },
  },
  'models.noAliasName': {
    code: 'BAD_INPUT',
    en: {
      message: '“{alias}” cannot be an alias.',
      hint: 'Use letters, digits, “_” and “-”. v1, v2 … and latest are taken by versions.',
    },
    zh: {
      message: '“{alias}”不能用作别名。',
      hint: '请使用字母、数字、“_”和“-”。v1、v2…… 和 latest 已用于版本。',
    },
  },
  'models.movedMeanwhile': {
    code: 'CONFLICT',
    en: {
      message: 'The alias “{alias}” was moved meanwhile.',
      hint: 'Look at the history of “{name}”, and move it from where it is now.',
    },
    zh: { message: '别名“{alias}”在此期间已被移动。', hint: '请查看“{name}”的历史，再从当前位置移动。' },
  },
  'models.stageMoved': {
    code: 'CONFLICT',
    en: {
      message: 'The stage of version {version} of “{name}” was changed meanwhile to {stage}.',
      hint: 'Look at its history, and change it from there.',
    },
    zh: {
      message: '“{name}”的版本 {version} 的阶段在此期间已改为 {stage}。',
      hint: '请查看其历史，再从当前阶段更改。',
    },
  },
  'models.gatesFail': {
    code: 'CONFLICT',
    en: {
      message:
        'Version {version} of “{name}” cannot become {stage}: {count} of its gates do not hold ({gates}).',
      hint: 'Make them hold, or override them and give a reason, which is kept.',
    },
    zh: {
      message: '“{name}”的版本 {version} 不能进入 {stage}：有 {count} 个关口未通过（{gates}）。',
      hint: '请使其通过，或填写理由强制通过，理由会被记录。',
    },
  },
  'models.overrideNeedsReason': {
    code: 'BAD_INPUT',
    en: {
      message: 'Gates are overridden only with a reason.',
      hint: 'Say why it is right to go on without them.',
    },
    zh: { message: '强制通过关口必须填写理由。', hint: '请说明为什么可以不满足这些关口。' },
  },
  'models.retiredHasAlias': {
    code: 'CONFLICT',
    en: {
      message: 'Version {version} of “{name}” cannot be retired while it has an alias: {aliases}.',
      hint: 'Move the alias to another version first.',
    },
    zh: {
      message: '“{name}”的版本 {version} 仍有别名（{aliases}），不能退役。',
      hint: '请先将别名移到其他版本。',
    },
  },
  'models.aliasOfRetired': {
    code: 'CONFLICT',
    en: {
      message: 'Version {version} of “{name}” is retired, so no alias can point at it.',
      hint: 'Restore it first.',
    },
    zh: { message: '“{name}”的版本 {version} 已退役，别名不能指向它。', hint: '请先恢复该版本。' },
  },
  'models.noFileOfVersion': {
    code: 'UNSUPPORTED',
    en: {
      message: 'Version {version} of “{name}” has no model in this workspace.',
      hint: 'An MLflow client registered it by its place alone. Import its ONNX file and register that.',
    },
    zh: {
      message: '“{name}”的版本 {version} 在此工作区中没有模型。',
      hint: '它由 MLflow 客户端仅按位置注册。请导入其 ONNX 文件并注册。',
    },
  },
} as const satisfies Problems;
