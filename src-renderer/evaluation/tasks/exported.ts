/** @file What can be exported of a report, by what the model does. */
import type { ExportRequest, Report } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { cellOf } from '../confusion.ts';

interface Says {
  readonly predictions: string;
  readonly mistakes: string;
  readonly cell: string;
}

interface Item {
  readonly says: string;
  readonly of: ExportRequest;
}

function predictions({ model, version, split }: Report, says: Says): Item {
  return { says: says.predictions, of: { what: 'predictions', model, version, split } };
}

/** Its predictions; of a classifier what it got wrong, and the selected cell of its confusion matrix as the address has it. */
export const exportedOf = byTask<Report, readonly Item[], readonly [says: Says, cell: string | undefined]>({
  classify(report, says, asked) {
    const wrong = { what: 'mistakes', report: report.id } as const;
    const cell = cellOf(asked, report.labels);
    const items: Item[] = [predictions(report, says), { says: says.mistakes, of: wrong }];
    return cell ? [...items, { says: says.cell, of: { ...wrong, cell } }] : items;
  },
  regress: (report, says) => [predictions(report, says)],
  multilabel: (report, says) => [predictions(report, says)],
  tag: (report, says) => [predictions(report, says)],
  detect: (report, says) => [predictions(report, says)],
  segment: (report, says) => [predictions(report, says)],
  rank: (report, says) => [predictions(report, says)],
  reconstruct: (report, says) => [predictions(report, says)],
  generate: () => [],
});
