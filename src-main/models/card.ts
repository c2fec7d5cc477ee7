/**
 * @file The model card in Markdown.
 * Source of its sections: Mitchell et al., Model Cards for Model Reporting, 2019 (doi 10.1145/3287560.3287596).
 */
import { KINDS, type Lineage, type Model, type Report } from '../../src-shared/contract.ts';
import { baselineRows, comparisonInWords } from '../../src-shared/evaluation/baselines.ts';
import { metricTitle } from '../../src-shared/evaluation/metrics.ts';
import { validationOf, type Provenance } from './provenance.ts';
import { THINGS } from './kinds.ts';
import { code, decimal, table, whole } from './markdown.ts';
import { LIMITS, USAGE, WHAT, testResults, weakestClass } from './tasks/card.ts';

const LANGUAGE = { en: 'English', zh: 'Chinese' } as const;

/** The card of a model: what it is, what it was made from, how good it is and where it fails. Same facts, same bytes. */
export function modelCard({ lineage, test }: Provenance): string {
  const sections = [
    details(lineage),
    use(lineage),
    data(lineage),
    training(lineage),
    results(lineage, test),
    limits(lineage, test),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function details({ model }: Lineage): string[] {
  return [
    `# ${model.name}`,
    '',
    origin(model),
    '',
    ...(model.labels.length > 0 ? [`- Classes: ${model.labels.map(code).join(', ')}`] : []),
    ...(model.run !== null && KINDS[model.kind].hasLanguage
      ? [`- Language of the texts: ${LANGUAGE[model.language]}`]
      : []),
    `- File: ONNX, ${model.bytes.toLocaleString('en')} bytes`,
    `- SHA-256 of the weights: ${code(model.weightsSha256)}`,
  ];
}

/** What it is, and whether it was made here. */
function origin({ number, run, createdAt, task, kind }: Model): string {
  const day = createdAt.slice(0, 10);
  return run === null
    ? `An ONNX model from another tool, imported into Lathe on ${day} as model ${number} of its workspace.`
    : `${WHAT[task](THINGS[kind])}, model ${number} of its workspace, trained with Lathe on ${day}.`;
}

function use({ model }: Lineage): string[] {
  return ['## Use', '', ...USAGE[model.task](model)];
}

function data({ version, labels, files }: Lineage): string[] {
  if (!version) return ['## Data', '', 'The training data is not recorded.'];
  const from = files.map(({ fileName, licence, rows, sha256 }) => [
    fileName,
    licence || 'not stated',
    whole(rows),
    code(sha256),
  ]);
  return [
    '## Data',
    '',
    `${version.datasetName} v${version.number}: ${whole(version.train)} samples for training, ${whole(version.validation)} for validation, ${whole(version.test)} for test (seed ${version.seed}).`,
    `SHA-256 of the frozen version: ${code(version.blob)}`,
    ...(labels.length > 0
      ? ['', `Labels by: ${labels.map(({ author, count }) => `${author} (${whole(count)})`).join(', ')}.`]
      : []),
    ...(from.length > 0 ? ['', ...table(['source file', 'licence', 'rows', 'SHA-256'], from)] : []),
  ];
}

function training({ run }: Lineage): string[] {
  if (!run) return ['## Training', '', 'The training run is not recorded.'];
  const parameters = Object.entries(run.parameters).map(([name, value]) => [name, String(value)]);
  return [
    '## Training',
    '',
    `Recipe ${code(run.recipe ?? '')}, run ${run.number}. \`lathe reproduce ${run.id}\` trains it again and compares the weights.`,
    '',
    ...table(['parameter', 'value'], parameters),
  ];
}

function results(lineage: Lineage, test: Report | null): string[] {
  const validation = Object.entries(validationOf(lineage));
  const measured = validation.map(([name, value]) => [metricTitle(name).en, decimal(value)]);
  const lines = [
    ...['## Results', ''],
    ...(measured.length > 0
      ? table(['metric', 'validation split'], measured)
      : ['Validation: not recorded.']),
    '',
  ];
  if (!test) return [...lines, 'Test: not evaluated yet.'];
  const seen = `on ${whole(test.samples)} held-out samples.`;
  return [...lines, ...testResults(test, seen), ...besideBaselines(test)];
}

function besideBaselines({ comparison }: Report): string[] {
  if (!comparison) return [];
  const rows = baselineRows(comparison).map(({ baseline, metric, score, gain, low, high }) => [
    baseline.en,
    metric.en,
    score,
    `${gain} (${low} to ${high})`,
  ]);
  return [
    '',
    comparisonInWords(comparison).en,
    '',
    ...table(['baseline', 'metric', 'score', 'difference (95 % interval)'], rows),
  ];
}

function limits({ model }: Lineage, test: Report | null): string[] {
  const weakest = test && weakestClass(test);
  if (model.run === null)
    return ['## Limits', '', '- Its training data and its quality are not recorded here.'];
  return [
    '## Limits',
    '',
    ...(model.labels.length > 0
      ? [
          `- It assigns every input to one of ${model.labels.map(code).join(', ')}, even if none of them fits.`,
        ]
      : []),
    ...LIMITS[model.task],
    '- It was evaluated only on samples from the same source. Evaluate it on your own data before you rely on it.',
    ...(weakest
      ? [
          `- Weakest class: ${code(weakest.label)} (recall ${decimal(weakest.recall)}, precision ${decimal(weakest.precision)}).`,
        ]
      : []),
  ];
}
