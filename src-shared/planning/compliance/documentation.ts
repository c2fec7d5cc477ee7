/** @file Documentation of data and models, after Datasheets for Datasets (Gebru 2018) and Model Cards (Mitchell 2019). */
import type { Question } from './question.ts';

const ask = (id: string, en: string, zh: string): Question => ({ id, source: '', en, zh });

export const DOCUMENTATION: readonly Question[] = [
  ask(
    'data.motivation',
    'Data: is it written down why and by whom the dataset was made?',
    '数据：是否记录数据集的制作目的和制作者？',
  ),
  ask(
    'data.origin',
    'Data: is the origin and the licence of every file known?',
    '数据：每个文件的来源和许可是否明确？',
  ),
  ask(
    'data.composition',
    'Data: are the kinds, numbers, missing values and known errors described?',
    '数据：是否说明类型、数量、缺失值和已知错误？',
  ),
  ask(
    'data.people',
    'Data: is it said whether it is about people, and how they agreed?',
    '数据：是否说明涉及个人与否以及如何取得同意？',
  ),
  ask(
    'data.labeling',
    'Data: are the guideline, the annotators and their agreement described?',
    '数据：是否说明标注规范、标注员及标注一致性？',
  ),
  ask(
    'data.split',
    'Data: is the split described, and is nothing of the test data in the training data?',
    '数据：是否说明划分方式，且测试数据未混入训练数据？',
  ),
  ask(
    'data.upkeep',
    'Data: is it said who keeps the dataset and how errors are told?',
    '数据：是否说明维护者以及错误反馈方式？',
  ),
  ask(
    'model.intended',
    'Model: are the intended use and the uses it is not made for described?',
    '模型：是否说明预期用途和不适用的用途？',
  ),
  ask(
    'model.factors',
    'Model: are the groups and conditions named for which it may work differently?',
    '模型：是否列出表现可能不同的群体和条件？',
  ),
  ask(
    'model.metrics',
    'Model: are metrics with their uncertainty and a baseline given on a frozen test split?',
    '模型：是否在冻结的测试集上给出带不确定度的指标和基线？',
  ),
  ask(
    'model.slices',
    'Model: are the metrics given for the slices that matter?',
    '模型：是否对重要切片给出指标？',
  ),
  ask(
    'model.limits',
    'Model: are limits and risks described, and what to do when it fails?',
    '模型：是否说明局限、风险以及失效时的处理？',
  ),
  ask(
    'model.lineage',
    'Model: can it be reproduced from version, recipe and seed?',
    '模型：能否凭数据版本、训练方案和随机种子复现？',
  ),
  ask('model.contact', 'Model: is a person named who answers for it?', '模型：是否指定负责人？'),
];
