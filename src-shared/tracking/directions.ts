/** @file Which way a metric is better: as somebody said, as ours is, or as its name lets guess. */
import { metricNamed, parseMetric } from '../evaluation/metrics.ts';
import type { Direction } from './values.ts';

/** Words of names that are written apart: `val_loss`, `eval/top1-accuracy`, `testRMSE`. */
const MINIMIZED =
  /^(loss|losses|err|error|errors|mse|rmse|mae|mape|nll|perplexity|ppl|wer|cer|fid|bpc|bpb|latency|ms|seconds|time|memory|cost|regret|divergence|kl|entropy)$/;
const MAXIMIZED =
  /^(acc|accuracy|f1|f2|fscore|auc|auroc|auprc|ap|map|precision|recall|sensitivity|specificity|iou|miou|dice|bleu|rouge|rougel|meteor|r2|score|reward|return|kappa|mcc|ndcg|mrr|hits|psnr|ssim|top1|top5|throughput|em)$/;

/** @returns null where neither is better, or nobody can tell */
export function directionOf(metric: string, known: ReadonlyMap<string, Direction>): Direction | null {
  const said = known.get(metric);
  if (said) return said;
  const ours = metricNamed(parseMetric(metric).metric);
  if (ours) return ours.better === null ? null : ours.better === 'lower' ? 'minimize' : 'maximize';
  if (metric.startsWith('system/')) return null;
  const words = metric
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .reverse();
  for (const word of words) {
    if (MINIMIZED.test(word)) return 'minimize';
    if (MAXIMIZED.test(word)) return 'maximize';
  }
  return null;
}
