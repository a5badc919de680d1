import { AsyncLocalStorage } from 'node:async_hooks';

/** Does for all of several items what is asked of one: the results stand in the order of the items. */
export type SetWork<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/** The same for work that answers nothing. */
export type SetChange<Item> = (items: readonly Item[]) => Promise<void>;

interface Asked<Branch> {
  readonly branch: Branch;
  readonly item: unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

type AnyWork = (items: readonly never[]) => Promise<unknown>;

/** Has some work done in the name of several branches. */
type Run<Branch> = <T>(branches: readonly Branch[], work: () => Promise<T>) => Promise<T>;

/**
 * What branches of one transaction ask alike, done at once for all who wait for it: when none of them can go on without an
 * answer, each piece of work gets the items of all.
 */
export class Gathering<Branch> {
  private waiting = new Map<AnyWork, Asked<Branch>[]>();
  // What is done for all of them belongs to none, so it must not carry the context of one.
  private readonly outsideAnyBranch = AsyncLocalStorage.snapshot();

  constructor(private readonly run: Run<Branch>) {}

  /** @throws whatever the work throws, as do all others who asked for it at this moment */
  ask<Item, Result>(
    branch: Branch,
    work: SetWork<Item, Result> | SetChange<Item>,
    item: Item,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      // By then all that could go on has gone on.
      if (this.waiting.size === 0) {
        this.outsideAnyBranch(() =>
          setImmediate(() => {
            this.doAll();
          }),
        );
      }
      const asked = this.waiting.get(work) ?? [];
      asked.push({ branch, item, resolve, reject });
      this.waiting.set(work, asked);
    });
  }

  private doAll(): void {
    const all = this.waiting;
    this.waiting = new Map();
    for (const [work, asked] of all) void this.do(work, asked);
  }

  private async do(work: AnyWork, asked: readonly Asked<Branch>[]): Promise<void> {
    try {
      const results = await this.run(
        asked.map(({ branch }) => branch),
        () => work(asked.map(({ item }) => item as never)),
      );
      if (Array.isArray(results) && results.length !== asked.length)
        throw new Error('not every item was answered');
      asked.forEach(({ resolve }, at) => {
        resolve((Array.isArray(results) ? results[at] : undefined) as never);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
