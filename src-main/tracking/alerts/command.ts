/** @file Starts the local command of alerts: a program of the owner's, without a shell, told the alert as JSON. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Alert, AlertCommand } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { alertInWords } from '../../../src-shared/tracking/alerts/words.ts';

/** Characters of what the program says on its standard error that are kept. */
const MOST_SAID = 500;

/** A program must be named by its whole path, so that it is the one that was meant. @throws AppError `tracking.noProgram` */
export function requireProgram({ program }: AlertCommand): void {
  if (!path.isAbsolute(program)) throw new AppError('tracking.noProgram', { program });
  if (!statSync(program, { throwIfNoEntry: false })?.isFile())
    throw new AppError('tracking.noProgram', { program });
}

/** `{run}`, `{name}`, `{number}`, `{kind}`, `{metric}`, `{value}`, `{text}` in an argument stand for what the alert says. */
function filled(argument: string, alert: Alert): string {
  const { run, runName, runNumber, condition, evidence } = alert;
  const values: Readonly<Record<string, string | number | null>> = {
    run,
    name: runName,
    number: runNumber,
    kind: condition.kind,
    metric: evidence.metric,
    value: evidence.value ?? evidence.state,
    text: alertInWords(alert).en,
  };
  return argument.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name] ?? '') : whole,
  );
}

/** What the program reads on its standard input: one line of JSON. */
function told(alert: Alert): string {
  const { command: _command, commandError: _error, ...rest } = alert;
  return `${JSON.stringify({ ...rest, text: alertInWords(alert) })}\n`;
}

/** @returns why it failed, in words; null where it ended with 0 in time */
export function runCommand(command: AlertCommand, alert: Alert): Promise<string | null> {
  const { program, seconds } = command;
  return new Promise((resolve) => {
    const child = spawn(
      program,
      command.arguments.map((argument) => filled(argument, alert)),
      { shell: false, windowsHide: true, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    let said = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
      // What it started may hold the pipe open.
      child.stderr.destroy();
    }, seconds * 1000);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MOST_SAID);
    });
    // A program that reads nothing is no failure.
    child.stdin.on('error', () => undefined).end(told(alert));
    const end = (why: string | null): void => {
      clearTimeout(timer);
      resolve(why);
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => {
      if (isLate) return end(`It did not end within ${seconds} s and was stopped.`);
      if (code === 0) return end(null);
      end([signal === null ? `Exit code ${code}.` : `Ended by ${signal}.`, said.trim()].join(' ').trim());
    });
  });
}
