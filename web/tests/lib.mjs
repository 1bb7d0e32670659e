// What the tests share: counting, the server over samples/, the browser, and a page that notices what must never happen.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
let passed = 0;
let failed = 0;

/** One test; what it throws is printed, and the next goes on. */
export async function test(name, does) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) return;
  try {
    await does();
    passed++;
  } catch (e) {
    failed++;
    console.log(`FAILED ${name}\n    ${String(e?.stack ?? e).split('\n').slice(0, 6).join('\n    ')}`);
  }
}

export function same(got, wanted, what = '') {
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
}

export function holds(truth, what) {
  if (!truth) throw new Error(what);
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

const freePort = () =>
  new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

async function answers(url, child) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`dragoman serve ended with ${child.exitCode}`);
    try {
      if ((await fetch(url + '/healthz')).ok) return;
    } catch {
      /* not yet */
    }
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error('dragoman serve does not answer');
}

/** The server and the browser. house.page({…}) opens a page; house.url is where. */
export async function openHouse(build) {
  let url = process.env.DRAGOMAN_URL;
  let server = null;
  const dir = mkdtempSync(join(tmpdir(), 'dragoman-page-'));
  if (!url) {
    const program = resolve(build, 'dragoman');
    const samples = readdirSync(join(ROOT, 'samples')).map((f) => join('samples', f));
    const archive = join(dir, 'samples.db');
    const added = spawnSync(program, ['add', '--archive', archive, ...samples], { cwd: ROOT, encoding: 'utf8' });
    if (added.status !== 0) throw new Error('dragoman add: ' + added.stderr);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(program, ['serve', '--archive', archive, '--listen', `127.0.0.1:${port}`], { cwd: ROOT, stdio: 'ignore' });
    await answers(url, server);
  }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return {
    url,
    async page({ width = 1280, lang = 'en', scheme = 'light' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 812 : 900 },
        colorScheme: scheme,
        locale: lang,
        acceptDownloads: true,
        bypassCSP: false,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20000);
      // Nothing may be said on the console, thrown, or asked of another host; what a test expects it takes out again.
      page.faults = [];
      page.on('console', (m) => ['error', 'warning'].includes(m.type()) && page.faults.push('console: ' + m.text()));
      page.on('pageerror', (e) => page.faults.push('thrown: ' + e.message));
      page.on('request', (r) => {
        if (!r.url().startsWith(url + '/') && !/^(blob|data):/.test(r.url())) page.faults.push('another host: ' + r.url());
      });
      page.to = async (path) => {
        await page.goto(url + path, { waitUntil: 'networkidle' });
        await settled(page);
      };
      return page;
    },
    async close() {
      await browser.close();
      if (server) {
        server.kill('SIGTERM');
        await new Promise((r) => server.once('exit', r));
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until what is asked in the page is true. (Playwright's own waitForFunction evaluates words, which the policy forbids.) */
export async function until(page, truth, value) {
  for (let i = 0; i < 400; i++) {
    if (await page.evaluate(truth, value).catch(() => false)) return;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(`never true: ${truth} (${value ?? ''}) at ${page.url()}`);
}

/** Nothing is on its way any more. */
export async function settled(page) {
  await until(page, () => !document.querySelector('.loading, .waiting') && !!document.querySelector('h1'));
}

/** Runs with a page of its own, and fails on whatever it noticed. */
export async function withPage(house, options, does) {
  const page = await house.page(options);
  try {
    await does(page);
    same(page.faults, [], 'what the page must not do');
  } finally {
    await page.context().close();
  }
}
