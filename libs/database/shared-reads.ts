import { sqlStateOf } from './sql-state.js';
import { type BatchRunner, type FilledStatement, runBatch } from './statement-batch.js';

// So few that under load questions meet, and two, so that one which is answered slowly does not hold up everybody.
const MAX_UNDERWAY = 2;
const MAX_TOGETHER = 16;

// As long as the pool lets anybody wait for a connection; looked at as often.
const TIMEOUT_MS = 1_000;

/** The class of what says that a value is none of its type. */
const DATA_EXCEPTION = '22';

interface Question {
  readonly statement: FilledStatement;
  readonly askedAt: number;
  readonly resolve: (rows: unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers many small questions in few round trips. One that comes while there is little to do goes at once; those that
 * come while others are on their way wait for one of them to return and go together. Nobody waits for more to come, and
 * each question is put to the database after it was asked.
 */
export class SharedReads {
  private readonly waiting: Question[] = [];
  private underway = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly runner: BatchRunner) {}

  /**
   * Reads with one statement that needs no scope, in a transaction that others may share.
   *
   * @throws Error ETIMEDOUT when it could not be sent within two seconds, since those before it are not answered
   */
  ask<Row>(statement: FilledStatement): Promise<Row[]> {
    return new Promise<Row[]>((resolve, reject) => {
      const askedAt = performance.now();
      this.waiting.push({ statement, askedAt, resolve: resolve as Question['resolve'], reject });
      this.sendOff();
    });
  }

  private sendOff(): void {
    while (this.underway < MAX_UNDERWAY && this.waiting.length > 0) {
      const together = this.waiting.splice(0, MAX_TOGETHER);
      this.underway += 1;
      void this.carry(together).finally(() => {
        this.underway -= 1;
        this.sendOff();
      });
    }
    if (this.waiting.length > 0) {
      this.timer ??= setTimeout(() => {
        this.sendAway();
      }, TIMEOUT_MS).unref();
    }
  }

  /** So that overload is answered instead of piling up. */
  private sendAway(): void {
    this.timer = undefined;
    const now = performance.now();
    const inTime = this.waiting.findIndex(({ askedAt }) => now - askedAt < TIMEOUT_MS);
    const late = this.waiting.splice(0, inTime === -1 ? this.waiting.length : inTime);
    for (const { reject } of late) {
      const error = new Error('the database answers too slowly to be asked anything more');
      reject(Object.assign(error, { code: 'ETIMEDOUT' }));
    }
    this.sendOff();
  }

  private async carry(questions: readonly Question[]): Promise<void> {
    try {
      const statements = questions.map(({ statement }) => statement);
      const { rows } = await runBatch<unknown>(this.runner, statements, 0);
      questions.forEach(({ resolve }, at) => {
        resolve(rows[at] ?? []);
      });
    } catch (error) {
      // What somebody asked in a way that cannot be answered must not cost the others their answer.
      if (questions.length > 1 && sqlStateOf(error).startsWith(DATA_EXCEPTION)) {
        for (const question of questions) await this.carry([question]);
      } else for (const { reject } of questions) reject(error);
    }
  }
}
