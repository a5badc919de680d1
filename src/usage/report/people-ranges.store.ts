import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** Numbers of people in the ledger: those behind the first, up to and with the second. */
export type PeopleRange = readonly [after: string, upTo: string];

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Parts the people of the platform, so that each statement counts some of them. */
@Injectable()
export class PeopleRangesStore {
  /**
   * People of the platform that one statement counts. The days of everybody are counted one range of numbers after the
   * other: nobody is in two of them, so what each says adds up, and none runs into the time limit however many they are.
   */
  readonly peopleAtOnce: number = 250_000;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** All numbers there can be, parted where so many people have theirs in between; in the open transaction. */
  async list(): Promise<PeopleRange[]> {
    const ranges: PeopleRange[] = [];
    for (let after = BEFORE_ALL; after !== BEHIND_ALL;) {
      const [row] = await this.unitOfWork
        .manager()
        .query<{ usage_id: string }[]>(
          'select usage_id from usage_people where usage_id > $1 order by usage_id offset $2 limit 1',
          [after, this.peopleAtOnce - 1],
        );
      const upTo = row?.usage_id ?? BEHIND_ALL;
      ranges.push([after, upTo]);
      after = upTo;
    }
    return ranges;
  }
}
