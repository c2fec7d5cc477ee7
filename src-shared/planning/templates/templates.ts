/** @file The templates that come with the workbench. */
import { gates, type Goals, onTestSplit, pipeline, type Pipeline, task } from './pipeline.ts';
import type { TemplateSpec, TemplateTask } from './spec.ts';

const EVERYWHERE = [
  'few-labels',
  'low-agreement',
  'leakage',
  'drift',
  'goal-missed',
  'personal-data',
  'key-person',
  'budget',
];

interface Own extends Omit<TemplateSpec, 'tasks' | 'gates' | 'risks' | 'results' | 'users'> {
  readonly work: Pipeline;
  readonly goals: Omit<Goals, 'labels'>;
  readonly tasks: readonly TemplateTask[];
  readonly risks: readonly string[];
}

function template({ work, goals, tasks, risks, ...of }: Own): TemplateSpec {
  const [metric, , value] = goals.metric;
  return {
    ...of,
    users: work.users,
    tasks: [...pipeline(work), ...tasks],
    gates: gates({ ...goals, labels: work.labels }),
    risks: [...EVERYWHERE, ...risks],
    results: [
      { title: { en: 'Labeled samples', zh: '已标注样本' }, from: 0, to: work.labels, unit: '' },
      {
        title: onTestSplit(metric),
        from: value > 1 ? value * 2 : 0,
        to: value,
        unit: '',
      },
      { title: { en: 'p95 latency', zh: 'p95 延迟' }, from: goals.p95 * 4, to: goals.p95, unit: 'ms' },
    ],
  };
}

