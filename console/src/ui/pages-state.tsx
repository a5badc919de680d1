import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { itemsOf, type PageOf } from '../api/pages';
import { Loading } from './loading';
import { MoreButton } from './more-button';
import { ProblemNotice } from './problem-notice';

interface Props<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<PageOf<Item>>>;
  /** Drawn in place of a list without an item. */
  readonly none: ReactNode;
  /** What the button for the next page says, where the list is not one of times. */
  readonly more?: string;
  /** A row; it has a key. */
  readonly children: (item: Item) => ReactNode;
}

/** Draws a list that comes page by page: that it is awaited, why it did not come, that it is empty, its rows, and the way on. */
export function PagesState<Item>({ query, none, more, children }: Props<Item>) {
  const items = itemsOf(query);
  return (
    <>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && none}
      <ul className="rows">{items.map(children)}</ul>
      <MoreButton query={query} title={more} />
    </>
  );
}
