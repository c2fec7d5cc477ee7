/** @file What is known of execution providers, in words. */
import type { KnownProviders, ProviderReport, Said } from '../../src-shared/contract.ts';

/** Whether its operators were compared, or it cannot be used at all. */
export function isWhole({ why, operators }: ProviderReport): boolean {
  return why !== '' || operators.length > 0;
}

/** Operators that compute other numbers than the processor. */
function wrongOf({ operators }: ProviderReport): readonly string[] {
  return operators.filter(({ state }) => state === 'different').map(({ operator }) => operator);
}

/** Why a provider must not be used; null where it may. */
export function faultOf(report: ProviderReport): string | null {
  return faultIn(report, WORDS.en);
}

function faultIn(report: ProviderReport, words: Words): string | null {
  if (report.why !== '') return report.why;
  const wrong = wrongOf(report);
  return wrong.length === 0 ? null : words.wrong(wrong.join(', '));
}

/** What was found in a line, e.g. `webgpu: 40 of 40 operators, 12.3 times as fast as the processor`. */
export function inWords(report: ProviderReport): string {
  return reportIn(report, WORDS.en);
}

function reportIn(report: ProviderReport, words: Words): string {
  const { provider, operators, speed } = report;
  const fault = faultIn(report, words);
  if (fault !== null) return words.of(provider, fault);
  const times = words.times(speed.toFixed(2));
  if (!isWhole(report)) return words.of(provider, times);
  const own = operators.filter(({ state }) => state === 'same').length;
  return words.of(provider, words.same(own, operators.length, times));
}

/**
 * What `auto` takes and why, and all that was found, in a line, e.g. `automatic takes cpu: no other provider here
 * computes the same and is faster; webgpu: …`.
 */
export function choiceInWords(known: KnownProviders): Said {
  return { en: choiceIn(known, WORDS.en), zh: choiceIn(known, WORDS.zh) };
}

function choiceIn({ recommended, reports }: KnownProviders, words: Words): string {
  const why = recommended === 'cpu' ? words.onlyProcessor : words.fastest;
  const choice = words.of(words.takes(recommended), why);
  return [choice, ...reports.map((report) => reportIn(report, words))].join(words.and);
}

interface Words {
  readonly and: string;
  of(what: string, facts: string): string;
  takes(provider: string): string;
  readonly onlyProcessor: string;
  readonly fastest: string;
  wrong(operators: string): string;
  times(speed: string): string;
  same(own: number, all: number, times: string): string;
}

const WORDS: Readonly<Record<keyof Said, Words>> = {
  en: {
    and: '; ',
    of: (what, facts) => `${what}: ${facts}`,
    takes: (provider) => `automatic takes ${provider}`,
    onlyProcessor: 'no other provider here computes the same and is faster',
    fastest: 'the fastest that computes the same',
    wrong: (operators) => `it computes other numbers than the processor: ${operators}`,
    times: (speed) => `${speed} times as fast as the processor`,
    same: (own, all, times) => `${own} of ${all} operators, ${times}`,
  },
  zh: {
    and: '；',
    of: (what, facts) => `${what}：${facts}`,
    takes: (provider) => `“自动”会选用 ${provider}`,
    onlyProcessor: '本机没有其他结果一致且更快的后端',
    fastest: '结果一致的后端中最快',
    wrong: (operators) => `计算结果与处理器不一致：${operators}`,
    times: (speed) => `速度为处理器的 ${speed} 倍`,
    same: (own, all, times) => `${all} 个算子中支持 ${own} 个，${times}`,
  },
};
