// The tables of words: every language has every key, none is empty, no place to fill is lost, little is left in English.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holds, ROOT, same, test } from './lib.mjs';

const DIR = join(ROOT, 'web/src/i18n');

function table(lang) {
  const out = new Map();
  for (const [, key, text] of readFileSync(join(DIR, lang + '.ts'), 'utf8').matchAll(/^ {2}'([^']+)': '((?:[^'\\]|\\.)*)',$/gm)) out.set(key, text);
  return out;
}

const places = (text) => [...new Set([...text.matchAll(/\{\w+\}/g)].map((m) => m[0]))].sort();

export async function words() {
  const langs = readdirSync(DIR)
    .map((f) => f.replace('.ts', ''))
    .filter((l) => l !== 'index');
  const en = table('en');
  await test('words: there are tables', () => holds(langs.length >= 4 && en.size > 150, `${langs.length} tables, ${en.size} keys`));
  for (const lang of langs) {
    const t = table(lang);
    await test(`words: ${lang} has the keys of en, in its order`, () => same([...t.keys()], [...en.keys()], 'keys'));
    await test(`words: ${lang} has no empty one and fills the same places`, () => {
      for (const [key, text] of t) {
        holds(text.trim() !== '', `${key} is empty`);
        same(places(text), places(en.get(key)), `places of ${key}`);
        same(text.includes('|'), en.get(key).includes('|'), `"|" in ${key}`);
      }
    });
    if (lang !== 'en')
      await test(`words: ${lang} is not English`, () => {
        // Words that are the same in both languages are short; a sentence never is.
        const left = [...t].filter(([key, text]) => text === en.get(key) && (text.replace(/\{\w+\}/g, '').match(/\p{L}+/gu) ?? []).length > 2);
        same(left, [], 'left in English');
      });
  }
  await test('words: every key is used', () => {
    const dir = join(ROOT, 'web/src');
    const source = readdirSync(dir, { recursive: true })
      .filter((f) => /\.tsx?$/.test(f) && !/^i18n.(en|de|da|nb)/.test(f))
      .map((f) => readFileSync(join(dir, f), 'utf8'))
      .join('\n');
    const families = ['type.', 'status.', 'stance.', 'form.', 'kind.', 'quad.', 'filter.', 'reader.', 'region.', 'dis.', 'search.facet.', 'theme.', 'map.'];
    const unused = [...en.keys()].filter((k) => !source.includes(`'${k}'`) && !source.includes(`"${k}"`) && !families.some((f) => k.startsWith(f)));
    same(unused, [], 'unused');
  });
}
