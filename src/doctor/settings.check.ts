import { isLoopbackHost } from '#libs/config';
import { inspectEnvironment, type ReadableSettings } from '#settings';
import { type CheckResult, fail, ok, warn } from './check.js';

/** The raw settings: environment variables by name. */
export type RawSettings = Readonly<Record<string, string | undefined>>;

/** Reads every setting and key as the service does at its start; later checks build on what can be read. */
export function readSettings(raw: RawSettings): {
  readonly settings: ReadableSettings;
  readonly results: readonly CheckResult[];
} {
  const { settings, problems } = inspectEnvironment(raw);
  return {
    settings,
    results:
      problems.length === 0
        ? [ok('settings', `all are readable, keys included (${settings.nodeEnv ?? ''})`)]
        : problems.map(({ variable, reason, expected }) =>
            fail('settings', `${variable} ${reason}`, `Expected: ${expected}.`),
          ),
  };
}

/** What the settings say together that no single one does. */
export function checkMode({ nodeEnv, isProduction, clerk, platformOwners }: ReadableSettings): CheckResult[] {
  const results: CheckResult[] = [];
  const apiUrl = clerk?.apiUrl;
  if (
    !isProduction &&
    nodeEnv !== 'test' &&
    apiUrl !== undefined &&
    !isLoopbackHost(new URL(apiUrl).hostname)
  )
    results.push(
      warn(
        'mode',
        'NODE_ENV is not production, so test keys are accepted and missing services are started here',
        'Set NODE_ENV=production where real people are served.',
      ),
    );
  if (isProduction && platformOwners?.length === 0)
    results.push(
      warn(
        'platform owners',
        'TENANTRY_PLATFORM_OWNERS is empty',
        'Set it to the Clerk id of the first owner, unless the platform has one already.',
      ),
    );
  // Whoever owns the platform and has no second factor gets nowhere at the first start.
  if (isProduction)
    results.push(
      ok(
        'sign-in policy',
        'unless another one is set, staff of the platform need a second factor (sign-in-policy show|reset)',
      ),
    );
  return results;
}
