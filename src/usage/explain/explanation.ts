import type { Day, Month } from '../rules/calendar.rule.js';

/** Why somebody counts in a month, or why not. */
export interface PersonExplanation {
  readonly kind: 'person';
  readonly month: Month;
  readonly userId: string;
  readonly active: boolean;
  readonly retained: boolean;
  readonly signedUpOn: Day;
  /** The days of activity that were recorded at the place of the report. */
  readonly activeDays: Day[];
  readonly because: string[];
}

/** Why an organization counts in a month, or why not. */
export interface OrganizationExplanation {
  readonly kind: 'organization';
  readonly month: Month;
  readonly organizationId: string;
  readonly active: boolean;
  readonly retained: boolean;
  readonly members: number;
  readonly activeMembers: number;
  readonly retainedMembers: number;
  readonly membersCounted: 'now' | 'end_of_day' | 'closing';
  readonly because: string[];
}

export function reasonsOfPerson(signedUpOn: Day, activeDays: readonly Day[], month: Month): string[] {
  const first = activeDays[0];
  if (first === undefined) return [`No activity is recorded in ${month}, so the person is in neither count.`];
  const retained = activeDays.find((day) => day > signedUpOn);
  const active = `Active on ${activeDays.length === 1 ? first : `${activeDays.length} days, first on ${first}`}: counts for the MAU.`;
  return retained === undefined
    ? [
        active,
        `Signed up on ${signedUpOn} and was not active on any later day of the month: the first day is free, so not in the MRU.`,
      ]
    : [active, `Signed up on ${signedUpOn} and was active on ${retained}, a later day: counts for the MRU.`];
}

export function reasonsOfOrganization({
  members,
  activeMembers,
  retainedMembers,
}: Pick<OrganizationExplanation, 'members' | 'activeMembers' | 'retainedMembers'>): string[] {
  if (members < 2) {
    return [
      `It has ${members === 1 ? 'one member' : 'no member'}; only organizations with two or more count.`,
    ];
  }
  if (activeMembers === 0) return [`It has ${members} members, none of whom was active in the month.`];
  const active = `It has ${members} members, of whom ${were(activeMembers)} active in the month: counts for the MAO.`;
  return retainedMembers === 0
    ? [active, 'None of them was active on a day after the day of their sign-up: not in the MRO.']
    : [
        active,
        `${retainedMembers === 1 ? 'One of them was' : `${retainedMembers} of them were`} active on a day after the day of their sign-up: counts for the MRO.`,
      ];
}

function were(count: number): string {
  return count === 1 ? 'one was' : `${count} were`;
}
