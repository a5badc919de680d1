import { EnvironmentError, type EnvironmentProblem } from '#libs/config';
import { VARIABLES } from '#settings';
import { isSet, type Settings } from './settings.js';

/** Which services the person brought along; the others are started here. */
export interface ChosenServices {
  readonly hasOwnDatabase: boolean;
  readonly hasOwnClerk: boolean;
}

/** What Clerk's quick start gives; the rest is found out or has a default outside production. */
const CLERK = ['CLERK_SECRET_KEY', 'CLERK_PUBLISHABLE_KEY'] as const;

/** Front ends of one's own count for the local Clerk too, so they alone do not choose another. */
const CHOOSING_CLERK = [
  ...CLERK,
  'CLERK_JWT_KEY',
  'CLERK_WEBHOOK_SIGNING_SECRET',
  'CLERK_INSTANCE_ID',
] as const;

/**
 * A service is one's own when its settings are there: with half of them the other half would come from a local service
 * that knows nothing of it, and every token would be refused.
 *
 * @throws EnvironmentError naming what is missing
 */
export function chosenServices(settings: Settings): ChosenServices {
  const problems: EnvironmentProblem[] = [];
  const hasOwnDatabase = isSet(settings, 'DATABASE_URL');
  if (!hasOwnDatabase && isSet(settings, 'DATABASE_ADMIN_URL')) {
    problems.push({
      variable: 'DATABASE_URL',
      reason:
        'is missing although DATABASE_ADMIN_URL is set; set both for your own database, neither for the local one',
      expected: VARIABLES.DATABASE_URL,
    });
  }
  const set = CHOOSING_CLERK.find((name) => isSet(settings, name));
  if (set !== undefined) {
    for (const variable of CLERK.filter((name) => !isSet(settings, name))) {
      problems.push({
        variable,
        reason: `is missing although ${set} is set; set both keys of your own Clerk, none for the local one`,
        expected: VARIABLES[variable],
      });
    }
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { hasOwnDatabase, hasOwnClerk: set !== undefined };
}
