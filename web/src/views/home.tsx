// The front: what the archive holds, the curve of all of it, who deals with whom, what is new. And one box to ask.
import { useRef } from 'preact/hooks';
import { useWords, type Words } from '../i18n';
import { useAsk } from '../lib/api';
import { useCurve } from '../lib/curve';
import { go, href } from '../lib/route';
import { Curve } from '../ui/curve';
import { Entry } from '../ui/entry';
import { PartyBox } from '../ui/party';
import { Answer, Empty } from '../ui/state';
import type { Happening, NetEdge, Network, Page, Stats, Story } from '../types';
import { StoryLine } from './stories';

export function Balance({ quads }: { quads: readonly number[] }) {
  const all = quads.reduce((a, b) => a + b, 0) || 1;
  let x = 0;
  return (
    <svg class="balance" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      {([2, 1, 3, 4] as const).map((q) => {
        const w = ((quads[q - 1] ?? 0) / all) * 100;
        const from = x;
        x += w;
        return w > 0 && <rect key={q} class={`part q${q}`} x={from} y={0} width={w} height={6} />;
      })}
    </svg>
  );
}

export function partyName(w: Words, n: { key: string; name: string; country: string | null }): string {
  return n.country && n.key.toUpperCase() === n.country && n.country.length === 3 ? w.country(n.country) : n.name;
}

export const dossierKey = (n: { key: string; country: string | null }): string =>
  n.country && n.key.toUpperCase() === n.country ? n.country : n.key;

export function Pairs({ net, most }: { net: Network; most: number }) {
  const w = useWords();
  const byKey = new Map(net.nodes.map((n) => [n.key, n]));
  const edges: NetEdge[] = [...net.edges].sort((a, b) => b.events - a.events).slice(0, most);
  return (
    <table class="pairs">
      <thead>
        <tr>
          <th scope="col">{w.t('network.pair')}</th>
          <th scope="col" class="number">
            {w.t('map.count')}
          </th>
          <th scope="col">{w.t('pair.balance')}</th>
          <th scope="col" class="number">
            {w.t('reader.score')}
          </th>
        </tr>
      </thead>
      <tbody>
        {edges.map((e) => {
          const a = byKey.get(e.a);
          const b = byKey.get(e.b);
          if (!a || !b) return null;
          return (
            <tr key={e.a + e.b}>
              <th scope="row">
                <a href={href('dossier', [dossierKey(a), dossierKey(b)])}>
                  {partyName(w, a)} <span class="quiet">–</span> {partyName(w, b)}
                </a>
              </th>
              <td class="number">
                <a href={href('happenings', [], { a: dossierKey(a), b: dossierKey(b) })}>{w.num(e.events)}</a>
              </td>
              <td>
                <Balance quads={e.quads} />
              </td>
              <td class="number">{w.score(e.score)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function Home() {
  const w = useWords();
  const { t, n } = w;
  const stats = useAsk<Stats>('stats');
  const s = stats.value;
  const curve = useCurve(s && s.articles > 0 ? {} : null);
  const net = useAsk<Network>('network', { limit: 12 });
  const stories = useAsk<Page<Story>>('stories', { limit: 8 });
  const newest = useAsk<Page<Happening>>('happenings', { limit: 6 });
  const svg = useRef<SVGSVGElement>(null);
  const find = (words: string) => go(href('search', [], { text: words }));
  return (
    <div class="home">
      <section class="hero">
        <h1>{t('app.tagline')}</h1>
        <PartyBox
          big
          label={t('search.go')}
          placeholder={t('home.find')}
          onPick={(c) => go(href('dossier', [c.key]))}
          onText={find}
        />
        <Answer of={stats} lines={1}>
          {(v) =>
            v.articles === 0 ? (
              <Empty>
                <p class="quiet">{t('state.empty.archive.hint')}</p>
                <p>
                  <a href={href('try')}>{t('nav.try')}</a>
                </p>
              </Empty>
            ) : (
              <p class="stats">
                <a href={href('happenings')}>{n('n.happening', v.happenings)}</a>
                <a href={href('quotes')}>{n('n.quote', v.quotes)}</a>
                <a href={href('search')}>{n('n.article', v.articles)}</a>
                <a href={href('stories')}>{n('n.story', v.stories)}</a>
                <span>
                  {n('n.language', v.langs.length)} ({v.langs.map((l) => w.language(l.value)).join(', ')})
                </span>
                {v.from && <span>{w.days({ from: v.from, to: v.to ?? v.from })}</span>}
              </p>
            )
          }
        </Answer>
      </section>
      {s && s.articles > 0 && (
        <>
          <section>
            <h2>{t('home.curve')}</h2>
            <p class="quiet">{t('dossier.curve.hint')}</p>
            <Answer of={curve} lines={5}>
              {(v) => <Curve periods={v.items} filters={{}} svg={svg} height={220} />}
            </Answer>
          </section>
          <div class="columns">
            <section>
              <h2>
                {t('home.pairs')} <a href={href('network')}>{t('nav.network')}</a>
              </h2>
              <Answer of={net}>{(v) => <Pairs net={v} most={8} />}</Answer>
            </section>
            <section>
              <h2>
                {t('home.latest')} <a href={href('stories')}>{t('home.all')}</a>
              </h2>
              <Answer of={stories}>
                {(v) => (
                  <ul class="story-list">
                    {v.items.map((x) => (
                      <StoryLine key={x.id} s={x} />
                    ))}
                  </ul>
                )}
              </Answer>
            </section>
          </div>
          <section>
            <h2>
              {t('home.newest')} <a href={href('happenings')}>{t('home.all')}</a>
            </h2>
            <Answer of={newest}>{(v) => v.items.map((h) => <Entry key={h.id} h={h} />)}</Answer>
          </section>
        </>
      )}
    </div>
  );
}
