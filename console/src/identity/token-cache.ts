/** A token with less life than this is not sent any more, in milliseconds. */
const MARGIN_MS = 10_000;

/** Keeps a session token in memory until shortly before its end; requests at once share one question. */
export class TokenCache {
  private token: string | null = null;
  private endsAt = 0;
  private asked: Promise<string | null> | null = null;
  private generation = 0;

  constructor(private readonly ask: () => Promise<string | null>) {}

  get(): Promise<string | null> {
    if (this.token !== null && Date.now() < this.endsAt - MARGIN_MS) return Promise.resolve(this.token);
    this.asked ??= this.fresh(this.generation);
    return this.asked;
  }

  /** What was asked for before is not kept when it comes. */
  clear(): void {
    this.generation += 1;
    this.token = null;
    this.asked = null;
  }

  private async fresh(generation: number): Promise<string | null> {
    const token = await this.ask().finally(() => {
      if (generation === this.generation) this.asked = null;
    });
    if (generation !== this.generation) return token;
    this.token = token;
    this.endsAt = Date.now() + lifeOf(token);
    return token;
  }
}

/** Milliseconds from `iat` to `exp`, so that a wrong clock of this machine does no harm. */
function lifeOf(token: string | null): number {
  if (token === null) return 0;
  const payload = token.split('.')[1] ?? '';
  const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
    iat: number;
    exp: number;
  };
  return (exp - iat) * 1000;
}
