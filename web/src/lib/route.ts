// The address is the state: /view/arg/arg?filter=value. Every view reads what it shows from here and changes it by
// going somewhere, so that whatever is on the screen can be sent to somebody else.
import { useEffect, useState } from 'preact/hooks';

export interface Address {
  view: string;
  args: string[];
  query: Record<string, string>;
}

export function parse(path: string, search: string): Address {
  const parts = path.split('/').filter(Boolean).map(decode);
  const query: Record<string, string> = {};
  new URLSearchParams(search).forEach((v, k) => {
    if (v !== '') query[k] = v;
  });
  return { view: parts[0] ?? '', args: parts.slice(1), query };
}

function decode(s: string): string {
  try {
    return decodeURIComponent(s);
  } catch {
    return s;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export function href(view: string, args: string[] = [], query: Query = {}): string {
  const path = '/' + [view, ...args].filter((s) => s !== '').map(encodeURIComponent).join('/');
  const q = queryString(query);
  return q ? `${path}?${q}` : path;
}

// Keys in one order, empty ones left out: the same question has one address.
export function queryString(query: Query): string {
  const q = new URLSearchParams();
  for (const k of Object.keys(query).sort()) {
    const v = query[k];
    if (v !== null && v !== undefined && v !== '' && v !== false) q.set(k, String(v));
  }
  return q.toString();
}

const CHANGED = 'dragoman:address';

export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  window.dispatchEvent(new Event(CHANGED));
}

export const here = (): Address => parse(location.pathname, location.search);

export function useAddress(): Address {
  const [address, set] = useState(here);
  useEffect(() => {
    const on = () => set(here());
    window.addEventListener('popstate', on);
    window.addEventListener(CHANGED, on);
    return () => {
      window.removeEventListener('popstate', on);
      window.removeEventListener(CHANGED, on);
    };
  }, []);
  return address;
}

// Plain links stay plain (new tab, copy); an ordinary click on one of ours changes the view without loading the page.
export function catchLinks(): void {
  document.addEventListener('click', (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const a = (e.target as Element | null)?.closest('a');
    if (!a) return;
    const to = a.getAttribute('href');
    if (!to || !to.startsWith('/') || to.startsWith('//') || to.startsWith('/api/')) return;
    if (a.hasAttribute('download') || a.getAttribute('target')) return;
    e.preventDefault();
    const samePlace = to.split('?')[0] === location.pathname;
    go(to);
    if (!samePlace) {
      window.scrollTo(0, 0);
      document.getElementById('main')?.focus({ preventScroll: true });
    }
  });
}
