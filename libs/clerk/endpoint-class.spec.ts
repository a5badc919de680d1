import { describe, expect, it } from 'vitest';
import { endpointClassOf } from './endpoint-class.js';

describe('the class of an endpoint', () => {
  it.each([
    ['GET /users', 'users'],
    ['POST /users/{id}/ban', 'users'],
    ['GET /users/{id}/organization_memberships', 'memberships'],
    ['PATCH /organizations/{id}/memberships/{userId}', 'memberships'],
    ['GET /organizations/{id}', 'organizations'],
    ['POST /organizations/{id}/invitations/{id}/revoke', 'invitations'],
    ['POST /sessions/{id}/revoke', 'sessions'],
    ['GET /organization_roles', 'roles'],
    ['GET /constructor', 'other'],
  ])('%s belongs to %s', (operation, expected) => {
    expect(endpointClassOf(operation)).toBe(expected);
  });
});
