/** A number of permits; whoever finds none waits for one, for a while and in order. */
export class Bulkhead {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** @returns whether a permit was got within the time; if so, it must be given back by {@link leave} */
  async enter(maxWaitMs: number): Promise<boolean> {
    if (this.free > 0) {
      this.free -= 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const take = () => {
      resolve(true);
    };
    this.waiting.push(take);
    const timer = setTimeout(() => {
      const position = this.waiting.indexOf(take);
      if (position === -1) return;
      this.waiting.splice(position, 1);
      resolve(false);
    }, maxWaitMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
