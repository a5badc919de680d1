import type { ApiRoute, DescribedProblem } from '#libs/http';
import { authErrors } from './auth.errors.js';
import { BREAK_GLASS_ROUTES } from './break-glass/break-glass-routes.js';
import { SIGN_IN_FAULTS } from './sign-in-policy.rule.js';

/** What the decorators of `route-policy.ts` leave on an operation. */
interface Access {
  readonly access: unknown;
  readonly permission: unknown;
  readonly role: unknown;
  readonly stepUp: boolean;
  readonly notImpersonated: boolean;
  readonly openToServiceAccounts: boolean;
}

/** Says in words what a route demands of its caller, below its description. */
export function describeAccess({ path, operation }: ApiRoute): void {
  const access = accessOf({ operation });
  const sentences = [
    demandOf(access),
    ...(access.stepUp ? ['The caller has to have proved who they are within the last 10 minutes.'] : []),
    ...(access.openToServiceAccounts ? ['Keys of service accounts may call it too.'] : []),
    ...(access.notImpersonated ? ['Nobody may do this in another person’s name.'] : []),
  ];
  operation.description = [operation.description, `**Access:** ${sentences.join(' ')}`]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
  if (opensTenant(path, access) && !operation.parameters?.some(({ name }) => name === 'X-Access-Reason')) {
    (operation.parameters ??= []).push({
      name: 'X-Access-Reason',
      in: 'header',
      required: false,
      description: 'For platform staff: why they open a customer’s data. The customer sees it.',
      schema: { type: 'string', minLength: 3, maxLength: 500 },
      example: 'Ticket 4711: the guest list is empty',
    });
  }
}

/** What the guard can refuse on a route. */
export function guardProblems({ method, path, operation }: ApiRoute): DescribedProblem[] {
  const access = accessOf({ operation });
  if (access.access === 'public') return [];
  const refusals = [authErrors.noCredentials(), authErrors.badCredentials(''), authErrors.pendingSession()];
  if (access.access !== 'token') refusals.push(authErrors.directoryUnavailable(undefined));
  if (access.access !== 'token' && !isOfPlatform(access)) refusals.push(authErrors.notSeeded());
  // A key is looked at before the route is, so that every route can refuse one.
  refusals.push(authErrors.badKey('unknown'), authErrors.networkRefused(), authErrors.notOnStagingList());
  refusals.push(authErrors.badBreakGlass('forged'));
  const isOpen = BREAK_GLASS_ROUTES.has(`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
  refusals.push(isOpen ? authErrors.clerkAnswers() : authErrors.closedToBreakGlass());
  if (!access.openToServiceAccounts) refusals.push(authErrors.peopleOnly());
  if (access.notImpersonated) refusals.push(authErrors.impersonated());
  if (access.stepUp) refusals.push(authErrors.stepUpRequired('first_factor'));
  if (access.access === 'right') {
    refusals.push(authErrors.notFound());
    if (access.role === undefined) refusals.push(authErrors.permissionMissing('org:organization:read'));
    else refusals.push(authErrors.roleMissing(''));
    refusals.push(...SIGN_IN_FAULTS.map((fault) => authErrors.signInRefused(fault, 'platform', [fault])));
  }
  if (opensTenant(path, access)) {
    const closed = [authErrors.reasonRequired(), authErrors.otherOrganizationActive()];
    refusals.push(...closed, authErrors.organizationSuspended());
  }
  return refusals.map(({ status, code }) => ({ status, code }));
}

function isOfPlatform({ permission, role }: Access): boolean {
  return [permission, role].some((each) => typeof each === 'string' && each.startsWith('platform:'));
}

function accessOf({ operation }: Pick<ApiRoute, 'operation'>): Access {
  return {
    access: operation['x-access'],
    permission: operation['x-required-permission'],
    role: operation['x-required-role'],
    stepUp: operation['x-step-up'] === true,
    notImpersonated: operation['x-not-impersonated'] === true,
    openToServiceAccounts: operation['x-open-to-service-accounts'] === true,
  };
}

function demandOf({ access, permission, role }: Access): string {
  if (typeof permission === 'string') return `the permission \`${permission}\` on what the path names.`;
  if (typeof role === 'string') return `the role \`${role}\`, or one that contains it.`;
  switch (access) {
    case 'public':
      return 'everybody, without credentials.';
    case 'token':
      return 'everybody whose session token is valid; no table is read.';
    default:
      return 'everybody who is signed in; what is answered depends on who asks.';
  }
}

function opensTenant(path: string, { access }: Access): boolean {
  return access === 'right' && path.includes('{organizationId}');
}
