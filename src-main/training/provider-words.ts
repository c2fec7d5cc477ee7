/** @file What is known of execution providers, in words. */
import type { KnownProviders, ProviderReport, LocalizedText } from '../../src-shared/contract.ts';

/** Whether its operators were compared, or it cannot be used at all. */
export function isWhole({ why, operators }: ProviderReport): boolean {
  return why !== '' || operators.length > 0;
}

/** Operators whose results differ from the CPU's. */
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

/** What was found in a line, e.g. `webgpu: 40 of 40 operators supported, 12.3× the speed of the CPU`. */
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
 * What `auto` takes and why, and all that was found, in a line, e.g. `automatic uses cpu: no other execution provider
 * on this machine is faster and gives the same results; webgpu: …`.
 */
export function choiceInWords(known: KnownProviders): LocalizedText {
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

const WORDS: Readonly<Record<keyof LocalizedText, Words>> = {
  en: {
    and: '; ',
    of: (what, facts) => `${what}: ${facts}`,
    takes: (provider) => `automatic uses ${provider}`,
    onlyProcessor: 'no other execution provider on this machine is faster and gives the same results',
    fastest: 'the fastest with the same results as the CPU',
    wrong: (operators) => `results differ from the CPU: ${operators}`,
    times: (speed) => `${speed}× the speed of the CPU`,
    same: (own, all, times) => `${own} of ${all} operators supported, ${times}`,
  },
  zh: {
    and: '；',
    of: (what, facts) => `${what}：${facts}`,
    takes: (provider) => `“自动”会选用 ${provider}`,
    onlyProcessor: '本机没有结果一致且更快的其他执行提供程序',
    fastest: '结果与 CPU 一致的执行提供程序中最快',
    wrong: (operators) => `结果与 CPU 不一致：${operators}`,
    times: (speed) => `速度为 CPU 的 ${speed} 倍`,
    same: (own, all, times) => `${all} 个算子中支持 ${own} 个，${times}`,
  },
};
