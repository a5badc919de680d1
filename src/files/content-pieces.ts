/** Cuts what is written into pieces of one size, the last one smaller; one of them is in memory. */
export class ContentPieces {
  private readonly piece: Buffer;
  private filled = 0;
  private number = 0;

  /**
   * @param size in bytes
   * @param keep gets each piece with its number, from 0; its bytes are overwritten once that is done
   */
  constructor(
    size: number,
    private readonly keep: (piece: Buffer, number: number) => Promise<void>,
  ) {
    this.piece = Buffer.allocUnsafe(size);
  }

  /** How many were kept. */
  get count(): number {
    return this.number;
  }

  async write(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const copied = bytes.copy(this.piece, this.filled, done);
      this.filled += copied;
      done += copied;
      if (this.filled === this.piece.length) await this.flush();
    }
  }

  /** Keeps what is left. */
  async flush(): Promise<void> {
    if (this.filled === 0) return;
    await this.keep(this.piece.subarray(0, this.filled), this.number);
    this.number += 1;
    this.filled = 0;
  }
}
