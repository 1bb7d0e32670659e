// The head of a view: what it is, what it shows of how much, which filters hold it back, and ways to take it away.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords, type Key, type Words } from '../i18n';
import { STATUS, TYPES, type Filter } from '../lib/filters';
import { go, href, useAddress, type Query } from '../lib/route';
import { allOf, csvOf, save, svgText } from '../lib/save';
import { Failed } from './state';

/** Where the data of a view comes from (all its pages are fetched), or what is here (csv, json as text). */
export interface Exports {
  name: string;
  path?: string;
  query?: Query;
  csv?: () => string;
  json?: () => string;
  svg?: RefObject<SVGSVGElement>;
}

export function ExportMenu({ of }: { of: Exports }) {
  const { t, lang } = useWords();
  const box = useRef<HTMLDetailsElement>(null);
  const [copied, setCopied] = useState(false);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  useEffect(() => {
    const outside = (e: Event) => {
      if (box.current?.open && !box.current.contains(e.target as Node)) close();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, []);
  const [error, setError] = useState<Error | null>(null);
  const fetched = (then: (items: unknown[]) => void) => allOf(of.path!, { ...of.query, in: lang }).then(then).then(() => setError(null), setError);
  const item = (key: Key, does: () => void) => (
    <li>
      <button
        type="button"
        onClick={() => {
          does();
          close();
        }}
      >
        {t(key)}
      </button>
    </li>
  );
  return (
    <details
      class="menu"
      ref={box}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        close();
        box.current?.querySelector('summary')?.focus();
      }}
    >
      <summary>{t('export')}</summary>
      {error && <Failed error={error} />}
      <ul>
        {of.csv
          ? item('export.csv', () => save(of.name + '.csv', 'text/csv', of.csv!()))
          : of.path && item('export.csv', () => void fetched((items) => save(of.name + '.csv', 'text/csv', csvOf(items))))}
        {of.json
          ? item('export.json', () => save(of.name + '.json', 'application/json', of.json!()))
          : of.path &&
            item('export.json', () => void fetched((items) => save(of.name + '.json', 'application/json', JSON.stringify({ items }, null, 1))))}
        {of.svg &&
          item('export.svg', () => of.svg!.current && save(of.name + '.svg', 'image/svg+xml', svgText(of.svg!.current)))}
        {item('export.print', () => setTimeout(() => window.print(), 50))}
        <li>
          <button
            type="button"
            onClick={() => {
              navigator.clipboard?.writeText(location.href).then(
                () => setCopied(true),
                () => undefined,
              );
            }}
          >
            {t(copied ? 'export.copied' : 'export.link')}
          </button>
        </li>
      </ul>
    </details>
  );
}

function label(w: Words, name: string, value: string): string {
  const names: Partial<Record<string, Key>> = {
    a: 'dossier.first',
    b: 'dossier.second',
    story: 'filter.story',
    speaker: 'filter.speaker',
    about: 'filter.about',
    stance: 'quotes.stance',
    form: 'quotes.form',
    country: 'filter.country',
  };
  const head = w.t(names[name] ?? (`filter.${name}` as Key));
  return `${head}: ${valueOf(w, name, value)}`;
}

function valueOf(w: Words, name: string, value: string): string {
  switch (name) {
    case 'type':
    case 'status':
    case 'stance':
    case 'form':
    case 'quad':
      return value
        .split(',')
        .map((v) => w.maybe(name, v))
        .join(', ');
    case 'since':
    case 'until':
      return w.day(value);
    case 'lang':
      return w.language(value);
    case 'negated':
      return w.t(value === 'true' ? 'filter.negated.yes' : 'filter.negated.no');
    case 'a':
    case 'b':
    case 'actor':
    case 'recipient':
    case 'country':
      return w.country(value);
    default:
      return value;
  }
}

