/** @file Our side of a pair: repeats something and answers on standard output. */
import { createInterface } from 'node:readline';
import { median } from './report.ts';

/**
 * Answers each line `n` on standard input with the median milliseconds of n repetitions and the process's peak memory in
 * bytes. One call may be worth several repetitions; their mean time is what the median is of.
 */
export async function contestant(repeat: () => Promise<unknown>, worth = 1): Promise<void> {
  for (let warmUp = 0; warmUp < 4; warmUp++) await repeat();
  console.log('ready');
  for await (const line of createInterface(process.stdin)) {
    const times: number[] = [];
    for (let left = Number(line); left > 0; left -= worth) {
      const start = performance.now();
      await repeat();
      times.push((performance.now() - start) / worth);
    }
    console.log(median(times), process.resourceUsage().maxRSS * 1024);
  }
}
