// Cooperation above the line, conflict below, a bar a period, and the mean score as a line. A bar is a link to its
// sentences; the chart is one tab stop, arrows move within it (roving tabindex).
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { dayNumber } from '../lib/days';
import { href, type Query } from '../lib/route';
import type { Period } from '../types';

/** The width that an element has been given, so that type in a picture is as large as type around it. */
export function useWidth<E extends Element>(start: number): [RefObject<E>, number] {
  const ref = useRef<E>(null);
  const [width, set] = useState(start);
  useEffect(() => {
    const el = ref.current;
    if (!el) return;
    const measure = () => set(Math.max(260, Math.round(el.getBoundingClientRect().width)));
    measure();
    const seen = new ResizeObserver(measure);
    seen.observe(el);
    return () => seen.disconnect();
  }, []);
  return [ref, width];
}

export function Legend({ line }: { line?: boolean }) {
  const { t } = useWords();
  return (
    <ul class="legend">
      {([2, 1, 3, 4] as const).map((q) => (
        <li key={q}>
          <span class={`swatch q${q}`} aria-hidden="true" /> {t(`quad.${q}`)}
        </li>
      ))}
      {line && (
        <li>
          <span class="swatch line" aria-hidden="true" /> {t('chart.score')}
        </li>
      )}
    </ul>
  );
}

/** About n round marks over [0, max], whole numbers. */
export function marks(max: number, n = 3): number[] {
  if (max <= 0) return [];
  const raw = max / n;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? raw);
  const out = [];
  for (let v = step; v <= max; v += step) out.push(v);
  return out;
}

interface Spot {
  p: Period;
  x: number;
  w: number;
}

