// The lines of the record: a happening with its sentences, a statement with its speaker. Whatever the article says is
// text, never markup.
import { useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { quadOf } from '../lib/filters';
import { href } from '../lib/route';
import type { Happening, Quote, Source, Telling } from '../types';

export const quadClass = (h: { quad?: number; type: string }): string => `q${h.quad || quadOf(h.type)}`;

export const readerHref = (article: string, span?: [number, number]): string =>
  href('article', [article], span ? { at: `${span[0]}-${span[1]}` } : {});

export function LangTag({ lang }: { lang: string }) {
  const { language } = useWords();
  return (
    <abbr class="lang" title={language(lang)}>
      {lang}
    </abbr>
  );
}

const hostOf = (uri: string): string => {
  const m = /^https?:\/\/([^/]+)/.exec(uri);
  return m ? m[1]!.replace(/^www\./, '') : (uri.split('/').pop() ?? uri);
};

export function SourceLine({ s, span }: { s: Source; span?: [number, number] }) {
  const { days } = useWords();
  return (
    <span class="source">
      <LangTag lang={s.lang} />
      <a href={readerHref(s.article, span)}>{s.outlet ?? (s.uri ? hostOf(s.uri) : s.article)}</a>
      <span class="quiet">{days(s.published)}</span>
    </span>
  );
}

export function Sentence({ w }: { w: Telling }) {
  const { maybe } = useWords();
  return (
    <li class="sentence">
      <blockquote lang={w.lang}>
        <a class="words" href={readerHref(w.article, w.span)}>
          {w.words}
        </a>
      </blockquote>
      <SourceLine s={w} span={w.span} />
      {w.status !== 'actual' && <span class="tag">{maybe('status', w.status)}</span>}
    </li>
  );
}

/** One sentence a language first: the same thing in other words is the best proof. */
function bestFirst(w: Telling[]): Telling[] {
  const seen = new Set<string>();
  const first: Telling[] = [];
  const rest: Telling[] = [];
  for (const x of w) {
    if (seen.has(x.lang)) rest.push(x);
    else {
      seen.add(x.lang);
      first.push(x);
    }
  }
  return [...first, ...rest];
}

/** level: of its heading, one below what stands above it. */
export function Entry({ h, shown = 1, level = 3 }: { h: Happening; shown?: number; level?: 2 | 3 }) {
  const Head = `h${level}` as const;
  const { t, n, days, maybe, score } = useWords();
  const [open, setOpen] = useState(false);
  const told = bestFirst(h.witnesses);
  const visible = open ? told : told.slice(0, shown);
  const langs = [...new Set(h.witnesses.map((w) => w.lang))];
  return (
    <article class={'entry ' + quadClass(h)}>
      <div class="entry-day">
        <time dateTime={(h.when ?? h.reported)?.from}>{days(h.when ?? h.reported)}</time>
        {!h.when && h.reported && <span class="quiet">{t('dossier.reported')}</span>}
      </div>
      <div class="entry-body">
        <Head class="phrase">
          <a href={href('entry', [h.id])}>{h.phrase}</a>
        </Head>
        <p class="facts">
          <span class="dot" aria-hidden="true" />
          <span>{maybe('type', h.type)}</span>
          <span class="score" title={t('reader.score')}>
            {score(h.negated ? null : h.score)}
          </span>
          {h.status !== 'actual' && <span class="tag">{maybe('status', h.status)}</span>}
          {h.negated && <span class="tag">{t('negated')}</span>}
          {h.place && <span class="quiet">{h.place}</span>}
          <span class="quiet">{n('n.witness', h.n_witnesses)}</span>
          <span class="langs">
            {langs.map((l) => (
              <LangTag key={l} lang={l} />
            ))}
          </span>
          {h.fulfils && <a href={href('entry', [h.fulfils])}>{t('dossier.plan')}</a>}
          {h.fulfilled_by && <a href={href('entry', [h.fulfilled_by])}>{t('dossier.done')}</a>}
        </p>
        <ul class="sentences">
          {visible.map((w) => (
            <Sentence key={w.article + w.span[0]} w={w} />
          ))}
        </ul>
        {!open && told.length > shown && (
          <button type="button" class="plain" onClick={() => setOpen(true)}>
            {n('n.more', told.length - shown)}
          </button>
        )}
      </div>
    </article>
  );
}

export function Said({ q }: { q: Quote }) {
  const { t, country, maybe } = useWords();
  const office = [q.role, country(q.country)].filter(Boolean).join(', ');
  return (
    <article class="said">
      <div class="said-who">
        {q.speaker ? (
          <a class="strong" href={href('quotes', [], { speaker: q.speaker })}>
            {q.speaker}
          </a>
        ) : (
          <span class="quiet">{t('quotes.unknown')}</span>
        )}
        {office && <span class="quiet">{office}</span>}
        <span class="tags">
          {q.stance && q.stance !== 'assert' && <span class="tag">{maybe('stance', q.stance)}</span>}
        </span>
      </div>
      <div class="said-body">
        <blockquote class={'form-' + q.form} lang={q.lang}>
          <a class="words" href={readerHref(q.article, q.span)}>
            {q.words}
          </a>
        </blockquote>
        <p class="facts">
          <SourceLine s={q} span={q.span} />
          <span class="quiet">{maybe('form', q.form)}</span>
          {q.via.length > 0 && <span class="quiet">{t('dossier.according', { who: q.via.join(', ') })}</span>}
        </p>
      </div>
    </article>
  );
}

export function MoreButton({ more }: { more: (() => void) | null }) {
  const { t } = useWords();
  return more ? (
    <button type="button" class="more" onClick={more}>
      {t('list.more')}
    </button>
  ) : null;
}
