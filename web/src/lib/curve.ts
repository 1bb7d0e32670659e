// The curve of a question in periods that suit it: months first, which say how long it lasts, then finer where it is short.
import type { Page, Period } from '../types';
import { useAsk, type Asked } from './api';
import { stepFor } from './days';
import type { Query } from './route';

export function useCurve(query: Query | null): Asked<Page<Period>> {
  const months = useAsk<Page<Period>>(query && 'timeline', { ...query, step: 'month' });
  const told = months.value?.items.filter((p) => p.events > 0) ?? [];
  const step = told.length ? stepFor(told[0]!.from, told.at(-1)!.to) : 'month';
  const fine = useAsk<Page<Period>>(query && step !== 'month' ? 'timeline' : null, { ...query, step });
  return step === 'month' ? months : fine;
}
