/** Everything that comes, in its order. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The same by a key of each; of several with one key the last. */
export async function byKey<Item>(
  items: AsyncIterable<Item>,
  keyOf: (item: Item) => string,
): Promise<ReadonlyMap<string, Item>> {
  return new Map((await allOf(items)).map((item) => [keyOf(item), item]));
}
