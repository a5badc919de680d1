import { useWords } from '../words/words-provider';

interface Props {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** What it says, where the list is not one of times. */
  readonly title?: string | undefined;
}

/** The next page of a list, where there is one. */
export function MoreButton({ query, title }: Props) {
  const words = useWords();
  if (!query.hasNextPage) return null;
  return (
    <button className="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {query.isFetchingNextPage ? words.loading : (title ?? words.audit.more)}
    </button>
  );
}
