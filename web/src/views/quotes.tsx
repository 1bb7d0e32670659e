// Who said what, in whose words: by speaker, about whom, in which stance and form.
import { useWords } from '../i18n';
import { useList } from '../lib/api';
import { anySet, only } from '../lib/filters';
import { useAddress } from '../lib/route';
import { MoreButton, Said } from '../ui/entry';
import { Filters, ViewHead } from '../ui/head';
import { Answer, Empty } from '../ui/state';
import type { Quote } from '../types';

const TAKE = ['speaker', 'about', 'a', 'b', 'stance', 'form', 'since', 'until', 'lang', 'outlet', 'text'] as const;

export function Quotes() {
  const { t } = useWords();
  const { query } = useAddress();
  const q = only(query, TAKE);
  const list = useList<Quote>('quotes', q);
  return (
    <>
      <ViewHead title={t('quotes.title')} hint={t('quotes.hint')} exports={{ name: 'quotes', path: 'quotes', query: q }}>
        <Filters take={TAKE} total={list.value?.total} of={list.value?.of} noun="n.quote" />
      </ViewHead>
      <Answer of={list} lines={8}>
        {(v) =>
          v.items.length ? (
            <div class="said-wide">
              {v.items.map((x) => (
                <Said key={x.article + x.span[0] + x.span[1]} q={x} />
              ))}
              <MoreButton more={list.more} />
            </div>
          ) : (
            <Empty filtered={anySet(query, TAKE)} />
          )
        }
      </Answer>
    </>
  );
}
