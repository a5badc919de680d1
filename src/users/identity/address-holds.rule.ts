/** For how long an address was one person's; open ends are null. */
export interface AddressHold {
  readonly address: string;
  /** Not theirs at this moment yet: somebody else had it until then. */
  readonly after: Date | null;
  /** Theirs up to this moment, and with it. */
  readonly until: Date | null;
}

/** An account that has, or once had, an address; `until` is null while it has. */
export interface AddressHolder {
  readonly userId: string;
  readonly address: string;
  readonly until: Date | null;
}

/**
 * When each address led to this person. A row that knows an address and no id belongs to who had the address then: the
 * first whose time with it had not ended. An address that nobody else ever had leads to them at any time, so that an
 * invitation from before they signed up is theirs; one that two have at once leads to neither.
 *
 * @param holders every account with one of the person's addresses, the person's own among them
 */
export function holdsOf(userId: string, holders: readonly AddressHolder[]): AddressHold[] {
  const holds: AddressHold[] = [];
  for (const [address, all] of Map.groupBy(holders, (holder) => holder.address)) {
    const own = latest(all.filter((holder) => holder.userId === userId).map(({ until }) => endOf(until)));
    if (own === null) continue;
    const others = all.filter((holder) => holder.userId !== userId).map(({ until }) => endOf(until));
    if (others.length === 0) holds.push({ address, after: null, until: null });
    else {
      const after = latest(others.filter((end) => end <= own));
      holds.push(
        after === own ? { address, ...NEVER } : { address, after: dateOf(after), until: dateOf(own) },
      );
    }
  }
  return holds;
}

/** Whether an address led to the person at a moment. */
export function isHeld(holds: readonly AddressHold[], address: string, at: Date): boolean {
  return holds.some(
    (hold) =>
      hold.address === address &&
      (hold.after === null || at > hold.after) &&
      (hold.until === null || at <= hold.until),
  );
}

/** Known to be an address of theirs, and yet no row is. */
const NEVER = { after: null, until: new Date(0) };

const endOf = (until: Date | null): number => until?.getTime() ?? Infinity;
const dateOf = (time: number | null): Date | null =>
  time === null || time === Infinity ? null : new Date(time);
const latest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.max(...times));
