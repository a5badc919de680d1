/**
 * What the numbers mean; goes along with every report. The first day is free at Clerk ("a user who visits your app in a
 * given month at least one day after signing up"); whether that day is 24 hours or a day of the calendar, in which zone,
 * and when members are counted, is not documented there, so it is decided here.
 */
export const definitions = {
  active:
    'A verified request that was let through, or a sign-in that Clerk told of. Impersonated sessions never count.',
  day: 'A day of the calendar in the time zone of the report, by the clock of the database.',
  dau: 'People who were active on the day.',
  mau: 'People who were active on a day of the month, each counted once.',
  mru: 'Retained people: active on a day of the month that lies after the day of their sign-up. This is the unit that Clerk bills.',
  mao: 'Organizations with two members or more, of whom one at least is among the MAU of the platform.',
  mro: 'Organizations with two members or more, of whom one at least is among the MRU of the platform. Always by UTC days.',
  new: 'People whose day of sign-up is this day; for the month, those who were active on that day.',
  returning: 'Active people who are not new.',
  members:
    'Members are counted at the end of the last day of the month that was rolled up; in a running month, now. The report says which moment it was.',
  organization:
    'A request counts for the organization that its address names; support access of platform staff does not.',
  property: 'A request counts for the property that its address names.',
  localTime:
    'In a local report each activity lies on the day that it was at the place: in the zone of the property, or in the one that most active properties of the organization share.',
  erased: 'Who was erased still counts; nobody can tell any more who it was.',
  forecast:
    'The pace of the last seven whole days at most, going on to slow down as it did; the band spans about 80 % of that pace’s scatter and reaches up to an unbroken pace.',
  cost: 'A reckoning by a price list that was taken second-hand, without taxes, seats and enterprise connections. Clerk’s invoice decides.',
} as const;
