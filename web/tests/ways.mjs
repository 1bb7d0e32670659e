// Ways through the page as a person goes them: from a figure to the sentence, filters on and off, by keyboard alone, out as a
// file, and what happens when nothing is there or nothing answers.
import { readFile } from 'node:fs/promises';
import { holds, same, settled, test, until, withPage } from './lib.mjs';
import { axe } from './views.mjs';

const path = (page) => new URL(page.url()).pathname;
const query = (page, key) => new URL(page.url()).searchParams.get(key);
const download = async (page, does) => {
  const [d] = await Promise.all([page.waitForEvent('download'), does()]);
  return { name: d.suggestedFilename(), text: await readFile(await d.path(), 'utf8') };
};
const menu = async (page, item) => {
  await page.click('.view-head > .menu > summary');
  return download(page, () => page.click(`.view-head > .menu li >> text=${item}`));
};

/** The sentence that was clicked is the one that is lit in the article. */
async function leadsToSentence(page, link) {
  const words = (await link.innerText()).trim();
  await link.click();
  await page.waitForSelector('.reader .goal');
  same(path(page).startsWith('/article/'), true, 'address ' + page.url());
  const lit = (await page.locator('.reader .goal').allInnerTexts()).join('').trim();
  holds(lit === words || words.startsWith(lit) || lit.startsWith(words), `"${lit}" is lit, "${words}" was meant`);
}

