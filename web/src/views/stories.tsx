// The stories of some days as a river: each a spindle from its first day to its last, as high as it has articles, as dark as
// it has languages. And one story: its articles and what they tell.
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../i18n';
import { useAsk, useList } from '../lib/api';
import { dayIso, dayNumber } from '../lib/days';
import { anySet, only } from '../lib/filters';
import { href, useAddress } from '../lib/route';
import { monthTicks, useWidth } from '../ui/curve';
import { Entry, LangTag, MoreButton, readerHref } from '../ui/entry';
import { Filters, ViewHead } from '../ui/head';
import { Answer, Empty } from '../ui/state';
import type { Happening, Page, Source, Stats, Story } from '../types';

const TAKE = ['a', 'b', 'since', 'until', 'lang', 'outlet', 'text'] as const;
const SPANS = [7, 14, 30, 90];

export function StoryLine({ s }: { s: Story }) {
  const w = useWords();
  const { n } = w;
  return (
    <li class="story-line">
      <a class="phrase" href={href('story', [s.id])}>
        {s.title ?? w.t('reader.untitled')}
      </a>
      <p class="facts">
        <span class="quiet">{w.days(s.days)}</span>
        <span>{n('n.article', s.articles)}</span>
        <span class={s.languages > 1 ? 'strong' : 'quiet'}>{n('n.language', s.languages)}</span>
        {s.outlets > 0 && <span class="quiet">{n('n.outlet', s.outlets)}</span>}
      </p>
    </li>
  );
}

export function Stories() {
  const w = useWords();
  const { t } = w;
  const { query } = useAddress();
  const stats = useAsk<Stats>('stats');
  const newest = stats.value?.to ?? null;
  const wide = SPANS.includes(+(query.days ?? '')) ? +query.days! : 14;
  // Without days in the address: the last ones of the archive.
  const until = query.until ?? newest ?? undefined;
  const since = query.since ?? (until ? dayIso(dayNumber(until) - wide + 1) : undefined);
  const q = { ...only(query, TAKE), since, until };
  const list = useList<Story>(stats.value ? 'stories' : null, { ...q, limit: 60 });
  const svg = useRef<SVGSVGElement>(null);
  const shift = (by: number) =>
    since && until
      ? href('stories', [], { ...query, since: dayIso(dayNumber(since) + by), until: dayIso(dayNumber(until) + by) })
      : '';
  const long = since && until ? dayNumber(until) - dayNumber(since) + 1 : wide;
  return (
    <>
      <ViewHead title={t('stories.title')} hint={t('stories.hint')} exports={{ name: 'stories', path: 'stories', query: q, svg }}>
        <div class="bar" data-screen>
          <span class="quiet">{t('stories.days')}</span>
          <span class="segments" role="group" aria-label={t('stories.days')}>
            {SPANS.map((d) => (
              <a
                key={d}
                aria-current={long === d ? 'true' : undefined}
                href={href('stories', [], { ...query, days: d, since: query.since && until ? dayIso(dayNumber(until) - d + 1) : undefined })}
              >
                {d}
              </a>
            ))}
          </span>
          {since && until && (
            <>
              <a class="chip" href={shift(-long)}>
                ← {t('stories.earlier')}
              </a>
              {newest && until < newest && (
                <a class="chip" href={shift(long)}>
                  {t('stories.later')} →
                </a>
              )}
            </>
          )}
        </div>
        <Filters take={TAKE} total={list.value?.total} of={list.value?.of} noun="n.story" />
      </ViewHead>
      <Answer of={list} lines={8}>
        {(v) =>
          v.items.length && since && until ? (
            <>
              <River stories={v.items} since={since} until={until} svg={svg} />
              <ul class="story-list wide">
                {v.items.map((s) => (
                  <StoryLine key={s.id} s={s} />
                ))}
              </ul>
              <MoreButton more={list.more} />
            </>
          ) : (
            <Empty filtered={anySet(query, TAKE)} />
          )
        }
      </Answer>
    </>
  );
}

type Where = 'after' | 'before' | 'in' | 'below';

