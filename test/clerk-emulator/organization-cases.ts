import { expect, it } from 'vitest';
import { type CheckedBackend, PICTURE } from './checked-backend.js';

/** Organizations at Clerk: members, invitations, roles and domains. */
export function organizationCases(started: () => CheckedBackend): void {
  it('serves organizations and memberships', async () => {
    const { sdk, ada, organizationId } = started();
    const list = await sdk.organizations.getOrganizationList({ includeMembersCount: true, query: 'harb' });
    expect(list.data[0]?.membersCount).toBe(1);
    expect((await sdk.organizations.getOrganization({ slug: 'harbour' })).id).toBe(organizationId);
    await sdk.organizations.updateOrganization(organizationId, { name: 'Harbour Hotels' });
    await sdk.organizations.updateOrganizationMetadata(organizationId, { publicMetadata: { a: 1 } });
    await sdk.organizations.replaceOrganizationMetadata(organizationId, { publicMetadata: { b: 2 } });
    await sdk.organizations.updateOrganizationLogo(organizationId, { file: PICTURE, uploaderUserId: ada.id });
    await sdk.organizations.deleteOrganizationLogo(organizationId);
    const mia = await sdk.users.createUser({ emailAddress: ['mia@example.test'] });
    const pair = { organizationId, userId: mia.id };
    await sdk.organizations.createOrganizationMembership({ ...pair, role: 'org:member' });
    await sdk.organizations.updateOrganizationMembership({ ...pair, role: 'org:admin' });
    await sdk.organizations.updateOrganizationMembershipMetadata({ ...pair, publicMetadata: { desk: 4 } });
    expect((await sdk.organizations.getOrganizationMembershipList({ organizationId })).totalCount).toBe(2);
    expect((await sdk.organizations.getInstanceOrganizationMembershipList({})).totalCount).toBe(2);
    await sdk.organizations.deleteOrganizationMembership(pair);
    const gone = await sdk.organizations.createOrganization({ name: 'Gone' });
    await sdk.organizations.deleteOrganization(gone.id);
    await expect(sdk.organizations.getOrganization({ organizationId: gone.id })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('serves invitations to organizations and to the application', async () => {
    const { clerk, sdk, ada, organizationId, raw } = started();
    const base = { organizationId, role: 'org:member', inviterUserId: ada.id };
    const one = await sdk.organizations.createOrganizationInvitation({
      ...base,
      emailAddress: 'g1@guest.test',
    });
    const bulk = await sdk.organizations.createOrganizationInvitationBulk(organizationId, [
      { role: 'org:member', emailAddress: 'g2@guest.test', inviterUserId: ada.id },
      { role: 'org:member', emailAddress: 'g3@guest.test', inviterUserId: ada.id },
    ]);
    expect(bulk.data).toHaveLength(2);
    await sdk.organizations.getOrganizationInvitation({ organizationId, invitationId: one.id });
    await sdk.organizations.revokeOrganizationInvitation({
      organizationId,
      invitationId: one.id,
      requestingUserId: ada.id,
    });
    const list = await sdk.organizations.getOrganizationInvitationList({
      organizationId,
      status: ['pending'],
    });
    expect(list.totalCount).toBe(2);
    await raw('GET', `/organizations/${organizationId}/invitations/pending`);
    await raw('GET', '/organization_invitations?order_by=-created_at');
    clerk.control.acceptInvitation(String(bulk.data[0]?.id), { firstName: 'Gus' });

    const invitation = await sdk.invitations.createInvitation({ emailAddress: 'app@guest.test' });
    await sdk.invitations.createInvitationBulk([{ emailAddress: 'app2@guest.test' }]);
    expect((await sdk.invitations.getInvitationList()).totalCount).toBe(2);
    expect((await raw('GET', '/invitations')) as unknown).toHaveLength(2);
    expect((await sdk.invitations.revokeInvitation(invitation.id)).status).toBe('revoked');
  });

  it('serves roles, permissions and role sets', async () => {
    const { sdk } = started();
    const permission = await sdk.organizationPermissions.createOrganizationPermission({
      name: 'Read reports',
      key: 'org:reports:read',
    });
    await sdk.organizationPermissions.getOrganizationPermission(permission.id);
    await sdk.organizationPermissions.updateOrganizationPermission({
      permissionId: permission.id,
      name: 'See reports',
    });
    expect((await sdk.organizationPermissions.getOrganizationPermissionList()).totalCount).toBeGreaterThan(8);
    const role = await sdk.organizationRoles.createOrganizationRole({
      name: 'Auditor',
      key: 'org:auditor',
      permissions: [permission.id],
    });
    const both = { organizationRoleId: role.id, permissionId: permission.id };
    await sdk.organizationRoles.removePermissionFromOrganizationRole(both);
    await sdk.organizationRoles.assignPermissionToOrganizationRole(both);
    await sdk.organizationRoles.getOrganizationRole(role.id);
    await sdk.organizationRoles.updateOrganizationRole({
      organizationRoleId: role.id,
      description: 'Looks, never touches',
    });
    expect((await sdk.organizationRoles.getOrganizationRoleList()).totalCount).toBe(3);

    const roleSetBody = { name: 'Lodges', key: 'role_set:lodges', roles: ['org:admin', 'org:member'] };
    const set = await sdk.roleSets.createRoleSet({
      ...roleSetBody,
      defaultRoleKey: 'org:member',
      creatorRoleKey: 'org:admin',
    });
    await sdk.roleSets.getRoleSet(set.key);
    expect((await sdk.roleSets.getRoleSetList()).totalCount).toBe(2);
    await sdk.roleSets.updateRoleSet({ roleSetKeyOrId: set.id, name: 'Mountain lodges' });
    await sdk.roleSets.addRolesToRoleSet({ roleSetKeyOrId: set.id, roleKeys: ['org:auditor'] });
    await sdk.roleSets.replaceRoleInRoleSet({
      roleSetKeyOrId: set.id,
      roleKey: 'org:auditor',
      toRoleKey: 'org:member',
    });
    await sdk.roleSets.replaceRoleSet({ roleSetKeyOrId: set.id, destRoleSetKey: 'role_set:default' });
    await sdk.organizationRoles.deleteOrganizationRole(role.id);
    await sdk.organizationPermissions.deleteOrganizationPermission(permission.id);
  });

  it('serves organization domains and the waiting list', async () => {
    const { sdk, organizationId, raw } = started();
    const domain = await sdk.organizations.createOrganizationDomain({
      organizationId,
      name: 'harbour.test',
      enrollmentMode: 'manual_invitation',
    });
    await sdk.organizations.getOrganizationDomainList({ organizationId });
    await raw('GET', '/organization_domains');
    await sdk.organizations.updateOrganizationDomain({
      organizationId,
      domainId: domain.id,
      enrollmentMode: 'automatic_suggestion',
    });
    await raw('POST', `/organizations/${organizationId}/domains/${domain.id}/verify_ownership`);
    await sdk.organizations.deleteOrganizationDomain({ organizationId, domainId: domain.id });
    const entry = await sdk.waitlistEntries.create({ emailAddress: 'wait@example.test' });
    await sdk.waitlistEntries.createBulk([{ emailAddress: 'wait2@example.test' }]);
    expect((await sdk.waitlistEntries.list()).totalCount).toBe(2);
    await sdk.waitlistEntries.invite(entry.id);
    await sdk.waitlistEntries.reject(entry.id);
    await sdk.waitlistEntries.delete(entry.id);
  });
}
