// What /api/v1 answers (web/openapi.json is the contract; the tests hold the server to it).

export interface Days {
  from: string;
  to: string;
}

export interface Party {
  name: string;
  key: string;
  country: string | null;
}

export type Quads = [number, number, number, number];

export interface Source {
  article: string;
  family: string | null;
  uri: string | null;
  outlet: string | null;
  lang: string;
  title: string | null;
  story: string | null;
  published: Days | null;
}

export interface Telling extends Source {
  span: [number, number];
  words: string;
  status: string;
  confidence: number;
}

export interface Happening {
  id: string;
  type: string;
  quad: number;
  mode: string | null;
  planned: string | null;
  status: string;
  negated: boolean;
  began: boolean;
  score: number;
  phrase: string;
  when: Days | null;
  reported: Days | null;
  place: string | null;
  actors: Party[];
  recipients: Party[];
  fulfils: string | null;
  fulfilled_by: string | null;
  n_witnesses: number;
  witnesses: Telling[];
}

export interface Quote extends Source {
  form: string;
  stance: string;
  speaker: string | null;
  country: string | null;
  role: string | null;
  via: string[];
  span: [number, number];
  words: string;
}

export interface Position {
  statements: Quote[];
  events: Happening[];
}

export interface Disagreement {
  kind: string;
  figure: string | null;
  asserted: Happening[];
  against: Happening[];
}

export interface Story {
  id: string;
  title: string | null;
  days: Days | null;
  articles: number;
  languages: number;
  outlets: number;
}

export interface FoundArticle extends Source {
  excerpt: string | null;
}

export interface Page<T> {
  items: T[];
  total: number;
  of: number;
  next: string | null;
}

export interface Count {
  value: string;
  n: number;
}

export interface Stats {
  articles: number;
  stories: number;
  happenings: number;
  events: number;
  quotes: number;
  entities: number;
  from: string | null;
  to: string | null;
  langs: Count[];
  outlets: Count[];
}

export interface Period {
  from: string;
  to: string;
  events: number;
  score: number | null;
  quads: Quads;
}

export interface NetNode {
  key: string;
  name: string;
  country: string | null;
  events: number;
  score?: number | null;
  quads: Quads;
}

export interface NetEdge {
  a: string;
  b: string;
  events: number;
  score: number;
  quads: Quads;
}

export interface Network {
  nodes: NetNode[];
  edges: NetEdge[];
  total?: number;
  of?: number;
}

export interface Place {
  country: string;
  events: number;
  score: number | null;
  quads: Quads;
}

export interface Found {
  key: string;
  name: string;
  kind: string;
  country: string | null;
  role: string | null;
  events: number;
}

// The record of one article (docs/RECORD.md), with what the archive knows beside it.
export interface RecordEntity {
  id: number;
  kind: string;
  name: string;
  key: string | null;
  country: string | null;
  sector: string | null;
  role: string | null;
  mentions: [number, number][];
}

export interface RecordQuote {
  id: number;
  span: [number, number];
  form: string;
  speaker: number | null;
  cue: [number, number] | null;
  addressees: number[];
  via: number[];
}

export interface RecordEvent {
  type: string;
  mode: string | null;
  cameo: string | null;
  score: number;
  actors: number[];
  recipients: number[];
  negated: boolean;
  status: string;
  contexts: string[];
  when: Days | null;
  where: { country: string | null; place: string | null } | null;
  quote: number | null;
  via: number[];
  quantities: { kind: string; value: number; high: number; unit: string | null; span: [number, number] }[];
  span: [number, number];
  trigger: [number, number];
  confidence: number;
  phrase?: string | null;
  happening?: string | null;
}

export interface ArticleRecord {
  id: string;
  source: { uri: string | null; outlet: string | null; url: string | null; kind: string | null };
  lang: string;
  title: string | null;
  byline: string | null;
  published: { from: string | null; to: string | null; basis: string } | null;
  text: string;
  sentences: [number, number][];
  entities: RecordEntity[];
  times: { span: [number, number]; from: string; to: string }[];
  quotes: RecordQuote[];
  events: RecordEvent[];
  story?: string | null;
  family?: string | null;
}
