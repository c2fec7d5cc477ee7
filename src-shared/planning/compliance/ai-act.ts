/** @file EU AI Act: Regulation (EU) 2024/1689. Its class of risk is worked out by the first questions. */
import type { Question } from './question.ts';

const classify = (id: string, source: string, en: string, zh: string): Question => ({
  id,
  source,
  scope: 'classification',
  en,
  zh,
});
const high = (id: string, source: string, en: string, zh: string): Question => ({
  id,
  source,
  scope: 'high',
  en,
  zh,
});

export const AI_ACT: readonly Question[] = [
  classify(
    'class.prohibited',
    'Art. 5',
    'Does it do something prohibited, e.g. social scoring, manipulation that harms, emotion recognition at work or school, untargeted scraping of faces?',
    '是否属于禁止的做法，例如社会评分、有害的操纵、在工作或教育场所识别情绪、无差别抓取人脸图像？',
  ),
  classify(
    'class.product',
    'Art. 6(1), Annex I',
    'Is it a product under the laws of Annex I (medical device, machine, toy …), or a safety component of one, that a third party has to assess?',
    '是否为附件一所列法律下须经第三方合格评定的产品（医疗器械、机械、玩具等）或其安全部件？',
  ),
  classify(
    'class.annex3',
    'Art. 6(2), Annex III',
    'Is it used in an area of Annex III: biometrics, critical infrastructure, education, employment, essential services and credit, law enforcement, migration, justice and elections?',
    '是否用于附件三领域：生物识别、关键基础设施、教育、就业、基本服务与信贷、执法、移民、司法与民主程序？',
  ),
  classify(
    'class.exempt',
    'Art. 6(3)',
    'If so: does it only do a narrow procedural or preparatory task, improve finished work of people, or find deviations in it, and never profile people?',
    '若是：是否仅执行狭窄的程序性或准备性任务、改进人已完成的工作或发现其中的偏离，且从不对自然人画像？',
  ),
  classify(
    'class.transparency',
    'Art. 50',
    'Does it talk to people, make or change text, images, sound or video, recognise emotions, or sort people by biometrics?',
    '是否与人对话、生成或修改文本、图像、音视频，识别情绪，或按生物特征对人分类？',
  ),
  classify(
    'class.general',
    'Art. 3(63), 51–55',
    'Do you place a general-purpose AI model on the market?',
    '是否将通用人工智能模型投放市场？',
  ),
  {
    id: 'literacy',
    source: 'Art. 4',
    scope: 'always',
    en: 'Do the people who build, run and use it for you know enough about AI?',
    zh: '使用和运行该系统的人员是否具备足够的人工智能素养？',
  },
  {
    id: 'told',
    source: 'Art. 50',
    scope: 'transparency',
    en: 'Are people told that they deal with an AI system, and is what it generates marked so that machines can tell, deep fakes also for people?',
    zh: '是否告知人们正在与人工智能交互，并以机器可读方式标识生成内容，对深度伪造内容另作显著说明？',
  },
  {
    id: 'exempt-written',
    source: 'Art. 6(4), 49(2)',
    scope: 'exempt',
    en: 'Is it written down why it is no high risk, and is it registered?',
    zh: '是否书面记录其不属于高风险的评估，并完成登记？',
  },
  high(
    'risk-management',
    'Art. 9',
    'Is there a risk management system over the whole life of the system?',
    '是否建立贯穿全生命周期的风险管理体系？',
  ),
  high(
    'data-governance',
    'Art. 10',
    'Are training, validation and test data relevant, representative and examined for bias?',
    '训练、验证和测试数据是否相关、有代表性并经过偏差检查？',
  ),
  high(
    'technical',
    'Art. 11, 18',
    'Is the technical documentation of Annex IV complete, and kept for ten years?',
    '附件四要求的技术文件是否齐全，并保存十年？',
  ),
  high(
    'logs',
    'Art. 12, 19',
    'Does the system record events by itself, and are the logs kept for six months at least?',
    '系统是否自动记录事件日志，并至少保存六个月？',
  ),
  high(
    'instructions',
    'Art. 13',
    'Do deployers get instructions with accuracy, limits and oversight?',
    '是否向部署者提供包含准确度、局限和监督方式的说明？',
  ),
  high(
    'oversight',
    'Art. 14',
    'Can people oversee it, understand it, override it and stop it?',
    '人员能否监督、理解、否决并停止系统？',
  ),
  high(
    'accuracy',
    'Art. 15',
    'Are accuracy, robustness and security measured and stated?',
    '准确性、稳健性和网络安全是否已度量并声明？',
  ),
  high('quality', 'Art. 17', 'Is there a quality management system?', '是否建立质量管理体系？'),
  high(
    'deployer',
    'Art. 26',
    'Where you use it yourselves: do you follow the instructions, have people watch it, keep its logs, and tell workers and those it decides about?',
    '自行使用时：是否按说明使用、安排人员监督、保存日志，并告知员工和受其决定影响的人？',
  ),
  high(
    'rights',
    'Art. 27',
    'Was the impact on fundamental rights assessed where that is required (public services, credit, insurance)?',
    '如有要求（公共服务、信贷、保险），部署前是否已进行基本权利影响评估？',
  ),
  high(
    'conformity',
    'Art. 43, 47–48',
    'Was conformity assessed, declared and CE marked?',
    '是否完成合格评定、声明并加贴 CE 标志？',
  ),
  high('registration', 'Art. 49', 'Is it registered in the EU database?', '是否已在欧盟数据库登记？'),
  high(
    'monitoring',
    'Art. 72',
    'Is there a plan to monitor it after it was placed on the market?',
    '是否有投放市场后的监测计划？',
  ),
  high(
    'incidents',
    'Art. 73',
    'Does everybody know how to report a serious incident?',
    '严重事件的报告流程是否明确？',
  ),
  {
    id: 'general-systemic',
    source: 'Art. 51, 55',
    scope: 'general-purpose',
    en: 'If it has systemic risk (presumed above 10²⁵ operations of training): is it tested against attacks, are risks reduced, incidents reported and the model secured?',
    zh: '若具有系统性风险（训练计算量超过 10²⁵ 次运算即推定）：是否进行对抗测试、降低风险、报告事件并保障网络安全？',
  },
  {
    id: 'general-documents',
    source: 'Art. 53',
    scope: 'general-purpose',
    en: 'Are the model’s documents for authorities and users, the copyright policy and the public summary of training content ready?',
    zh: '面向主管机构和下游的模型文件、版权政策和公开的训练内容摘要是否就绪？',
  },
];
