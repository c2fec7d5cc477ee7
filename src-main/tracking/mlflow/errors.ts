/** @file Errors as MLflow's clients read them: a code by which they decide, and a sentence. */
import { toAppError, type AppError } from '../../../src-shared/platform/errors.ts';
import { ERROR_CODES } from '../../../src-shared/problems.ts';
import { logInternal } from '../../platform/api/log-internal.ts';

/** Source: MLflow, `mlflow/exceptions.py`, `ERROR_CODE_TO_HTTP_STATUS`. */
const STATUS = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_IMPLEMENTED: 501,
  INTERNAL_ERROR: 500,
} as const;
export type MlflowCode = keyof typeof STATUS;

export class MlflowError extends Error {
  readonly code: MlflowCode;
  readonly status: number;

  constructor(code: MlflowCode, message: string, status: number = STATUS[code]) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const invalid = (message: string): MlflowError => new MlflowError('INVALID_PARAMETER_VALUE', message);
export const missing = (message: string): MlflowError => new MlflowError('RESOURCE_DOES_NOT_EXIST', message);

/** What went wrong here, by the nearest of MLflow's codes. */
export function toMlflowError(thrown: unknown): MlflowError {
  if (thrown instanceof MlflowError) return thrown;
  const error = toAppError(thrown);
  logInternal(error);
  const status = ERROR_CODES[error.code];
  return new MlflowError(codeOf(error, status), `${error.message} ${error.hint}`, status);
}

function codeOf({ key }: AppError, status: number): MlflowCode {
  if (key === 'tracking.experimentExists') return 'RESOURCE_ALREADY_EXISTS';
  if (status === 404) return 'RESOURCE_DOES_NOT_EXIST';
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'PERMISSION_DENIED';
  return status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_PARAMETER_VALUE';
}
