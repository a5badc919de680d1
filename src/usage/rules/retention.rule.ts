import type { Day } from './calendar.rule.js';

/**
 * Whether a day of activity is still the free first one. Sign-ups that seem to lie ahead (clocks, imports) count as
 * today's.
 */
export function isFirstDay(day: Day, signUpDay: Day): boolean {
  return day <= signUpDay;
}

/** Clerk's condition for an organization that is billed: two members at least, one of them counted. */
export function isCountedOrganization(members: number, countedMembers: number): boolean {
  return members >= 2 && countedMembers >= 1;
}
