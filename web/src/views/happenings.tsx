// Every entry with the sentences behind it: where each figure of the other views leads. And one entry alone.
import { useWords } from '../i18n';
import { useAsk, useList } from '../lib/api';
import { anySet, FILTERS, only } from '../lib/filters';
import { href, useAddress } from '../lib/route';
import { Entry, MoreButton } from '../ui/entry';
import { Filters, ViewHead } from '../ui/head';
import { Answer, Empty } from '../ui/state';
import type { Happening } from '../types';

export function Happenings() {
  const { t } = useWords();
  const { query } = useAddress();
  const q = only(query, FILTERS);
  const list = useList<Happening>('happenings', q);
  return (
    <>
      <ViewHead title={t('happenings.title')} hint={t('happenings.hint')} exports={{ name: 'happenings', path: 'happenings', query: q }}>
        <Filters take={FILTERS} total={list.value?.total} of={list.value?.of} />
      </ViewHead>
      <Answer of={list} lines={8}>
        {(v) =>
          v.items.length ? (
            <>
              {v.items.map((h) => (
                <Entry key={h.id} h={h} shown={2} level={2} />
              ))}
              <MoreButton more={list.more} />
            </>
          ) : (
            <Empty filtered={anySet(query, FILTERS)} />
          )
        }
      </Answer>
    </>
  );
}

export function OneEntry({ id }: { id: string }) {
  const w = useWords();
  const { t } = w;
  const one = useAsk<Happening>(`happenings/${encodeURIComponent(id)}`);
  return (
    <>
      <ViewHead title={t('entry.title')} exports={{ name: id, path: `happenings/${encodeURIComponent(id)}` }} />
      <Answer of={one}>
        {(h) => (
          <>
            <Entry h={h} shown={99} level={2} />
            <p class="after">
              {[...h.actors, ...h.recipients].map((p) => (
                <a key={p.key} class="chip" href={href('dossier', [p.country && p.key.toUpperCase() === p.country ? p.country : p.key])}>
                  {t('dossier.title')}: {p.key.toUpperCase() === p.country ? w.country(p.country) : p.name}
                </a>
              ))}
              {h.witnesses[0]?.story && (
                <a class="chip" href={href('story', [h.witnesses[0].story])}>
                  {t('reader.story')}
                </a>
              )}
            </p>
          </>
        )}
      </Answer>
    </>
  );
}
