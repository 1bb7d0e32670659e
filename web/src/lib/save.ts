// What is on the screen as a file: made here, from the same answers, and handed to the browser.
import { apiUrl, get } from './api';
import type { Query } from './route';

export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: type + ';charset=utf-8' }));
  const a = document.createElement('a');
  a.href = url;
  a.download = name;
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const cell = (v: unknown): string => {
  const s = v === null || v === undefined ? '' : String(v);
  // A spreadsheet would take = + - @ at the beginning for a formula.
  const safe = /^[=+@\t\r]|^-[^\d]/.test(s) ? "'" + s : s;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
};

/** RFC 4180, with a line of heads. */
export const csv = (heads: string[], rows: unknown[][]): string =>
  [heads, ...rows].map((r) => r.map(cell).join(',')).join('\r\n') + '\r\n';

/** Everything that a list holds, not only what is on the screen: its pages one after another, at most MOST rows. */
const MOST = 10000;

export async function allOf(path: string, query: Query): Promise<unknown[]> {
  const out: unknown[] = [];
  let cursor: string | null = null;
  do {
    const answer: unknown = await get(apiUrl(path, { ...query, limit: 200, cursor }));
    const page = answer as { items?: unknown[]; next?: string | null };
    if (!page.items) return [answer];
    out.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor && out.length < MOST);
  return out;
}

type Row = Record<string, unknown>;

/** An object of the API as a row: days as two columns, parties by name, quad classes as four, of witnesses the first. */
function flat(item: Row): Row {
  const row: Row = {};
  for (const [k, v] of Object.entries(item)) {
    if (k === 'witnesses') {
      const { article, lang, outlet, uri, words } = (v as Row[])[0] ?? {};
      Object.assign(row, { article, lang, outlet, uri, words });
    } else if (k === 'quads') {
      ['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'].forEach((q, i) => (row[q] = (v as number[])[i]));
    } else if (k === 'when' || k === 'reported' || k === 'days' || k === 'published') {
      const days = v as { from?: string; to?: string } | null;
      row[k + '_from'] = days?.from;
      row[k + '_to'] = days?.to;
    } else if (k === 'span') row[k] = (v as number[]).join('-');
    else if (Array.isArray(v)) row[k] = v.map((x) => (typeof x === 'object' && x ? (x as Row).name : x)).join('; ');
    else row[k] = v;
  }
  return row;
}

export function csvOf(items: unknown[]): string {
  const rows = items.map((x) => flat(x as Row));
  const heads = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  return csv(
    heads,
    rows.map((r) => heads.map((h) => r[h])),
  );
}

const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
];

/** The picture as it looks now, with its colours and type written into it, so that it stands by itself. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((el, i) => {
    const style = getComputedStyle(el);
    for (const s of STYLES) {
      const v = style.getPropertyValue(s);
      if (v) to[i]!.setAttribute(s, v);
    }
    to[i]!.removeAttribute('class');
    to[i]!.removeAttribute('tabindex');
  });
  copy.querySelectorAll('[data-screen]').forEach((el) => el.remove());
  copy.querySelectorAll('a').forEach((a) => a.setAttribute('href', new URL(a.getAttribute('href') ?? '', location.href).href));
  const box = svg.viewBox.baseVal;
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('x', String(box.x));
  ground.setAttribute('y', String(box.y));
  ground.setAttribute('width', String(box.width));
  ground.setAttribute('height', String(box.height));
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}
