import { beforeAll, describe, expect, it } from 'vitest';
import { backendMissing, nodeCases } from './cases.fixture.ts';
import { exceptions, type Exception } from './exceptions.ts';
import { runCase, type Outcome } from './forward.fixture.ts';

type Result = Outcome & { readonly name: string };

let results: readonly Result[] = [];

function exceptionOf({ name, stage, why }: Result): Exception | undefined {
  return exceptions.find(
    (each) => each.stage === stage && each.why.test(why) && (each.tests?.test(name) ?? true),
  );
}

/** Lines like `440 passed`, most first. */
function counted(groups: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return Array.from(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([group, count]) => `${String(count).padStart(6)}  ${group}`)
    .join('\n');
}

function groupOf(result: Result): string {
  switch (result.stage) {
    case 'passed':
      return 'give the expected outputs in the derived shapes';
    case 'operator':
      return 'have operators outside the tables';
    case 'border':
      return `${result.why}, which the runtime's binding does not carry`;
    case 'shape':
    case 'runtime':
    case 'result':
      return `${result.stage}: ${exceptionOf(result)?.reason ?? 'NOT LISTED'}`;
  }
}

describe.skipIf(backendMissing !== null)(
  `the node tests of ONNX${backendMissing === null ? '' : `: ${backendMissing}`}`,
  () => {
    beforeAll(async () => {
      const all: Result[] = [];
      for (const each of nodeCases()) all.push({ name: each.name, ...(await runCase(each)) });
      results = all;
      console.info(`Of ${all.length} node tests of ONNX:\n${counted(all.map(groupOf))}`);
      const missing = all.flatMap(({ stage, why }) => (stage === 'operator' ? why.split(', ') : []));
      console.info(`Operators outside the tables, by tests that need them:\n${counted(missing)}`);
    }, 300_000);

    it('pass where all their operators are in the tables, but for the listed', () => {
      const stopped = results.filter(
        ({ stage }) => stage === 'shape' || stage === 'runtime' || stage === 'result',
      );
      expect(stopped.filter((result) => !exceptionOf(result))).toEqual([]);
      expect(results.filter(({ stage }) => stage === 'passed').length).toBeGreaterThan(1200);
    });

    it('stop for every listed reason', () => {
      const held = new Set(results.map(exceptionOf));
      expect(exceptions.filter((each) => !held.has(each))).toEqual([]);
    });

    it('pass no test that is listed', () => {
      const listed = results.filter(({ name }) => exceptions.some(({ tests }) => tests?.test(name)));
      expect(listed.filter(({ stage }) => stage === 'passed')).toEqual([]);
    });
  },
);
