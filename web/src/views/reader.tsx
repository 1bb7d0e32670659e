// An article with what was read from it laid over its text: names, quotes, happenings, times. A mark is pointed at, tapped
// or reached with the keyboard; beside the text stands its record, and the same happening in other articles.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useWords, type Words } from '../i18n';
import { useAsk } from '../lib/api';
import { byteIndex } from '../lib/bytes';
import { quadOf } from '../lib/filters';
import { go, href, useAddress } from '../lib/route';
import { csv } from '../lib/save';
import { Sentence } from '../ui/entry';
import { ViewHead } from '../ui/head';
import { Answer } from '../ui/state';
import type { ArticleRecord, Happening, RecordEvent } from '../types';

export const LAYERS = ['entities', 'quotes', 'events', 'times'] as const;
export type Layer = (typeof LAYERS)[number];

/** Something marked: [from, to) in UTF-16, the layer, and which of the layer's list. */
interface Mark {
  from: number;
  to: number;
  layer: Layer;
  index: number;
  /** A word that stands for it (a name, a trigger): it goes before what only encloses it. */
  word: boolean;
}

interface Piece {
  from: number;
  to: number;
  marks: Mark[];
}

export const markId = (m: { layer: Layer; index: number }): string => `${m.layer}.${m.index}`;

function marksOf(r: ArticleRecord, at: (byte: number) => number): Mark[] {
  const out: Mark[] = [];
  const add = (layer: Layer, index: number, span: [number, number], word: boolean) => {
    const from = at(span[0]);
    const to = at(span[1]);
    if (to > from) out.push({ from, to, layer, index, word });
  };
  r.entities.forEach((e, i) => e.mentions.forEach((m) => add('entities', i, m, true)));
  r.times.forEach((x, i) => add('times', i, x.span, true));
  r.events.forEach((e, i) => {
    add('events', i, e.span, false);
    add('events', i, e.trigger, true);
  });
  r.quotes.forEach((q, i) => add('quotes', i, q.span, false));
  return out;
}

/** The text cut wherever a mark begins or ends, paragraph by paragraph. */
function piecesOf(text: string, marks: Mark[]): Piece[][] {
  const cuts = new Set<number>([0, text.length]);
  for (const m of marks) {
    cuts.add(m.from);
    cuts.add(m.to);
  }
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    cuts.add(i);
    cuts.add(i + 1);
  }
  const order = [...cuts].sort((a, b) => a - b);
  const starts = [...marks].sort((a, b) => a.from - b.from);
  const paragraphs: Piece[][] = [[]];
  let open: Mark[] = [];
  let next = 0;
  for (let i = 0; i + 1 < order.length; i++) {
    const from = order[i]!;
    const to = order[i + 1]!;
    while (next < starts.length && starts[next]!.from <= from) open.push(starts[next++]!);
    open = open.filter((m) => m.to > from);
    if (text[from] === '\n') {
      if (paragraphs.at(-1)!.length) paragraphs.push([]);
      continue;
    }
    // The narrowest first: what a tap means.
    const here = [...open].sort((a, b) => Number(b.word) - Number(a.word) || a.to - a.from - (b.to - b.from));
    paragraphs.at(-1)!.push({ from, to, marks: here });
  }
  return paragraphs.filter((p) => p.length);
}

export const nameOf = (r: ArticleRecord, id: number | null): string =>
  id === null ? '' : (r.entities.find((e) => e.id === id)?.name ?? '');

export function eventPhrase(w: Words, r: ArticleRecord, e: RecordEvent): string {
  if (e.phrase) return e.phrase;
  const who = e.actors.map((id) => nameOf(r, id)).join(', ');
  const whom = e.recipients.map((id) => nameOf(r, id)).join(', ');
  return `${[who, whom].filter(Boolean).join(' → ')}: ${w.maybe('type', e.type)}`;
}

export function Reader({ id }: { id: string }) {
  const one = useAsk<ArticleRecord>(`articles/${encodeURIComponent(id)}`);
  return (
    <Answer of={one} lines={9}>
      {(r) => <Article r={r} key={r.id} />}
    </Answer>
  );
}

