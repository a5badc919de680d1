import { Inject, Injectable } from '@nestjs/common';
import { Partitions, untilUnlocked } from '#libs/database';
import { Clock } from '#libs/time';
import { LOADED_MODULES, type LoadedModule, type RunContext, type RunResult } from '#manifest';

/** So many months ahead there is a partition for what will be written, should nobody make one for a while. */
const MONTHS_AHEAD = 3;

/** Makes the partitions of the months to come, of every table that a module declares as partitioned by time. */
@Injectable()
export class PartitionsService {
  constructor(
    @Inject(LOADED_MODULES) private readonly modules: readonly LoadedModule[],
    private readonly partitions: Partitions,
    private readonly clock: Clock,
  ) {}

  async makeAhead({ commit, signal }: RunContext): Promise<RunResult> {
    let made = 0;
    for (const [name, { months }] of this.modules.flatMap(({ manifest }) =>
      Object.entries(manifest.partitions ?? {}),
    )) {
      const table = name.replace('public.', '');
      const present = await commit(() => this.partitions.list(table));
      for (const [from, to] of stretches(this.clock.now(), months)) {
        if (signal.aborted) return { made };
        if (present.some((partition) => (partition.from ?? '') < to && from < partition.to)) continue;
        // Before the oldest one rows stand in the default partition.
        if (to <= (present[0]?.from ?? '')) continue;
        if (await untilUnlocked(() => commit(() => this.partitions.add(table, from, to)))) made += 1;
      }
    }
    return { made };
  }
}

/** Stretches of whole months, or years, from the present one on: first day, and first day of the next. */
function stretches(now: Date, months: 1 | 12): [from: string, to: string][] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const dayOf = (monthOfYear: number) => new Date(Date.UTC(year, monthOfYear, 1)).toISOString().slice(0, 10);
  const found: [string, string][] = [];
  for (let first = months === 12 ? 0 : month; first <= month + MONTHS_AHEAD; first += months)
    found.push([dayOf(first), dayOf(first + months)]);
  return found;
}
