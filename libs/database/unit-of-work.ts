import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Gathering, type SetChange, type SetWork } from './gathering.js';
import { isNamingFault, isStalePlan } from './named-statements.js';
import { type Lookup, lookUpEach } from './lookup.js';
import { poolOf } from './pool-of.js';
import { RowsOfCommit } from './rows-of-commit.js';
import { describeScope, type DataScope } from './scope.js';
import { setScopeForReading } from './set-scope.js';
import { SharedReads } from './shared-reads.js';
import { sqlStateOf } from './sql-state.js';
import { inStatementSpans } from './statement-spans.js';
import { type NamedStatement, runBatch, type StatementValue } from './statement-batch.js';
import { Transaction } from './transaction.js';

interface OpenTransaction {
  readonly transaction: Transaction;
  readonly scope: DataScope;
  readonly afterCommit: (() => void)[];
  /** Whether this work, or this branch of it, has asked for more than rows. */
  hasChanged: boolean;
  /** What this branch asks together with others; undefined where there are none. */
  readonly gathering?: Gathering<OpenTransaction> | undefined;
  /** The branches in whose name this is done. */
  readonly branches?: readonly OpenTransaction[];
}

/** What somebody who has work done in transactions adds to them. */
export interface Opening {
  /** Begins the first transaction of the work: both are committed or neither is. Throwing, it does nothing else. */
  readonly preamble: () => Promise<void>;
  /** Hears, in the open transaction, what the work makes in it. */
  readonly made: (id: string, location?: string) => Promise<void>;
}

/** Work on tenant data outside a transaction, or inside one of another scope: always a bug, never a user's fault. */
export class TransactionScopeError extends Error {}

const MAX_TRIES = 3;
// serialization_failure and deadlock_detected: nothing was done, the whole transaction may run again.
const RETRYABLE = new Set(['40001', '40P01']);

/** Runs work in one transaction that begins with the scope that row-level security reads. */
@Injectable()
export class UnitOfWork {
  private readonly ambient = new AsyncLocalStorage<OpenTransaction>();
  private readonly openings = new AsyncLocalStorage<Opening & { isDone: boolean }>();

  private readonly lookups = new WeakMap<object, SetWork<readonly string[], readonly unknown[]>>();

  private readonly pool: ReturnType<typeof poolOf>;
  private readonly shared: SharedReads;

  constructor(private readonly dataSource: DataSource) {
    this.pool = poolOf(dataSource);
    this.shared = new SharedReads(this.pool);
  }

