// The API, typed. Every question is a GET whose answer is kept for as long as the page is open (the server's ETag decides
// whether an older one still holds); a question that nobody waits for any more is taken back.
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { queryString, type Query } from './route';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const kept = new Map<string, unknown>();
const KEPT_MAX = 200;

export const apiUrl = (path: string, query: Query = {}): string => {
  const q = queryString(query);
  return `/api/v1/${path}${q ? '?' + q : ''}`;
};

async function answer<T>(r: Response): Promise<T> {
  if (r.ok) return (await r.json()) as T;
  let why = r.statusText;
  try {
    const body = (await r.json()) as { error?: string | { message?: string } };
    if (typeof body.error === 'string') why = body.error;
    else if (body.error?.message) why = body.error.message;
  } catch {
    /* no JSON: the status says it */
  }
  throw new ApiError(r.status, why);
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  if (kept.has(url)) return kept.get(url) as T;
  const r = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  const value = await answer<T>(r);
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value as string);
  kept.set(url, value);
  return value;
}

export async function post<T>(path: string, body: BodyInit, type: string, query: Query = {}): Promise<T> {
  const r = await fetch(apiUrl(path, query), {
    method: 'POST',
    body,
    headers: { 'Content-Type': type, Accept: 'application/json' },
  });
  return answer<T>(r);
}

export interface Asked<T> {
  value: T | null;
  error: Error | null;
  loading: boolean;
  again: () => void;
}

/** Asks a path with filters, in the language of the interface; null asks nothing. The last answer stays while a new one comes. */
export function useAsk<T>(path: string | null, query: Query = {}): Asked<T> {
  const { lang } = useWords();
  const url = path === null ? null : apiUrl(path, { ...query, in: lang });
  const [state, set] = useState<{ url: string | null; value: T | null; error: Error | null }>({
    url: null,
    value: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (url === null) return set({ url: null, value: null, error: null });
    const stop = new AbortController();
    get<T>(url, stop.signal).then(
      (value) => !stop.signal.aborted && set({ url, value, error: null }),
      (error: Error) => !stop.signal.aborted && set({ url, value: null, error }),
    );
    return () => stop.abort();
  }, [url, turn]);
  return {
    value: state.value,
    error: state.error,
    loading: url !== null && state.url !== url,
    again: () => {
      set({ url: null, value: null, error: null });
      setTurn(turn + 1);
    },
  };
}

export interface More<T> extends Asked<{ items: T[]; total: number; of: number }> {
  more: (() => void) | null;
}

interface Paged<T> {
  items: T[];
  total: number;
  of: number;
  next: string | null;
}

/** A list by pages: `more` asks for the next page, null at the end. */
export function useList<T>(path: string | null, query: Query = {}): More<T> {
  const { lang } = useWords();
  const first = useAsk<Paged<T>>(path, query);
  const base = path === null ? '' : apiUrl(path, { ...query, in: lang });
  const [rest, setRest] = useState<{ base: string; pages: Paged<T>[]; error: Error | null }>({
    base: '',
    pages: [],
    error: null,
  });
  const pages = first.value ? [first.value, ...(rest.base === base ? rest.pages : [])] : [];
  const next = pages.at(-1)?.next ?? null;
  const error = first.error ?? (rest.base === base ? rest.error : null);
  return {
    ...first,
    error,
    value: first.value && {
      items: pages.flatMap((p) => p.items),
      total: first.value.total,
      of: first.value.of,
    },
    more:
      next && path !== null && !error
        ? () => {
            get<Paged<T>>(apiUrl(path, { ...query, in: lang, cursor: next })).then(
              (p) => setRest((r) => ({ base, pages: [...(r.base === base ? r.pages : []), p], error: null })),
              (e: Error) => setRest((r) => ({ base, pages: r.base === base ? r.pages : [], error: e })),
            );
          }
        : null,
  };
}
