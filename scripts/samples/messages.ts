/** @file The Chinese sample: customer messages drawn from the grammar with a fixed seed. */
import { CLASSES, ENDINGS, FILLERS, SLIPS, START, SYMBOLS, type MessageClass } from './messages-grammar.ts';
import { seededRandom } from './random.ts';
import type { LabeledText } from './sample.ts';

const SEED = 20_261_122;
const SHARES: Readonly<Record<MessageClass, number>> = { 投诉: 1300, 表扬: 1100, 咨询: 1000, 建议: 600 };

/** Share of messages that carry another class than the one they were drawn from, as from a hasty annotator. */
const LABEL_NOISE = 0.03;

type Random = () => number;

function draw<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Replaces symbols until none is left. Throws on a symbol that the grammar does not have. */
function expand(line: string, random: Random): string {
  return line.replace(/\{(\w+)(\?)?\}/g, (_, symbol: string, optional: string | undefined) => {
    if (optional !== undefined && random() < 0.5) return '';
    const expansions = SYMBOLS[symbol];
    if (expansions === undefined) throw new Error(`The grammar has no symbol “${symbol}”`);
    return expand(draw(expansions, random), random);
  });
}

/** Punctuation, fillers and slips as people type them. */
function type(text: string, random: Random): string {
  let typed = text.replace(/，+/g, '，').replace(/^，|，$/g, '');
  if (random() < 0.15) typed = `${draw(FILLERS, random)}，${typed}`;
  if (random() < 0.12) {
    const [right, wrong] = draw(SLIPS, random);
    typed = typed.replace(right, wrong);
  }
  if (random() < 0.2) typed = typed.replaceAll('，', ' ');
  else if (random() < 0.15) typed = typed.replaceAll('，', '。');
  else if (random() < 0.1) typed = typed.replaceAll('，', ',');
  return typed + draw(ENDINGS, random);
}

function labelOf(drawn: MessageClass, random: Random): MessageClass {
  if (random() >= LABEL_NOISE) return drawn;
  return draw(
    CLASSES.filter((other) => other !== drawn),
    random,
  );
}

/** 4,000 different messages in a shuffled order; the same on every machine. */
export function customerMessages(): LabeledText[] {
  const random = seededRandom(SEED);
  const seen = new Set<string>();
  const messages: { order: number; row: LabeledText }[] = [];
  for (const name of CLASSES)
    for (let left = SHARES[name]; left > 0;) {
      const text = type(expand(draw(START[name], random), random), random);
      if (seen.has(text)) continue;
      seen.add(text);
      messages.push({ order: random(), row: { text, label: labelOf(name, random) } });
      left--;
    }
  return messages.sort((a, b) => a.order - b.order).map(({ row }) => row);
}