  /**
   * Opens a transaction in `scope` and runs `work` in it; inside an open one of the same scope it joins.
   * A deadlock or serialization failure repeats the whole of an outermost `work`, three times at most, so `work`
   * must not call anything outside the database.
   *
   * @throws TransactionScopeError when a transaction of another scope is open
   */
  async run<T>(scope: DataScope, work: () => Promise<T>): Promise<T> {
    const open = this.ambient.getStore();
    if (open !== undefined) {
      demandCover(open.scope, scope);
      return work();
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.runOnce(scope, work);
      } catch (error) {
        const isRetryable = RETRYABLE.has(sqlStateOf(error)) || isNamingFault(error) || isStalePlan(error);
        if (attempt === MAX_TRIES || !isRetryable) throw error;
        await sleep(Math.random() * 20 * attempt);
      }
    }
  }

  /**
   * Runs branches side by side in one transaction, which commits what those did that succeeded. One that fails before it
   * changed anything fails alone; any other fails all of them. Locks hold between transactions and not between
   * branches: they must not touch the same rows.
   *
   * @returns what each came to, in order
   * @throws the error of the first branch that failed after it changed something, or of the database; then nothing is done
   */
  async together<T>(
    scope: DataScope,
    works: readonly (() => Promise<T>)[],
  ): Promise<PromiseSettledResult<T>[]> {
    return this.run(scope, async () => {
      const open = this.current();
      const gathering = new Gathering<OpenTransaction>((members, work) =>
        this.ambient.run({ ...open, gathering: undefined, branches: members }, work),
      );
      const branches = works.map((work) => {
        const branch: OpenTransaction = { ...open, afterCommit: [], hasChanged: false, gathering };
        return { branch, done: this.ambient.run(branch, work) };
      });
      const results = await Promise.allSettled(branches.map(({ done }) => done));
      const fatal = results.filter(
        (result, at) =>
          result.status === 'rejected' &&
          (branches[at]?.branch.hasChanged === true || sqlStateOf(result.reason) !== ''),
      ) as PromiseRejectedResult[];
      // What the database refused comes first: the others may only have heard that the transaction has failed.
      const first = fatal.find(({ reason }) => sqlStateOf(reason) !== '') ?? fatal[0];
      if (first !== undefined) throw first.reason;
      results.forEach(({ status }, at) => {
        if (status === 'fulfilled') open.afterCommit.push(...(branches[at]?.branch.afterCommit ?? []));
      });
      return results;
    });
  }

  /**
   * Has one item of some work done: with those of all other branches of {@link together} that wait for the same, else
   * alone. A branch waits for its answer before it asks for anything else.
   *
   * @param work the same function each time; what it does for one item must not lean on another one
   * @throws whatever it throws, as do all whose items were done together
   */
  gather<Item, Result>(work: SetWork<Item, Result>, item: Item): Promise<Result>;
  gather<Item>(work: SetChange<Item>, item: Item): Promise<void>;
  async gather<Item, Result>(work: SetWork<Item, Result> | SetChange<Item>, item: Item): Promise<Result> {
    const open = this.current();
    if (open.gathering !== undefined) return open.gathering.ask(open, work, item);
    const results = await work([item]);
    return results?.[0] as Result;
  }

  /** Runs `work` with what is added to its transactions. */
  beginningWith<T>(opening: Opening, work: () => Promise<T>): Promise<T> {
    return this.openings.run({ ...opening, isDone: false }, work);
  }

  /**
   * Says, in the transaction that makes it, what a request makes: whoever remembers the request remembers it with the
   * same commit. Every route that takes an `Idempotency-Key` does so.
   *
   * @param id of what is made
   * @param location its address, where the answer names one
   */
  async made(id: string, location?: string): Promise<void> {
    this.current();
    await this.openings.getStore()?.made(id, location);
  }

  /** The manager of the open transaction. @throws TransactionScopeError outside of one */
  manager(): EntityManager {
    return this.current().transaction.manager;
  }

  /**
   * Has a statement run at the end of the open transaction, in one write with `COMMIT`: it costs no round trip. When it
   * fails, the transaction fails with its error. The work must not rely on having seen it run.
   *
   * @throws TransactionScopeError outside of a transaction
   */
  async beforeCommit(statement: NamedStatement, values: readonly StatementValue[]): Promise<void> {
    const open = this.current();
    markChanged(open);
    await open.transaction.beforeCommit({ statement, values });
  }

  /**
   * The same for a statement whose rows somebody needs: {@link RowsOfCommit} has them once the transaction is over.
   *
   * @throws TransactionScopeError outside of a transaction
   */
  async withCommit<Row>(
    statement: NamedStatement,
    values: readonly StatementValue[],
  ): Promise<RowsOfCommit<Row>> {
    const answer = new RowsOfCommit<Row>();
    const open = this.current();
    markChanged(open);
    await open.transaction.beforeCommit({ statement, values }, (rows) => {
      answer.take(rows as readonly Row[]);
    });
    return answer;
  }

  /** Runs one statement in the open transaction and reads its rows. @throws TransactionScopeError outside of one */
  async query<Row>(statement: NamedStatement, values: readonly StatementValue[]): Promise<readonly Row[]> {
    return this.current().transaction.query<Row>({ statement, values });
  }

  /** Looks rows up in the open transaction: with other branches of {@link together} that look up alike, or alone. */
  async lookUp<Row>(lookup: Lookup<Row>, ...values: readonly string[]): Promise<readonly Row[]> {
    let work = this.lookups.get(lookup) as SetWork<readonly string[], readonly Row[]> | undefined;
    work ??= lookUpEach((statement, each) => this.query(statement, each), lookup);
    this.lookups.set(lookup, work);
    return this.gather(work, values);
  }

  /** Runs `action` once the open transaction has committed; never when it rolls back. */
  afterCommit(action: () => void): void {
    this.current().afterCommit.push(action);
  }

  /**
   * Reads with one statement: inside an open transaction of the same scope as part of it, else in a read-only one of
   * its own that costs one round trip instead of three.
   *
   * @throws TransactionScopeError when a transaction of another scope is open
   */
  async read<Row>(
    scope: DataScope,
    statement: NamedStatement,
    values: readonly StatementValue[],
  ): Promise<Row[]> {
    const open = this.ambient.getStore();
    if (open === undefined) {
      const asked = { statement, values };
      const statements = [setScopeForReading(scope), asked];
      return (await inStatementSpans([asked], () => runBatch<Row>(this.pool, statements, 1))).rows[0] ?? [];
    }
    demandCover(open.scope, scope);
    return [...(await open.transaction.query<Row>({ statement, values }))];
  }

  /**
   * One statement outside any transaction and scope. Row-level security shows it no tenant row, so this serves the
   * access look-up (a function with rights of its own) and probes only. Under load several share a round trip.
   */
  async unscoped<Row>(statement: NamedStatement, values: readonly StatementValue[] = []): Promise<Row[]> {
    const asked = { statement, values };
    return inStatementSpans([asked], () => this.shared.ask<Row>(asked));
  }

  private current(): OpenTransaction {
    const open = this.ambient.getStore();
    if (open === undefined)
      throw new TransactionScopeError('no transaction is open: call UnitOfWork.run first');
    return open;
  }

  private async runOnce<T>(scope: DataScope, work: () => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const first = this.openings.getStore();
    const transaction = await Transaction.begin(this.dataSource, scope, () => {
      const open = this.ambient.getStore();
      if (open !== undefined) markChanged(open);
    });
    let result: T;
    try {
      result = await this.ambient.run({ transaction, scope, afterCommit, hasChanged: false }, async () => {
        if (first?.isDone === false) await first.preamble();
        return work();
      });
      await transaction.commit();
    } catch (error) {
      await transaction.rollback(error);
      throw transaction.faultOf(error);
    } finally {
      await transaction.release();
    }
    if (first !== undefined) first.isDone = true;
    for (const action of afterCommit) action();
    return result;
  }
}

function markChanged(open: OpenTransaction): void {
  open.hasChanged = true;
  for (const branch of open.branches ?? []) branch.hasChanged = true;
}

function demandCover(open: DataScope, wanted: DataScope): void {
  if (covers(open, wanted)) return;
  throw new TransactionScopeError(
    `a transaction for ${describeScope(open)} cannot do work for ${describeScope(wanted)}`,
  );
}

function covers(open: DataScope, wanted: DataScope): boolean {
  if (open === wanted) return true;
  if (open.kind === 'organization' && wanted.kind === 'organization') {
    // Row-level security parts properties by the scope that was set first: work for one must find it set to that one.
    const isParted =
      !('propertyId' in wanted) || ('propertyId' in open && open.propertyId === wanted.propertyId);
    return open.organizationId === wanted.organizationId && isParted;
  }
  if (open.kind === 'person' && wanted.kind === 'person') return open.userId === wanted.userId;
  return open.kind === wanted.kind;
}
