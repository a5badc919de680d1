import { describeAccess, guardProblems, TARGET_PARAMETERS } from '#auth';
import type { ApiDescription, ApiRoute, DescribedProblem } from '#libs/http';
import { API_INTRODUCTION } from './api-introduction.js';
import { API_VERSION } from './api-version.js';
import { modules } from './modules.js';
import { routeAnswers } from './route-answers.js';

/** Everything that the OpenAPI document says beside what the decorators of the edge tell. */
export const API_DESCRIPTION: ApiDescription = {
  title: 'Tenantry',
  description: API_INTRODUCTION,
  version: API_VERSION,
  tags: modules.flatMap(({ apiGroups = [] }) => apiGroups),
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
