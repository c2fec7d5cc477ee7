/** @file Risks that most machine-learning projects share, to begin a register with. */
import type { PlanBody } from './contract.ts';
import type { LocalizedText } from '../contract.ts';

type Risk = PlanBody<'risk'>;

export interface LibraryRisk extends Pick<Risk, 'area' | 'probability' | 'impact' | 'response'> {
  readonly id: string;
  readonly title: LocalizedText;
  readonly cause: LocalizedText;
  readonly effect: LocalizedText;
  readonly plan: LocalizedText;
  /** Working hours of delay where it happens. */
  readonly delay: readonly [optimistic: number, likely: number, pessimistic: number];
}

/** How likely a grade is, from 0 to 1: the middle of its fifth. */
export const CHANCE_OF_GRADE = [0.1, 0.3, 0.5, 0.7, 0.9] as const;

const risk = (
  [area, id, probability, impact, response]: readonly [
    Risk['area'],
    string,
    number,
    number,
    Risk['response'],
  ],
  delay: LibraryRisk['delay'],
  [title, cause, effect, plan]: readonly [LocalizedText, LocalizedText, LocalizedText, LocalizedText],
): LibraryRisk => ({ id, area, probability, impact, response, delay, title, cause, effect, plan });

export const RISK_LIBRARY: readonly LibraryRisk[] = [
  risk(
    ['data', 'few-labels', 4, 4, 'reduce'],
    [16, 40, 120],
    [
      { en: 'Too few labeled samples', zh: '标注样本不足' },
      {
        en: 'Labeling is slower than planned, or classes are rare.',
        zh: '标注速度低于计划，或某些类别稀少。',
      },
      { en: 'The model misses its goal on rare classes.', zh: '模型在稀有类别上达不到目标。' },
      {
        en: 'Label the least confident samples first; add annotators; merge classes that nobody can tell apart.',
        zh: '优先标注最不确定的样本；增加标注员；合并难以区分的类别。',
      },
    ],
  ),
  risk(
    ['data', 'low-agreement', 3, 4, 'reduce'],
    [8, 24, 60],
    [
      { en: 'Annotators disagree', zh: '标注一致性低' },
      { en: 'The guideline leaves cases open.', zh: '标注规范存在歧义。' },
      { en: 'Labels hold noise that no model can learn.', zh: '标签含噪声，模型无法学习。' },
      {
        en: 'Measure agreement on 50 overlapping samples each week; adjudicate; mend the guideline.',
        zh: '每周用 50 条重叠样本度量一致性；裁决分歧；完善规范。',
      },
    ],
  ),
  risk(
    ['data', 'leakage', 2, 5, 'avoid'],
    [8, 24, 40],
    [
      { en: 'Test data leak into training', zh: '测试数据泄漏到训练集' },
      {
        en: 'Duplicates, or one source on both sides of the split.',
        zh: '存在重复样本，或同一来源跨越划分。',
      },
      { en: 'Metrics are too good, and fall in production.', zh: '指标虚高，上线后下降。' },
      {
        en: 'Split by source; look for near duplicates; keep the test split frozen.',
        zh: '按来源划分；检查近似重复；冻结测试集。',
      },
    ],
  ),
  risk(
    ['data', 'drift', 3, 4, 'reduce'],
    [8, 40, 80],
    [
      { en: 'The data drift after release', zh: '上线后数据漂移' },
      { en: 'Users, seasons or sources change.', zh: '用户、季节或来源发生变化。' },
      { en: 'The model gets worse without anybody noticing.', zh: '模型性能在无人察觉时下降。' },
      {
        en: 'Watch a fact as the trigger; label a sample of production each month; plan retraining.',
        zh: '以实测值作为触发条件；每月标注线上样本；计划再训练。',
      },
    ],
  ),
  risk(
    ['technology', 'goal-missed', 3, 5, 'reduce'],
    [40, 80, 200],
    [
      { en: 'No recipe reaches the goal', zh: '没有训练方案达到目标' },
      { en: 'The goal was set without a baseline.', zh: '目标设定时没有基线。' },
      { en: 'The release slips.', zh: '发布延期。' },
      {
        en: 'Train a baseline in the first week; agree on a lower goal with a human in the loop.',
        zh: '第一周先训练基线；约定人工参与的次优目标。',
      },
    ],
  ),
  risk(
    ['technology', 'latency', 3, 3, 'reduce'],
    [8, 24, 60],
    [
      { en: 'The model is too slow in production', zh: '线上延迟过高' },
      { en: 'Latency was measured on a faster machine.', zh: '延迟是在更快的机器上测得的。' },
      { en: 'Users wait, or the machine costs more.', zh: '用户等待或机器成本上升。' },
      {
        en: 'A gate on p95 from the first deployment; quantize or choose a smaller model.',
        zh: '自首次部署起设置 p95 关口；量化或换用更小的模型。',
      },
    ],
  ),
  risk(
    ['technology', 'irreproducible', 2, 4, 'avoid'],
    [8, 16, 40],
    [
      { en: 'A result cannot be reproduced', zh: '结果无法复现' },
      { en: 'Data, seed or recipe were not kept.', zh: '未保留数据版本、随机种子或训练方案。' },
      { en: 'A model cannot be mended or defended.', zh: '模型无法修复，也无法向审计方说明。' },
      {
        en: 'Train from frozen versions only; keep lineage with each release.',
        zh: '仅使用冻结版本训练；每次发布保留溯源。',
      },
    ],
  ),
  risk(
    ['technology', 'gpu', 2, 3, 'transfer'],
    [8, 24, 80],
    [
      { en: 'GPU time runs out or the machine fails', zh: 'GPU 机时不足或机器故障' },
      { en: 'One machine for training and serving.', zh: '训练与服务共用一台机器。' },
      { en: 'Training waits.', zh: '训练停滞。' },
      {
        en: 'Plan GPU hours; keep checkpoints; rent a second machine for peaks.',
        zh: '规划 GPU 机时；保留检查点；高峰时租用第二台机器。',
      },
    ],
  ),
  risk(
    ['team', 'key-person', 3, 4, 'reduce'],
    [24, 60, 160],
    [
      { en: 'A key person leaves', zh: '关键人员离开' },
      { en: 'One person alone knows the pipeline.', zh: '只有一个人了解整个流程。' },
      { en: 'Work stops until somebody has learned it.', zh: '需等他人学会后工作才能继续。' },
      {
        en: 'Two people for every area (RACI); written guides; a skills matrix without gaps.',
        zh: '每个领域两人负责（RACI）；编写文档；消除技能缺口。',
      },
    ],
  ),
  risk(
    ['team', 'skills', 3, 3, 'reduce'],
    [16, 40, 80],
    [
      { en: 'A skill is missing', zh: '团队缺少某项技能' },
      { en: 'The plan needs what nobody has done before.', zh: '计划需要无人做过的工作。' },
      { en: 'Estimates are wrong and quality suffers.', zh: '估算失准，质量下降。' },
      {
        en: 'Training before the task begins; hire; ask an expert for two days.',
        zh: '任务开始前培训；招聘；请专家支持两天。',
      },
    ],
  ),
  risk(
    ['market', 'no-need', 3, 5, 'reduce'],
    [40, 80, 200],
    [
      { en: 'Nobody needs it enough to pay', zh: '市场需求不足，无人付费' },
      { en: 'Requirements came from the team alone.', zh: '需求仅来自团队内部。' },
      { en: 'The product is built and not sold.', zh: '产品做出来却卖不掉。' },
      {
        en: 'Ten interviews before the first milestone; a pilot customer who pays.',
        zh: '首个里程碑前完成十次访谈；找到付费试点客户。',
      },
    ],
  ),
  risk(
    ['market', 'competitor', 3, 3, 'accept'],
    [0, 16, 40],
    [
      { en: 'A competitor is first', zh: '竞争对手抢先' },
      { en: 'A large provider adds the feature.', zh: '大厂商推出同类功能。' },
      { en: 'Price and positioning have to change.', zh: '必须调整价格和定位。' },
      {
        en: 'Look at competitors each month; hold on to what they cannot do (offline, own data).',
        zh: '每月跟踪竞品；坚守其做不到的优势（离线、自有数据）。',
      },
    ],
  ),
  risk(
    ['market', 'budget', 2, 5, 'reduce'],
    [40, 80, 160],
    [
      { en: 'The money runs out', zh: '资金耗尽' },
      { en: 'Burn is higher than planned or income comes later.', zh: '支出高于计划或收入延后。' },
      { en: 'The project stops.', zh: '项目停止。' },
      {
        en: 'Look at the runway each week; milestones that can be sold alone.',
        zh: '每周查看可支撑月数；设置可单独交付的里程碑。',
      },
    ],
  ),
  risk(
    ['law', 'personal-data', 3, 5, 'avoid'],
    [16, 40, 120],
    [
      { en: 'Personal data without a legal basis', zh: '处理个人数据缺乏合法依据' },
      { en: 'Data were collected for another purpose.', zh: '数据是为其他目的收集的。' },
      { en: 'A fine, and the dataset has to be deleted.', zh: '受到处罚，数据集必须删除。' },
      {
        en: 'Answer the GDPR and PIPL checklists before labeling; remove names; keep evidence.',
        zh: '标注前完成 GDPR 和 PIPL 检查清单；去除姓名；留存证据。',
      },
    ],
  ),
  risk(
    ['law', 'licence', 2, 4, 'avoid'],
    [8, 24, 60],
    [
      { en: 'A licence forbids the use of data or a base model', zh: '数据或基础模型的许可不允许该用途' },
      { en: 'The licence was not read.', zh: '未核对许可条款。' },
      { en: 'The model has to be trained again without it.', zh: '必须去除后重新训练。' },
      {
        en: 'Write down source and licence of every file at import.',
        zh: '导入时记录每个文件的来源和许可。',
      },
    ],
  ),
  risk(
    ['law', 'bias', 3, 4, 'reduce'],
    [16, 40, 100],
    [
      { en: 'The model treats groups unfairly', zh: '模型对不同群体不公平' },
      {
        en: 'A group is rare in the data, or labels carry prejudice.',
        zh: '某些群体在数据中稀少，或标签带有偏见。',
      },
      {
        en: 'Complaints, and duties of the EU AI Act are not met.',
        zh: '招致投诉，且不符合欧盟《人工智能法》的义务。',
      },
      {
        en: 'Evaluate slices; a gate on the gap between groups; balance the data.',
        zh: '按切片评估；为群体差距设置关口；平衡数据。',
      },
    ],
  ),
];
