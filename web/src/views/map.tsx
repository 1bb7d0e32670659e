// Where it happened, on outlines that come with the page (Natural Earth 1:110m, by world-atlas): a circle a country.
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import type { FeatureCollection, Geometry } from 'geojson';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlasUrl from 'world-atlas/countries-110m.json?url';
import { useWords } from '../i18n';
import { useAsk, type Asked } from '../lib/api';
import { centreOf } from '../lib/centres';
import { anySet, only, type Filter } from '../lib/filters';
import { isoByNumber, isoOf } from '../lib/iso';
import { href, useAddress } from '../lib/route';
import { csvOf } from '../lib/save';
import { Legend, useWidth } from '../ui/curve';
import { Filters, ViewHead } from '../ui/head';
import { Answer, Empty, Failed, Loading } from '../ui/state';
import type { Network, Page, Place } from '../types';
import { Balance, dossierKey } from './home';
import { prevailing } from './network';

const TAKE: readonly Filter[] = ['a', 'b', 'type', 'quad', 'since', 'until', 'lang', 'outlet', 'status', 'witnesses', 'text'];
// West, south, east, north.
const REGIONS: Record<string, [number, number, number, number]> = {
  world: [-168, -56, 178, 78],
  europe: [-24, 34, 46, 70],
  africa: [-20, -36, 54, 38],
  asia: [25, -11, 150, 58],
  america: [-130, -56, -32, 62],
};

type World = FeatureCollection<Geometry, { name: string }>;
let outlines: Promise<World> | null = null;

function atlas(): Promise<World> {
  outlines ??= fetch(atlasUrl)
    .then((r) => {
      if (!r.ok) throw new Error(r.statusText);
      return r.json() as Promise<Topology>;
    })
    .then((topology) => feature(topology, topology.objects.countries as GeometryCollection<{ name: string }>) as World)
    .catch((e: unknown) => {
      outlines = null;
      throw e;
    });
  return outlines;
}