export const TEMPLATES: readonly TemplateSpec[] = [
  template({
    id: 'text-generation',
    name: { en: 'Text-generation service', zh: '文本生成服务' },
    text: {
      en: 'A model that writes text in one style, behind an endpoint that streams.',
      zh: '按特定风格生成文本的模型，由流式端点提供服务。',
    },
    vision: {
      en: 'Drafts that people only have to correct, written on our own machine.',
      zh: '在自有机器上生成草稿，人只需修改。',
    },
    work: {
      samples: { en: 'texts', zh: '文本' },
      users: { en: 'writers', zh: '写作者' },
      labels: 1000,
      gpuHours: 60,
    },
    goals: { metric: ['bitsPerCharacter', '<=', 1.8], p95: 400 },
    tasks: [
      task(
        ['filter', 'data', 'data', ['collect']],
        [6, 12, 24],
        { en: 'Remove personal data and duplicates from the corpus', zh: '从语料中去除个人数据和重复内容' },
        { skill: 'data' },
      ),
      task(
        ['review', 'model', 'expert', ['improve']],
        [6, 12, 20],
        { en: 'Read 200 generated samples and note what is wrong', zh: '审阅 200 条生成样例并记录问题' },
        { skill: 'domain' },
      ),
      task(['marked', 'release', 'operations', ['serve']], [2, 4, 8], {
        en: 'Mark generated text as generated',
        zh: '对生成内容添加标识',
      }),
    ],
    risks: ['licence', 'gpu', 'latency', 'competitor'],
    schema: {
      name: { en: 'Quality of a text', zh: '文本质量' },
      classes: [
        [
          { en: 'good', zh: '合格' },
          { en: 'Right in style and content; can be used as it is.', zh: '风格与内容正确，可直接使用。' },
        ],
        [
          { en: 'style', zh: '风格问题' },
          { en: 'The content is right, the style is not.', zh: '内容正确但风格不符。' },
        ],
        [
          { en: 'wrong', zh: '内容错误' },
          { en: 'It says something that is not true or not asked for.', zh: '内容不实或与要求不符。' },
        ],
      ],
    },
  }),
  template({
    id: 'image-alarms',
    name: { en: 'Image recognition with alarms', zh: '图片识别与告警' },
    text: {
      en: 'A model looks at images of a camera and raises an alarm.',
      zh: '模型识别摄像头图片并发出告警。',
    },
    vision: {
      en: 'Nobody has to stare at a screen: what matters raises an alarm within seconds.',
      zh: '无需人工盯屏，重要情况在几秒内告警。',
    },
    work: {
      samples: { en: 'images', zh: '图片' },
      users: { en: 'operators', zh: '值班人员' },
      labels: 3000,
      gpuHours: 80,
    },
    goals: { metric: ['macroF1', '>=', 0.9], p95: 120 },
    tasks: [
      task(
        ['night', 'data', 'data', ['collect']],
        [8, 16, 30],
        { en: 'Add images of night, rain and other cameras', zh: '补充夜间、雨天和其他摄像头的图片' },
        { skill: 'data' },
      ),
      task(
        ['threshold', 'model', 'engineer', ['slices']],
        [4, 8, 12],
        {
          en: 'Choose the alarm threshold by the cost of misses and false alarms',
          zh: '按漏报和误报代价选择告警阈值',
        },
        { skill: 'evaluation' },
      ),
      task(
        ['alarm', 'release', 'operations', ['serve']],
        [8, 16, 32],
        { en: 'Connect alarms and rehearse one', zh: '接入告警并演练一次' },
        { skill: 'serving' },
      ),
    ],
    risks: ['latency', 'bias', 'gpu'],
    schema: {
      name: { en: 'What is to be seen', zh: '画面内容' },
      classes: [
        [
          { en: 'normal', zh: '正常' },
          { en: 'Nothing that needs anybody.', zh: '无需处理。' },
        ],
        [
          { en: 'alarm', zh: '告警' },
          { en: 'Somebody has to look now.', zh: '需要立即查看。' },
        ],
        [
          { en: 'unclear', zh: '无法判断' },
          { en: 'Too dark, covered or blurred to tell.', zh: '过暗、遮挡或模糊，无法判断。' },
        ],
      ],
    },
  }),
  template({
    id: 'service-dialog',
    name: { en: 'Customer-service dialog', zh: '客服对话' },
    text: {
      en: 'Messages of customers are sorted by intent and answered or handed over.',
      zh: '按意图分类客户消息，自动回复或转人工。',
    },
    vision: {
      en: 'Every customer gets a right answer or the right person at once.',
      zh: '每位客户都能立即得到正确答复或转给合适的人。',
    },
    work: {
      samples: { en: 'messages', zh: '消息' },
      users: { en: 'support agents', zh: '客服人员' },
      labels: 5000,
      gpuHours: 30,
    },
    goals: { metric: ['macroF1', '>=', 0.85], p95: 50 },
    tasks: [
      task(
        ['intents', 'goals', 'expert', ['interviews']],
        [6, 12, 20],
        { en: 'List the intents with an answer for each', zh: '列出意图并为每个意图准备答复' },
        { skill: 'domain' },
      ),
      task(
        ['handover', 'model', 'engineer', ['slices']],
        [4, 8, 12],
        { en: 'Find the confidence below which a person answers', zh: '确定转人工的置信度阈值' },
        { skill: 'evaluation' },
      ),
      task(['trial', 'release', 'product', ['serve']], [8, 16, 30], {
        en: 'Run beside the agents for two weeks',
        zh: '与客服并行试运行两周',
      }),
    ],
    risks: ['no-need', 'bias', 'latency'],
    schema: {
      name: { en: 'Intent of a message', zh: '消息意图' },
      classes: [
        [
          { en: 'order', zh: '订单' },
          { en: 'Where it is, change it, cancel it.', zh: '查询、修改或取消订单。' },
        ],
        [
          { en: 'complaint', zh: '投诉' },
          { en: 'Something went wrong and the customer says so.', zh: '客户表示遇到问题或不满。' },
        ],
        [
          { en: 'question', zh: '咨询' },
          { en: 'About a product or a price, before buying.', zh: '购买前对产品或价格的询问。' },
        ],
        [
          { en: 'person', zh: '转人工' },
          { en: 'Asks for a person, or is none of the others.', zh: '要求人工服务，或不属于其他类别。' },
        ],
      ],
    },
  }),
  template({
    id: 'financial-sentiment',
    name: { en: 'Financial sentiment monitoring', zh: '金融舆情监测' },
    text: {
      en: 'News and posts are sorted by sentiment, and swings are told.',
      zh: '对新闻和帖子进行情感分类并提示异动。',
    },
    vision: { en: 'A swing of sentiment is seen before the market closes.', zh: '在收盘前发现舆情变化。' },
    work: {
      samples: { en: 'news items', zh: '新闻' },
      users: { en: 'analysts', zh: '分析师' },
      labels: 4000,
      gpuHours: 30,
    },
    goals: { metric: ['macroF1', '>=', 0.82], p95: 40 },
    tasks: [
      task(
        ['sources', 'goals', 'product', ['interviews']],
        [6, 10, 20],
        { en: 'Check what the sources’ terms allow', zh: '核对各数据源的使用条款' },
        { skill: 'compliance' },
      ),
      task(
        ['time-split', 'data', 'data', ['label']],
        [3, 6, 12],
        { en: 'Split by time, so that nothing of the future is learned', zh: '按时间划分，避免使用未来信息' },
        { skill: 'data' },
      ),
      task(
        ['swings', 'release', 'engineer', ['serve']],
        [8, 16, 24],
        { en: 'Define when a swing is told, on a year of history', zh: '用一年历史数据确定异动提示规则' },
        { skill: 'evaluation' },
      ),
    ],
    risks: ['licence', 'competitor', 'irreproducible'],
    schema: {
      name: { en: 'Sentiment towards the company', zh: '对公司的情感' },
      classes: [
        [
          { en: 'positive', zh: '正面' },
          { en: 'Good for the price, as a careful reader would say.', zh: '谨慎的读者会认为利好。' },
        ],
        [
          { en: 'neutral', zh: '中性' },
          { en: 'Facts without a direction.', zh: '无倾向的事实。' },
        ],
        [
          { en: 'negative', zh: '负面' },
          { en: 'Bad for the price, as a careful reader would say.', zh: '谨慎的读者会认为利空。' },
        ],
      ],
    },
  }),
  template({
    id: 'medical-images',
    name: { en: 'Medical images', zh: '医学影像' },
    text: {
      en: 'A second look at images, with duties of a medical device.',
      zh: '为影像提供第二意见，并满足医疗器械义务。',
    },
    vision: { en: 'Fewer findings are missed, and the physician decides.', zh: '减少漏诊，由医生作出决定。' },
    work: {
      samples: { en: 'images', zh: '影像' },
      users: { en: 'physicians', zh: '医生' },
      labels: 2000,
      gpuHours: 120,
    },
    goals: { metric: ['macroF1', '>=', 0.92], p95: 500 },
    tasks: [
      task(
        ['anonymous', 'data', 'data', ['collect']],
        [8, 16, 40],
        {
          en: 'Remove what names a patient, also inside the images',
          zh: '去除可识别患者的信息，包括影像中的文字',
        },
        { skill: 'data' },
      ),
      task(
        ['second-reader', 'data', 'expert', ['pilot']],
        [20, 40, 80],
        { en: 'Have every tenth image labeled by a second physician', zh: '每十张影像由第二位医生复核' },
        { skill: 'domain' },
      ),
      task(
        ['sites', 'model', 'engineer', ['slices']],
        [8, 16, 32],
        { en: 'Evaluate by hospital, machine, age and sex', zh: '按医院、设备、年龄和性别评估' },
        { skill: 'evaluation' },
      ),
      task(
        ['technical', 'release', 'product', ['sites']],
        [24, 60, 120],
        { en: 'Write the technical documentation of the device', zh: '编写器械技术文件' },
        { skill: 'compliance' },
      ),
    ],
    risks: ['bias', 'irreproducible', 'skills', 'gpu'],
    schema: {
      name: { en: 'Finding', zh: '所见' },
      classes: [
        [
          { en: 'no finding', zh: '未见异常' },
          { en: 'Two physicians would agree that there is nothing.', zh: '两位医生都会认为无异常。' },
        ],
        [
          { en: 'finding', zh: '异常' },
          { en: 'Something that has to be looked at again.', zh: '需要进一步检查的征象。' },
        ],
        [
          { en: 'unusable', zh: '不可用' },
          { en: 'Motion, wrong view or quality too low.', zh: '运动伪影、体位错误或质量过低。' },
        ],
      ],
    },
  }),
  template({
    id: 'recommendation',
    name: { en: 'Recommendation', zh: '推荐' },
    text: { en: 'What a user will like, from what users did before.', zh: '根据历史行为预测用户喜好。' },
    vision: { en: 'People find what they need in the first screen.', zh: '用户在首屏就能找到所需。' },
    work: {
      samples: { en: 'interactions', zh: '交互记录' },
      users: { en: 'customers', zh: '用户' },
      labels: 20_000,
      gpuHours: 40,
    },
    goals: { metric: ['accuracy', '>=', 0.75], p95: 30 },
    tasks: [
      task(
        ['consent', 'goals', 'product', ['law']],
        [4, 8, 16],
        { en: 'Let users see and switch off personal recommendations', zh: '允许用户查看并关闭个性化推荐' },
        { skill: 'compliance' },
      ),
      task(
        ['cold', 'model', 'engineer', ['slices']],
        [8, 16, 32],
        { en: 'Handle users and items without history', zh: '处理无历史的用户和物品' },
        { skill: 'training' },
      ),
      task(['ab', 'release', 'product', ['serve']], [12, 24, 40], {
        en: 'Compare with what is there today on a part of the users',
        zh: '对部分用户与现有方案进行对比试验',
      }),
    ],
    risks: ['bias', 'no-need', 'latency', 'competitor'],
    schema: {
      name: { en: 'Reaction', zh: '反馈' },
      classes: [
        [
          { en: 'liked', zh: '喜欢' },
          { en: 'Bought, saved or looked at for long.', zh: '购买、收藏或长时间浏览。' },
        ],
        [
          { en: 'ignored', zh: '忽略' },
          { en: 'Shown and not opened.', zh: '展示但未打开。' },
        ],
        [
          { en: 'rejected', zh: '不感兴趣' },
          { en: 'Hidden or marked as not wanted.', zh: '隐藏或标记为不感兴趣。' },
        ],
      ],
    },
  }),
];
