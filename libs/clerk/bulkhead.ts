/** A number of places; whoever finds none waits for one, for a while and in order. */
export class Bulkhead {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** @returns whether a place was got within the time; if so, it must be left again */
  async enter(mostMs: number): Promise<boolean> {
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
      const place = this.waiting.indexOf(take);
      if (place === -1) return;
      this.waiting.splice(place, 1);
      resolve(false);
    }, mostMs);
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
