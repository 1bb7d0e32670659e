// The filters that every view shares: what stands in the address, in one order, and what of it a view takes.
import type { Query } from './route';

export const FILTERS = [
  'a',
  'b',
  'actor',
  'recipient',
  'type',
  'quad',
  'since',
  'until',
  'lang',
  'outlet',
  'status',
  'negated',
  'witnesses',
  'text',
  'country',
] as const;
export type Filter = (typeof FILTERS)[number];

export const TYPES = [
  ['AGREE', 1],
  ['CONSULT', 1],
  ['SUPPORT', 1],
  ['CONCEDE', 1],
  ['COOPERATE', 2],
  ['AID', 2],
  ['RETREAT', 2],
  ['REQUEST', 3],
  ['ACCUSE', 3],
  ['REJECT', 3],
  ['THREATEN', 3],
  ['PROTEST', 4],
  ['SANCTION', 4],
  ['MOBILIZE', 4],
  ['COERCE', 4],
  ['ASSAULT', 4],
] as const;
export const STATUS = ['actual', 'future', 'hypothetical', 'historical', 'alleged', 'denied'] as const;
const quads = new Map<string, number>(TYPES);

export const quadOf = (type: string): number => quads.get(type) ?? 0;

export function only(query: Record<string, string>, names: readonly string[]): Query {
  const out: Query = {};
  for (const n of names) if (query[n] !== undefined) out[n] = query[n];
  return out;
}

export const anySet = (query: Record<string, string>, names: readonly string[]): boolean =>
  names.some((n) => query[n] !== undefined);