export function Article({ r }: { r: ArticleRecord }) {
  const w = useWords();
  const { t } = w;
  const { view, args, query } = useAddress();
  const at = useMemo(() => byteIndex(r.text), [r]);
  const layers: readonly Layer[] = query.layers ? LAYERS.filter((l) => query.layers!.split(',').includes(l)) : LAYERS;
  const marks = useMemo(() => marksOf(r, at), [r]);
  const seen = marks.filter((m) => layers.includes(m.layer));
  const paragraphs = useMemo(() => piecesOf(r.text, seen), [r, layers.join()]);
  const goal = useMemo(() => {
    const m = /^(\d+)-(\d+)$/.exec(query.at ?? '');
    return m ? ([at(+m[1]!), at(+m[2]!)] as const) : null;
  }, [query.at, r]);
  const [chosen, setChosen] = useState<string[]>([]);
  const [hover, setHover] = useState<string[]>([]);
  const text = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!goal) return;
    // The happening or quote that the address points at, with its words in view.
    const meant = marks.filter((m) => !m.word && m.from < goal[1] && m.to > goal[0]).sort((a, b) => Math.abs(a.from - goal[0]) + Math.abs(a.to - goal[1]) - Math.abs(b.from - goal[0]) - Math.abs(b.to - goal[1]));
    setChosen([...new Set(meant.slice(0, 3).map(markId))]);
    text.current?.querySelector('.goal')?.scrollIntoView({ block: window.innerWidth > 900 ? 'center' : 'start' });
  }, [goal]);
  useEffect(() => {
    document.title = `${r.title ?? t('reader.untitled')} · Dragoman`;
  }, [r]);

  const toggle = (l: Layer) => {
    const next = LAYERS.filter((x) => layers.includes(x) !== (x === l));
    go(href(view, args, { ...query, layers: next.length === LAYERS.length ? undefined : next.join() || 'none' }), true);
  };
  const choose = (ids: string[]) => setChosen(ids);
  const onKey = (e: KeyboardEvent) => {
    if (e.key === 'Escape') return setChosen([]);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    const now = (e.target as Element).closest('[data-mark]');
    if (!now) return;
    if (e.key === 'Enter' || e.key === ' ') {
      e.preventDefault();
      choose((now.getAttribute('data-mark') ?? '').split(' '));
    }
    if (step === undefined) return;
    e.preventDefault();
    const all = [...text.current!.querySelectorAll<HTMLElement>('[data-stop]')];
    const to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(now as HTMLElement) + step))];
    all.forEach((el) => (el.tabIndex = el === to ? 0 : -1));
    to?.focus();
  };
  const active = hover.length ? hover : chosen;
  let stops = 0;
  const piece = (p: Piece) => {
    const ids = p.marks.map(markId);
    const inGoal = goal && p.from < goal[1] && p.to > goal[0];
    const cls = [
      ...new Set(
        p.marks.map((m) =>
          m.layer === 'events'
            ? `m-event q${quadOf(r.events[m.index]!.type)}${m.word ? ' m-trigger' : ''}`
            : m.layer === 'entities'
              ? `m-entity k-${r.entities[m.index]!.kind}`
              : m.layer === 'quotes'
                ? `m-quote f-${r.quotes[m.index]!.form}`
                : 'm-time',
        ),
      ),
    ];
    const lit = p.marks.filter((m) => active.includes(markId(m)));
    if (lit.some((m) => m.layer === 'events' || m.layer === 'quotes')) cls.push('lit');
    if (lit.some((m) => m.layer === 'entities' || m.layer === 'times')) cls.push('on');
    if (inGoal) cls.push('goal');
    const words = r.text.slice(p.from, p.to);
    if (!p.marks.length)
      return inGoal ? (
        <span key={p.from} class="goal">
          {words}
        </span>
      ) : (
        words
      );
    // A stop for the keyboard: where a word begins, or what has no word of its own (a quote).
    const stop = p.marks.some((m) => m.from === p.from && (m.word || m.layer === 'quotes'));
    const first = stop && stops++ === 0;
    return (
      <span
        key={p.from}
        class={cls.join(' ')}
        data-mark={ids.join(' ')}
        {...(stop ? { role: 'button', tabIndex: first ? 0 : -1, 'data-stop': '', 'aria-pressed': ids.some((i) => chosen.includes(i)) } : {})}
        onClick={() => choose(ids)}
        onMouseEnter={() => setHover(ids.slice(0, 1))}
        onMouseLeave={() => setHover([])}
      >
        {words}
      </span>
    );
  };
  const hasTitle = r.title !== null && r.text.startsWith(r.title + '\n');
  const body = hasTitle ? paragraphs.slice(1) : paragraphs;
  const counts: Record<Layer, number> = {
    entities: r.entities.length,
    quotes: r.quotes.length,
    events: r.events.length,
    times: r.times.length,
  };
  return (
    <div class="reader" ref={text} onKeyDown={onKey}>
      <ViewHead
        title={<span lang={r.lang}>{hasTitle && paragraphs[0] ? paragraphs[0].map(piece) : (r.title ?? t('reader.untitled'))}</span>}
        exports={{
          name: r.id,
          json: () => JSON.stringify(r, null, 1),
          csv: () =>
            csv(
              ['type', 'mode', 'status', 'negated', 'score', 'from', 'to', 'actors', 'recipients', 'confidence', 'words'],
              r.events.map((e) => [
                e.type,
                e.mode,
                e.status,
                e.negated,
                e.score,
                e.when?.from,
                e.when?.to,
                e.actors.map((x) => nameOf(r, x)).join(';'),
                e.recipients.map((x) => nameOf(r, x)).join(';'),
                e.confidence,
                r.text.slice(at(e.span[0]), at(e.span[1])),
              ]),
            ),
        }}
      >
        <p class="facts byline">
          <span class="lang">{r.lang}</span>
          <span>{w.language(r.lang)}</span>
          {(r.source.outlet ?? r.source.uri) && <span>{r.source.outlet ?? r.source.uri}</span>}
          {r.byline && <span>{r.byline}</span>}
          {r.published?.from && (
            <span>
              {w.days({ from: r.published.from, to: r.published.to ?? r.published.from })} <span class="quiet">({w.maybe('reader.basis', r.published.basis)})</span>
            </span>
          )}
          {r.story && <a href={href('story', [r.story])}>{t('reader.story')}</a>}
        </p>
        <div class="layer-bar" role="group" aria-label={t('reader.layers')}>
          {LAYERS.map((l) => (
            <button key={l} type="button" class={'layer b-' + l} aria-pressed={layers.includes(l)} onClick={() => toggle(l)}>
              <span class="sample" aria-hidden="true" />
              {t(`reader.${l}`)} <span class="count">{counts[l]}</span>
            </button>
          ))}
        </div>
      </ViewHead>
      <div class="reader-columns">
        <div class="text" lang={r.lang}>
          {body.map((p, i) => (
            <p key={i}>{p.map(piece)}</p>
          ))}
        </div>
        <aside class={'panel' + (chosen.length ? ' up' : '')} aria-label={t('reader.record')} aria-live="polite">
          {chosen.length ? (
            <>
              <button type="button" class="plain panel-close" onClick={() => setChosen([])}>
                {t('reader.close')}
              </button>
              {chosen.map((id) => (
                <Card key={id} id={id} r={r} at={at} />
              ))}
            </>
          ) : (
            <Summary r={r} onPick={(id) => setChosen([id])} />
          )}
        </aside>
      </div>
    </div>
  );
}