export async function ways(house) {
  for (const width of [1280, 375])
    for (const lang of ['en', 'de'])
      await test(`way: dossier, filtered, to the sentence ${width} ${lang}`, () =>
        withPage(house, { width, lang }, async (page) => {
          await page.to('/dossier/EGY/ETH');
          const before = await page.locator('#happened .entry').count();
          await page.click('.filters summary');
          await page.selectOption('.filter-form select[name=type]', 'CONSULT');
          await page.click('.filter-form button[type=submit]');
          await until(page, (n) => document.querySelectorAll('#happened .entry').length < n, before);
          await settled(page);
          same(query(page, 'type'), 'CONSULT', 'type in the address');
          holds((await page.locator('.counted').innerText()).includes(String(before)), 'how many there are without the filter');
          await page.goBack();
          await until(page, (n) => document.querySelectorAll('#happened .entry').length === n, before);
          await page.goForward();
          await page.waitForSelector('.chip[href^="/dossier"]');
          await leadsToSentence(page, page.locator('#happened .sentence a.words').first());
        }));

  await test('way: article in its own letters, then the same happening in another language', () =>
    withPage(house, {}, async (page) => {
      await page.to('/happenings?witnesses=3');
      await leadsToSentence(page, page.locator('.entry .sentence a.words').first());
      const was = page.url();
      const lang = await page.getAttribute('.reader .text', 'lang');
      const other = page.locator('.elsewhere .sentence a.words').first();
      await other.waitFor();
      await leadsToSentence(page, other);
      holds(page.url() !== was && (await page.getAttribute('.reader .text', 'lang')) !== lang, 'another article, in another language');
    }));

  await test('way: layers off and on, kept in the address; a mark by keyboard', () =>
    withPage(house, { lang: 'da' }, async (page) => {
      await page.to('/search?text=Oslo');
      await page.click('.found h2 a');
      await page.waitForSelector('.m-quote');
      await page.click('.layer.b-quotes');
      await until(page, () => !document.querySelector('.m-quote'));
      holds(query(page, 'layers')?.includes('entities'), 'layers in the address');
      await page.click('.layer.b-quotes');
      await page.waitForSelector('.m-quote');
      await page.focus('.reader [data-stop][tabindex="0"]');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.panel .card');
      await axe(page);
      await page.keyboard.press('Escape');
      await page.waitForSelector('.panel .summary');
    }));

  await test('way: curve by keyboard to the sentences of a period', () =>
    withPage(house, {}, async (page) => {
      await page.to('/dossier/EGY/ETH');
      await page.focus('.curve .bar[tabindex="0"]');
      await page.keyboard.press('ArrowRight');
      const name = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
      holds(/\d/.test(name), 'a bar says what it is: ' + name);
      await page.keyboard.press('Enter');
      await until(page, () => location.pathname === '/happenings');
      await page.waitForSelector('.entry .sentence');
      holds(query(page, 'since') && query(page, 'until') && query(page, 'a') === 'EGY', page.url());
    }));

  await test('way: network, its span of time by keyboard, a pair, its dossier, a sentence', () =>
    withPage(house, {}, async (page) => {
      await page.to('/network');
      const before = await page.locator('.graph .node').count();
      await page.locator('.brush .handle').nth(1).focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
      await until(page, () => new URLSearchParams(location.search).has('until'));
      await settled(page);
      await until(page, (n) => document.querySelectorAll('.graph .node').length < n, before);
      await page.click('.pairs tbody th a >> nth=0');
      await page.waitForSelector('#happened .entry');
      await leadsToSentence(page, page.locator('#happened .sentence a.words').first());
    }));

  await test('way: a place on the map to what happened there', () =>
    withPage(house, {}, async (page) => {
      await page.to('/map?show=parties&region=africa');
      const place = page.locator('.map .place').first();
      const n = /\d+/.exec(await place.getAttribute('aria-label'))[0];
      await place.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('.entry .sentence');
      await settled(page);
      holds((await page.locator('.counted').innerText()).startsWith(n), `the circle says ${n}, the list ${await page.locator('.counted').innerText()}`);
    }));

  await test('way: river, story, article', () =>
    withPage(house, { width: 375 }, async (page) => {
      await page.to('/stories?since=2024-03-01&until=2024-03-31');
      await page.locator('.spindle').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('.story .story-line a');
      await page.click('.story .story-line a >> nth=0');
      await page.waitForSelector('.reader .text');
    }));

  await test('way: a name completed by keyboard to its dossier; facets narrow a search', () =>
    withPage(house, { lang: 'de' }, async (page) => {
      await page.to('/');
      await page.locator('.hero input').pressSequentially('Ägy');
      await page.waitForSelector('[role=option]');
      await page.keyboard.press('ArrowDown');
      await axe(page);
      await page.keyboard.press('Enter');
      await until(page, () => location.pathname === '/dossier/EGY');
      same(await page.locator('h1').innerText(), 'Ägypten', 'h1');
      await page.to('/search?text=Oslo');
      const all = await page.locator('.found li').count();
      await page.click('.facets a[href*="lang=nb"]');
      await until(page, (n) => document.querySelectorAll('.found li').length < n, all);
      await page.click('.chip[href^="/search"]:has-text("Norwegisch")');
      await until(page, (n) => document.querySelectorAll('.found li').length === n, all);
    }));

  await test('way: what one speaker said', () =>
    withPage(house, {}, async (page) => {
      await page.to('/quotes');
      const all = await page.locator('.said').count();
      const speaker = page.locator('.said-who a').first();
      const name = await speaker.innerText();
      await speaker.click();
      await until(page, (n) => document.querySelectorAll('.said').length < n, all);
      for (const who of await page.locator('.said-who a').allInnerTexts()) same(who, name, 'speaker');
      await leadsToSentence(page, page.locator('.said a.words').first());
    }));

  await test('out: CSV, JSON and SVG of what is shown', () =>
    withPage(house, {}, async (page) => {
      await page.to('/dossier/EGY/ETH');
      const shown = await page.locator('#happened .entry').count();
      const csv = await menu(page, 'CSV');
      holds(csv.name.endsWith('.csv') && csv.text.trim().split('\r\n').length >= shown + 1, csv.text.slice(0, 200));
      const json = await menu(page, 'JSON');
      same(JSON.parse(json.text).items.length, shown, 'entries');
      const svg = await menu(page, 'SVG');
      holds(svg.text.startsWith('<svg') && svg.text.includes('fill="rgb') && !svg.text.includes('class='), svg.text.slice(0, 200));
      for (const view of ['/network', '/map', '/stories?since=2024-03-01&until=2024-03-31']) {
        await page.to(view);
        holds((await menu(page, 'SVG')).text.startsWith('<svg'), view);
        holds((await menu(page, 'CSV')).text.includes(','), view);
      }
    }));

  await test('out: on paper only what was asked', () =>
    withPage(house, { scheme: 'dark' }, async (page) => {
      await page.to('/dossier/EGY/ETH');
      await page.emulateMedia({ media: 'print' });
      same(await page.locator('.top').isVisible(), false, 'the bar is printed');
      same(await page.locator('#happened .entry').first().isVisible(), true, 'entries are printed');
    }));

  const hostile = `Norway warns Sweden <img src=x onerror="window.bad=1"><script>window.bad=1</script>
Norway's foreign minister, Kari Berg, warned Sweden on Monday. "We will not wait <b onclick=bad()>any longer</b>," Berg said. <iframe src="javascript:window.bad=1"></iframe>`;
  for (const width of [1280, 375])
    await test(`try: an article pasted is read at once; its markup stays words ${width}`, () =>
      withPage(house, { width }, async (page) => {
        await page.to('/try');
        await page.fill('textarea', hostile);
        await page.click('button[type=submit]');
        await page.waitForSelector('.reader [data-mark]');
        holds((await page.locator('.reader').innerText()).includes('<b onclick=bad()>any longer</b>'), 'the markup is shown as words');
        same(await page.locator('.reader img, .reader script, .reader iframe, .reader b').count(), 0, 'elements out of the article');
        same(await page.evaluate(() => window.bad), undefined, 'window.bad');
        holds((await page.locator('.m-trigger').count()) > 0, 'a happening is marked');
        await axe(page);
      }));

  await test('try: a file dropped is read; a foreign one fails with a reason', () =>
    withPage(house, { lang: 'nb' }, async (page) => {
      await page.to('/try');
      const give = (name, type, text) =>
        page.setInputFiles('input[type=file]', { name, mimeType: type, buffer: Buffer.from(text) });
      await give('a.html', 'text/html', '<html><head><title>Norge møter Peru</title></head><body><article><h1>Norge møter Peru</h1><p>Utenriksminister Kari Berg møtte presidenten i Peru i Lima mandag. «Vi er enige», sa Berg etter møtet. De to landene vil samarbeide om fiske.</p></article></body></html>');
      await page.waitForSelector('.reader [data-mark]');
      await page.click('.bar .main');
      await page.waitForSelector('textarea');
      await give('b.bin', 'application/octet-stream', '\u0000\u0001\u0002'.repeat(50));
      await page.waitForSelector('.failed');
      page.faults = page.faults.filter((f) => !/status of 4\d\d/.test(f));
    }));

  await test('state: the program does not answer, and then does', () =>
    withPage(house, {}, async (page) => {
      await page.route('**/api/v1/**', (r) => r.abort());
      await page.goto(house.url + '/quotes');
      await page.waitForSelector('.failed');
      await axe(page);
      page.faults = page.faults.filter((f) => !f.includes('ERR_FAILED'));
      await page.unroute('**/api/v1/**');
      await page.click('.failed button');
      await page.waitForSelector('.said');
    }));

  await test('state: an article that is not there', () =>
    withPage(house, {}, async (page) => {
      await page.goto(house.url + '/article/0000000000000000');
      await page.waitForSelector('.failed');
      page.faults = page.faults.filter((f) => !f.includes('404'));
    }));

  await test('choice: language and appearance are kept, and no cookie is set', () =>
    withPage(house, {}, async (page) => {
      await page.to('/');
      await page.selectOption('.choices select >> nth=0', 'da');
      await page.selectOption('.choices select >> nth=1', 'dark');
      await until(page, () => document.documentElement.lang === 'da');
      await page.to('/happenings');
      same(await page.getAttribute('html', 'lang'), 'da', 'lang');
      same(await page.getAttribute('html', 'data-theme'), 'dark', 'theme');
      same(await page.context().cookies(), [], 'cookies');
    }));
}
