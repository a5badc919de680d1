import { describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind.js';

class Words extends WriteBehind {
  readonly written: string[] = [];
  readonly tries: boolean[] = [];
  private waiting: string[] = [];

  constructor(private fails = 0) {
    super(60_000);
  }

  add(word: string): void {
    this.waiting.push(word);
    this.schedule();
  }

  protected async write(isLast: boolean): Promise<boolean> {
    this.tries.push(isLast);
    await Promise.resolve();
    if (this.fails > 0) {
      this.fails -= 1;
      return true;
    }
    this.written.push(...this.waiting.splice(0));
    return false;
  }
}

describe('what is written behind', () => {
  it('keeps until the next try what could not be written', async () => {
    const words = new Words(1);
    words.add('one');
    await words.flush();
    expect(words.written).toEqual([]);
    await words.flush();
    expect(words.written).toEqual(['one']);
  });

  it('is written one write after the other, and all of it at the end', async () => {
    const words = new Words();
    words.add('one');
    const first = words.flush();
    words.add('two');
    const second = words.flush();
    await Promise.all([first, second]);
    words.add('three');
    await words.finish();
    expect(words.written).toEqual(['one', 'two', 'three']);
    expect(words.tries).toEqual([false, false, true]);
  });

  it('is written at once when it comes after the end, since nobody calls again', async () => {
    const words = new Words();
    await words.finish();
    words.add('late');
    await words.flush();
    expect(words.written).toEqual(['late']);
  });
});
