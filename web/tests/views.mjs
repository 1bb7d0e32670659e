// Every view opened in two widths, two languages and both schemes: it has its heading and something to show, nothing runs
// over the edge, and axe finds nothing (WCAG 2.1 A and AA).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { holds, same, settled, test, withPage } from './lib.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Address, and something that must be there.
export const VIEWS = [
  ['/', '.pairs tbody tr'],
  ['/dossier', '.pairs tbody tr'],
  ['/dossier/EGY/ETH', '.entry .sentence'],
  ['/dossier/TUR', '.curve .bar'],
  ['/happenings', '.entry .sentence'],
  ['/stories?since=2024-03-01&until=2024-03-31', '.spindle'],
  ['/network', '.graph .node'],
  ['/map', '.map .place'],
  ['/map?show=parties&region=africa', '.map .place'],
  ['/quotes', '.said'],
  ['/search?text=Oslo', '.found li'],
  ['/search', '.found li'],
  ['/try', 'textarea'],
  ['/happenings?since=1900-01-01&until=1900-01-02', '.empty'],
  ['/nowhere', '.empty'],
];

export async function axe(page) {
  // The page's own policy forbids adding scripts to it, and rightly so: the checker comes in by the debugger.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
  });
  same(found, [], 'axe');
}

export async function views(house) {
  const article = await first(house, '/api/v1/search?text=Oslo');
  const story = await first(house, '/api/v1/stories', 'id');
  const entry = await first(house, '/api/v1/happenings', 'id');
  const all = [...VIEWS, [`/article/${article}`, '[data-mark]'], [`/story/${story}`, '.story-line'], [`/entry/${entry}`, '.sentence']];
  const titles = new Map();
  for (const [width, lang, scheme] of [
    [1280, 'en', 'light'],
    [375, 'de', 'dark'],
    [1280, 'nb', 'dark'],
    [375, 'da', 'light'],
  ])
    for (const [path, wanted] of all)
      await test(`view ${path} ${width} ${lang} ${scheme}`, () =>
        withPage(house, { width, lang, scheme }, async (page) => {
          await page.to(path);
          await page.waitForSelector(wanted);
          same(await page.getAttribute('html', 'lang'), lang, 'lang');
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          holds(wide <= 0, `${wide} px run over the edge`);
          same(await page.locator('h1').count(), 1, 'h1');
          const nav = await page.locator('.top nav').innerText();
          titles.set(lang, nav);
          await settled(page);
          await axe(page);
        }));
  if (!process.env.ONLY) await test('views: each language has words of its own', () => same(new Set(titles.values()).size, 4, 'navigations'));
}

export async function first(house, path, key = 'article') {
  const r = await fetch(house.url + path);
  holds(r.ok, `${path}: ${r.status}`);
  return (await r.json()).items[0][key];
}
