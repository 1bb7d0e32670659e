// What is on the screen as a file: made here, from the same answers, and handed to the browser.
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
