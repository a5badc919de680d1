import { newId } from '#libs/database';
import { type EffectMark, httpErrors } from '#libs/http';

/**
 * For how long a try holds its key, in seconds: longer than a request lasts that waits for Clerk several times. After a
 * crash the same request may be sent again after this time.
 */
export const HOLD_SECONDS = 30;
/** What one call to Clerk takes at most; with less time left it may come upon the next try. */
const CALL_SECONDS = 8;

/** A request under way that holds its key: the fence of this try, and what is known of its effect. */
export class IdempotencyHold implements EffectMark {
  /** Changes with every try: what an overtaken one writes is refused. */
  readonly attempt = newId();
  /** Whether the outcome is written, by the transaction that made the resource. */
  isRemembered = false;
  private takenAtMs = 0;
  private known: { id: string; mayExist: boolean } = { id: newId(), mayExist: false };
  private hasBegun = false;
  private awaitSeconds = 0;

  get id(): string {
    return this.known.id;
  }

  get mayExist(): boolean {
    return this.known.mayExist;
  }

  /** Seconds for which the key stays held though this try has failed; null: nothing of it is left, forget the key. */
  get keepSeconds(): number | null {
    return this.hasBegun ? this.awaitSeconds : null;
  }

  /** @param effectId the mark that stands at the key: that of an earlier try where there was one */
  taken(effectId: string): void {
    const mayExist = effectId !== this.known.id;
    this.known = { id: effectId, mayExist };
    this.hasBegun = mayExist;
    this.takenAtMs = performance.now();
  }

  begin(): void {
    const left = HOLD_SECONDS - (performance.now() - this.takenAtMs) / 1000;
    if (left < CALL_SECONDS) throw httpErrors.unavailable({ headers: { 'retry-after': '1' } });
    this.hasBegun = true;
  }

  clear(): void {
    this.hasBegun = false;
    this.awaitSeconds = 0;
  }

  awaitFor(seconds: number): void {
    this.awaitSeconds = seconds;
  }
}

/** For a request without a key: nobody can repeat it, so nothing is kept of it. */
export function markWithoutKey(): EffectMark {
  return {
    id: newId(),
    mayExist: false,
    begin: () => undefined,
    clear: () => undefined,
    awaitFor: () => undefined,
  };
}
