import type { Survey } from './survey.js';

/** A survey in words, for a terminal. */
export function adoptionReport(survey: Survey): string {
  const { atClerk, here, platformOwners, withoutOwner, undeclared, bill } = survey;
  const lines = ['', `${'kind'.padEnd(14)}${right('at Clerk')}${right('here')}`];
  for (const kind of ['people', 'organizations', 'memberships', 'invitations', 'roles'] as const) {
    const mirrored = kind === 'invitations' || kind === 'roles' ? '' : String(here[kind]);
    lines.push(`${kind.padEnd(14)}${right(String(atClerk[kind]))}${right(mirrored)}`.trimEnd());
  }
  lines.push('', 'Owners of the platform (TENANTRY_PLATFORM_OWNERS):');
  for (const { clerkId, isAtClerk } of platformOwners)
    lines.push(
      `  ${clerkId}  ${isAtClerk ? 'is at Clerk and becomes one' : 'is not at Clerk: nobody becomes one by this'}`,
    );
  if (platformOwners.length === 0) lines.push('  nobody: set it to the Clerk id of the first owner');
  lines.push('', `Organizations without an owner (a member with org:admin): ${withoutOwner.count}`);
  for (const { clerkId, slug } of withoutOwner.first) lines.push(`  ${clerkId}  ${slug ?? ''}`.trimEnd());
  if (withoutOwner.count > withoutOwner.first.length)
    lines.push(`  … and ${withoutOwner.count - withoutOwner.first.length} more`);
  lines.push('', `Roles with permissions that nobody declared: ${undeclared.length}`);
  for (const { role, permissions } of undeclared) lines.push(`  ${role}  ${permissions.join(', ')}`);
  if (undeclared.length > 0) lines.push('  They open nothing here until `permissions apply` declares them.');
  lines.push(
    '',
    `The bill counts ${bill.unit}: people active on a day after the one they signed up on, of ${bill.planLimit} in the plan.`,
    `Counting begins with the first request here; the first whole month is ${bill.firstWholeMonth}. Clerk has seen ${bill.activeAtClerk} of ${atClerk.people} people in the last 30 days.`,
  );
  return lines.join('\n');
}

function right(text: string): string {
  return text.padStart(11);
}
