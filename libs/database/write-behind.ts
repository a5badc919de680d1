/**
 * Something that is kept in memory and written a moment later. What is added after the signal to stop is written too:
 * {@link DatabaseModule} calls {@link finish} of every provider of this kind after the last answer and the last job, and
 * before the pool ends. A provider needs nothing but to extend this class.
 */
export abstract class WriteBehind {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isLast = false;

  /** @param writeAfterMs milliseconds between the first thing that is added and its writing */
  protected constructor(private readonly writeAfterMs: number) {}

  /** Writes what waits now. Never throws. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeOnce());
    return this.writing;
  }

  /** Writes what waits for the last time. Never throws. */
  finish(): Promise<void> {
    this.isLast = true;
    return this.flush();
  }

  /** To be called when something was added. */
  protected schedule(): void {
    if (this.isLast) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), this.writeAfterMs).unref();
  }

  /**
   * Takes what waits and writes it. What cannot be written now is put back, or given up with a line in the log; it must
   * not throw.
   *
   * @param isLast there is no later try: the process ends
   * @returns whether something waits still
   */
  protected abstract write(isLast: boolean): Promise<boolean>;

  private async writeOnce(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waits = await this.write(this.isLast);
    if (waits && !this.isLast) this.schedule();
  }
}
