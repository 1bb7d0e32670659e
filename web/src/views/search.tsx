// Articles by their words, with facets to narrow them and parties offered while one types.
import { useState, useEffect } from 'preact/hooks';
import { useWords } from '../i18n';
import { useAsk } from '../lib/api';
import { useList } from '../lib/api';
import { anySet, only } from '../lib/filters';
import { go, href, useAddress } from '../lib/route';
import { LangTag, MoreButton, readerHref } from '../ui/entry';
import { Filters, ViewHead } from '../ui/head';
import { PartyBox } from '../ui/party';
import { Answer, Empty } from '../ui/state';
import type { Count, FoundArticle, Page } from '../types';

const TAKE = ['text', 'since', 'until', 'lang', 'outlet', 'a', 'b'] as const;

/** "… the [deal] …": what was found stands in brackets. */
export function Excerpt({ text, lang }: { text: string; lang: string }) {
  return (
    <p class="excerpt" lang={lang}>
      {text.split(/(\[[^\]]*\])/).map((part, i) =>
        part.startsWith('[') ? <mark key={i}>{part.slice(1, -1)}</mark> : part,
      )}
    </p>
  );
}

interface Facets {
  facets: Partial<Record<'lang' | 'outlet' | 'month' | 'country', Count[]>>;
}

export function Search() {
  const w = useWords();
  const { t } = w;
  const { query } = useAddress();
  const q = only(query, TAKE);
  const path = query.text ? 'search' : 'articles';
  const list = useList<FoundArticle>(path, q);
  const first = useAsk<Page<FoundArticle> & Facets>(path, q);
  const [words, setWords] = useState(query.text ?? '');
  useEffect(() => setWords(query.text ?? ''), [query.text]);
  const facets = first.value?.facets ?? {};
  return (
    <>
      <ViewHead title={t('search.title')} hint={t('search.hint')} exports={{ name: 'articles', path, query: q }}>
        <div class="search-box" role="search">
          <PartyBox
            big
            label={t('search.words')}
            placeholder={t('home.find')}
            value={words}
            onPick={(c) => go(href('dossier', [c.key]))}
            onText={(text) => go(href('search', [], { ...query, text }))}
          />
        </div>
        <Filters take={TAKE} total={list.value?.total} of={list.value?.of} noun="n.article" />
      </ViewHead>
      <div class="search">
        <aside class="facets" aria-label={t('filter.title')}>
          {(['lang', 'outlet', 'month', 'country'] as const).map((f) => {
            const counts = facets[f];
            return counts && counts.length > 0 ? (
              <section key={f}>
                <h2>{t(`search.facet.${f}`)}</h2>
                <ul>
                  {counts.slice(0, 12).map((c) => (
                    <li key={c.value}>
                      <a href={href('search', [], { ...query, ...narrow(f, c.value) })}>
                        <span>{facetName(w, f, c.value)}</span>
                        <span class="count">{w.num(c.n)}</span>
                      </a>
                    </li>
                  ))}
                </ul>
              </section>
            ) : null;
          })}
        </aside>
        <Answer of={list} lines={8}>
          {(v) =>
            v.items.length ? (
              <>
                <ol class="found">
                  {v.items.map((x) => (
                    <li key={x.article}>
                      <h2 class="phrase" lang={x.lang}>
                        <a href={readerHref(x.article)}>{x.title ?? t('reader.untitled')}</a>
                      </h2>
                      {x.excerpt && <Excerpt text={x.excerpt} lang={x.lang} />}
                      <p class="facts">
                        <LangTag lang={x.lang} />
                        <span>{x.outlet ?? x.uri}</span>
                        <span class="quiet">{w.days(x.published)}</span>
                        {x.story && <a href={href('story', [x.story])}>{t('reader.story')}</a>}
                      </p>
                    </li>
                  ))}
                </ol>
                <MoreButton more={list.more} />
              </>
            ) : (
              <Empty filtered={anySet(query, TAKE)} />
            )
          }
        </Answer>
      </div>
    </>
  );
}

function narrow(facet: string, value: string): Record<string, string> {
  if (facet === 'month') {
    const [y, m] = value.split('-').map(Number);
    const end = new Date(Date.UTC(y!, m!, 0)).toISOString().slice(0, 10);
    return { since: `${value}-01`, until: end };
  }
  return facet === 'country' ? { a: value } : { [facet]: value };
}

function facetName(w: ReturnType<typeof useWords>, facet: string, value: string): string {
  if (facet === 'lang') return w.language(value);
  if (facet === 'country') return w.country(value);
  if (facet === 'month') {
    const d = new Date(value + '-01T00:00:00Z');
    return new Intl.DateTimeFormat(w.lang, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(d);
  }
  return value;
}
