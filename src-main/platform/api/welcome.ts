/** @file What a browser is shown at the sign-in link: the way in, or in words why it is closed. */
import { PROBLEMS, type Wording } from '../../../src-shared/problems.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Goes on to the window by itself. No redirect: the link may be opened from a file, and a browser leaves out the strict
 * cookie on what another site redirects to.
 */
export function welcomePage(): Response {
  const text = '<p><a href="/">Lathe</a></p>';
  return new Response(page(text, '<meta http-equiv="refresh" content="0;url=/">'), { headers: HEADERS });
}

/** In both languages: who is not signed in has chosen none. */
export function closedPage(): Response {
  const { en, zh } = PROBLEMS['house.badSignIn'];
  const section = (lang: string, { message, hint }: Wording) =>
    `<section lang="${lang}"><h1>${message}</h1><p>${hint}</p></section>`;
  return new Response(page(section('en', en) + section('zh-CN', zh)), { status: 401, headers: HEADERS });
}

function page(body: string, head = ''): string {
  const style =
    ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 24px}' +
    'h1{font-size:18px;margin:24px 0 0}p{margin:4px 0}';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lathe</title>${head}<style>${style}</style></head><body>${body}</body></html>`;
}
