/** One page of a list, and where the next one begins. */
export interface PageOf<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

/** How a list of such items is asked for page by page. */
export function byPage<Item = unknown>() {
  return {
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: PageOf<Item>) => nextCursor ?? undefined,
  };
}

/** The part of a query that names a page. @param limit rows of it */
export function pageFrom(cursor: string | undefined, limit: number): { limit: number; cursor?: string } {
  return { limit, ...(cursor !== undefined && { cursor }) };
}

/** Everything of a list that has come so far. */
export function itemsOf<Item>({
  data,
}: {
  readonly data: { readonly pages: readonly PageOf<Item>[] } | undefined;
}): readonly Item[] {
  return data?.pages.flatMap((page) => page.data) ?? [];
}
