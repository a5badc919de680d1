import { ClerkSchemaError } from './clerk-errors.js';
import {
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkUser,
  readMembership,
  readOrganization,
  readUser,
} from './clerk-objects.js';

/** Another object than the one that was asked about is no answer. @throws ClerkSchemaError */
export function same<T>(what: string, asked: string, given: string, answer: T): T {
  if (given !== asked) throw new ClerkSchemaError(`${what} is of another object than was asked about`);
  return answer;
}

export function userOf(userId: string, answer: unknown): ClerkUser {
  const user = readUser(answer);
  return same('the user', userId, user.id, user);
}

export function askedOrganizationOf(organizationId: string, answer: unknown): ClerkOrganization {
  const organization = readOrganization(answer);
  return same('the organization', organizationId, organization.id, organization);
}

export function membershipOf(organizationId: string, userId: string, answer: unknown): ClerkMembership {
  const membership = readMembership(answer);
  same('the membership', organizationId, membership.organization.id, membership);
  return same('the membership', userId, membership.userId, membership);
}