function River({
  stories,
  since,
  until,
  svg,
}: {
  stories: Story[];
  since: string;
  until: string;
  svg: preact.RefObject<SVGSVGElement>;
}) {
  const w = useWords();
  const [box, width] = useWidth<HTMLDivElement>(960);
  const first = dayNumber(since);
  const last = dayNumber(until) + 1;
  const x = (d: number) => 4 + ((Math.max(first, Math.min(last, d)) - first) / (last - first)) * (width - 8);
  const most = Math.max(2, ...stories.map((s) => s.articles));
  const narrow = width < 600;
  // Lanes: a story takes the first lane that is free from its first day on, its words counted too.
  const free: number[] = [];
  const placed = stories
    .filter((s) => s.days)
    .slice(0, 40)
    .sort((a, b) => a.days!.from.localeCompare(b.days!.from) || b.articles - a.articles || a.id.localeCompare(b.id))
    .map((s) => {
      const a = x(dayNumber(s.days!.from));
      const b = Math.max(a + 14, x(dayNumber(s.days!.to) + 1));
      const long = Math.min(360, (s.title ?? '').length * 6.6) + 14;
      // Words stand after the spindle, else before it, else in it; on a narrow page below it.
      const where: Where = narrow ? 'below' : b + long < width ? 'after' : a - long > 0 ? 'before' : b - a > width / 2 ? 'in' : width - b > a ? 'after' : 'before';
      const from = where === 'before' ? Math.max(0, a - long) : narrow ? 0 : a;
      const to = where === 'after' ? b + long : narrow ? width : b;
      let lane = free.findIndex((end) => end <= from);
      if (lane < 0) lane = free.push(0) - 1;
      free[lane] = to + 10;
      return { s, a, b, lane, where };
    });
  const laneH = narrow ? 46 : 30;
  const height = free.length * laneH + 30;
  const shape = (a: number, b: number, y: number, h: number) => {
    const m = (b - a) / 3;
    return `M${a},${y}C${a + m},${y - h} ${b - m},${y - h} ${b},${y}C${b - m},${y + h} ${a + m},${y + h} ${a},${y}Z`;
  };
  const fit = (title: string, where: Where, a: number, b: number) => {
    const room = { after: width - b, before: a, in: (b - a) * 0.7, below: width }[where];
    const most = Math.min(56, Math.max(8, Math.floor((room - 12) / 6.4)));
    return title.length > most ? title.slice(0, most - 1).trimEnd() + '…' : title;
  };
  return (
    <div class="river" ref={box}>
      <svg ref={svg} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={w.t('stories.title')}>
        {monthTicks(first, last, width).map((k) => (
          <g key={k.day}>
            <line class="grid" x1={x(k.day)} x2={x(k.day)} y1={0} y2={height - 22} />
            <text class="tick mid" x={Math.max(24, Math.min(width - 24, x(k.day)))} y={height - 6}>
              {new Intl.DateTimeFormat(w.lang, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(k.date)}
            </text>
          </g>
        ))}
        {placed.map(({ s, a, b, lane, where }) => {
          const y = lane * laneH + (narrow ? 16 : laneH / 2 + 2);
          const h = 5 + 12 * Math.sqrt(s.articles / most);
          const title = s.title ?? w.t('reader.untitled');
          const name = `${title}: ${w.days(s.days)}, ${w.n('n.article', s.articles)}, ${w.n('n.language', s.languages)}`;
          return (
            <a key={s.id} class={'spindle l' + Math.min(4, s.languages)} href={href('story', [s.id])} aria-label={name}>
              <title>{name}</title>
              <path d={shape(a, b, y, h)} />
              <text
                class={where === 'in' ? 'label in' : 'label'}
                x={{ after: b + 6, before: a - 6, in: (a + b) / 2, below: 4 }[where]}
                y={where === 'below' ? y + 24 : y + 4}
                text-anchor={{ after: 'start', before: 'end', in: 'middle', below: 'start' }[where]}
              >
                {fit(title, where, a, b)}
              </text>
            </a>
          );
        })}
      </svg>
      <ul class="legend">
        {[1, 2, 3, 4].map((l) => (
          <li key={l}>
            <span class={'swatch l' + l} aria-hidden="true" /> {w.n('n.language', l)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface WholeStory extends Story {
  articles_list?: Source[];
}

export function OneStory({ id }: { id: string }) {
  const w = useWords();
  const { t, n } = w;
  const one = useAsk<WholeStory>(`stories/${encodeURIComponent(id)}`);
  const articles = useList<Source>('articles', { story: id });
  const list = useList<Happening>('happenings', { story: id });
  const title = one.value?.title;
  useEffect(() => {
    if (title) document.title = `${title} · Dragoman`;
  }, [title]);
  return (
    <Answer of={one}>
      {(s) => (
        <>
          <ViewHead title={s.title ?? t('reader.untitled')} exports={{ name: 'story-' + id, path: 'happenings', query: { story: id } }}>
            <p class="facts">
              <span>{w.days(s.days)}</span>
              <span>{n('n.article', s.articles)}</span>
              <span>{n('n.language', s.languages)}</span>
            </p>
          </ViewHead>
          <div class="columns story">
            <section>
              <h2>{t('story.articles')}</h2>
              <Answer of={articles}>
                {(v: Pick<Page<Source>, 'items'>) => (
                  <>
                    <ul class="story-list">
                      {v.items.map((x) => (
                        <li key={x.article} class="story-line">
                          <a class="phrase" lang={x.lang} href={readerHref(x.article)}>
                            {x.title ?? t('reader.untitled')}
                          </a>
                          <p class="facts">
                            <LangTag lang={x.lang} />
                            <span>{x.outlet ?? x.uri}</span>
                            <span class="quiet">{w.days(x.published)}</span>
                          </p>
                        </li>
                      ))}
                    </ul>
                    <MoreButton more={articles.more} />
                  </>
                )}
              </Answer>
            </section>
            <section>
              <h2>{t('story.happenings')}</h2>
              <Answer of={list}>
                {(v) =>
                  v.items.length ? (
                    <>
                      {v.items.map((h) => (
                        <Entry key={h.id} h={h} shown={2} />
                      ))}
                      <MoreButton more={list.more} />
                    </>
                  ) : (
                    <Empty />
                  )
                }
              </Answer>
            </section>
          </div>
        </>
      )}
    </Answer>
  );
}
