/**
 * @file The sample with several labels at once: reviews of an online shop in Chinese, and what each of them speaks of.
 *
 * No person wrote these texts; a program joins clauses of one to three topics. What makes them hard is on purpose: topics
 * share words (“包装” broken on the way is delivery too), a clause may not name its topic, praise and blame look alike,
 * and some reviews speak of none.
 */
import { seededRandom } from './random.ts';

export const TOPICS = ['物流', '质量', '客服', '价格', '包装', '退换'] as const;
export type Topic = (typeof TOPICS)[number];

export interface TopicReview {
  readonly text: string;
  /** In the order of {@link TOPICS}; none where it speaks of none. */
  readonly labels: readonly Topic[];
}

const COUNT = 2000;
const SEED = 20_261_202;
/** How many topics a review has: none, one, two, three. */
const SHARES = [0.08, 0.42, 0.34, 0.16] as const;

const rule = (expansions: string): readonly string[] => expansions.split('|').map((one) => one.trim());

const CLAUSES: Readonly<Record<Topic, readonly string[]>> = {
  物流: rule(`
    {days}就到了 | 等了{days}才送到 | 快递小哥态度很好 | 一直显示运输中 | 发货很快 | 下单{days}还没发 | 送到驿站也不打电话 |
    当天下单第二天就收到 | 物流信息{days}没更新 | 说好送货上门却放在门口 | 路上走了{days} | 从{place}发过来挺快`),
  质量: rule(`
    用了{days}就坏了 | {product}做工很扎实 | 有一股味道 | 掉色 | 声音有点大但能用 | 质量没得说 | 手感不错 | 边角有毛刺 |
    {product}充不进电 | 比想象中结实 | 洗了一次就变形 | 屏幕有亮点 | 用到现在一点问题没有 | 材质很薄`),
  客服: rule(`
    问了{days}没人回 | 客服很耐心 | 态度冷冰冰的 | 一问三不知 | 小姐姐教了我半天 | 回复都是机器人 | 打电话永远占线 |
    解释得很清楚 | 半夜还有人回我 | 互相推来推去 | 答应的事没有做到`),
  价格: rule(`
    比{place}便宜 | 买完就降价 | {money}块有点贵 | 性价比高 | 不值这个价 | 用券下来才{money} | 同款别家只要{money} |
    保价只退了{money} | 这个价位很满意 | 活动力度不大 | 贵是贵了点`),
  包装: rule(`
    包得严严实实 | 盒子都压扁了 | 里三层外三层 | 收到时外面是湿的 | 包装很精美适合送人 | 连个泡沫都没有 | 漏了一半 |
    封口是开的 | 箱子太大浪费 | 包装简陋但东西没坏 | 礼盒很好看`),
  退换: rule(`
    退款{days}没到账 | 换了一个新的给我 | 运费还要自己出 | 申请被拒了 | 七天无理由很爽快 | 换货换来还是坏的 | 退货流程太麻烦 |
    上门取件很方便 | 说拆封了不给退 | 补发的配件收到了 | 差价退回来了`),
};

const NONE = rule(`
  还没用，先评价 | 好评 | 帮{who}买的 | 第二次买了 | 用着再说 | 系统默认好评 | 给{who}的生日礼物 | 随便写写凑字数 | 颜色和{place}的一样 |
  一般般吧 | 不知道怎么说 | 期待下次活动`);

const SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  days: rule(`两天 | 三天 | 一周 | 五天 | 半个月 | 十天 | 一个月 | 快二十天`),
  product: rule(`耳机 | 水杯 | 台灯 | 键盘 | 锅 | 行李箱 | 充电宝 | 吹风机 | 鞋子 | 羽绒服 | 被子 | 音箱`),
  place: rule(`实体店 | 超市 | 杭州 | 广东 | 官网 | 直播间 | 东北 | 仓库`),
  money: rule(`19 | 25 | 38 | 59 | 88 | 99 | 128 | 199 | 260`),
  who: rule(`妈妈 | 孩子 | 同事 | 室友 | 老公 | 爷爷`),
};
const OPENINGS = rule(
  `{product}收到了， | 说实话， | 总的来说， | 怎么说呢， | 老顾客了， | 第一次买， | 亲， | | | | | `,
);
const JOINTS = rule(`， | ，而且 | ，但是 | ，就是 | ，不过 | 。 | ；另外 | ，还有 |  `);
const ENDINGS = rule(`。 | ！ | ！！ | ～ | 。。。 | | | 😊 | 😡`);

function draw<Value>(from: readonly Value[], random: () => number): Value {
  return from[Math.floor(random() * from.length)]!;
}

function expand(line: string, random: () => number): string {
  return line.replace(/\{(\w+)\}/g, (_, symbol: string) => {
    const expansions = SYMBOLS[symbol];
    if (!expansions) throw new Error(`The grammar has no symbol “${symbol}”`);
    return draw(expansions, random);
  });
}

function howMany(random: () => number): number {
  let left = random();
  return Math.max(
    0,
    SHARES.findIndex((share) => (left -= share) < 0),
  );
}

function review(random: () => number): TopicReview {
  const left = [...TOPICS];
  const chosen: Topic[] = [];
  for (let wanted = howMany(random); wanted > 0; wanted--)
    chosen.push(left.splice(Math.floor(random() * left.length), 1)[0]!);
  const clauses = chosen.map((topic) => expand(draw(CLAUSES[topic], random), random));
  if (clauses.length === 0 || random() < 0.15) clauses.push(expand(draw(NONE, random), random));
  const joined = clauses.reduce((text, clause) => text + draw(JOINTS, random) + clause);
  const text = expand(draw(OPENINGS, random), random) + joined + draw(ENDINGS, random);
  return { text: text.trim(), labels: TOPICS.filter((topic) => chosen.includes(topic)) };
}

/** 2,000 different reviews in a shuffled order; the same on every machine. */
export function topicReviews(): TopicReview[] {
  const random = seededRandom(SEED);
  const found = new Map<string, TopicReview>();
  while (found.size < COUNT) {
    const one = review(random);
    if (!found.has(one.text)) found.set(one.text, one);
  }
  return [...found.values()];
}
