// The three states that a view is in when it has nothing to show: waiting, empty, failed.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../i18n';
import { ApiError, type Asked } from '../lib/api';

/** Grey lines in the shape of what is coming; only after a moment, so that a quick answer does not flicker. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useWords();
  const [late, set] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={'loading' + (late ? ' late' : '')} role="status">
      <span class="hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} class={'bone w' + (i % 4)} />
      ))}
    </div>
  );
}

export function Empty({ filtered, children }: { filtered?: boolean; children?: ComponentChildren }) {
  const { t } = useWords();
  return (
    <div class="empty" role="status">
      <svg viewBox="0 0 48 48" width="40" height="40" aria-hidden="true">
        <path d="M8 12h32M8 22h22M8 32h14" class="empty-line" />
        <circle cx="35" cy="33" r="7" class="empty-line" />
      </svg>
      <p class="strong">{t(filtered ? 'state.empty.filtered' : 'state.empty')}</p>
      {filtered && <p class="quiet">{t('state.empty.hint')}</p>}
      {children}
    </div>
  );
}

export function Failed({ error, again }: { error: Error; again?: () => void }) {
  const { t } = useWords();
  const why =
    error instanceof ApiError ? (error.status === 404 ? t('state.error.missing') : error.message) : t('state.error.network');
  return (
    <div class="failed" role="alert">
      <p class="strong">{t('state.error')}</p>
      <p class="quiet">{why}</p>
      {again && (
        <button type="button" onClick={again}>
          {t('state.again')}
        </button>
      )}
    </div>
  );
}

/** What was asked, or its state. An old answer stays, dimmed, while a new one is on its way. */
export function Answer<T>({
  of,
  lines,
  children,
}: {
  of: Asked<T>;
  lines?: number;
  children: (value: T) => ComponentChildren;
}) {
  if (of.error && !of.loading) return <Failed error={of.error} again={of.again} />;
  if (of.value === null) return <Loading lines={lines} />;
  return <div class={of.loading ? 'waiting' : undefined}>{children(of.value)}</div>;
}
