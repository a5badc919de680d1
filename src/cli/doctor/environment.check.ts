import { EnvironmentError } from '#libs/config';
import { parseEnvironment, type VariableName } from '#settings';
import { fail, ok, warn, type CheckResult, type Settings } from './check.js';

/** What was found, and which variables later checks may build on. */
export interface EnvironmentFindings {
  readonly results: readonly CheckResult[];
  readonly isUsable: (variable: VariableName) => boolean;
}

/** Reads every setting and key as the service does at its start. */
export function checkEnvironment(settings: Settings): EnvironmentFindings {
  try {
    const environment = parseEnvironment(settings);
    const owners = environment.platformOwners.length;
    const results = [
      ok('settings', `all are readable, keys included (${environment.nodeEnv})`),
      environment.isProduction || environment.nodeEnv === 'test' || isLocal(environment.clerk.apiUrl)
        ? undefined
        : warn(
            'mode',
            'NODE_ENV is not production, so test keys are accepted and missing services are started here',
            'Set NODE_ENV=production where real people are served.',
          ),
      environment.isProduction && owners === 0
        ? warn(
            'platform owners',
            'TENANTRY_PLATFORM_OWNERS is empty',
            'Set it to the Clerk id of the first owner, unless the platform has one already.',
          )
        : undefined,
    ];
    return { results: results.filter((result) => result !== undefined), isUsable: () => true };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const wrong = new Set<string>(error.problems.map(({ variable }) => variable));
    return {
      results: error.problems.map(({ variable, reason, expected }) =>
        fail('settings', `${variable} ${reason}`, `Expected: ${expected}.`),
      ),
      isUsable: (variable) => !wrong.has(variable),
    };
  }
}

function isLocal(apiUrl: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(apiUrl).hostname);
}
