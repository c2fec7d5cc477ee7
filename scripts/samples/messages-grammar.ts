/**
 * @file The grammar of the Chinese sample: messages that customers of an online shop might write.
 *
 * No person wrote these texts. A symbol in braces is replaced by one of its expansions, drawn evenly; `{x?}` is
 * left out half of the time. The classes are 投诉 (complaint), 表扬 (praise), 咨询 (question), 建议 (suggestion).
 * What makes them hard is on purpose: every class shares products, aspects and openings; complaints dress up as
 * questions or as praise (irony), suggestions as questions or complaints, praise comes with a reservation; negation
 * and contrast (“但是”) turn the meaning of the same words.
 */

export const CLASSES = ['投诉', '表扬', '咨询', '建议'] as const;
export type MessageClass = (typeof CLASSES)[number];

/** The expansions of a symbol, written as in a grammar: one | another. */
function rule(expansions: string): readonly string[] {
  return expansions.split('|').map((expansion) => expansion.trim());
}

/** What a message of a class is made of; `messages.ts` draws one line. */
export const START: Readonly<Record<MessageClass, readonly string[]>> = {
  投诉: rule(`
    {open?}{bought}，{bad}，{angry} | {open?}{bought}，{bad}，{badToo}，{angry?} |
    {bad}，{badToo}，{wish?} | {aspect}{goodShort}，但是{bad}，{angry} | {mild}，可是{bad} | {irony} |
    {bought}，{irony} | {rhetorical} | {bad}，{rhetorical} | {context}，{bad}，{demand} |
    {open?}{demand}，{bad} | {notGood}，{bought} | {bought}，{notGood}，{demand?} | {compare}，{worse}`),
  表扬: rule(`
    {open?}{bought}，{good}，{happy} | {bought}，{good}，{goodToo} | {good}，{goodToo}，{happy?} |
    {aspect}{badShort}，但是{good}，{happy} | {doubt}，结果{good} | {doubt}，没想到{good}，{happy?} |
    {notBad}，{happy?} | {bought}，{notBad}，{goodToo} | {context}，{solved} | {open?}{solved}，{happy} |
    {compare}，{better} | {again}，{good}`),
  咨询: rule(`
    {open?}{ask} | {open?}{bought}，{ask} | {open?}{ask}，{ask} | {plan}，{ask} | {context}，{ask} |
    {mild}，就是想问下{ask} | {heard}，{ask} | {bad}，{howto} | {good}，{ask} | {open?}{howto} |
    {bought}，{howto}`),
  建议: rule(`
    {open?}{suggest} | {bought}，{mild}，{suggest} | {good}，{suggest} | {bad}，{suggest} |
    {suggest}，{reason} | {open?}{couldYou} | {good}，{couldYou} | {mild}，{couldYou}，{reason?} |
    {compare}，{suggest} | {context}，{couldYou} | {wouldBe}，{reason} | {good}，{wouldBe} |
    {bad}，{wouldBe}`),
};

