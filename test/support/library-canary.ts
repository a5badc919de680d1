import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a busy machine takes for a round trip. */
const MAX_WAIT_MS = 10_000;

/** Looks at a part of a library that it does not document, and tells whoever brings a new version what has changed. */
export class LibraryCanary {
  constructor(private readonly library: string) {}

  /**
   * @param leaning the file that rests on it
   * @throws Error with a sentence unless it holds
   */
  holds(isSo: boolean, what: string, leaning: string): void {
    if (!isSo) throw new Error(this.sentence(what, leaning));
  }

  /** Waits for what the library has to bring about. @throws Error with a sentence when it fails, or does not come */
  async comes<T>(work: Promise<T>, what: string, leaning: string): Promise<T> {
    const ended = new AbortController();
    const tooLate = sleep(MAX_WAIT_MS, undefined, { signal: ended.signal }).then(() => {
      throw new Error('nothing came');
    });
    try {
      return await Promise.race([work, tooLate]);
    } catch (error) {
      throw new Error(this.sentence(what, leaning), { cause: error });
    } finally {
      ended.abort();
      tooLate.catch(() => undefined);
    }
  }

  private sentence(what: string, leaning: string): string {
    const manifest = readFileSync(join('node_modules', this.library, 'package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    return `${this.library} ${version} does not keep to this any more: ${what}. ${leaning} leans on it and has to be changed.`;
  }
}
