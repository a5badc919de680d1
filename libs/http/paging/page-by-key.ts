import type { CursorCodec, CursorList, CursorPosition } from './cursor-codec.js';
import { type Page, pageOf } from './page.js';

/** A list that is sorted by a key which no two rows share; `Key` is the key of the last row that was seen. */
interface KeyedList<Row, Key, T> {
  /** The rows behind a key, at most `limit`; null: from the top. */
  readonly read: (behind: Key | null, limit: number) => Promise<readonly Row[]>;
  readonly keyOf: (row: Row) => Key;
  readonly present: (row: Row) => T;
}

/** What a `PageQuery` says. */
interface AskedPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * The page of a list route, where one text (an id most often) is the key.
 *
 * @param list names the list with all that it depends on, as for {@link CursorCodec.encode}
 * @throws AppError 400 `invalid_cursor`
 */
export function pageById<Row, T>(
  cursors: CursorCodec,
  list: CursorList,
  asked: AskedPage,
  { read, keyOf, present }: KeyedList<Row, string, T>,
): Promise<Page<T>> {
  return pageByPosition(cursors, list, asked, {
    read: (behind, limit) => read(behind?.[0] ?? null, limit),
    keyOf: (row) => [keyOf(row)],
    present,
  });
}

/** The same where the key is two texts. */
export function pageByPair<Row, T>(
  cursors: CursorCodec,
  list: CursorList,
  asked: AskedPage,
  { read, keyOf, present }: KeyedList<Row, readonly [string, string], T>,
): Promise<Page<T>> {
  return pageByPosition(cursors, list, asked, {
    read: (behind, limit) => {
      const [first, second] = behind ?? [];
      return read(first === undefined || second === undefined ? null : [first, second], limit);
    },
    keyOf,
    present,
  });
}

async function pageByPosition<Row, T>(
  cursors: CursorCodec,
  list: CursorList,
  { limit, cursor }: AskedPage,
  { read, keyOf, present }: KeyedList<Row, CursorPosition, T>,
): Promise<Page<T>> {
  const behind = cursor === undefined ? null : cursors.decode(list, cursor);
  const rows = await read(behind, limit + 1);
  return pageOf(rows, limit, (last) => cursors.encode(list, keyOf(last)), present);
}
