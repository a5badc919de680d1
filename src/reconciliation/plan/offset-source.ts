import { type ListPage, PAGE_SIZE } from '#libs/clerk';
import type { KindSource, WalkPosition } from './kind-source.js';

type Walked<T> = Awaited<ReturnType<KindSource<T>['page']>>;

/** The walk over a kind that Clerk lists by offset only; what else a source must know is its own. */
export abstract class OffsetSource<T extends { readonly id: string; readonly createdAt: Date }> {
  idOf({ id }: T): string {
    return id;
  }

  /** One page of the list, oldest first; it ends where Clerk says that the list does. */
  page(position: WalkPosition): Promise<Walked<T>> {
    return this.walk(position, false);
  }

  /** Pages of such a list can be asked for before the one before has come. */
  foresee(position: WalkPosition, { total }: ListPage<unknown>): WalkPosition {
    const offset = offsetOf(position) + PAGE_SIZE;
    return offset < (total ?? 0) ? { offset } : null;
  }

  /** The same list, newest first, until what was made before a moment. */
  async news(position: WalkPosition, since: Date): Promise<Walked<T>> {
    const walked = await this.walk(position, true);
    const last = walked.page.items.at(-1);
    return last === undefined || last.createdAt < since ? { ...walked, next: null } : walked;
  }

  protected abstract list(offset: number, newestFirst: boolean): Promise<ListPage<T>>;

  private async walk(position: WalkPosition, newestFirst: boolean): Promise<Walked<T>> {
    const offset = offsetOf(position);
    const page = await this.list(offset, newestFirst);
    const isEnd = page.items.length === 0 || offset + PAGE_SIZE >= (page.total ?? 0);
    return { page, next: isEnd ? null : { offset: offset + PAGE_SIZE } };
  }
}

function offsetOf(position: WalkPosition): number {
  return position !== null && 'offset' in position ? position.offset : 0;
}
