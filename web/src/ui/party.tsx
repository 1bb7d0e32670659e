// A box to name a party: a country, a person, an organisation. Countries are known here in the interface's language, the
// rest is asked of the archive while one types (WAI-ARIA: an editable combobox with a list).
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { apiUrl, get } from '../lib/api';
import { allCountries } from '../lib/iso';
import type { Found } from '../types';

export interface Choice {
  key: string;
  name: string;
  kind: string;
  more: string;
}

const plain = (s: string): string =>
  s
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

export function PartyBox({
  label,
  placeholder,
  value,
  onPick,
  onText,
  big,
}: {
  label: string;
  placeholder?: string;
  value?: string;
  onPick: (c: Choice) => void;
  /** Enter on words that are none of the choices. */
  onText?: (words: string) => void;
  big?: boolean;
}) {
  const w = useWords();
  const id = useId();
  const [text, setText] = useState(value ?? '');
  const [choices, setChoices] = useState<Choice[]>([]);
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const typed = useRef(false);
  useEffect(() => setText(value ?? ''), [value]);

  useEffect(() => {
    const word = text.trim();
    if (!typed.current || word.length < 1) {
      setChoices([]);
      return;
    }
    const starts = plain(word);
    const countries: Choice[] = allCountries()
      .map((c) => ({ key: c.alpha3, name: w.country(c.alpha3), kind: 'country', more: c.alpha3 }))
      .filter((c) => plain(c.name).startsWith(starts) || (word.length === 3 && c.key === word.toUpperCase()))
      .slice(0, 5);
    setChoices(countries);
    setAt(-1);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get<{ items: Found[] }>(apiUrl('entities', { prefix: word, limit: 8 }), stop.signal).then(
        (found) => {
          const others = found.items
            .filter((f) => f.kind !== 'country')
            .map((f) => ({
              key: f.key,
              name: f.name,
              kind: f.kind,
              more: [f.role, w.country(f.country) || f.country].filter(Boolean).join(', '),
            }));
          setChoices([...countries, ...others].slice(0, 10));
        },
        () => undefined,
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);

  const pick = (c: Choice) => {
    typed.current = false;
    setText(c.name);
    setOpen(false);
    onPick(c);
  };
  const shown = open && choices.length > 0;
  const onKey = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      if (!choices.length) return;
      e.preventDefault();
      setOpen(true);
      setAt((at + (e.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1) + choices.length) % choices.length);
    } else if (e.key === 'Escape') {
      if (shown) e.stopPropagation();
      setOpen(false);
    } else if (e.key === 'Enter') {
      const c = shown ? choices[Math.max(at, onText && at < 0 ? -1 : 0)] : undefined;
      if (c) {
        e.preventDefault();
        pick(c);
      } else if (onText && text.trim()) {
        e.preventDefault();
        setOpen(false);
        onText(text.trim());
      }
    }
  };
  return (
    <div class={'party' + (big ? ' big' : '')}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        aria-expanded={shown}
        aria-controls={id + 'l'}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}o${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={text}
        onInput={(e) => {
          typed.current = true;
          setText(e.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
      />
      <ul id={id + 'l'} role="listbox" aria-label={label} hidden={!shown}>
        {choices.map((c, i) => (
          <li
            key={c.kind + c.key}
            id={`${id}o${i}`}
            role="option"
            aria-selected={i === at}
            class={i === at ? 'at' : undefined}
            onPointerDown={(e) => {
              e.preventDefault();
              pick(c);
            }}
          >
            <span>{c.name}</span>
            <span class="quiet">{c.kind === 'country' ? c.more : c.more || w.maybe('kind', c.kind)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