function Row({ head, children }: { head: string; children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{head}</dt>
      <dd>{children}</dd>
    </>
  );
}

function PartyLinks({ r, ids }: { r: ArticleRecord; ids: number[] }) {
  return (
    <>
      {ids.map((id, i) => {
        const e = r.entities.find((x) => x.id === id);
        if (!e) return null;
        const key = e.kind === 'country' && e.country ? e.country : e.key;
        return (
          <span key={id}>
            {i > 0 && ', '}
            {key ? <a href={href('dossier', [key])}>{e.name}</a> : e.name}
          </span>
        );
      })}
    </>
  );
}

function Card({ id, r, at }: { id: string; r: ArticleRecord; at: (b: number) => number }) {
  const w = useWords();
  const { t, n } = w;
  const [layer, which] = id.split('.') as [Layer, string];
  const i = +which;
  const words = (s: [number, number]) => r.text.slice(at(s[0]), at(s[1]));
  if (layer === 'entities') {
    const e = r.entities[i]!;
    const key = e.kind === 'country' && e.country ? e.country : e.key;
    return (
      <section class="card c-entities">
        <h2>{e.name}</h2>
        <p class="quiet">{[w.maybe('kind', e.kind), w.country(e.country) || e.country, e.sector].filter(Boolean).join(' · ')}</p>
        <dl>
          {e.role && <Row head={t('reader.role')}>{e.role}</Row>}
          <Row head={n('reader.mentions', e.mentions.length)}>
            {[...new Set(e.mentions.map(words))].slice(0, 8).join(', ')}
          </Row>
        </dl>
        {key && <a href={href('dossier', [key])}>{t('reader.dossier')}</a>}
      </section>
    );
  }
  if (layer === 'times') {
    const x = r.times[i]!;
    return (
      <section class="card c-times">
        <h2>{w.days(x)}</h2>
        <p class="quiet" lang={r.lang}>
          “{words(x.span)}”
        </p>
      </section>
    );
  }
  if (layer === 'quotes') {
    const q = r.quotes[i]!;
    return (
      <section class="card c-quotes">
        <h2>{q.speaker === null ? t('quotes.unknown') : <PartyLinks r={r} ids={[q.speaker]} />}</h2>
        <p class="quiet">
          {w.maybe('form', q.form)}
          {q.cue && (
            <>
              {' · '}
              <span lang={r.lang}>“{words(q.cue)}”</span>
            </>
          )}
        </p>
        <blockquote lang={r.lang}>{words(q.span)}</blockquote>
        {q.via.length > 0 && (
          <dl>
            <Row head={t('reader.through')}>
              <PartyLinks r={r} ids={q.via} />
            </Row>
          </dl>
        )}
      </section>
    );
  }
  const e = r.events[i]!;
  return (
    <section class={`card c-events q${quadOf(e.type)}`}>
      <h2>{eventPhrase(w, r, e)}</h2>
      <p class="facts">
        <span class="dot" aria-hidden="true" />
        <span>{w.maybe('type', e.type)}</span>
        <span class="score">{w.score(e.score)}</span>
        {e.status !== 'actual' && <span class="tag">{w.maybe('status', e.status)}</span>}
        {e.negated && <span class="tag">{t('negated')}</span>}
      </p>
      <dl>
        <Row head={t('reader.actors')}>
          <PartyLinks r={r} ids={e.actors} />
        </Row>
        {e.recipients.length > 0 && (
          <Row head={t('reader.recipients')}>
            <PartyLinks r={r} ids={e.recipients} />
          </Row>
        )}
        {e.when && <Row head={t('reader.when')}>{w.days(e.when)}</Row>}
        {e.where && (e.where.place || e.where.country) && (
          <Row head={t('reader.where')}>{[e.where.place, w.country(e.where.country)].filter(Boolean).join(', ')}</Row>
        )}
        <Row head={t('reader.trigger')}>
          <span lang={r.lang}>“{words(e.trigger)}”</span>
        </Row>
        {e.quantities.length > 0 && (
          <Row head={t('reader.figures')}>
            <span lang={r.lang}>{e.quantities.map((x) => words(x.span)).join('; ')}</span>
          </Row>
        )}
        {e.via.length > 0 && (
          <Row head={t('reader.through')}>
            <PartyLinks r={r} ids={e.via} />
          </Row>
        )}
        <Row head={t('reader.confidence')}>{w.num(Math.round(e.confidence * 100))} %</Row>
      </dl>
      {e.happening && <Elsewhere id={e.happening} article={r.id} />}
    </section>
  );
}

