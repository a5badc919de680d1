import type { SyntheticWorld } from './synthetic-world.js';

/** What a report must say, worked out anew from every single visit; for comparison only. */
export function reference(
  world: SyntheticWorld,
  month: string,
  zone: string,
  isHere: (visit: SyntheticWorld['visits'][number]) => boolean,
) {
  const dayOf = (at: Date, timeZone: string) => at.toLocaleDateString('sv-SE', { timeZone });
  const people = (timeZone: string, visits: SyntheticWorld['visits']) => {
    const active = new Map<string, Set<string>>();
    for (const { userId, at } of visits) {
      const day = dayOf(at, timeZone);
      if (day.startsWith(month)) active.set(day, (active.get(day) ?? new Set()).add(userId));
    }
    const signUp = (userId: string) => dayOf(world.signUps.get(userId)!, timeZone);
    const all = new Set([...active.values()].flatMap((set) => [...set]));
    const isRetained = (userId: string) =>
      [...active].some(([day, set]) => set.has(userId) && day > signUp(userId));
    return {
      active,
      all,
      retained: new Set([...all].filter(isRetained)),
      isNew: (day: string, userId: string) => day <= signUp(userId),
    };
  };
  const here = people(zone, world.visits.filter(isHere));
  const platform = people('UTC', world.visits);
  const organizations = (counted: Set<string>) =>
    [...world.members]
      .filter(([, ids]) => ids.length >= 2 && ids.some((id) => counted.has(id)))
      .map(([id]) => id);
  const days = [...here.active].sort().map(([date, set]) => ({
    date,
    dau: set.size,
    new: [...set].filter((id) => here.isNew(date, id)).length,
  }));
  return {
    mau: here.all.size,
    mru: here.retained.size,
    mao: organizations(platform.all),
    mro: organizations(platform.retained),
    days,
  };
}
