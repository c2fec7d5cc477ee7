/** @file What a project of a template already knows of its market: users, product, business model; no number is made up. */
import type { LocalizedText } from '../../contract.ts';
import { createId } from '../../platform/ids.ts';
import type { PlanBody, PlanChange } from '../contract.ts';
import type { TemplateSpec } from './spec.ts';

type Say = (text: LocalizedText) => string;
type Swot = PlanBody<'swotEntry'>['part'];
type Canvas = PlanBody<'canvasEntry'>['part'];

const SWOT: readonly (readonly [Swot, LocalizedText])[] = [
  ['strength', { en: 'Data and models never leave our own machines', zh: '数据和模型不离开自有设备' }],
  ['weakness', { en: 'Labels are few at first, and slow to come by', zh: '初期标注量少且获取慢' }],
  ['opportunity', { en: 'Every corrected answer is a new label', zh: '每次纠正都是新的标注' }],
  ['threat', { en: 'A service of a large provider may be good enough', zh: '大厂的通用服务可能已够用' }],
];

const CANVAS: readonly (readonly [Canvas, LocalizedText])[] = [
  ['partners', { en: 'Owners of the data', zh: '数据提供方' }],
  ['activities', { en: 'Label, train, evaluate, monitor', zh: '标注、训练、评估、监控' }],
  ['resources', { en: 'Labeled data, annotators, GPU hours', zh: '标注数据、标注员、GPU 时长' }],
  ['relationships', { en: 'Feedback in the product, monthly reports', zh: '产品内反馈、月度报告' }],
  ['channels', { en: 'A pilot with one team, then the others', zh: '先在一个团队试点，再推广' }],
  ['costs', { en: 'Annotation, engineering, machines', zh: '标注、研发、设备' }],
];

const FEATURES: readonly LocalizedText[] = [
  { en: 'Runs on own machines', zh: '可在自有设备上运行' },
  { en: 'Learns from corrections', zh: '从纠正中学习' },
];

/** Segments and prices are left to those who know them. */
export function marketOf({ name, vision, users, results }: TemplateSpec, say: Say): PlanChange[] {
  const features = [...FEATURES, ...results.slice(1).map(({ title }) => title)].map((title, rank) => ({
    id: createId('feature'),
    kind: 'feature' as const,
    body: { name: say(title), rank },
  }));
  const own: PlanBody<'competitor'> = {
    name: say({ en: `Ours: ${name.en}`, zh: `我们：${name.zh}` }),
    own: true,
    text: '',
    price: null,
    features: {},
    position: null,
    rank: 0,
  };
  const canvas: readonly (readonly [Canvas, LocalizedText])[] = [
    ...CANVAS,
    ['value', vision],
    ['customers', users],
  ];
  return [
    {
      id: createId('persona'),
      kind: 'persona',
      body: { name: capital(say(users)), segment: null, text: '', pains: '', gains: say(vision) },
    },
    ...features,
    { id: createId('competitor'), kind: 'competitor', body: own },
    ...SWOT.map(([part, text], rank) => ({
      id: createId('swotEntry'),
      kind: 'swotEntry' as const,
      body: { part, text: say(text), rank },
    })),
    ...canvas.map(([part, text], rank) => ({
      id: createId('canvasEntry'),
      kind: 'canvasEntry' as const,
      body: { part, text: capital(say(text)), rank },
    })),
  ];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
