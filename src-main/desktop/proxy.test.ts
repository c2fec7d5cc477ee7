import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProxy, type Proxy } from './proxy.ts';

let folder: string;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-test-'));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function behind(listener: RequestListener): Promise<Proxy> {
  const socket =
    process.platform === 'win32' ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, 's');
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return createProxy(async () => socket);
}

describe('createProxy', () => {
  it('carries method, path, query, headers and body there, and status, headers and body back', async () => {
    let seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'> | undefined;
    const proxy = await behind(async (request, response) => {
      seen = request;
      response.writeHead(201, { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] });
      for await (const part of request) response.write(part);
      response.end();
    });
    const body = 'über 学习'.repeat(50_000);
    const answer = await proxy(
      new Request('lathe://workbench/rpc/a%20b?c=d', { method: 'PUT', headers: { 'x-lathe': '1' }, body }),
    );
    expect(seen).toMatchObject({ method: 'PUT', url: '/rpc/a%20b?c=d' });
    expect(seen?.headers).toMatchObject({ host: 'lathe', 'x-lathe': '1' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-answer')).toBe('yes');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.text()).toBe(body);
  });

  it.each([
    ['lathe://workbench', 'http://lathe'],
    ['https://elsewhere.example', 'https://elsewhere.example'],
    ['null', 'null'],
  ])('shows the workbench the origin %s as %s', async (origin, shown) => {
    const proxy = await behind((request, response) => response.end(request.headers.origin));
    const answer = await proxy(new Request('lathe://workbench/', { headers: { origin } }));
    expect(await answer.text()).toBe(shown);
  });

  it('hands on an event stream as it comes, and lets go of it when the window does', async () => {
    const closed = vi.fn();
    const proxy = await behind((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      request.socket.once('close', closed);
    });
    const leaving = new AbortController();
    const answer = await proxy(new Request('lathe://workbench/events', { signal: leaving.signal }));
    const { value } = await answer.body!.getReader().read();
    expect(Buffer.from(value!).toString()).toBe('data: 1\n\n');
    leaving.abort();
    await vi.waitUntil(() => closed.mock.calls.length > 0);
  });

  it('closes a failed upload on both sides', async () => {
    const proxy = await behind((_request, response) => {
      response.writeHead(413, { connection: 'close' }).end('too large');
      response.once('finish', () => response.socket?.destroy());
    });
    const cancelled = vi.fn();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1 << 16)),
      cancel: cancelled,
    });
    const upload = new Request('lathe://workbench/files/upload', { method: 'PUT', body, duplex: 'half' });
    await proxy(upload).catch(() => undefined);
    await vi.waitUntil(() => cancelled.mock.calls.length > 0);
  });

  it('ends the request when the body of an upload breaks', async () => {
    const aborted = vi.fn();
    const proxy = await behind((request) => void request.on('error', aborted).resume());
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        setTimeout(() => controller.error(new Error('the disk is gone')), 50);
      },
    });
    const upload = new Request('lathe://workbench/files/upload', { method: 'PUT', body, duplex: 'half' });
    await expect(proxy(upload)).rejects.toThrow();
    await vi.waitUntil(() => aborted.mock.calls.length > 0);
  });

  it('gives no body where there is none', async () => {
    const proxy = await behind((_request, response) => response.writeHead(304, { etag: '"x"' }).end());
    const answer = await proxy(new Request('lathe://workbench/'));
    expect([answer.status, answer.body, answer.headers.get('etag')]).toEqual([304, null, '"x"']);
  });

  it('rejects while the workbench is away', async () => {
    const proxy = await behind((request) => request.socket.destroy());
    await expect(proxy(new Request('lathe://workbench/'))).rejects.toThrow();
    const down = createProxy(async () => Promise.reject(new Error('down')));
    await expect(down(new Request('lathe://workbench/'))).rejects.toThrow('down');
  });
});
