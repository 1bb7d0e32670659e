// Days as numbers (days since 1970, UTC), for axes and brushes.
const DAY = 86400000;

export const dayNumber = (iso: string): number => Math.round(Date.parse(iso.slice(0, 10) + 'T00:00:00Z') / DAY);
export const dayIso = (n: number): string => new Date(n * DAY).toISOString().slice(0, 10);

/** How wide the periods of a curve should be, so that there are some dozens of them. */
export function stepFor(from: string | null, to: string | null): 'day' | 'week' | 'month' {
  if (!from || !to) return 'month';
  const n = dayNumber(to) - dayNumber(from) + 1;
  return n <= 93 ? 'day' : n <= 430 ? 'week' : 'month';
}
