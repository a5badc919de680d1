import { describeAccess, guardProblems, TARGET_PARAMETERS } from '#auth';
import type { ApiDescription, ApiRoute, DescribedProblem } from '#libs/http';
import { API_INTRODUCTION } from './api-introduction.js';
import { API_VERSION } from './api-version.js';
import { routeAnswers } from './route-answers.js';

/** The groups of routes, in the order of the page. */
const TAGS = [
  { name: 'you', description: 'Who calls, and what they may do.' },
  { name: 'access', description: 'Questions about rights: yes or no, why, where and who.' },
  { name: 'sign-in', description: 'How people must sign in before their rights count.' },
  { name: 'organizations', description: 'Tenants: made, changed, suspended, handed over and deleted.' },
  { name: 'members', description: 'People who belong to an organization.' },
  { name: 'invitations', description: 'Invitations to an organization or one of its properties.' },
  { name: 'properties', description: 'What an organization has several of.' },
  { name: 'roles', description: 'Built-in roles, and those that an organization makes itself.' },
  { name: 'grants', description: 'Who holds which role on a property or an organization.' },
  { name: 'groups', description: 'People who hold the same roles, from the moment they are in the group.' },
  {
    name: 'service accounts',
    description: 'Callers that are no people: their roles and keys.',
  },
  { name: 'permissions', description: 'What can be allowed, built in or declared by the app.' },
  { name: 'people', description: 'Everybody who signs in, for the staff of the platform.' },
  { name: 'audit', description: 'What happened, by whom, and what was refused.' },
  {
    name: 'events',
    description: 'What happened, for other programs: a feed to follow, and signed deliveries.',
  },
  { name: 'usage', description: 'Active and retained people, forecast and cost.' },
  { name: 'privacy', description: 'Exports, erasures, holds, consents and requests of people.' },
  { name: 'sync', description: 'News from Clerk, comparisons with Clerk, and periodic jobs.' },
  { name: 'operations', description: 'How the service is.' },
] as const;

/** Everything that the OpenAPI document says beside what the decorators of the edge tell. */
export const API_DESCRIPTION: ApiDescription = {
  title: 'Tenantry',
  description: API_INTRODUCTION,
  version: API_VERSION,
  tags: TAGS,
  pathParameters: TARGET_PARAMETERS,
  describe: describeAccess,
  problemsOf: (route) => [...guardProblems(route), ...ownProblems(route)],
  headersOf: ({ operation }) => ownAnswers(operation.operationId, 1),
};

function ownProblems({ operation }: ApiRoute): DescribedProblem[] {
  return ownAnswers(operation.operationId, 0).map((each) => {
    const [status, code = ''] = each.split(' ');
    return { status: Number(status), code };
  });
}

function ownAnswers(operationId: string, part: 0 | 1): string[] {
  const listed = (routeAnswers[operationId] ?? '').split(';')[part]?.split(',') ?? [];
  return listed.map((each) => each.trim()).filter((each) => each !== '');
}