export const SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  open: rule(`
    你好， | 您好， | 亲， | 在吗， | 客服你好， | 掌柜的， | 老板， | 请问一下， | 麻烦问下， | hi， |
    那个，`),
  product: rule(`
    耳机 | 蓝牙音箱 | 充电宝 | 机械键盘 | 鼠标 | 台灯 | 保温杯 | 电饭煲 | 空气炸锅 | 扫地机器人 | 吹风机 |
    电动牙刷 | 手机壳 | 数据线 | 平板 | 显示器 | 路由器 | 行李箱 | 双肩包 | 运动鞋 | 羽绒服 | 床单 |
    枕头 | 猫粮 | 婴儿车 | 儿童手表 | 洗面奶 | 咖啡机 | 榨汁机 | 加湿器`),
  variant: rule(`黑色 | 白色 | 蓝色 | 大号 | 小号 | 新款 | 老款 | Pro版 | 升级版 | 套装 | 512G的 | 加厚的`),
  channel: rule(`直播间 | 官网 | 双十一 | 618 | 店里 | APP上 | 朋友推荐 | 小程序 | 旗舰店`),
  time: rule(`昨天 | 前天 | 上周 | 上个月 | 三天前 | 半个月前 | 去年 | 今天早上 | 周一 | 刚刚`),
  aspect: rule(`
    物流 | 包装 | 做工 | 颜色 | 手感 | 音质 | 续航 | 客服 | 价格 | 尺寸 | 安装 | 外观 | 味道 | 噪音 |
    说明书 | 售后 | 屏幕 | 材质`),
  who: rule(`我妈 | 孩子 | 同事 | 老公 | 女朋友 | 室友 | 我爸 | 家里老人 | 我自己`),
  bought: rule(`
    {time}买的{product} | {time}在{channel}买了{variant}{product} | 给{who}买的{product} |
    {variant}{product}收到了 | {product}用了{days} | {time}下单的{product} | 第二次买这个{product} |
    {product}到手{days} | {variant}{product}，{who}在用 | 订单尾号{digits}的{product}`),
  days: rule(`两天 | 一周 | 半个月 | 一个月 | 三个月 | 快一年 | 不到十天 | 几次`),
  digits: rule(`0382 | 7714 | 5526 | 9031 | 1187 | 6640 | 2275`),
  bad: rule(`
    {aspect}太差了 | {aspect}跟描述的不一样 | {aspect}一般般 | 用了{days}就坏了 | 充不进电 | 一直没发货 |
    {days}了还没到 | 少发了配件 | 有划痕 | 发错了颜色 | 味道很大 | 掉色严重 | 声音断断续续 | 开不了机 |
    {aspect}不太行 | 客服半天不回 | 退款一直没到账 | 降价了也不保价 | 连不上网 | 盖子拧不紧 |
    没有宣传的那么好 | 比图片上小一圈`),
  badToo: rule(`
    {aspect}也不行 | 联系客服也没人理 | 还不给退 | 售后互相推 | 运费还要自己出 | 问了三次都没结果 |
    {aspect}更别提了 | 说明书也看不懂`),
  badShort: rule(`一般 | 有点慢 | 普通 | 稍微差点意思 | 不算好 | 有点小贵 | 没什么亮点`),
  good: rule(`
    {aspect}很好 | {aspect}超出预期 | {aspect}没得说 | {who}很喜欢 | 第二天就到了 | 包得严严实实 |
    用了{days}一点问题没有 | {aspect}比想象中好 | 性价比很高 | 很安静 | 充一次电用{days} | 颜色很正 |
    客服很耐心 | 和图片一模一样 | 做工扎实 | {aspect}挺不错 | 操作简单，{who}也会用`),
  goodToo: rule(`
    {aspect}也不错 | 发货也快 | 客服态度也好 | {who}也说好 | 价格也合适 | 还送了小礼物 |
    {aspect}也挺满意`),
  goodShort: rule(`还可以 | 倒是不错 | 没问题 | 挺好 | 确实快 | 也算满意`),
  happy: rule(`
    五星好评 | 下次还来 | 推荐购买 | 值了 | 很满意 | 已经推荐给同事了 | 赞一个 | 感谢店家 | 会回购 |
    谢谢`),
  angry: rule(`
    太失望了 | 要求退款 | 不会再买了 | 差评 | 避雷 | 真是服了 | 我要投诉 | 浪费钱 | 再不处理我就打12315 |
    垃圾 | 心累`),
  demand: rule(`请尽快处理 | 给我退货 | 我要换货 | 要个说法 | 麻烦赔偿 | 把差价退给我 | 今天必须给我答复`),
  wish: rule(`希望重视一下 | 你们自己看着办 | 早知道不买了 | 钱都白花了`),
  mild: rule(`
    整体还行 | 东西收到了 | 总的来说可以 | 用着还凑合 | 别的都好 | 质量可以 | {aspect}{goodShort} |
    {aspect}{badShort} | 中规中矩`),
  notGood: rule(`
    {aspect}并没有多好 | 没觉得哪里值这个价 | 不是很满意 | 谈不上好用 | 真没有评论里说的好 | 别信好评 |
    一点都不安静 | 并不推荐`),
  notBad: rule(`
    没有什么不满意的 | 挑不出毛病 | 一点都不吵 | 没有异味 | 没失望 | 不比大牌差 | {aspect}没让人失望 |
    没理由不给好评 | 完全不卡`),
  irony: rule(`
    真好，{days}就坏了 | 厉害了，{days}还没发货 | 谢谢你们让我学会了自己修{product} |
    客服真“耐心”，{days}才回我一句 | 好一个{variant}，{bad} | 可以可以，{bad}，佩服 |
    五星是给快递小哥的，{bad} | 不错，{bad}，{badToo} | 感谢店家给我上了一课 |
    果然便宜没好货，{aspect}绝了 | 质量真是“好”，{bad}`),
  rhetorical: rule(`
    请问你们客服是摆设吗 | {bad}也能卖？ | 这样的{product}谁敢用 | {days}了都不发货，是不打算发了吗 |
    能不能有点诚信 | {aspect}做成这样不检查的吗 | 你们就是这么对老顾客的？ | 什么时候才能给我退款 |
    这就是你们说的{variant}？ | 请问还要等{days}吗`),
  context: rule(`
    {time}联系过客服 | {time}申请了售后 | 看了评论 | {time}收到短信说已签收 | 之前买过{product} |
    换过一次货了 | 客服让我等{days} | {time}寄回去了`),
  compare: rule(`跟之前买的{product}比 | 和{channel}那款比 | 对比了好几家 | 比我同事那个 | 同样的价格`),
  worse: rule(`{aspect}差远了 | {aspect}缩水了 | 越做越差 | 真不如以前 | 明显偷工减料`),
  better: rule(`{aspect}好太多 | {aspect}进步很大 | 还是这家靠谱 | 明显更扎实 | {aspect}强不少`),
  doubt: rule(`
    本来还担心{aspect} | 一开始怕{bad} | 看差评犹豫了{days} | 之前以为会{badShort} |
    开始觉得{aspect}{badShort} | 担心{days}都到不了`),
  solved: rule(`
    客服马上给换了新的 | {days}就退款了 | 师傅上门装好了 | 补发的配件到了 | 客服一步一步教会了{who} |
    坏了直接换新 | 差价很快退了`),
  again: rule(`第三次回购了 | 又来买了 | 给{who}也买了一个 | 老顾客了 | 一直用这家的{product}`),
  ask: rule(`
    {product}有{variant}吗 | 什么时候发货 | {aspect}怎么样 | 能用{days}吗 | 支持七天无理由吗 |
    这个和{variant}有什么区别 | 保修多久 | 可以开发票吗 | {who}能用吗 | 有优惠吗 | 能发顺丰吗 | 还有货吗 |
    退货运费谁出 | {variant}多大尺寸 | 会不会掉色 | 充满要多久 | {product}可以带上飞机吗 |
    现在下单{days}能到吗 | 什么时候补货 | 可以换{variant}吗 | 有没有异味 | 噪音大不大`),
  howto: rule(`
    怎么连蓝牙 | 怎么申请退货 | 在哪里看物流 | 怎么清洗 | 滤芯怎么换 | 发票在哪下载 | 怎么恢复出厂设置 |
    这种情况怎么处理 | 是不是要先充电 | 是我操作不对吗 | 这个正常吗 | 要怎么装`),
  plan: rule(`
    想给{who}买个{product} | 准备{time}那款再买一个 | 打算换个{product} | 在看{variant}{product} |
    纠结{variant}还是{variant} | 加购物车{days}了`),
  heard: rule(`
    听说{time}有活动 | 看到有人说{bad} | 评论说{aspect}{badShort} | {who}说{aspect}挺好 |
    网上说{aspect}很好`),
  suggest: rule(`
    建议{aspect}改进一下 | 建议出个{variant} | 希望{aspect}能再好一点 | 希望下次用顺丰 | 建议包装简单点 |
    可以考虑加个{variant} | 最好把说明书写清楚 | 希望客服回复快一点 | 建议增加{product}和{product}的套餐 |
    {aspect}可以再优化优化 | 希望能送个收纳袋 | 建议页面上标明尺寸 | 希望早点发货 | 希望老顾客有优惠 |
    线可以再长一点`),
  couldYou: rule(`
    能不能出个{variant} | 能不能把{aspect}做好一点 | 可不可以支持到店自提 | 要不要考虑换个快递 |
    什么时候能出{variant}呀 | 为什么不做个{variant}呢 | 能不能加个{aspect}说明 | 可以把线做长一点吗 |
    能不能加个开关 | 可以少用点塑料吗 | 是不是可以把按键做大一点`),
  reason: rule(`
    这样{who}用起来方便 | 不然总是搞混 | 现在的{aspect}{badShort} | 别家都有 | 晚上用太亮 | 出差带着麻烦 |
    环保一点 | 很多人都这么想`),
  wouldBe: rule(`
    要是{aspect}再好点就完美了 | 如果有{variant}就好了 | 要是早点发货就好了 | 再便宜点就更好了 |
    要是能{days}内到就好了 | 加个盖子就更好了 | 声音再小点就好了`),
};

/** Said before or after anything by anyone; they tell nothing of the class. */
export const FILLERS: readonly string[] = [
  '哈哈',
  '嗯',
  '话说',
  '说实话',
  '老实讲',
  '其实',
  'emmm',
  '反正',
  '怎么说呢',
  '个人感觉',
  '实话实说',
];

/** Slips of the keyboard: the same sound, the wrong character. */
export const SLIPS: readonly (readonly [string, string])[] = [
  ['的', '得'],
  ['在', '再'],
  ['做', '作'],
  ['质量', '质量量'],
  ['客服', '克服'],
  ['物流', '无流'],
  ['已经', '以经'],
  ['怎么', '肿么'],
  ['喜欢', '稀饭'],
  ['没有', '木有'],
  ['什么', '神马'],
  ['好的', '好滴'],
  ['不错', '8错'],
  ['退款', '退宽'],
];

export const ENDINGS: readonly string[] = [
  '',
  '',
  '',
  '。',
  '。',
  '！',
  '！！',
  '～',
  '…',
  '？',
  '😂',
  '👍',
  '😡',
  '🙏',
  '谢谢',
  '哦',
  '呢',
  '吧',
  '啊',
];
