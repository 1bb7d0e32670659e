// All on one party, or on what is between two: the curve, what happened, who said what, what is held again and again, where
// the sources differ.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { useAsk, useList } from '../lib/api';
import { useCurve } from '../lib/curve';
import { anySet, only, type Filter } from '../lib/filters';
import { isoOf } from '../lib/iso';
import { go, href, useAddress } from '../lib/route';
import { Curve } from '../ui/curve';
import { Entry, MoreButton, Said } from '../ui/entry';
import { Filters, ViewHead } from '../ui/head';
import { PartyBox } from '../ui/party';
import { Answer, Empty } from '../ui/state';
import type { Disagreement, Found, Happening, Network, Page, Position, Quote } from '../types';
import type { Key } from '../i18n';
import { dossierKey, Pairs } from './home';

const TAKE: readonly Filter[] = ['type', 'quad', 'since', 'until', 'lang', 'outlet', 'status', 'negated', 'witnesses', 'text'];

/** The name to show for what stands in an address: a country in the reader's language, another key as the archive names it. */
export function usePartyName(key: string | undefined): string {
  const w = useWords();
  const country = key && isoOf(key.toUpperCase()) ? key.toUpperCase() : null;
  const found = useAsk<Found>(key && !country ? `entities/${encodeURIComponent(key)}` : null);
  if (country) return w.country(country);
  return found.value?.name ?? key ?? '';
}

export function Dossier({ a, b }: { a?: string; b?: string }) {
  return a ? <Of a={a} b={b} key={a + '/' + (b ?? '')} /> : <Choose />;
}

function Choose() {
  const w = useWords();
  const { t } = w;
  const net = useAsk<Network>('network', { limit: 20 });
  return (
    <>
      <ViewHead title={t('dossier.title')} hint={t('dossier.pick.hint')} />
      <PartyForm />
      <h2>{t('home.pairs')}</h2>
      <Answer of={net}>{(v) => (v.edges.length ? <Pairs net={v} most={20} /> : <Empty />)}</Answer>
    </>
  );
}

function PartyForm({ a, b }: { a?: string; b?: string }) {
  const w = useWords();
  const { t } = w;
  const { query } = useAddress();
  const [first, setFirst] = useState(a);
  const [second, setSecond] = useState(b);
  const nameA = usePartyName(first);
  const nameB = usePartyName(second);
  useEffect(() => {
    setFirst(a);
    setSecond(b);
  }, [a, b]);
  const open = (x?: string, y?: string) => {
    if (x) go(href('dossier', y ? [x, y] : [x], query));
  };
  return (
    <form
      class="party-form"
      data-screen
      onSubmit={(e) => {
        e.preventDefault();
        open(first, second);
      }}
    >
      <PartyBox
        label={t('dossier.first')}
        value={nameA}
        placeholder={t('home.find')}
        onPick={(c) => {
          setFirst(c.key);
          open(c.key, second);
        }}
        onText={(words) => open(words, second)}
      />
      <PartyBox
        label={t('dossier.second')}
        value={nameB}
        placeholder={t('dossier.second.hint')}
        onPick={(c) => {
          setSecond(c.key);
          open(first, c.key);
        }}
        onText={(words) => open(first, words)}
      />
      {b && a && (
        <p class="party-alone">
          <a href={href('dossier', [a], query)}>{t('dossier.alone', { name: nameA })}</a>
          <a href={href('dossier', [b], query)}>{t('dossier.alone', { name: nameB })}</a>
        </p>
      )}
    </form>
  );
}

