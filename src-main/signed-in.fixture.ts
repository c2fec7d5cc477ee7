/** @file For tests: a client of a workbench behind a port, signed in with its link. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { Client } from '../src-shared/contract.ts';

/** The cookie of a session that a sign-in link opens. */
export async function cookieOf(signIn: string): Promise<string> {
  const response = await fetch(signIn, { redirect: 'manual' });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

export function clientAt(address: string, cookie: string): Client {
  const link = new RPCLink({ url: `${address}/rpc`, headers: { 'x-lathe': '1', cookie } });
  return createORPCClient(link);
}
