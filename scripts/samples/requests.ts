/**
 * @file The sample with spans: what customers write to a shop, and where in it a product, an order number, a date, an amount,
 * a place and a person are named.
 *
 * No person wrote these texts; a program draws them from the grammar below. What makes them hard is on purpose: numbers
 * that are no order numbers, names of people that are also places or things, dates and amounts in many forms, small
 * letters and slips of the keyboard.
 */
import { seededRandom } from './random.ts';

export const REQUEST_LABELS = ['product', 'order', 'date', 'amount', 'place', 'person'] as const;
export type RequestLabel = (typeof REQUEST_LABELS)[number];

export interface LabeledRequest {
  readonly text: string;
  /** UTF-16 units from the first up to, but not including, the second. */
  readonly entities: readonly (readonly [start: number, end: number, label: RequestLabel])[];
}

const COUNT = 1200;
const SEED = 20_261_201;

const rule = (expansions: string): readonly string[] => expansions.split('|').map((one) => one.trim());

/** `{symbol}` is replaced by one of its expansions, `[label:symbol]` too, and what comes of it is labeled. */
const TEXTS = rule(`
  {hello} I ordered [product:product] on [date:date] and it has not arrived yet. {orderIs}. {bye} |
  Where is [order:order]? It was promised for [date:date]. {bye} |
  {hello} please send the [product:product] to [place:place] instead of [place:place]. {bye} |
  You charged me [amount:amount] twice for order [order:order]. I want [amount:amount] back. |
  My name is [person:person], {orderIs}. The [product:product] {broken}. {bye} |
  [person:person] from your office in [place:place] told me on [date:date] that I get [amount:amount] back. {never} |
  the [product:product] {broken} after two weeks, i bought it for [amount:amount] at your shop in [place:place] |
  {hello} can the [product:product] and the [product:product] go in one parcel? {orderIs} |
  Please change the name on [order:order] from [person:person] to [person:person]. {bye} |
  I returned the [product:product] on [date:date] but the [amount:amount] are not on my account. {call} |
  Is the [product:product] in stock in [place:place]? {call} |
  {hello} {orderIs}, and the driver left it with [person:person] next door, in [place:place]. Not good. |
  It says delivered on [date:date], but nobody was at home. {orderIs}. {call} |
  Two of the three [product:product] were missing in [order:order]. {bye} |
  [amount:amount] for shipping to [place:place]? The [product:product] costs less than that! |
  I spoke with [person:person]. {never} {orderIs}. |
  Could [person:person] call me back about the [product:product]? {call} |
  Great service, thank you [person:person]! The [product:product] came a day early. |
  invoice for [order:order] is wrong, it should be [amount:amount] and dated [date:date] |
  {hello} what is the warranty on the [product:product]? I bought it in [place:place] on [date:date]. |
  {orderIs}. cancel it pls, i found it for [amount:amount] elsewhere |
  Nothing works here. {call} {bye} |
  How do I reset my password? It keeps asking for {phone}. |
  My address is {street} in [place:place], not {street}. {orderIs}. {bye}`);

const SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  hello: rule(`Hello, | Hi, | hi there | Good morning, | Dear team, | Hey | To whom it may concern,`),
  bye: rule(`Thanks! | Regards, {person} | thank you | Please help. | Best, {person} | asap please | Cheers`),
  orderIs: rule(
    `My order number is [order:order] | Order [order:order] | order no. [order:order] | It is about [order:order] | ref [order:order]`,
  ),
  broken: rule(
    `stopped working | arrived broken | is the wrong size | does not switch on | smells of smoke | leaks | has a scratch`,
  ),
  never: rule(`That never happened. | Nothing since then. | I am still waiting. | Is that true?`),
  call: rule(
    `My phone is {phone}. | Call {phone} please. | You can reach me at {phone} after 6. | Room {small} is mine.`,
  ),
  phone: rule(`0171 {four}{four} | +43 660 {four} | ({three}) {three}-{four} | {four}{four}`),
  street: rule(
    `{small} Paris Street | {small} Order Lane | Mayfield Road {small} | {small} Lamp Street | {small} Victoria Square`,
  ),
  product: rule(`
    desk lamp | wireless headphones | kettle | standing desk | USB-C cable | coffee grinder | hiking boots | rain jacket |
    Aurora 3 speaker | Aurora speaker | Nimbus X200 vacuum | Nimbus vacuum cleaner | 27-inch monitor | office chair |
    baby stroller | yoga mat | bread maker | air fryer | e-reader | garden hose | pair of curtains | set of 6 glasses |
    phone case | robot mower | water filter | running shoes, size 42 | winter tires | drill | king-size duvet`),
  order: rule(`
    {three}-{four} | A{four}{three} | #{four}{four} | LS-{four} | ORD{four}{four} | {four}/{small} | A-{three}-{three}`),
  date: rule(`
    {day} {month} | {month} {day} | {day}.{monthNumber}. | {monthNumber}/{day}/2026 | 2026-{monthNumber}-{two} | last {weekday} |
    {weekday} | yesterday | the {day}th of {month} | {weekday} morning | Christmas Eve | two days ago`),
  day: rule(`4 | 7 | 9 | 12 | 14 | 18 | 19 | 24 | 26 | 28`),
  two: rule(`03 | 08 | 11 | 17 | 21 | 30`),
  month: rule(`January | March | May | June | August | Oct | Nov. | December`),
  monthNumber: rule(`01 | 03 | 05 | 06 | 08 | 10 | 11 | 12`),
  weekday: rule(`Monday | Tuesday | Wednesday | Thursday | Friday | Saturday`),
  amount: rule(`
    {price} euros | €{price} | {price} € | $ {price} | USD {price}.{cents} | {price},{cents} EUR | {price} dollars | £{price}.{cents} |
    {price} bucks`),
  price: rule(`9 | 12 | 19 | 24 | 35 | 49 | 60 | 89 | 120 | 149 | 230 | 1,199`),
  cents: rule(`00 | 50 | 90 | 95 | 99`),
  place: rule(`
    Graz | Vienna | Paris | Lyon | Springfield | New York | Salt Lake City | Victoria | Lincoln | Bad Ischl | Zürich | Kraków |
    the Berlin store | Hangzhou | São Paulo | Newcastle upon Tyne | Orlando | Florence`),
  person: rule(`
    Mei Li | Ms. Novak | Paris Miller | John Lincoln | Victoria Kettle | Mr Lamp | Zoë Öztürk | Dr. Florence May | Ahmed | Anna |
    José García | Mrs. O'Brien | April Jordan | Sébastien | Li Na | Tuesday Weld | Max von Stein | Ines`),
  small: rule(`3 | 8 | 12 | 17 | 21 | 44 | 105`),
  three: rule(`104 | 228 | 317 | 460 | 533 | 671 | 702 | 889 | 915`),
  four: rule(`1042 | 2287 | 3175 | 4460 | 5533 | 6718 | 7024 | 8890 | 9156 | 2026`),
};

/** Slips of the keyboard, in what is not labeled. */
const SLIPS = [
  ['ordered', 'orderd'],
  ['arrived', 'arived'],
  ['please', 'pls'],
  ['because', 'becuase'],
  ['address', 'adress'],
  ['working', 'workign'],
] as const;

type Random = () => number;
type Piece = readonly [text: string, label: RequestLabel | null];

function draw<Value>(from: readonly Value[], random: Random): Value {
  return from[Math.floor(random() * from.length)]!;
}

/** What a line stands for, in pieces; all that comes of a labeled symbol is one. */
function pieces(line: string, random: Random): Piece[] {
  return line.split(/(\{\w+\}|\[\w+:\w+\])/).flatMap((part): Piece[] => {
    const [, label, labeled, plain] = /^\[(\w+):(\w+)\]$|^\{(\w+)\}$/.exec(part) ?? [];
    const symbol = labeled ?? plain;
    if (symbol === undefined) return part === '' ? [] : [[part, null]];
    const expansions = SYMBOLS[symbol];
    if (!expansions) throw new Error(`The grammar has no symbol “${symbol}”`);
    const inside = pieces(draw(expansions, random), random);
    if (label === undefined) return symbol === 'person' ? [[textOf(inside), 'person']] : inside;
    return [[textOf(inside), label as RequestLabel]];
  });
}

const textOf = (all: readonly Piece[]): string => all.map(([text]) => text).join('');

/** As people type: some all in small letters, some with slips. */
function typed(all: readonly Piece[], random: Random): Piece[] {
  const isSmall = random() < 0.2;
  const slip = random() < 0.25 ? draw(SLIPS, random) : undefined;
  return all.map(([text, label]) => {
    const slipped = slip && label === null ? text.replace(slip[0], slip[1]) : text;
    return [isSmall ? slipped.toLowerCase() : slipped, label];
  });
}

function labeled(all: readonly Piece[]): LabeledRequest {
  const entities: [number, number, RequestLabel][] = [];
  let text = '';
  for (const [piece, label] of all) {
    if (label !== null) entities.push([text.length, text.length + piece.length, label]);
    text += piece;
  }
  return { text: text.trimEnd(), entities };
}

/** 1,200 different requests in a shuffled order; the same on every machine. */
export function customerRequests(): LabeledRequest[] {
  const random = seededRandom(SEED);
  const found = new Map<string, LabeledRequest>();
  while (found.size < COUNT) {
    const request = labeled(typed(pieces(draw(TEXTS, random), random), random));
    found.set(request.text, request);
  }
  return [...found.values()];
}
