// The house around the views: the bar with their names, language, light and dark, and which view an address means.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { langs, names, preferred, store, useWords, wordsOf, WordsContext, type Key, type Lang } from './i18n';
import { href, useAddress } from './lib/route';
import { Empty } from './ui/state';
import { Dossier } from './views/dossier';
import { Happenings, OneEntry } from './views/happenings';
import { Home } from './views/home';
import { MapView } from './views/map';
import { NetworkView } from './views/network';
import { Quotes } from './views/quotes';
import { Reader } from './views/reader';
import { Search } from './views/search';
import { OneStory, Stories } from './views/stories';
import { TryIt } from './views/try';

const VIEWS: [string, Key][] = [
  ['', 'nav.home'],
  ['dossier', 'nav.dossier'],
  ['happenings', 'nav.happenings'],
  ['stories', 'nav.stories'],
  ['network', 'nav.network'],
  ['map', 'nav.map'],
  ['quotes', 'nav.quotes'],
  ['search', 'nav.search'],
  ['try', 'nav.try'],
];
const PARENT: Record<string, string> = { entry: 'happenings', story: 'stories', article: 'search' };

function View() {
  const { view, args } = useAddress();
  const { t } = useWords();
  switch (view) {
    case '':
      return <Home />;
    case 'dossier':
      return <Dossier a={args[0]} b={args[1]} />;
    case 'happenings':
      return <Happenings />;
    case 'entry':
      return <OneEntry key={args[0]} id={args[0] ?? ''} />;
    case 'article':
      return <Reader key={args[0]} id={args[0] ?? ''} />;
    case 'stories':
      return <Stories />;
    case 'story':
      return <OneStory key={args[0]} id={args[0] ?? ''} />;
    case 'network':
      return <NetworkView />;
    case 'map':
      return <MapView />;
    case 'quotes':
      return <Quotes />;
    case 'search':
      return <Search />;
    case 'try':
      return <TryIt />;
    default:
      return (
        <Empty>
          <h1>{t('state.unknown')}</h1>
          <p>
            <a href="/">{t('nav.home')}</a>
          </p>
        </Empty>
      );
  }
}

type Theme = 'auto' | 'light' | 'dark';

export function App() {
  const { query, view } = useAddress();
  const [lang, setLang] = useState<Lang>(() => langs.find((l) => l === query.in) ?? preferred());
  const [theme, setTheme] = useState<Theme>(() => (store.get('theme') as Theme | null) ?? 'auto');
  const words = useMemo(() => wordsOf(lang), [lang]);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const at = PARENT[view] ?? view;
  useEffect(() => {
    const key = VIEWS.find(([v]) => v === view)?.[1];
    document.title = key && view ? `${words.t(key)} · Dragoman` : 'Dragoman';
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [view, lang]);
  return (
    <WordsContext.Provider value={words}>
      <a class="skip" href="#main">
        {words.t('app.skip')}
      </a>
      <header class="top" data-screen>
        <a class="brand" href="/">
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            <path class="brand-d" d="M7 24V8h7c5 0 8 3 8 8s-3 8-8 8z" />
            <path class="brand-bar" d="M26 8v16" />
          </svg>
          Dragoman
        </a>
        <nav aria-label={words.t('nav.main')} ref={nav}>
          <ul>
            {VIEWS.map(([v, key]) => (
              <li key={v}>
                <a href={href(v)} aria-current={v === at ? 'page' : undefined}>
                  {words.t(key)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="choices">
          <label>
            <span class="hidden">{words.t('app.language')}</span>
            <select
              value={lang}
              onChange={(e) => {
                const l = e.currentTarget.value as Lang;
                store.set('lang', l);
                setLang(l);
              }}
            >
              {langs.map((l) => (
                <option key={l} value={l} lang={l} selected={l === lang}>
                  {names[l]}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="hidden">{words.t('app.theme')}</span>
            <select
              value={theme}
              onChange={(e) => {
                const v = e.currentTarget.value as Theme;
                store.set('theme', v);
                setTheme(v);
              }}
            >
              {(['auto', 'light', 'dark'] as const).map((v) => (
                <option key={v} value={v} selected={v === theme}>
                  {words.t(`theme.${v}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <View />
      </main>
    </WordsContext.Provider>
  );
}
