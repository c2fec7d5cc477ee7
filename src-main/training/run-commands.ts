/** @file `lathe train`, `resume` and `reproduce`. */
import type { Parameters, Run } from '../../src-shared/contract.ts';
import { metricTitle, onValidation } from '../../src-shared/evaluation/metrics.ts';
import { findingInWords } from '../../src-shared/tracking/findings.ts';
import { parameterPairs } from '../platform/cli/arguments.ts';
import { versionNamed, type Session } from '../platform/cli/session.ts';
import { clock } from '../platform/cli/terminal.ts';

export interface TrainOptions {
  readonly version: string;
  /** The one that the data speak for unless given. */
  readonly recipe?: string;
  /** What `set` changes. */
  readonly parameters?: Parameters;
  readonly set?: readonly string[];
  readonly name?: string;
}

export async function train(session: Session, options: TrainOptions): Promise<Run> {
  const parameters = { ...options.parameters, ...parameterPairs(options.set ?? [], 'train') };
  const { run, job } = await session.client.training.start({
    version: await versionNamed(session, options.version),
    ...(options.recipe === undefined ? {} : { recipe: options.recipe }),
    parameters,
    ...(options.name ? { name: options.name } : {}),
  });
  await session.follow(job);
  return session.client.runs.get({ run });
}

/** With what the data say of the recipe, where nothing is stated. */
export async function trainCommand(session: Session, options: TrainOptions): Promise<void> {
  const stated = parameterPairs(options.set ?? [], 'train');
  const version = await versionNamed(session, options.version);
  const { recipe, parameters } = await session.client.training.propose({
    version,
    ...(options.recipe === undefined ? {} : { recipe: options.recipe }),
  });
  const fromData = parameters.filter(({ name }) => !(name in stated));
  for (const { name, value, why } of fromData)
    session.terminal.say(`From your data: ${name}=${value}. ${why.en}`);
  const proposed = Object.fromEntries(fromData.map(({ name, value }) => [name, value]));
  report(session, await train(session, { ...options, version, recipe, parameters: proposed }));
}

export async function resumeCommand(session: Session, run: string): Promise<void> {
  const { job } = await session.client.training.resume({ run });
  await session.follow(job);
  report(session, await session.client.runs.get({ run }));
}

function report({ terminal }: Session, run: Run): void {
  const validation = onValidation(run.summary);
  terminal.result(
    {
      run: run.id,
      model: run.model,
      state: run.state,
      weightsSha256: run.weightsSha256,
      seconds: run.seconds,
      validation,
      findings: run.findings,
    },
    [
      `Trained ${run.name} in ${clock(run.seconds)} (${run.state}); model ${run.model}, weights ${run.weightsSha256?.slice(0, 7)}.`,
      ...Object.entries(validation).map(
        ([name, value]) => `  ${metricTitle(name).en} (validation): ${value.toFixed(4)}`,
      ),
      ...run.findings.map((finding) => findingInWords(finding).en),
    ].join('\n'),
  );
}

export async function reproduceCommand(session: Session, original: string): Promise<void> {
  const { client, terminal } = session;
  const { run, job } = await client.training.reproduce({ run: original });
  await session.follow(job);
  const [before, after] = [await client.runs.get({ run: original }), await client.runs.get({ run })];
  const same = before.weightsSha256 !== null && before.weightsSha256 === after.weightsSha256;
  terminal.result(
    { run, original, weightsSha256: after.weightsSha256, originalWeightsSha256: before.weightsSha256, same },
    same
      ? `Reproduced: ${after.name} has the same weights (${after.weightsSha256?.slice(0, 7)}), bit for bit.`
      : `Not reproduced: the weights are ${after.weightsSha256?.slice(0, 7)} instead of ${before.weightsSha256?.slice(0, 7)}. Compare the environments of both runs.`,
  );
  if (!same) terminal.leaveWith(1);
}