/** The filters that hold, each with a way to take it off, and a form for the others. */
export function Filters({
  take,
  total,
  of,
  noun = 'n.happening',
  langs,
}: {
  take: readonly (Filter | string)[];
  total?: number;
  /** What is counted. */
  noun?: Key;
  of?: number;
  langs?: string[];
}) {
  const w = useWords();
  const { t, n, num } = w;
  const address = useAddress();
  const box = useRef<HTMLDetailsElement>(null);
  const set = take.filter((f) => address.query[f] !== undefined);
  const to = (query: Query) => href(address.view, address.args, query);
  const without = (f: string) => to({ ...address.query, [f]: undefined });
  const cleared = Object.fromEntries(Object.entries(address.query).filter(([k]) => !take.includes(k)));
  const out = total !== undefined && of !== undefined ? of - total : 0;

  const apply = (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const query: Query = { ...cleared };
    form.forEach((v, k) => (query[k] = String(v).trim()));
    if (box.current) box.current.open = false;
    box.current?.querySelector('summary')?.focus();
    go(to(query));
  };

  return (
    <div class="filters" data-screen>
      <details
        class="menu left"
        ref={box}
        onKeyDown={(e) => {
          if (e.key !== 'Escape' || !box.current) return;
          box.current.open = false;
          box.current.querySelector('summary')?.focus();
        }}
      >
        <summary>{t('filter.add')}</summary>
        <form class="filter-form" onSubmit={apply} key={location.search} aria-label={t('filter.title')}>
          {take.map((f) => (
            <FilterField key={f} name={f} value={address.query[f] ?? ''} langs={langs} />
          ))}
          <button type="submit" class="main">
            {t('filter.apply')}
          </button>
        </form>
      </details>
      <ul class="chips">
        {set.map((f) => (
          <li key={f}>
            <a class="chip" href={without(f)} aria-label={t('filter.remove', { name: label(w, f, address.query[f]!) })}>
              {label(w, f, address.query[f]!)} <span aria-hidden="true">×</span>
            </a>
          </li>
        ))}
        {set.length > 1 && (
          <li>
            <a href={to(cleared)}>{t('filter.clear')}</a>
          </li>
        )}
      </ul>
      {total !== undefined && (
        <p class="counted quiet" role="status">
          {of !== undefined && of !== total ? t('filter.shown', { shown: num(total), of: n(noun, of) }) : n(noun, total)}
          {out > 0 && ' · ' + n('n.filtered', out)}
        </p>
      )}
    </div>
  );
}

function FilterField({ name, value, langs }: { name: string; value: string; langs?: string[] }) {
  const w = useWords();
  const { t, maybe, language } = w;
  const head = label(w, name, '').replace(/: $/, '').replace(/:.*$/, '');
  const select = (options: [string, string][]) => (
    <select name={name} value={value}>
      <option value="">{t('filter.any')}</option>
      {options.map(([v, l]) => (
        <option key={v} value={v} selected={v === value}>
          {l}
        </option>
      ))}
    </select>
  );
  const input = (type: string, extra: Record<string, string> = {}) => (
    <input type={type} name={name} value={value} autocomplete="off" {...extra} />
  );
  const field = () => {
    switch (name) {
      case 'type':
        return select(TYPES.map(([v]) => [v, maybe('type', v)]));
      case 'quad':
        return select(['1', '2', '3', '4'].map((v) => [v, maybe('quad', v)]));
      case 'status':
        return select(STATUS.map((v) => [v, maybe('status', v)]));
      case 'negated':
        return select([
          ['false', t('filter.negated.no')],
          ['true', t('filter.negated.yes')],
        ]);
      case 'lang':
        return select((langs ?? ['en', 'de', 'da', 'nb']).map((v) => [v, language(v)]));
      case 'form':
        return select(['direct', 'partial', 'indirect'].map((v) => [v, maybe('form', v)]));
      case 'stance':
        return select(['assert', 'deny', 'doubt', 'hope', 'demand', 'warn', 'allege'].map((v) => [v, maybe('stance', v)]));
      case 'since':
      case 'until':
        return input('date');
      case 'witnesses':
        return input('number', { min: '1', max: '99', inputmode: 'numeric' });
      default:
        return input('text');
    }
  };
  return (
    <label>
      <span>{head}</span>
      {field()}
    </label>
  );
}

export function ViewHead({
  title,
  hint,
  exports,
  children,
}: {
  title: ComponentChildren;
  hint?: string;
  exports?: Exports;
  children?: ComponentChildren;
}) {
  return (
    <header class="view-head">
      <div class="view-title">
        <h1>{title}</h1>
        {hint && <p class="quiet">{hint}</p>}
      </div>
      {exports && <ExportMenu of={exports} />}
      {children}
    </header>
  );
}
