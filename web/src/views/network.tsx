// Who deals with whom: circles as large as an actor is active, ringed by its quad classes; lines as thick as there is
// between two, in the colour that prevails. The layout is computed once and stands still; the same data, the same picture.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { useAsk } from '../lib/api';
import { useCurve } from '../lib/curve';
import { anySet, only, type Filter } from '../lib/filters';
import { go, href, useAddress } from '../lib/route';
import { csv } from '../lib/save';
import { Brush } from '../ui/brush';
import { Legend, useWidth } from '../ui/curve';
import { Filters, ViewHead } from '../ui/head';
import { Answer, Empty } from '../ui/state';
import type { NetEdge, NetNode, Network, Quads } from '../types';
import { dossierKey, Pairs, partyName } from './home';

const TAKE: readonly Filter[] = ['a', 'type', 'quad', 'since', 'until', 'lang', 'outlet', 'status', 'witnesses', 'text'];
const SIZES = [10, 20, 40];

/** The quad class that prevails; cooperation and conflict are weighed first, then words and acts. */
export function prevailing(q: Quads): number {
  const good = q[0] + q[1];
  const bad = q[2] + q[3];
  return good >= bad ? (q[1] > q[0] ? 2 : 1) : q[3] > q[2] ? 4 : 3;
}

interface Spot {
  index?: number;
  x: number;
  y: number;
  vx?: number;
  vy?: number;
  r: number;
  n: NetNode;
}

export function NetworkView() {
  const w = useWords();
  const { t, n } = w;
  const { query } = useAddress();
  const size = SIZES.includes(+(query.n ?? '')) ? +query.n! : window.innerWidth < 700 ? 10 : 20;
  const q = only(query, TAKE);
  const all = useCurve({ ...q, since: undefined, until: undefined });
  const net = useAsk<Network>('network', { ...q, limit: size });
  const svg = useRef<SVGSVGElement>(null);
  return (
    <>
      <ViewHead
        title={t('network.title')}
        hint={t('network.hint')}
        exports={{
          name: 'network',
          svg,
          json: () => JSON.stringify(net.value, null, 1),
          csv: () =>
            csv(
              ['a', 'b', 'events', 'score', 'verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'],
              (net.value?.edges ?? []).map((e) => [e.a, e.b, e.events, e.score, ...e.quads]),
            ),
        }}
      >
        <div class="bar" data-screen>
          <span class="quiet">{t('network.actors')}</span>
          <span class="segments" role="group" aria-label={t('network.actors')}>
            {SIZES.map((s) => (
              <a key={s} aria-current={s === size ? 'true' : undefined} href={href('network', [], { ...query, n: s })}>
                {s}
              </a>
            ))}
          </span>
          {net.value && (net.value.total ?? 0) > net.value.nodes.length && (
            <span class="quiet">{t('filter.shown', { shown: net.value.nodes.length, of: n('n.actor', net.value.total ?? 0) })}</span>
          )}
        </div>
        <Filters take={TAKE} />
      </ViewHead>
      {all.value && all.value.items.length > 0 && (
        <section aria-label={t('network.brush')} class="brush-box">
          <Brush
            periods={all.value.items}
            since={query.since ?? null}
            until={query.until ?? null}
            onSpan={(since, until) => go(href('network', [], { ...query, since, until }), true)}
          />
        </section>
      )}
      <Answer of={net} lines={9}>
        {(v) =>
          v.edges.length ? (
            <div class="network">
              <div>
                <Graph net={strongest(v)} svg={svg} filters={q} />
                {strongest(v) !== v && (
                  <p class="quiet small">{t('network.lines', { shown: w.num(strongest(v).edges.length), of: w.num(v.edges.length) })}</p>
                )}
              </div>
              <section>
                <h2>
                  {t('home.pairs')} <span class="count">{n('n.pair', v.edges.length)}</span>
                </h2>
                <Pairs net={v} most={15} />
              </section>
            </div>
          ) : (
            <Empty filtered={anySet(query, TAKE)} />
          )
        }
      </Answer>
    </>
  );
}

/** Of a dense network only the strongest lines: a picture of all would show none. */
function strongest(net: Network): Network {
  const most = Math.max(30, net.nodes.length * 3);
  if (net.edges.length <= most) return net;
  return { ...net, edges: [...net.edges].sort((a, b) => b.events - a.events || (a.a + a.b < b.a + b.b ? -1 : 1)).slice(0, most) };
}