export function MapView() {
  const w = useWords();
  const { t } = w;
  const { query } = useAddress();
  const q = only(query, TAKE);
  const region = query.region && query.region in REGIONS ? query.region : 'world';
  // Where it happened, as far as a place is told; or the countries that took part.
  const parties = query.show === 'parties';
  const told = useAsk<Page<Place>>(parties ? null : 'places', q);
  const net = useAsk<Network>(parties ? 'network' : null, { ...q, limit: 200 });
  const list: Asked<Place[]> = parties ? { ...net, value: net.value && countriesOf(net.value) } : { ...told, value: told.value?.items ?? null };
  const untold = told.value ? told.value.total - told.value.items.reduce((sum, p) => sum + p.events, 0) : 0;
  const leads = (country: string) => href('happenings', [], { ...q, ...(parties ? { a: country } : { country }) });
  const [world, setWorld] = useState<World | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    atlas().then(setWorld, setError);
  }, []);
  return (
    <>
      <ViewHead title={t('map.title')} hint={t('map.hint')} exports={{ name: 'map', svg, csv: () => csvOf(list.value ?? []), json: () => JSON.stringify({ items: list.value }, null, 1) }}>
        <div class="bar" data-screen>
          <span class="segments" role="group" aria-label={t('map.hint')}>
            {(['places', 'parties'] as const).map((s) => (
              <a key={s} aria-current={(s === 'parties') === parties ? 'true' : undefined} href={href('map', [], { ...query, show: s === 'parties' ? s : undefined })}>
                {t(`map.${s}`)}
              </a>
            ))}
          </span>
          <span class="segments" role="group" aria-label={t('map.title')}>
            {Object.keys(REGIONS).map((r) => (
              <a key={r} aria-current={r === region ? 'true' : undefined} href={href('map', [], { ...query, region: r })}>
                {w.maybe('region', r)}
              </a>
            ))}
          </span>
        </div>
        <Filters take={TAKE} total={told.value?.total} of={told.value?.of} />
        {untold > 0 && <p class="quiet">{w.n('map.untold', untold)}</p>}
      </ViewHead>
      <Answer of={list} lines={9}>
        {(v) =>
          v.length ? (
            <div class="map-columns">
              <div>
                {error ? <Failed error={error} /> : world ? <Drawn world={world} places={v} region={region} svg={svg} leads={leads} /> : <Loading lines={8} />}
              </div>
              <section>
                <h2>{t('map.place')}</h2>
                <table class="pairs">
                  <thead>
                    <tr>
                      <th scope="col">{t('map.place')}</th>
                      <th scope="col" class="number">
                        {t('map.count')}
                      </th>
                      <th scope="col">{t('pair.balance')}</th>
                      <th scope="col" class="number">
                        {t('reader.score')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...v]
                      .sort((a, b) => b.events - a.events)
                      .slice(0, 25)
                      .map((p) => (
                        <tr key={p.country}>
                          <th scope="row">
                            <a href={href('dossier', [p.country])}>{w.country(p.country)}</a>
                          </th>
                          <td class="number">
                            <a href={leads(p.country)}>{w.num(p.events)}</a>
                          </td>
                          <td>
                            <Balance quads={p.quads} />
                          </td>
                          <td class="number">{w.score(p.score)}</td>
                        </tr>
                      ))}
                  </tbody>
                </table>
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

const countriesOf = (net: Network): Place[] =>
  net.nodes
    .filter((n) => n.country && isoOf(n.country) && dossierKey(n) === n.country)
    .map((n) => ({ country: n.country!, events: n.events, score: n.score ?? null, quads: n.quads }));

function Drawn({
  world,
  places,
  region,
  svg,
  leads,
}: {
  world: World;
  places: Place[];
  region: string;
  svg: preact.RefObject<SVGSVGElement>;
  leads: (country: string) => string;
}) {
  const w = useWords();
  const [box, width] = useWidth<HTMLDivElement>(900);
  const height = Math.round(width * (region === 'world' ? 0.5 : 0.72));
  const { project, paths } = useMemo(() => {
    const [west, south, east, north] = REGIONS[region]!;
    // A ring of points along the frame: a box of only four corners would be cut at the poles.
    const ring: [number, number][] = [];
    for (let i = 0; i <= 20; i++) {
      const f = i / 20;
      ring.push([west + (east - west) * f, south], [west + (east - west) * f, north], [west, south + (north - south) * f], [east, south + (north - south) * f]);
    }
    const p = geoNaturalEarth1().fitExtent(
      [
        [2, 2],
        [width - 2, height - 2],
      ],
      { type: 'MultiPoint', coordinates: ring },
    );
    p.clipExtent([
      [0, 0],
      [width, height],
    ]);
    const path = geoPath(p).digits(1);
    return {
      project: p,
      paths: world.features.map((f) => ({ id: String(f.id ?? f.properties.name), name: f.properties.name, d: path(f) ?? '' })),
    };
  }, [world, width, height, region]);
  const known = new Map(places.map((p) => [isoOf(p.country)?.number, p]));
  const most = Math.max(1, ...places.map((p) => p.events));
  const circles = [...places]
    .sort((a, b) => b.events - a.events)
    .map((p) => {
      const number = isoOf(p.country)?.number;
      const centre = number ? centreOf(number) : undefined;
      const xy = centre && project(centre);
      return xy && xy[0] >= 0 && xy[0] <= width && xy[1] >= 0 && xy[1] <= height ? { p, x: xy[0], y: xy[1], r: 4 + (width / 48) * Math.sqrt(p.events / most) } : null;
    })
    .filter((c) => c !== null);
  return (
    <div class="map" ref={box}>
      <svg ref={svg} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={w.t('map.title')}>
        <rect class="sea" width={width} height={height} />
        {paths.map((c) => (
          <path key={c.id} class={'land' + (known.has(isoByNumber(c.id)?.number) ? ' told' : '')} d={c.d} />
        ))}
        {circles.map(({ p, x, y, r }) => {
          const name = `${w.country(p.country)}: ${w.n('n.happening', p.events)}, ${w.score(p.score)}`;
          return (
            <a key={p.country} class={`place q${prevailing(p.quads)}`} href={leads(p.country)} aria-label={name}>
              <title>{name}</title>
              <circle cx={x} cy={y} r={r} />
            </a>
          );
        })}
        {circles.map(({ p, x, y, r }, i) =>
          // A number only where no larger circle's number stands already.
          r > 10 && !circles.slice(0, i).some((c) => Math.abs(c.x - x) < 26 && Math.abs(c.y - y) < 16) ? (
            <text key={p.country} class="label mid count-label" x={x} y={y + 4} aria-hidden="true">
              {w.num(p.events)}
            </text>
          ) : null,
        )}
      </svg>
      <Legend />
      <p class="quiet small">{w.t('map.outlines')}</p>
    </div>
  );
}