export function Curve({
  periods,
  filters,
  svg,
  height = 260,
}: {
  periods: Period[];
  filters: Query;
  svg: RefObject<SVGSVGElement>;
  height?: number;
}) {
  const w = useWords();
  const { t, n, days, score, num } = w;
  const [box, width] = useWidth<HTMLDivElement>(960);
  const [at, setAt] = useState(0);
  const bars = useRef<(SVGAElement | null)[]>([]);
  const live = periods.filter((p) => p.events > 0);
  if (live.length === 0) return null;

  const left = 34;
  const right = 40;
  const top = 12;
  const bottom = 26;
  const inner = width - left - right;
  // At least a fortnight, so that one day does not fill the whole width.
  const begin = dayNumber(periods[0]!.from);
  const end = dayNumber(periods.at(-1)!.to) + 1;
  const spare = Math.max(0, Math.ceil((14 - (end - begin)) / 2));
  const first = begin - spare;
  const last = end + spare;
  const x = (day: number) => left + ((day - first) / Math.max(1, last - first)) * inner;
  // Neither half is less than a third, or the score would have no room there.
  const most = (a: number, b: number) => Math.max(1, ...live.map((p) => p.quads[a]! + p.quads[b]!));
  const up = Math.max(most(0, 1), most(2, 3) / 2);
  const down = Math.max(most(2, 3), most(0, 1) / 2);
  const unit = (height - top - bottom) / (up + down);
  const zero = top + up * unit;
  // The score has an axis of its own with the same zero, on which -10 and +10 both fit.
  const perScore = Math.min(zero - top, height - bottom - zero) / 10;
  const y = (s: number) => zero - s * perScore;

  const spots: Spot[] = live.map((p) => {
    const a = x(dayNumber(p.from));
    const b = x(dayNumber(p.to) + 1);
    const wide = Math.max(2, Math.min(b - a - 1.5, 26));
    return { p, x: (a + b) / 2 - wide / 2, w: wide };
  });
  const line = spots.filter((s) => s.p.score !== null).map((s) => `${(s.x + s.w / 2).toFixed(1)},${y(s.p.score!).toFixed(1)}`);

  const move = (e: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -live.length, End: live.length }[e.key];
    if (step === undefined) return;
    e.preventDefault();
    const to = Math.max(0, Math.min(live.length - 1, at + step));
    setAt(to);
    bars.current[to]?.focus();
  };
  const ticks = monthTicks(first, last, inner);
  const here = Math.min(at, live.length - 1);
  return (
    <div class="curve" ref={box}>
      <svg
        ref={svg}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={`${t('dossier.curve')}. ${t('chart.arrows')}`}
        onKeyDown={move}
      >
        {marks(up, 2).map((v) => (
          <g key={'u' + v}>
            <line class="grid" x1={left} x2={width - right} y1={zero - v * unit} y2={zero - v * unit} />
            <text class="tick end" x={left - 6} y={zero - v * unit + 4}>
              {num(v)}
            </text>
          </g>
        ))}
        {marks(down, 2).map((v) => (
          <g key={'d' + v}>
            <line class="grid" x1={left} x2={width - right} y1={zero + v * unit} y2={zero + v * unit} />
            <text class="tick end" x={left - 6} y={zero + v * unit + 4}>
              {num(v)}
            </text>
          </g>
        ))}
        {ticks.map((k) => (
          <g key={k.day}>
            <line class="grid" x1={x(k.day)} x2={x(k.day)} y1={height - bottom} y2={height - bottom + 5} />
            <text class="tick mid" x={x(k.day)} y={height - 6}>
              {k.year
                ? new Intl.DateTimeFormat(w.lang, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(k.date)
                : new Intl.DateTimeFormat(w.lang, k.days ? { day: 'numeric', month: 'short', timeZone: 'UTC' } : { month: 'short', timeZone: 'UTC' }).format(k.date)}
            </text>
          </g>
        ))}
        <line class="axis" x1={left} x2={width - right} y1={zero} y2={zero} />
        {spots.map((s, i) => {
          const { p } = s;
          const name = t('chart.cell', { when: days(p), events: n('n.happening', p.events), score: score(p.score) });
          const parts: [number, number, number][] = [
            [1, zero - p.quads[0] * unit, p.quads[0] * unit],
            [2, zero - (p.quads[0] + p.quads[1]) * unit, p.quads[1] * unit],
            [3, zero, p.quads[2] * unit],
            [4, zero + p.quads[2] * unit, p.quads[3] * unit],
          ];
          return (
            <a
              key={p.from}
              ref={(el) => {
                bars.current[i] = el as SVGAElement | null;
              }}
              class="bar"
              href={href('happenings', [], { ...filters, since: p.from, until: p.to })}
              aria-label={name}
              tabindex={i === here ? 0 : -1}
              onFocus={() => setAt(i)}
            >
              <title>{name}</title>
              <rect class="touch" x={s.x - 2} y={top} width={s.w + 4} height={height - top - bottom} />
              {parts.map(([q, yy, h]) => h > 0 && <rect key={q} class={'part q' + q} x={s.x} y={yy} width={s.w} height={h} />)}
            </a>
          );
        })}
        {line.length > 1 && <polyline class="score-line" points={line.join(' ')} />}
        {spots.map(
          (s) =>
            s.p.score !== null &&
            spots.length <= 80 && (
              <circle key={s.p.from} class="score-dot" cx={s.x + s.w / 2} cy={y(s.p.score)} r={2.5} />
            ),
        )}
        {[10, -10].map((v) => (
          <text key={v} class="tick score-tick" x={width - right + 6} y={y(v) + (v > 0 ? 8 : 0)}>
            {score(v).replace(/[.,]0/, '')}
          </text>
        ))}
        <text class="tick score-tick" x={width - right + 6} y={zero + 4}>
          0
        </text>
      </svg>
      <Legend line />
      <details class="as-table">
        <summary>{t('list.table')}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={t('dossier.curve')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('reader.when')}</th>
                {([1, 2, 3, 4] as const).map((q) => (
                  <th key={q} scope="col" class="number">
                    {t(`quad.${q}`)}
                  </th>
                ))}
                <th scope="col" class="number">
                  {t('chart.score')}
                </th>
              </tr>
            </thead>
            <tbody>
              {live.map((p) => (
                <tr key={p.from}>
                  <th scope="row">
                    <a href={href('happenings', [], { ...filters, since: p.from, until: p.to })}>{days(p)}</a>
                  </th>
                  {p.quads.map((v, q) => (
                    <td key={q} class="number">
                      {num(v)}
                    </td>
                  ))}
                  <td class="number">{score(p.score)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}

interface Tick {
  day: number;
  date: Date;
  year: boolean;
  days: boolean;
}

/** Marks on the axis of time: months (every nth), or days where the whole is short; the year at the first and each January. */
export function monthTicks(first: number, last: number, width: number): Tick[] {
  const room = Math.max(2, Math.floor(width / 90));
  const out: Tick[] = [];
  if (last - first <= 75) {
    const step = Math.max(1, Math.ceil((last - first) / room));
    for (let d = first; d < last; d += step) out.push({ day: d + 0.5, date: new Date(d * 86400000), year: false, days: true });
    return out;
  }
  const months = (last - first) / 30.4;
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((s) => months / s <= room) ?? 240;
  const start = new Date(first * 86400000);
  let m = start.getUTCFullYear() * 12 + start.getUTCMonth();
  m = Math.ceil(m / step) * step;
  for (; ; m += step) {
    const date = new Date(Date.UTC(Math.floor(m / 12), m % 12, 1));
    const day = date.getTime() / 86400000;
    if (day >= last) break;
    if (day >= first) out.push({ day, date, year: out.length === 0 || m % 12 === 0 || step >= 12, days: false });
  }
  return out;
}
