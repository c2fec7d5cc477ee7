/** @file Before any of a call is read: which procedure it is for, whether its caller may, and how much it may send. */
import { contract } from '../../../src-shared/contract.ts';
import { checkJson, readBody } from '../../../src-shared/platform/body.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Role } from '../../../src-shared/platform/procedure.ts';
import type { Context } from './implement.ts';

const MEGABYTE = 2 ** 20;

/** What a call may send. Everything fits but files of plans, and rows that are asked of a model: images go along as base64. */
const CALL = { bytes: 4 * MEGABYTE, seconds: 30 };
const LARGER: Readonly<Record<string, typeof CALL>> = {
  'planning/previewImport': { bytes: 32 * MEGABYTE, seconds: 60 },
  'planning/importFile': { bytes: 32 * MEGABYTE, seconds: 60 },
  'serving/predict': { bytes: 32 * MEGABYTE, seconds: 60 },
};

/** Parsed JSON takes up to thirty times its text: this bounds it, and what walks over it by recursion. */
const CALL_JSON = { depth: 40, containers: 100_000, values: 500_000 };

/** Who may call each procedure, by its path, e.g. `datasets/list`. */
const ROLES: ReadonlyMap<string, readonly Role[]> = new Map(rolesOf(contract, ''));

function* rolesOf(part: object, path: string): Generator<[string, readonly Role[]]> {
  for (const [name, each] of Object.entries(part) as [string, object][]) {
    if ('~orpc' in each) yield [path + name, (each as Procedure)['~orpc'].meta.roles];
    else yield* rolesOf(each, `${path}${name}/`);
  }
}

interface Procedure {
  readonly '~orpc': { readonly meta: { readonly roles: readonly Role[] } };
}

/** The paths of all procedures. */
export const PROCEDURES: readonly string[] = [...ROLES.keys()];

/**
 * The call with its body read, ready to be parsed; refused without reading it when its caller may not make it.
 *
 * @param path of the procedure, e.g. `datasets/list`
 * @throws AppError `house.notFound`, `house.notSignedIn`, `house.forbidden`, `house.bodyNotJson`,
 * `house.bodyTooLarge`, `house.bodyTooSlow`, `house.jsonTooDeep`, `house.jsonTooMuch`
 */
export async function admitCall(request: Request, path: string, caller: Context): Promise<Request> {
  const roles = ROLES.get(path);
  // A stranger is not told which procedures there are.
  requireRole(caller, roles ?? []);
  if (!roles) throw new AppError('house.notFound', { what: 'procedure', id: path });
  const { headers, signal } = request;
  const type = headers.get('content-type');
  const isJson = type !== null && /^application\/json *(;|$)/i.test(type);
  if ((type !== null && !isJson) || headers.has('content-encoding')) throw new AppError('house.bodyNotJson');
  const body = await readBody(request, (Object.hasOwn(LARGER, path) && LARGER[path]) || CALL);
  // A call of something that takes nothing may come without a body, and so without its type.
  if (!isJson && body.length > 0) throw new AppError('house.bodyNotJson');
  checkJson(body, CALL_JSON);
  const kept = new Headers(headers);
  kept.delete('content-length');
  return new Request(request.url, { method: 'POST', headers: kept, body, signal });
}

/** @returns who calls. @throws AppError `house.notSignedIn`, `house.forbidden` */
export function requireRole({ person }: Context, roles: readonly Role[]): Person {
  if (!person) throw new AppError('house.notSignedIn');
  if (roles.length > 0 && !roles.includes(person.role))
    throw new AppError('house.forbidden', { role: person.role });
  return person;
}