function Graph({ net, svg, filters }: { net: Network; svg: preact.RefObject<SVGSVGElement>; filters: object }) {
  const w = useWords();
  const [box, width] = useWidth<HTMLDivElement>(820);
  const height = Math.round(Math.min(640, Math.max(420, width * 0.72)));
  const [over, setOver] = useState<string | null>(null);
  const { spots, byKey } = useMemo(() => layout(net, width, height), [net, width, height]);
  const most = Math.max(1, ...net.edges.map((e) => e.events));
  const near = over
    ? new Set([over, ...net.edges.filter((e) => e.a === over || e.b === over).flatMap((e) => [e.a, e.b])])
    : null;
  const dim = (keys: string[]) => (near && !keys.every((k) => near.has(k)) ? ' dim' : '');
  const onEdge = (e: NetEdge) => (over && e.a !== over && e.b !== over ? ' dim' : '');
  return (
    <div class="graph" ref={box}>
      <svg ref={svg} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={w.t('network.title')}>
        {net.edges.map((e) => {
          const a = byKey.get(e.a);
          const b = byKey.get(e.b);
          if (!a || !b) return null;
          const name = `${partyName(w, a.n)} – ${partyName(w, b.n)}: ${w.n('n.happening', e.events)}, ${w.score(e.score)}`;
          return (
            <a
              key={e.a + ' ' + e.b}
              class={`edge q${prevailing(e.quads)}${onEdge(e)}`}
              href={href('dossier', [dossierKey(a.n), dossierKey(b.n)], pick(filters))}
              aria-label={name}
              tabindex={-1}
            >
              <title>{name}</title>
              <line class="touch" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
              <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke-width={(1.2 + 7 * Math.sqrt(e.events / most)).toFixed(1)} />
            </a>
          );
        })}
        {spots.map((s) => {
          const name = `${partyName(w, s.n)}: ${w.n('n.happening', s.n.events)}`;
          return (
            <a
              key={s.n.key}
              class={'node' + dim([s.n.key])}
              href={href('dossier', [dossierKey(s.n)], pick(filters))}
              aria-label={name}
              onMouseEnter={() => setOver(s.n.key)}
              onMouseLeave={() => setOver(null)}
              onFocus={() => setOver(s.n.key)}
              onBlur={() => setOver(null)}
            >
              <title>{name}</title>
              <circle class="ground" cx={s.x} cy={s.y} r={s.r} />
              <Ring x={s.x} y={s.y} r={s.r} quads={s.n.quads} />
            </a>
          );
        })}
        {spots.map((s) => (
          <g key={s.n.key} class={'node-words' + dim([s.n.key])} aria-hidden="true">
            {s.r > 15 && (
              <text class="mid node-count" x={s.x} y={s.y + 4}>
                {w.num(s.n.events)}
              </text>
            )}
            <text class="label mid" x={s.x} y={s.y + s.r + 13}>
              {short(partyName(w, s.n))}
            </text>
          </g>
        ))}
      </svg>
      <Legend />
    </div>
  );
}

const short = (s: string): string => (s.length > 22 ? s.slice(0, 21).trimEnd() + '…' : s);
const pick = (filters: object): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter(([k, v]) => (k === 'since' || k === 'until') && v));

function Ring({ x, y, r, quads }: { x: number; y: number; r: number; quads: Quads }) {
  const sum = quads.reduce((a, b) => a + b, 0);
  if (!sum) return <circle class="ring" cx={x} cy={y} r={r - 2} />;
  const round = 2 * Math.PI * (r - 2.5);
  let done = 0;
  return (
    <g transform={`rotate(-90 ${x} ${y})`}>
      {([2, 1, 3, 4] as const).map((q) => {
        const part = (quads[q - 1]! / sum) * round;
        const at = done;
        done += part;
        return (
          part > 0 && (
            <circle
              key={q}
              class={`ring q${q}`}
              cx={x}
              cy={y}
              r={r - 2.5}
              stroke-dasharray={`${part.toFixed(2)} ${(round - part).toFixed(2)}`}
              stroke-dashoffset={(-at).toFixed(2)}
            />
          )
        );
      })}
    </g>
  );
}

/** A spring layout from fixed starting places (on a spiral, the most active in the middle), run to its end. */
function layout(net: Network, width: number, height: number): { spots: Spot[]; byKey: Map<string, Spot> } {
  const most = Math.max(1, ...net.nodes.map((n) => n.events));
  const scale = Math.min(width, height);
  const spots: Spot[] = [...net.nodes]
    .sort((a, b) => b.events - a.events || (a.key < b.key ? -1 : 1))
    .map((n, i) => ({
      n,
      r: 9 + (scale / 24) * Math.sqrt(n.events / most),
      x: width / 2 + Math.cos(i * 2.4) * Math.sqrt(i + 1) * (scale / 14),
      y: height / 2 + Math.sin(i * 2.4) * Math.sqrt(i + 1) * (scale / 14),
    }));
  const byKey = new Map(spots.map((s) => [s.n.key, s]));
  const links = net.edges
    .filter((e) => byKey.has(e.a) && byKey.has(e.b))
    .map((e) => ({ source: byKey.get(e.a)!, target: byKey.get(e.b)!, events: e.events }));
  const top = Math.max(1, ...links.map((l) => l.events));
  forceSimulation(spots)
    .force(
      'link',
      forceLink<Spot, { source: Spot; target: Spot; events: number }>(links)
        .distance((l) => scale / 4 - (scale / 12) * Math.sqrt(l.events / top))
        .strength((l) => 0.08 + 0.4 * (l.events / top)),
    )
    .force('charge', forceManyBody<Spot>().strength(-scale * 0.75))
    .force('x', forceX<Spot>(width / 2).strength(0.06))
    .force('y', forceY<Spot>(height / 2).strength(0.1))
    .force('apart', forceCollide<Spot>((s) => s.r + 15))
    .stop()
    .tick(320);
  // Into the frame, with room for the words below.
  const pad = 46;
  const xs = spots.map((s) => s.x);
  const ys = spots.map((s) => s.y);
  const fit = (v: number, lo: number, hi: number, a: number, b: number) =>
    hi - lo < 1 ? (a + b) / 2 : a + ((v - lo) / (hi - lo)) * (b - a);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  for (const s of spots) {
    s.x = Math.round(fit(s.x, x0, x1, pad + 8, width - pad - 8));
    s.y = Math.round(fit(s.y, y0, y1, pad - 10, height - pad));
  }
  return { spots, byKey };
}
