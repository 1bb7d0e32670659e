// t('key', {n: 3}) in the language of the interface. Languages are tables (en.ts …); a new one is a new table and a line
// in `tables` and `names`.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { isoOf } from '../lib/iso';
import { da } from './da';
import { de } from './de';
import { en } from './en';
import { nb } from './nb';

export type Key = keyof typeof en;
export type Table = Record<Key, string>;

const tables = { en, de, da, nb } satisfies Record<string, Table>;
export type Lang = keyof typeof tables;
export const names: Record<Lang, string> = { en: 'English', de: 'Deutsch', da: 'Dansk', nb: 'Norsk' };
export const langs = Object.keys(tables) as Lang[];
const locales: Record<Lang, string> = { en: 'en-GB', de: 'de', da: 'da', nb: 'nb' };

type Vars = Record<string, string | number>;

export interface Words {
  lang: Lang;
  t: (key: Key, vars?: Vars) => string;
  /** A counted thing: "1 article", "3 articles". */
  n: (key: Key, n: number) => string;
  num: (n: number) => string;
  score: (n: number | null) => string;
  day: (iso: string | null | undefined) => string;
  days: (d: { from: string; to: string } | null | undefined) => string;
  country: (alpha3: string | null) => string;
  language: (tag: string) => string;
  /** A name of a thing that the tables may not know (a new status, say): the word itself then. */
  maybe: (prefix: string, word: string | null) => string;
}

function fill(text: string, vars?: Vars): string {
  return vars ? text.replace(/\{(\w+)\}/g, (all, k: string) => String(vars[k] ?? all)) : text;
}

function isoDate(iso: string): Date | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso);
  return m ? new Date(Date.UTC(+m[1]!, +m[2]! - 1, +m[3]!)) : null;
}

export function wordsOf(lang: Lang): Words {
  const table: Table = tables[lang];
  const locale = locales[lang];
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero' });
  const regions = new Intl.DisplayNames([locale], { type: 'region' });
  const languages = new Intl.DisplayNames([locale], { type: 'language' });
  const t = (key: Key, vars?: Vars) => fill(table[key], vars);
  const day = (iso: string | null | undefined) => {
    const d = iso ? isoDate(iso) : null;
    return d ? date.format(d) : t('date.unknown');
  };
  return {
    lang,
    t,
    n: (key, n) => {
      const [one, many] = table[key].split('|');
      return fill(n === 1 ? one! : (many ?? one!), { n: number.format(n) });
    },
    num: (n) => number.format(n),
    score: (n) => (n === null ? '–' : signed.format(n).replace('-', '−')),
    day,
    days: (d) => {
      if (!d) return t('date.unknown');
      if (d.from === d.to) return day(d.from);
      const a = isoDate(d.from);
      const b = isoDate(d.to);
      return a && b && a <= b ? date.formatRange(a, b) : day(d.from);
    },
    country: (alpha3) => {
      if (!alpha3) return '';
      const iso = isoOf(alpha3);
      return (iso && regions.of(iso.alpha2)) || alpha3;
    },
    language: (tag) => {
      try {
        return languages.of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
    maybe: (prefix, word) => (word === null ? '' : (table[`${prefix}.${word}` as Key] ?? word)),
  };
}

export function preferred(): Lang {
  const kept = store.get('lang');
  if (kept && kept in tables) return kept as Lang;
  for (const l of navigator.languages ?? []) {
    const short = l.toLowerCase().split('-')[0]!;
    const known = short === 'no' || short === 'nn' ? 'nb' : short;
    if (known in tables) return known as Lang;
  }
  return 'en';
}

// What a person chose, kept in this browser only (no cookie: it never goes to the server). Storage may be forbidden.
export const store = {
  get(key: string): string | null {
    try {
      return localStorage.getItem('dragoman.' + key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem('dragoman.' + key, value);
    } catch {
      /* not kept, then */
    }
  },
};

export const WordsContext = createContext<Words>(wordsOf('en'));
export const useWords = (): Words => useContext(WordsContext);
