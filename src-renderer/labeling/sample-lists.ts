/** @file A list of samples to label, handed from one page to the Label page, e.g. a report's mistakes. */
import { hrefTo } from '../platform/routes.ts';

const PREFIX = 'lathe.samples.';
/** Longer lists would make an address that servers and people refuse. */
const MOST_IN_ADDRESS = 20;

/** The most samples one list holds; the contract takes no more. */
export const MOST_SAMPLES = 1000;

/** Where a list comes from, and where it is answered. */
interface About {
  /** The report that tells what its model predicted of them. */
  readonly report?: string;
  /** Left out for the first task. */
  readonly task?: string;
}

/**
 * The address of the Label page with exactly these samples, in this order. A short list stands in the address; a long
 * one is kept by this window, and its address works in this window only. */
export function relabelHref(dataset: string, samples: readonly string[], about: About): string {
  const list = samples.slice(0, MOST_SAMPLES);
  if (list.length <= MOST_IN_ADDRESS)
    return hrefTo('labelDataset', { dataset }, { samples: list.join(','), ...about });
  const name = nameOf(list);
  sessionStorage.setItem(PREFIX + name, list.join(','));
  return hrefTo('labelDataset', { dataset }, { samples: name, ...about });
}

/** The samples an address means; undefined for a list this window does not know. */
export function samplesOf(value: string): readonly string[] | undefined {
  const text = /^[0-9a-f]{64}(,|$)/.test(value) ? value : sessionStorage.getItem(PREFIX + value);
  return text?.split(',').filter((id) => /^[0-9a-f]{64}$/.test(id));
}

/** The same list has the same name, so opening it twice keeps one. FNV-1a over its ids. */
function nameOf(list: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of list.join()) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return `list-${list.length}-${(hash >>> 0).toString(36)}`;
}
