/** @file Short messages to a shop in German, English and Chinese, of four classes: made up, the same for the same seed. */
import { Random } from '../graph/index.ts';

export interface MixedText {
  readonly text: string;
  readonly label: MixedClass;
}

type MixedClass = 'complaint' | 'question' | 'order' | 'praise';
type Tongue = 'de' | 'en' | 'zh';

/** What tells a class, and what any message may say. */
const TELLING: Readonly<Record<MixedClass, Readonly<Record<Tongue, readonly string[]>>>> = {
  complaint: {
    de: [
      'ist schon wieder kaputt',
      'kam beschädigt an',
      'ich bin sehr enttäuscht',
      'funktioniert überhaupt nicht',
      'das ist ärgerlich',
      'fehlt im Paket',
      'viel zu spät geliefert',
      'ich will mein Geld zurück',
    ],
    en: [
      'is broken again',
      'arrived damaged',
      'I am very disappointed',
      'does not work at all',
      'this is annoying',
      'was missing from the parcel',
      'came far too late',
      'I want my money back',
    ],
    zh: [
      '又坏了',
      '收到时已经破损',
      '我非常失望',
      '完全不能用',
      '太让人生气了',
      '包裹里少了一件',
      '送得太晚了',
      '我要求退款',
    ],
  },
  question: {
    de: [
      'wann wird es geliefert?',
      'wie lange dauert der Versand?',
      'gibt es das auch in Blau?',
      'kann ich es umtauschen?',
      'welche Größe passt mir?',
      'wo finde ich die Anleitung?',
      'ist es noch vorrätig?',
    ],
    en: [
      'when will it be delivered?',
      'how long does shipping take?',
      'is there a blue one?',
      'can I exchange it?',
      'which size fits me?',
      'where is the manual?',
      'is it still in stock?',
    ],
    zh: [
      '什么时候发货？',
      '快递需要几天？',
      '有蓝色的吗？',
      '可以换货吗？',
      '哪个尺码适合我？',
      '说明书在哪里？',
      '还有库存吗？',
    ],
  },
  order: {
    de: [
      'ich bestelle drei Stück',
      'bitte schicken Sie mir zwei',
      'ich nehme fünf davon',
      'bitte eine Rechnung an die Firma',
      'hiermit bestelle ich',
      'bitte reservieren Sie eins',
    ],
    en: [
      'I would like to order three',
      'please send me two',
      'I will take five of them',
      'please bill the company',
      'I hereby order',
      'please reserve one',
    ],
    zh: ['我要订三件', '请给我寄两个', '我买五个', '请把发票开给公司', '现在下单', '请帮我预留一个'],
  },
  praise: {
    de: [
      'vielen Dank, alles bestens',
      'ich bin begeistert',
      'gerne wieder',
      'sehr gute Qualität',
      'großes Lob an das Team',
    ],
    en: [
      'thank you, all is great',
      'I am delighted',
      'will buy again',
      'very good quality',
      'compliments to the team',
    ],
    zh: ['非常感谢，一切都好', '我很满意', '下次还会再买', '质量很好', '给团队点赞'],
  },
};

const THINGS: Readonly<Record<Tongue, readonly string[]>> = {
  de: [
    'die Lampe',
    'der Wasserkocher',
    'das Regal',
    'der Rucksack',
    'die Jacke',
    'der Drucker',
    'das Fahrrad',
    'die Kamera',
    'der Stuhl',
    'das Ladegerät',
  ],
  en: [
    'the lamp',
    'the kettle',
    'the shelf',
    'the backpack',
    'the jacket',
    'the printer',
    'the bicycle',
    'the camera',
    'the chair',
    'the charger',
  ],
  zh: ['台灯', '电水壶', '书架', '背包', '外套', '打印机', '自行车', '相机', '椅子', '充电器'],
};

const ANYTHING: Readonly<Record<Tongue, readonly string[]>> = {
  de: [
    'Guten Tag',
    'meine Bestellnummer ist 4711',
    'ich schreibe aus Ulm',
    'seit letzter Woche',
    'mein Mann und ich',
    'im Juni gekauft',
    'mit freundlichen Grüßen',
    'laut Ihrer Seite',
    'für die Küche',
    'als Geschenk gedacht',
    'nach dem Umzug',
    'wie telefonisch besprochen',
  ],
  en: [
    'hello',
    'my order number is 4711',
    'I am writing from Leeds',
    'since last week',
    'my husband and I',
    'bought in June',
    'kind regards',
    'according to your site',
    'for the kitchen',
    'meant as a gift',
    'after we moved',
    'as we said on the phone',
  ],
  zh: [
    '您好',
    '我的订单号是4711',
    '我在杭州',
    '从上周开始',
    '我和先生',
    '六月买的',
    '祝好',
    '根据你们网站',
    '厨房用',
    '本来是送礼',
    '搬家以后',
    '电话里说过',
  ],
};

/** How often a class is meant; praise is rare. */
const SHARES: readonly (readonly [MixedClass, number])[] = [
  ['complaint', 0.42],
  ['question', 0.3],
  ['order', 0.2],
  ['praise', 0.08],
];

/** Share of messages whose label is another class than the one they were written for. */
const MISLABELED = 0.03;

export function mixedTexts(count: number, seed = 1): MixedText[] {
  const random = new Random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)]!;
  const classOf = (): MixedClass => {
    let left = random.uniform();
    return SHARES.find(([, share]) => (left -= share) < 0)?.[0] ?? 'complaint';
  };
  return Array.from({ length: count }, (_, at) => {
    const label = classOf();
    const tongue = pick(['de', 'en', 'zh'] as const);
    const asides = Array.from({ length: 1 + Math.floor(random.uniform() * 3) }, () => pick(ANYTHING[tongue]));
    const parts = [...asides, `${pick(THINGS[tongue])} ${at}`, pick(TELLING[label][tongue])];
    if (random.uniform() < 0.5) parts.reverse();
    const text = parts.join(tongue === 'zh' ? '，' : ', ');
    return { text, label: random.uniform() < MISLABELED ? classOf() : label };
  });
}
