// An article of one's own, read at once and not kept: pasted, or dropped as a file.
import { useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { post } from '../lib/api';
import { ViewHead } from '../ui/head';
import { Failed } from '../ui/state';
import type { ArticleRecord } from '../types';
import { Article } from './reader';

const MOST_MB = 4;

interface ReadAnswer {
  items: ArticleRecord[];
  errors?: { error: string }[];
}

export function TryIt() {
  const w = useWords();
  const { t } = w;
  const [text, setText] = useState('');
  const [day, setDay] = useState('');
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [read, setRead] = useState<ArticleRecord[] | null>(null);
  const [shown, setShown] = useState(0);
  const file = useRef<HTMLInputElement>(null);

  const send = async (body: BodyInit, type: string) => {
    setBusy(true);
    setError(null);
    try {
      const answer = await post<ReadAnswer>('read', body, type, { in: w.lang, date: day });
      if (!answer.items.length) throw new Error(answer.errors?.[0]?.error ?? t('reader.nothing'));
      setShown(0);
      setRead(answer.items);
      window.scrollTo(0, 0);
    } catch (e) {
      setError(e as Error);
    } finally {
      setBusy(false);
    }
  };
  const sendFile = (f: File | undefined | null) => {
    if (!f) return;
    if (f.size > MOST_MB * 1048576) return setError(new Error(t('try.toobig', { n: MOST_MB })));
    void send(f, 'application/octet-stream');
  };

  if (read) {
    const r = read[Math.min(shown, read.length - 1)]!;
    return (
      <>
        <div class="bar" data-screen>
          <button type="button" class="main" onClick={() => setRead(null)}>
            ← {t('try.again')}
          </button>
          {read.length > 1 && (
            <label class="inline">
              {t('try.several')}
              <select value={shown} onChange={(e) => setShown(+e.currentTarget.value)}>
                {read.map((x, i) => (
                  <option key={i} value={i}>
                    {x.title ?? t('reader.untitled')}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <Article key={shown} r={r} />
      </>
    );
  }
  return (
    <div class="try">
      <ViewHead title={t('try.title')} hint={t('try.hint')} />
      <form
        class={'try-form' + (over ? ' over' : '')}
        onSubmit={(e) => {
          e.preventDefault();
          if (text.trim()) void send(text, 'text/plain; charset=utf-8');
        }}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          sendFile(e.dataTransfer?.files[0]);
        }}
      >
        <label>
          <span>{t('try.paste')}</span>
          <textarea rows={14} value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <div class="bar">
          <button type="submit" class="main" disabled={busy || !text.trim()}>
            {t(busy ? 'try.reading' : 'try.read')}
          </button>
          <button type="button" onClick={() => setText(EXAMPLE[w.lang] ?? '')}>
            {t('try.example')}
          </button>
          <label class="inline">
            {t('try.day')}
            <input type="date" value={day} onInput={(e) => setDay(e.currentTarget.value)} />
          </label>
        </div>
        <p class="drop">
          {t('try.drop')}{' '}
          <button type="button" class="plain" onClick={() => file.current?.click()}>
            {t('try.choose')}
          </button>
          <input ref={file} type="file" hidden aria-hidden="true" tabIndex={-1} onChange={(e) => sendFile(e.currentTarget.files?.[0])} />
        </p>
      </form>
      {error && <Failed error={error} />}
    </div>
  );
}

// Invented, in each language, so that a first look needs no file at hand.
const EXAMPLE: Record<string, string> = {
  en: `Chile and Peru reopen fishing talks
Chile’s foreign minister, Rosa Alarcón, met her Peruvian counterpart, Julio Huamán, in Lima on Monday to reopen talks on fishing rights.
“We have lost two years, and we will not lose a third,” Alarcón told reporters after the meeting.
Huamán said Peru would withdraw its patrol boats from the disputed waters by the end of the month. He denied that Peru had threatened Chile with sanctions.
Bolivia, which was not invited, criticised both governments.`,
  de: `Chile und Peru sprechen wieder über Fischerei
Die chilenische Außenministerin Rosa Alarcón hat am Montag in Lima ihren peruanischen Kollegen Julio Huamán getroffen, um die Gespräche über Fischereirechte wieder aufzunehmen.
„Wir haben zwei Jahre verloren, ein drittes verlieren wir nicht“, sagte Alarcón nach dem Treffen.
Huamán kündigte an, Peru werde seine Patrouillenboote bis Ende des Monats abziehen. Er bestritt, dass Peru Chile mit Sanktionen gedroht habe.
Bolivien, das nicht eingeladen war, kritisierte beide Regierungen.`,
  da: `Chile og Peru genoptager forhandlinger om fiskeri
Chiles udenrigsminister, Rosa Alarcón, mødte mandag sin peruanske kollega, Julio Huamán, i Lima for at genoptage forhandlingerne om fiskerettigheder.
»Vi har tabt to år, og vi vil ikke tabe et tredje,« sagde Alarcón efter mødet.
Huamán sagde, at Peru vil trække sine patruljebåde tilbage inden udgangen af måneden. Han afviste, at Peru har truet Chile med sanktioner.
Bolivia, som ikke var inviteret, kritiserede begge regeringer.`,
  nb: `Chile og Peru gjenopptar forhandlinger om fiske
Chiles utenriksminister Rosa Alarcón møtte mandag sin peruanske kollega Julio Huamán i Lima for å gjenoppta forhandlingene om fiskerettigheter.
«Vi har tapt to år, og vi vil ikke tape et tredje», sa Alarcón etter møtet.
Huamán sa at Peru vil trekke patruljebåtene sine tilbake innen utgangen av måneden. Han avviste at Peru har truet Chile med sanksjoner.
Bolivia, som ikke var invitert, kritiserte begge regjeringene.`,
};
