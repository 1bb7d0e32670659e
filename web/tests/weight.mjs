// What the built page weighs: every file of it, packed with gzip, the atlas apart.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { holds, ROOT, test } from './lib.mjs';

export async function weight() {
  await test('weight: at most 250 kB without the atlas', () => {
    const dist = join(ROOT, 'web/dist');
    let sum = 0;
    let atlas = 0;
    for (const f of [...readdirSync(join(dist, 'assets')).map((f) => 'assets/' + f), 'index.html', 'icon.svg']) {
      const n = gzipSync(readFileSync(join(dist, f)), { level: 9 }).length;
      if (f.includes('countries-')) atlas += n;
      else sum += n;
    }
    console.log(`page: ${Math.round(sum / 1000)} kB gzip, atlas ${Math.round(atlas / 1000)} kB`);
    holds(atlas > 0 && sum <= 250000, `${sum} bytes`);
  });
  await test('weight: no inline script, style or handler in the built page', () => {
    const html = readFileSync(join(ROOT, 'web/dist/index.html'), 'utf8');
    holds(!/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/.test(html), html);
  });
}
