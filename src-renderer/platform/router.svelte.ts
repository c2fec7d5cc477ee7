/** @file Where the window is: a small router over the History API. */
import { type Match, type Query, type RouteName, type RouteParameters } from './routes.ts';
import { hrefTo, matchPath, parseQuery, queryText } from './routes.ts';

export class Router {
  #path = $state(location.pathname);
  #query = $state.raw<Query>(parseQuery(location.search));
  readonly match: Match | null = $derived(matchPath(this.#path));

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  get path(): string {
    return this.#path;
  }

  /** A filter of the address; undefined when it is not set. */
  query(name: string): string | undefined {
    return this.#query[name];
  }

  /** A parameter of the address, e.g. `dataset` of `/data/:dataset`; empty when the page has none of that name. */
  parameter(name: string): string {
    return this.match?.parameters[name] ?? '';
  }

  go<Name extends RouteName>(name: Name, parameters: RouteParameters<Name>, query: Query = {}): void {
    this.open(hrefTo(name, parameters, query));
  }

  /** Opens an address of the window. */
  open(href: string): void {
    if (href === location.pathname + location.search) return;
    history.pushState(null, '', href);
    this.#read();
    scrollTo(0, 0);
  }

  /** Sets filters of this page, leaves the others; undefined takes one away. `replace` makes no step to go back to. */
  filter(changes: Query, { replace = false } = {}): void {
    const query = queryText({ ...this.#query, ...changes });
    if (query === location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', location.pathname + query);
    this.#read();
  }

  #read(): void {
    this.#path = location.pathname;
    this.#query = parseQuery(location.search);
  }

  /** Plain links to our own pages change the page without a load; all others stay the browser's. */
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!matchPath(link.pathname)) return;
    event.preventDefault();
    this.open(link.pathname + link.search);
  }
}