function Elsewhere({ id, article }: { id: string; article: string }) {
  const { t } = useWords();
  const one = useAsk<Happening>(`happenings/${encodeURIComponent(id)}`);
  return (
    <div class="elsewhere">
      <h3>
        <a href={href('entry', [id])}>{t('reader.elsewhere')}</a>
      </h3>
      <Answer of={one} lines={2}>
        {(h) => {
          const others = h.witnesses.filter((x) => x.article !== article);
          return others.length ? (
            <ul class="sentences">
              {others.map((x) => (
                <Sentence key={x.article + x.span[0]} w={x} />
              ))}
            </ul>
          ) : (
            <p class="quiet">{t('reader.nowhere')}</p>
          );
        }}
      </Answer>
    </div>
  );
}

function Summary({ r, onPick }: { r: ArticleRecord; onPick: (id: string) => void }) {
  const w = useWords();
  const { t } = w;
  const known = r.entities
    .map((e, i) => ({ e, i }))
    .filter(({ e }) => e.kind !== 'group')
    .sort((a, b) => b.e.mentions.length - a.e.mentions.length)
    .slice(0, 14);
  return (
    <div class="summary">
      <p class="quiet">{t('reader.hint')}</p>
      {r.events.length === 0 && r.quotes.length === 0 && r.entities.length === 0 && <p>{t('reader.nothing')}</p>}
      {r.events.length > 0 && (
        <section>
          <h2>{t('reader.events')}</h2>
          <ul class="picks">
            {r.events.map((e, i) => (
              <li key={i}>
                <button type="button" class={`pick q${quadOf(e.type)}`} onClick={() => onPick(`events.${i}`)}>
                  <span class="dot" aria-hidden="true" /> {eventPhrase(w, r, e)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {known.length > 0 && (
        <section>
          <h2>{t('reader.entities')}</h2>
          <ul class="chips">
            {known.map(({ e, i }) => (
              <li key={i}>
                <button type="button" class="chip" onClick={() => onPick(`entities.${i}`)}>
                  {e.name} <span class="count">{e.mentions.length}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
