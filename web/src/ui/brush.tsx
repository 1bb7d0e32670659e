// A span of time over a small histogram: two handles that are sliders (arrow keys a day, Page a month), and the window
// between them, which can be dragged. It tells its owner when a movement ends.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { dayIso, dayNumber } from '../lib/days';
import type { Period } from '../types';
import { monthTicks, useWidth } from './curve';

export function Brush({
  periods,
  since,
  until,
  onSpan,
}: {
  periods: Period[];
  since: string | null;
  until: string | null;
  onSpan: (since: string | null, until: string | null) => void;
}) {
  const w = useWords();
  const [box, width] = useWidth<HTMLDivElement>(900);
  const first = dayNumber(periods[0]!.from);
  const last = Math.max(first + 1, dayNumber(periods.at(-1)!.to));
  const clamp = (d: number) => Math.max(first, Math.min(last, d));
  const given: [number, number] = [since ? clamp(dayNumber(since)) : first, until ? clamp(dayNumber(until)) : last];
  const [span, set] = useState<[number, number]>(given);
  const drag = useRef<{ what: 'a' | 'b' | 'all' | 'new'; x: number; from: [number, number] } | null>(null);
  const live = useRef(span);
  live.current = span;
  useEffect(() => set(given), [since, until, first, last]);

  const h = 64;
  const pad = 12;
  const x = (d: number) => pad + ((d - first) / (last - first)) * (width - 2 * pad);
  const day = (px: number) => clamp(Math.round(first + ((px - pad) / (width - 2 * pad)) * (last - first)));
  const most = Math.max(1, ...periods.map((p) => p.events));
  const tell = ([a, b]: [number, number]) => onSpan(a <= first ? null : dayIso(a), b >= last ? null : dayIso(b));

  const start = (what: 'a' | 'b' | 'all' | 'new') => (e: PointerEvent) => {
    e.preventDefault();
    e.stopPropagation();
    const svg = (e.currentTarget as Element).closest('svg')!;
    svg.setPointerCapture(e.pointerId);
    const px = e.clientX - svg.getBoundingClientRect().left;
    drag.current = { what, x: px, from: what === 'new' ? [day(px), day(px)] : span };
  };
  const move = (e: PointerEvent) => {
    const d = drag.current;
    if (!d) return;
    const px = e.clientX - (e.currentTarget as Element).getBoundingClientRect().left;
    const by = day(px) - day(d.x);
    const [a, b] = d.from;
    if (d.what === 'a') set([Math.min(clamp(a + by), b), b]);
    else if (d.what === 'b') set([a, Math.max(clamp(b + by), a)]);
    else if (d.what === 'new') set([Math.min(a, day(px)), Math.max(a, day(px))]);
    else {
      const shift = Math.max(first - a, Math.min(last - b, by));
      set([a + shift, b + shift]);
    }
  };
  const end = () => {
    if (!drag.current) return;
    drag.current = null;
    tell(live.current);
  };
  const key = (which: 0 | 1) => (e: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 }[e.key];
    let to = span[which];
    if (e.key === 'Home') to = which === 0 ? first : span[0];
    else if (e.key === 'End') to = which === 1 ? last : span[1];
    else if (step !== undefined) to = clamp(to + step);
    else return;
    e.preventDefault();
    const next: [number, number] = which === 0 ? [Math.min(to, span[1]), span[1]] : [span[0], Math.max(to, span[0])];
    set(next);
    tell(next);
  };
  const handle = (which: 0 | 1) => (
    <g
      class="handle"
      role="slider"
      tabindex={0}
      aria-label={w.t(which === 0 ? 'network.from' : 'network.to')}
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={span[which]}
      aria-valuetext={w.day(dayIso(span[which]))}
      onPointerDown={start(which === 0 ? 'a' : 'b')}
      onKeyDown={key(which)}
    >
      <rect class="touch" x={x(span[which]) - 12} y={0} width={24} height={h} />
      <rect class="grip" x={x(span[which]) - 3} y={h / 2 - 16} width={6} height={32} rx={3} />
    </g>
  );
  return (
    <div class="brush" ref={box}>
      <svg
        viewBox={`0 0 ${width} ${h + 20}`}
        width={width}
        height={h + 20}
        role="group"
        aria-label={w.t('network.brush')}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onPointerDown={start('new')}
      >
        <line class="axis" x1={pad} x2={width - pad} y1={h} y2={h} />
        {periods.map((p) => {
          const a = x(dayNumber(p.from));
          const b = x(Math.min(last, dayNumber(p.to) + 1));
          const good = ((p.quads[0] + p.quads[1]) / most) * (h - 6);
          const bad = ((p.quads[2] + p.quads[3]) / most) * (h - 6);
          const wide = Math.max(1.5, b - a - 1);
          return (
            <g key={p.from}>
              {good > 0 && <rect class="part q2" x={a} y={h - good} width={wide} height={good} />}
              {bad > 0 && <rect class="part q4" x={a} y={h - good - bad} width={wide} height={bad} />}
            </g>
          );
        })}
        <rect class="shade" x={pad} y={0} width={Math.max(0, x(span[0]) - pad)} height={h} />
        <rect class="shade" x={x(span[1])} y={0} width={Math.max(0, width - pad - x(span[1]))} height={h} />
        <rect class="window" x={x(span[0])} y={0.5} width={Math.max(1, x(span[1]) - x(span[0]))} height={h - 1} onPointerDown={start('all')} />
        {handle(0)}
        {handle(1)}
        {monthTicks(first, last, width).map((k) => (
          <text key={k.day} class="tick mid" x={Math.max(pad + 22, Math.min(width - pad - 22, x(k.day)))} y={h + 15}>
            {new Intl.DateTimeFormat(w.lang, k.days ? { day: 'numeric', month: 'short', timeZone: 'UTC' } : k.year ? { month: 'short', year: 'numeric', timeZone: 'UTC' } : { month: 'short', timeZone: 'UTC' }).format(k.date)}
          </text>
        ))}
      </svg>
      <p class="quiet brush-words" aria-live="polite">
        {w.days({ from: dayIso(span[0]), to: dayIso(span[1]) })}
        {(span[0] > first || span[1] < last) && (
          <button type="button" class="plain" onClick={() => onSpan(null, null)}>
            {w.t('brush.all')}
          </button>
        )}
      </p>
    </div>
  );
}
