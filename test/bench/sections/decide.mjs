import 'reflect-metadata';
import { builtInRoles } from '#auth';
import { decide, organizationScope, prepareSubject, propertyScope } from '#libs/authz';
import { median, printTable } from '../load.mjs';

const ROUNDS = 7;

/** Decisions in a tight loop; the answers are added up so that none can be left out by the compiler. */
export async function measure(_stack, { isQuick }) {
  const loops = isQuick ? 200_000 : 1_000_000;
  const now = new Date();
  const grant = (index, role, scope) => ({ id: `${index}`, subjectId: 'u', role, scope, givenAt: now });
  const worlds = [1, 20, 1_000].map((size) => {
    const grants = Array.from({ length: size }, (_, index) =>
      grant(index, 'property:manager', propertyScope('o', `p${index}`)),
    );
    const member = grant('m', 'org:member', organizationScope('o'));
    return { size, subject: prepareSubject(builtInRoles, [member, ...grants]) };
  });
  /** @type {[name: string, permission: any, scope: import('#libs/authz').Scope][]} */
  const questions = [
    ['yes, on the property', 'property:members:manage', propertyScope('o', 'p0')],
    ['yes, from the organization', 'org:members:read', organizationScope('o')],
    ['no', 'org:members:manage', propertyScope('o', 'p0')],
  ];
  const rows = worlds.flatMap(({ size, subject }) =>
    questions.map(([name, permission, scope]) => {
      const rounds = Array.from({ length: ROUNDS }, () => {
        let yes = 0;
        const startedAt = process.hrtime.bigint();
        for (let loop = 0; loop < loops; loop += 1) if (decide(subject, permission, scope, now)) yes += 1;
        const spent = Number(process.hrtime.bigint() - startedAt);
        if (yes !== 0 && yes !== loops) throw new Error('the answer changed');
        return spent / loops;
      });
      return [`${name}, of ${size} grants`, `${median(rounds).toFixed(0)} ns`];
    }),
  );
  printTable('One decision (to reach: under 2 000 ns)', ['question', 'median'], rows);
}