function Of({ a, b }: { a: string; b?: string }) {
  const w = useWords();
  const { t, n } = w;
  const { query } = useAddress();
  const nameA = usePartyName(a);
  const nameB = usePartyName(b);
  const q = { ...only(query, TAKE), a, b };
  const curve = useCurve(q);
  const list = useList<Happening>('happenings', q);
  const quotes = useList<Quote>('quotes', { ...q, type: undefined, quad: undefined, limit: 12 });
  const positions = useAsk<Page<Position>>('positions', q);
  const disputes = useAsk<Page<Disagreement>>('disagreements', q);
  const net = useAsk<Network>(b ? null : 'network', { ...q, limit: 14 });
  const svg = useRef<SVGSVGElement>(null);
  const filtered = anySet(query, TAKE);
  // What the filters hold back is counted within this dossier, not within the archive.
  const whole = useAsk<Page<Happening>>(filtered ? 'happenings' : null, { a, b, limit: 1 });
  const of = filtered ? whole.value?.total : list.value?.total;
  const title = b ? t('dossier.and', { a: nameA, b: nameB }) : nameA;
  useEffect(() => {
    document.title = `${title} · Dragoman`;
  }, [title]);
  const sections: [string, Key, number | null][] = [
    ['happened', 'dossier.chronology', list.value?.total ?? null],
    ['said', 'dossier.statements', quotes.value?.total ?? null],
    ['differ', 'dossier.disagreements', disputes.value?.total ?? null],
    ['held', 'dossier.positions', positions.value?.total ?? null],
  ];
  return (
    <div class="dossier">
      <ViewHead title={title} exports={{ name: b ? `${a}-${b}` : a, path: 'happenings', query: q, svg }}>
        <PartyForm a={a} b={b} />
        <Filters take={TAKE} total={list.value?.total} of={of} />
        <nav class="contents" aria-label={title}>
          <ul>
            {sections.map(([id, key, count]) => (
              <li key={id}>
                <a href={'#' + id}>
                  {t(key)} {count !== null && <span class="count">{w.num(count)}</span>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </ViewHead>

      <Answer of={curve} lines={5}>
        {(v) =>
          v.items.some((p) => p.events) ? (
            <section aria-label={t('dossier.curve')}>
              <Curve periods={v.items} filters={q} svg={svg} />
              <p class="quiet small">{t('dossier.curve.hint')}</p>
            </section>
          ) : null
        }
      </Answer>

      <div class="dossier-columns">
        <div>
          <section id="happened">
            <h2>
              {t('dossier.chronology')} {list.value && <span class="count">{n('n.happening', list.value.total)}</span>}
            </h2>
            <Answer of={list} lines={8}>
              {(v) =>
                v.items.length ? (
                  <>
                    {v.items.map((h) => (
                      <Entry key={h.id} h={h} />
                    ))}
                    <MoreButton more={list.more} />
                  </>
                ) : (
                  <Empty filtered={filtered} />
                )
              }
            </Answer>
          </section>
          {disputes.value && disputes.value.items.length > 0 && (
            <section id="differ">
              <h2>{t('dossier.disagreements')}</h2>
              {disputes.value.items.map((d, i) => (
                <Dispute key={i} d={d} />
              ))}
            </section>
          )}
        </div>
        <div>
          {net.value && net.value.edges.length > 0 && (
            <section>
              <h2>{t('dossier.partners')}</h2>
              <Pairs net={onlyWith(net.value, a)} most={8} />
            </section>
          )}
          <section id="said">
            <h2>
              {t('dossier.statements')} {quotes.value && <span class="count">{n('n.quote', quotes.value.total)}</span>}
            </h2>
            <Answer of={quotes}>
              {(v) =>
                v.items.length ? (
                  <>
                    {v.items.map((x) => (
                      <Said key={x.article + x.span[0]} q={x} />
                    ))}
                    <MoreButton more={quotes.more} />
                  </>
                ) : (
                  <Empty filtered={filtered} />
                )
              }
            </Answer>
          </section>
          {positions.value && positions.value.items.length > 0 && (
            <section id="held">
              <h2>{t('dossier.positions')}</h2>
              {positions.value.items.map((p, i) => (
                <div class="position" key={i}>
                  {p.statements.map((x) => (
                    <Said key={x.article + x.span[0]} q={x} />
                  ))}
                  {p.events.map((h) => (
                    <Entry key={h.id} h={h} />
                  ))}
                </div>
              ))}
            </section>
          )}
        </div>
      </div>
    </div>
  );
}

function onlyWith(net: Network, key: string): Network {
  const me = net.nodes.find((n) => dossierKey(n) === key)?.key;
  return me ? { ...net, edges: net.edges.filter((e) => e.a === me || e.b === me) } : net;
}

export function Dispute({ d }: { d: Disagreement }) {
  const w = useWords();
  const side = (which: 'a' | 'b', hs: Happening[]) => (
    <div class={'side side-' + which}>
      <h3>
        {w.maybe('dis', `${d.kind}.${which}`)}
        {d.figure && <span class="quiet"> ({d.figure})</span>}
      </h3>
      {hs.map((h) => (
        <Entry key={h.id} h={h} />
      ))}
    </div>
  );
  return (
    <article class="dispute">
      {side('a', d.asserted)}
      {side('b', d.against)}
    </article>
  );
}
