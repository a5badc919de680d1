const EVERY_MS = 200;

/** One line on stderr that says how far long work is; says nothing where stderr is no terminal. */
export class ProgressLine {
  private shownAt = 0;
  private isShown = false;

  constructor(private readonly unit: string) {}

  /** @param unit what is counted, where it changes on the way */
  show(done: number, total?: number, unit = this.unit): void {
    if (!process.stderr.isTTY || Date.now() - this.shownAt < EVERY_MS) return;
    this.shownAt = Date.now();
    this.isShown = true;
    const share =
      total === undefined || total === 0 ? '' : ` of ${total} (${Math.floor((100 * done) / total)} %)`;
    process.stderr.write(`\r\u001b[K${done}${share} ${unit}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.isShown) process.stderr.write('\r\u001b[K');
  }
}
