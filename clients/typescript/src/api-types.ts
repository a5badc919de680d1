// Written by `npm run openapi` from the routes of the service; `npm run check` compares. Do not edit.

export interface paths {
    "/api/v1/access/check": {
        parameters: {
        };
        /** May this person do this there? Without `userId`: may the caller? */
        post: operations["checkAccess"];
    };
    "/api/v1/access/check/batch": {
        parameters: {
        };
        /** Up to 500 questions at once */
        post: operations["checkAccessBatch"];
    };
    "/api/v1/access/explain": {
        parameters: {
        };
        /** Why, or why not; and on a no, what would change it and who may do that */
        post: operations["explainAccess"];
    };
    "/api/v1/access/people": {
        parameters: {
        };
        /** Who holds a permission here? Members only; platform staff is not told */
        get: operations["listPeopleWithAccess"];
    };
    "/api/v1/access/properties": {
        parameters: {
        };
        /** On which properties does one hold a permission? */
        get: operations["listAccessibleProperties"];
    };
    "/api/v1/audit-log": {
        parameters: {
        };
        /** What happened anywhere, newest first */
        get: operations["listAuditLog"];
    };
    "/api/v1/audit-log/chain": {
        parameters: {
        };
        /** How far the log is sealed and signed, with its last checkpoint */
        get: operations["getAuditChain"];
    };
    "/api/v1/audit-log/export": {
        parameters: {
        };
        /** The whole log as a file, oldest first; as NDJSON it can be verified offline */
        get: operations["exportAuditLog"];
    };
    "/api/v1/auth/backup-codes": {
        parameters: {
        };
        /** Makes new backup codes, shown this once. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["replaceBackupCodes"];
    };
    "/api/v1/auth/factors": {
        parameters: {
        };
        /** What you prove yourself with. There where ACCOUNT_SIGN_IN_ENABLED is true */
        get: operations["listFactors"];
    };
    "/api/v1/auth/password": {
        parameters: {
        };
        /** Changes the password, and ends your other sessions. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["changePassword"];
    };
    "/api/v1/auth/password-reset": {
        parameters: {
        };
        /** Has a code mailed, then sets the password with it. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["resetPassword"];
    };
    "/api/v1/auth/phone": {
        parameters: {
        };
        /** Enrols a phone: a code is sent to the number, then tried. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["enrolPhone"];
    };
    "/api/v1/auth/phone/{phoneNumberId}": {
        parameters: {
        };
        /** Removes a phone. There where ACCOUNT_SIGN_IN_ENABLED is true */
        delete: operations["removePhone"];
    };
    "/api/v1/auth/reverification": {
        parameters: {
        };
        /** Proves again who you are, where reverification_required asks for it. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["proveIdentity"];
    };
    "/api/v1/auth/second-factor": {
        parameters: {
        };
        /** Sends or tries the code of a second factor. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["proveSecondFactor"];
    };
    "/api/v1/auth/session/refresh": {
        parameters: {
        };
        /** The next session token, and the next cookie. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["refreshSession"];
    };
    "/api/v1/auth/sign-in": {
        parameters: {
        };
        /** Signs in by password; sets a session cookie. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["signIn"];
    };
    "/api/v1/auth/sign-out": {
        parameters: {
        };
        /** Ends the session of the cookie, here and at Clerk. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["signOut"];
    };
    "/api/v1/auth/sign-up": {
        parameters: {
        };
        /** Takes an invite code, and has a code mailed. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["signUp"];
    };
    "/api/v1/auth/totp": {
        parameters: {
        };
        /** Enrols an authenticator app: a secret, then a code of it. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["enrolTotp"];
        /** Removes the authenticator app. There where ACCOUNT_SIGN_IN_ENABLED is true */
        delete: operations["removeTotp"];
    };
    "/api/v1/auth/verify-email": {
        parameters: {
        };
        /** Tries the mailed code; the right one makes the account. There where ACCOUNT_SIGN_IN_ENABLED is true */
        post: operations["verifyEmail"];
    };
    "/api/v1/event-endpoints": {
        parameters: {
        };
        /** Where events of the platform and all organizations are delivered to */
        get: operations["listEventEndpoints"];
        /** Have events of the platform and all organizations delivered to an address, from now on */
        post: operations["createEventEndpoint"];
    };
    "/api/v1/event-endpoints/{endpointId}": {
        parameters: {
        };
        /** One endpoint, and whether it takes what is sent */
        get: operations["getEventEndpoint"];
        /** Delete an endpoint; what still waits for it is not sent */
        delete: operations["deleteEventEndpoint"];
        /** Change the address of an endpoint, what it is told of, or whether it is sent to */
        patch: operations["updateEventEndpoint"];
    };
    "/api/v1/event-endpoints/{endpointId}/deliveries": {
        parameters: {
        };
        /** What was sent, what waits and what was given up, newest first */
        get: operations["listEventDeliveries"];
    };
    "/api/v1/event-endpoints/{endpointId}/replay": {
        parameters: {
        };
        /** Send again what was given up, or everything since a moment */
        post: operations["replayEvents"];
    };
    "/api/v1/event-endpoints/{endpointId}/secret": {
        parameters: {
        };
        /** Give the endpoint a new secret; for a while deliveries are signed by both */
        post: operations["rotateEventEndpointSecret"];
    };
    "/api/v1/event-endpoints/{endpointId}/test": {
        parameters: {
        };
        /** Send one event_endpoint.tested now, and say what came of it */
        post: operations["testEventEndpoint"];
    };
    "/api/v1/events": {
        parameters: {
        };
        /** What happened anywhere, oldest first; ask again with the cursor of the answer */
        get: operations["listEvents"];
    };
    "/api/v1/me": {
        parameters: {
        };
        /** You: memberships, grants and what they allow; the first hundred organizations and properties */
        get: operations["getMe"];
    };
    "/api/v1/me/organizations": {
        parameters: {
        };
        /** Your organizations, by name; of all on a page the first hundred properties */
        get: operations["listMyOrganizations"];
    };
    "/api/v1/me/properties": {
        parameters: {
        };
        /** The properties of one of your organizations that you may open, by name */
        get: operations["listMyProperties"];
    };
    "/api/v1/operations/debug-bundle": {
        parameters: {
        };
        /** Everything that helps to mend the service, in one archive without secrets and without anybody’s data */
        post: operations["makeDebugBundle"];
    };
    "/api/v1/operations/doctor": {
        parameters: {
        };
        /** Check settings, Clerk, database and schedule, and say what mends what is wrong */
        post: operations["runDoctor"];
    };
    "/api/v1/organizations": {
        parameters: {
        };
        /** The organizations you belong to; platform staff see all */
        get: operations["listOrganizations"];
        /** Make an organization; you become its owner */
        post: operations["createOrganization"];
    };
    "/api/v1/organizations/{organizationId}": {
        parameters: {
        };
        /** One organization */
        get: operations["getOrganization"];
        /** Delete the organization here and at Clerk */
        delete: operations["deleteOrganization"];
        /** Change name or slug */
        patch: operations["updateOrganization"];
    };
    "/api/v1/organizations/{organizationId}/agents": {
        parameters: {
        };
        /** The agents that act in your name here */
        get: operations["listOwnAgents"];
        /** Let a program act in your name, with a part of what you may do */
        post: operations["createAgent"];
    };
    "/api/v1/organizations/{organizationId}/agents/{agentId}": {
        parameters: {
        };
        /** Delete one of your agents; its key opens nothing from the next request on */
        delete: operations["deleteOwnAgent"];
    };
    "/api/v1/organizations/{organizationId}/audit-log": {
        parameters: {
        };
        /** What happened in the organization, newest first; support accesses of platform staff too */
        get: operations["listOrganizationAuditLog"];
    };
    "/api/v1/organizations/{organizationId}/audit-log/export": {
        parameters: {
        };
        /** The log of the organization as a file, oldest first */
        get: operations["exportOrganizationAuditLog"];
    };
    "/api/v1/organizations/{organizationId}/data-erasures": {
        parameters: {
        };
        /** Erasures of the organization that were asked for, newest first */
        get: operations["listOrganizationErasures"];
        /** Ask for the erasure of the organization; a second person has to approve */
        post: operations["createOrganizationErasure"];
    };
    "/api/v1/organizations/{organizationId}/data-erasures/{erasureId}": {
        parameters: {
        };
        /** How far an erasure is, step by step */
        get: operations["getOrganizationErasure"];
    };
    "/api/v1/organizations/{organizationId}/data-erasures/{erasureId}/approve": {
        parameters: {
        };
        /** Approve as a second person: another owner, or the platform’s privacy staff */
        post: operations["approveOrganizationErasure"];
    };
    "/api/v1/organizations/{organizationId}/data-erasures/{erasureId}/cancel": {
        parameters: {
        };
        /** Take it back while it has not begun */
        post: operations["cancelOrganizationErasure"];
    };
    "/api/v1/organizations/{organizationId}/data-erasures/plan": {
        parameters: {
        };
        /** What an erasure would do, counted table by table; changes nothing */
        get: operations["planOrganizationErasure"];
    };
    "/api/v1/organizations/{organizationId}/data-exports": {
        parameters: {
        };
        /** Exports of the organization, newest first */
        get: operations["listOrganizationExports"];
        /** Ask for all data of the organization */
        post: operations["createOrganizationExport"];
    };
    "/api/v1/organizations/{organizationId}/data-exports/{exportId}": {
        parameters: {
        };
        /** How far an export is */
        get: operations["getOrganizationExport"];
    };
    "/api/v1/organizations/{organizationId}/data-exports/{exportId}/download": {
        parameters: {
        };
        /** The archive, for seven days; every download is written down */
        get: operations["downloadOrganizationExport"];
    };
    "/api/v1/organizations/{organizationId}/data-holds": {
        parameters: {
        };
        /** Legal holds on the organization that stand, newest first; for privacy staff */
        get: operations["listOrganizationHolds"];
        /** Hold the organization’s data: its erasure waits, and tells the article */
        post: operations["createOrganizationHold"];
    };
    "/api/v1/organizations/{organizationId}/data-holds/{holdId}": {
        parameters: {
        };
        /** Release a hold */
        delete: operations["releaseOrganizationHold"];
    };
    "/api/v1/organizations/{organizationId}/effective-access": {
        parameters: {
        };
        /** What everybody may do in the organization, as access.changed has told of it: where to begin */
        get: operations["listEffectiveAccess"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints": {
        parameters: {
        };
        /** Where events of the organization are delivered to */
        get: operations["listOrganizationEventEndpoints"];
        /** Have events of the organization delivered to an address, from now on */
        post: operations["createOrganizationEventEndpoint"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints/{endpointId}": {
        parameters: {
        };
        /** One endpoint, and whether it takes what is sent */
        get: operations["getOrganizationEventEndpoint"];
        /** Delete an endpoint; what still waits for it is not sent */
        delete: operations["deleteOrganizationEventEndpoint"];
        /** Change the address of an endpoint, what it is told of, or whether it is sent to */
        patch: operations["updateOrganizationEventEndpoint"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints/{endpointId}/deliveries": {
        parameters: {
        };
        /** What was sent, what waits and what was given up, newest first */
        get: operations["listOrganizationEventDeliveries"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints/{endpointId}/replay": {
        parameters: {
        };
        /** Send again what was given up, or everything since a moment */
        post: operations["replayOrganizationEvents"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints/{endpointId}/secret": {
        parameters: {
        };
        /** Give the endpoint a new secret; for a while deliveries are signed by both */
        post: operations["rotateOrganizationEventEndpointSecret"];
    };
    "/api/v1/organizations/{organizationId}/event-endpoints/{endpointId}/test": {
        parameters: {
        };
        /** Send one event_endpoint.tested now, and say what came of it */
        post: operations["testOrganizationEventEndpoint"];
    };
    "/api/v1/organizations/{organizationId}/events": {
        parameters: {
        };
        /** What happened in the organization, oldest first; ask again with the cursor of the answer */
        get: operations["listOrganizationEvents"];
    };
    "/api/v1/organizations/{organizationId}/grants": {
        parameters: {
        };
        /** Who holds which of your own roles on the whole organization */
        get: operations["listOrganizationGrants"];
    };
    "/api/v1/organizations/{organizationId}/grants/{userId}": {
        parameters: {
        };
        /** Give a member one of your own roles on the whole organization */
        put: operations["giveOrganizationGrant"];
    };
    "/api/v1/organizations/{organizationId}/grants/{userId}/{role}": {
        parameters: {
        };
        /** Take one of your own roles on the organization away; at once, on every replica */
        delete: operations["takeOrganizationGrant"];
    };
    "/api/v1/organizations/{organizationId}/grants/bulk": {
        parameters: {
        };
        /** Give a role to several people on several properties, or on all; told for each pair */
        post: operations["giveGrants"];
    };
    "/api/v1/organizations/{organizationId}/groups": {
        parameters: {
        };
        /** Groups of the organization, or those of one member */
        get: operations["listGroups"];
        /** Make a group; it holds nothing yet */
        post: operations["createGroup"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}": {
        parameters: {
        };
        /** One group, what it holds, and what lies in it */
        get: operations["getGroup"];
        /** Delete a group; its people hold nothing by it from the next request on */
        delete: operations["deleteGroup"];
        /** Change the name of a group, or which role of memberships puts people into it */
        patch: operations["updateGroup"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}/grants": {
        parameters: {
        };
        /** Give the group a role that you hold yourself; everybody in it holds it at once */
        put: operations["giveGroupRole"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}/grants/{grantId}": {
        parameters: {
        };
        /** Take a role from the group; at once, on every replica */
        delete: operations["takeGroupRole"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}/groups/{memberGroupId}": {
        parameters: {
        };
        /** Put another group into this one; its people hold at once what this one holds */
        put: operations["nestGroup"];
        /** Take another group out of this one */
        delete: operations["unnestGroup"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}/members": {
        parameters: {
        };
        /** Everybody who is in the group, and by what */
        get: operations["listGroupMembers"];
    };
    "/api/v1/organizations/{organizationId}/groups/{groupId}/members/{userId}": {
        parameters: {
        };
        /** Add a member of the organization; they hold at once what the group holds */
        put: operations["addGroupMember"];
        /** Take somebody out of the group; at once, on every replica */
        delete: operations["removeGroupMember"];
    };
    "/api/v1/organizations/{organizationId}/invitations": {
        parameters: {
        };
        /** Invitations to the organization and its properties, the open ones unless told */
        get: operations["listInvitations"];
        /** Invite somebody to the organization */
        post: operations["createInvitation"];
    };
    "/api/v1/organizations/{organizationId}/invitations/{invitationId}": {
        parameters: {
        };
        /** One invitation, whatever became of it */
        get: operations["getInvitation"];
        /** Take an invitation back; it gives nothing from now on */
        delete: operations["revokeInvitation"];
    };
    "/api/v1/organizations/{organizationId}/invitations/{invitationId}/adopt": {
        parameters: {
        };
        /** Let an invitation stand on your own right instead of its inviter’s, so that it stays when theirs goes; one that is void since they lost it is sent anew */
        post: operations["adoptInvitation"];
    };
    "/api/v1/organizations/{organizationId}/invitations/bulk": {
        parameters: {
        };
        /** Invite up to 100 people; each line is answered for itself */
        post: operations["createInvitations"];
    };
    "/api/v1/organizations/{organizationId}/members": {
        parameters: {
        };
        /** Who belongs to the organization */
        get: operations["listMembers"];
        /** Add somebody whom you know from another organization; others are invited */
        post: operations["addMember"];
    };
    "/api/v1/organizations/{organizationId}/members/{userId}": {
        parameters: {
        };
        /** Remove a member with all grants (org:members:manage), or leave */
        delete: operations["removeMember"];
        /** Change a member's role */
        patch: operations["updateMember"];
    };
    "/api/v1/organizations/{organizationId}/ownership-transfer": {
        parameters: {
        };
        /** Hand the organization to another member; you stay as a member */
        post: operations["transferOwnership"];
    };
    "/api/v1/organizations/{organizationId}/properties": {
        parameters: {
        };
        /** The properties that you may open */
        get: operations["listProperties"];
        /** Add a property */
        post: operations["createProperty"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}": {
        parameters: {
        };
        /** One property */
        get: operations["getProperty"];
        /** Archive the property; nothing is deleted */
        delete: operations["archiveProperty"];
        /** Change name, slug or time zone */
        patch: operations["updateProperty"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/audit-log": {
        parameters: {
        };
        /** What happened on the property, newest first */
        get: operations["listPropertyAuditLog"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/grants": {
        parameters: {
        };
        /** Who was given which role on the property */
        get: operations["listPropertyGrants"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/grants/{userId}": {
        parameters: {
        };
        /** Give a member a role on the property */
        put: operations["givePropertyGrant"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/grants/{userId}/{role}": {
        parameters: {
        };
        /** Take a role on the property away; at once, on every replica */
        delete: operations["takePropertyGrant"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/group-grants": {
        parameters: {
        };
        /** Which groups hold which role on the property */
        get: operations["listPropertyGroupGrants"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/invitations": {
        parameters: {
        };
        /** Invitations to the property, the open ones unless told */
        get: operations["listPropertyInvitations"];
        /** Invite somebody straight to the property */
        post: operations["createPropertyInvitation"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/invitations/{invitationId}": {
        parameters: {
        };
        /** One invitation to the property, whatever became of it */
        get: operations["getPropertyInvitation"];
        /** Take an invitation to the property back */
        delete: operations["revokePropertyInvitation"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/invitations/{invitationId}/adopt": {
        parameters: {
        };
        /** Let an invitation to the property stand on your own right */
        post: operations["adoptPropertyInvitation"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/management-transfer": {
        parameters: {
        };
        /** Hand your role as the property’s manager to another member, in one step */
        post: operations["transferManagement"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/restore": {
        parameters: {
        };
        /** Bring an archived property back */
        post: operations["restoreProperty"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts": {
        parameters: {
        };
        /** Callers of the property that are no people */
        get: operations["listPropertyServiceAccounts"];
        /** Make a service account of the property; it holds nothing elsewhere, and has no key yet */
        post: operations["createPropertyServiceAccount"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}": {
        parameters: {
        };
        /** One service account, its keys, and what its roles open at this moment */
        get: operations["getPropertyServiceAccount"];
        /** Delete a service account with its keys; they open nothing from the next request on */
        delete: operations["deletePropertyServiceAccount"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/clerk-credentials": {
        parameters: {
        };
        /** Let a token that Clerk gives out open the account: of an organization's API key, or of a machine */
        post: operations["linkPropertyClerkCredential"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/grants": {
        parameters: {
        };
        /** Give it a role on the property that you hold yourself */
        put: operations["givePropertyServiceAccountRole"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/grants/{grantId}": {
        parameters: {
        };
        /** Take a role away; at once, on every replica */
        delete: operations["takePropertyServiceAccountRole"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/keys": {
        parameters: {
        };
        /** Make a key; the answer is the only one that shows it */
        post: operations["createPropertyServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/keys/{keyId}": {
        parameters: {
        };
        /** Revoke a key, or unlink a credential of Clerk; it opens nothing from the next request on, on every replica */
        delete: operations["revokePropertyServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/service-accounts/{accountId}/keys/{keyId}/rotate": {
        parameters: {
        };
        /** Make a key in place of another one, which goes on for a while */
        post: operations["rotatePropertyServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/usage": {
        parameters: {
        };
        /** Usage of the property */
        get: operations["getPropertyUsage"];
    };
    "/api/v1/organizations/{organizationId}/properties/{propertyId}/usage/chart.svg": {
        parameters: {
        };
        /** The month as a picture */
        get: operations["getPropertyUsageChart"];
    };
    "/api/v1/organizations/{organizationId}/reinstate": {
        parameters: {
        };
        /** Let a suspended organization in again */
        post: operations["reinstateOrganization"];
    };
    "/api/v1/organizations/{organizationId}/roles": {
        parameters: {
        };
        /** Every role that can be given here: built-in, from Clerk, and your own */
        get: operations["listRoles"];
        /** Make a role out of permissions that you hold yourself */
        post: operations["createRole"];
    };
    "/api/v1/organizations/{organizationId}/roles/{roleKey}": {
        parameters: {
        };
        /** One of your own roles */
        get: operations["getRole"];
        /** Delete a role that nobody holds; with dryRun, see who would lose what */
        delete: operations["deleteRole"];
        /** Change a role for all who hold it; with dryRun, see for whom first */
        patch: operations["updateRole"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts": {
        parameters: {
        };
        /** Callers of the organization that are no people */
        get: operations["listServiceAccounts"];
        /** Make a service account; it holds nothing and has no key yet */
        post: operations["createServiceAccount"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}": {
        parameters: {
        };
        /** One service account, its keys, and what its roles open at this moment */
        get: operations["getServiceAccount"];
        /** Delete a service account with its keys; they open nothing from the next request on */
        delete: operations["deleteServiceAccount"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/clerk-credentials": {
        parameters: {
        };
        /** Let a token that Clerk gives out open the account: of an organization's API key, or of a machine */
        post: operations["linkClerkCredential"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/grants": {
        parameters: {
        };
        /** Give it a role that you hold yourself */
        put: operations["giveServiceAccountRole"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/grants/{grantId}": {
        parameters: {
        };
        /** Take a role away; at once, on every replica */
        delete: operations["takeServiceAccountRole"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/keys": {
        parameters: {
        };
        /** Make a key; the answer is the only one that shows it */
        post: operations["createServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/keys/{keyId}": {
        parameters: {
        };
        /** Revoke a key, or unlink a credential of Clerk; it opens nothing from the next request on, on every replica */
        delete: operations["revokeServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/service-accounts/{accountId}/keys/{keyId}/rotate": {
        parameters: {
        };
        /** Make a key in place of another one, which goes on for a while */
        post: operations["rotateServiceAccountKey"];
    };
    "/api/v1/organizations/{organizationId}/sign-in-policy": {
        parameters: {
        };
        /** How people of the organization must sign in */
        get: operations["getOrganizationSignInPolicy"];
        /** Set how people of the organization must sign in, from their next request on */
        put: operations["setOrganizationSignInPolicy"];
        /** Take the policy away: the default holds again */
        delete: operations["resetOrganizationSignInPolicy"];
    };
    "/api/v1/organizations/{organizationId}/suspend": {
        parameters: {
        };
        /** Refuse everybody in the organization, at once; for platform admins */
        post: operations["suspendOrganization"];
    };
    "/api/v1/organizations/{organizationId}/usage": {
        parameters: {
        };
        /** Usage of the organization */
        get: operations["getOrganizationUsage"];
    };
    "/api/v1/organizations/{organizationId}/usage/chart.svg": {
        parameters: {
        };
        /** The month as a picture */
        get: operations["getOrganizationUsageChart"];
    };
    "/api/v1/organizations/{organizationId}/usage/explain": {
        parameters: {
        };
        /** Why a member or the organization itself counts, or why not */
        get: operations["explainOrganizationUsage"];
    };
    "/api/v1/page-visits": {
        parameters: {
        };
        /** Sets a cookie with which this browser opens one page, as long as the token lasts */
        post: operations["openPage"];
    };
    "/api/v1/permissions": {
        parameters: {
        };
        /** Every permission there is, built in or declared by the application, with its words */
        get: operations["listPermissions"];
    };
    "/api/v1/platform/permissions": {
        parameters: {
        };
        /** What the application declares */
        get: operations["getPermissionDeclaration"];
        /** Declare the application’s permissions: all of them, as a plan has told of it */
        put: operations["applyPermissionDeclaration"];
    };
    "/api/v1/platform/permissions/plan": {
        parameters: {
        };
        /** What another declaration would change, and for how many; changes nothing */
        post: operations["planPermissionDeclaration"];
    };
    "/api/v1/platform/service-accounts": {
        parameters: {
        };
        /** Callers of the platform that are no people */
        get: operations["listPlatformServiceAccounts"];
        /** Make a service account of the platform; it holds nothing and has no key yet */
        post: operations["createPlatformServiceAccount"];
    };
    "/api/v1/platform/service-accounts/{accountId}": {
        parameters: {
        };
        /** One service account, its keys, and what its roles open at this moment */
        get: operations["getPlatformServiceAccount"];
        /** Delete a service account with its keys; they open nothing from the next request on */
        delete: operations["deletePlatformServiceAccount"];
    };
    "/api/v1/platform/service-accounts/{accountId}/grants": {
        parameters: {
        };
        /** Give it a role on the platform that you hold yourself */
        put: operations["givePlatformServiceAccountRole"];
    };
    "/api/v1/platform/service-accounts/{accountId}/grants/{role}": {
        parameters: {
        };
        /** Take a role away; at once, on every replica */
        delete: operations["takePlatformServiceAccountRole"];
    };
    "/api/v1/platform/service-accounts/{accountId}/keys": {
        parameters: {
        };
        /** Make a key; the answer is the only one that shows it */
        post: operations["createPlatformServiceAccountKey"];
    };
    "/api/v1/platform/service-accounts/{accountId}/keys/{keyId}": {
        parameters: {
        };
        /** Revoke a key; it opens nothing from the next request on, on every replica */
        delete: operations["revokePlatformServiceAccountKey"];
    };
    "/api/v1/platform/service-accounts/{accountId}/keys/{keyId}/rotate": {
        parameters: {
        };
        /** Make a key in place of another one, which goes on for a while */
        post: operations["rotatePlatformServiceAccountKey"];
    };
    "/api/v1/platform/sign-in-policy": {
        parameters: {
        };
        /** How staff of the platform must sign in */
        get: operations["getPlatformSignInPolicy"];
        /** Set how staff of the platform must sign in, from their next request on */
        put: operations["setPlatformSignInPolicy"];
        /** Take the policy away: the default holds again */
        delete: operations["resetPlatformSignInPolicy"];
    };
    "/api/v1/privacy/bulk": {
        parameters: {
        };
        /** Bulk work, newest first */
        get: operations["listPrivacyBulks"];
        /** Export, erase or object for up to 1 000 people; with a dry run */
        post: operations["createPrivacyBulk"];
    };
    "/api/v1/privacy/bulk/{bulkId}": {
        parameters: {
        };
        /** How far a bulk is */
        get: operations["getPrivacyBulk"];
    };
    "/api/v1/privacy/bulk/{bulkId}/approve": {
        parameters: {
        };
        /** Approve, as a second person, every erasure that the bulk asked for */
        post: operations["approvePrivacyBulk"];
    };
    "/api/v1/privacy/bulk/{bulkId}/cancel": {
        parameters: {
        };
        /** Stop; what was asked for already stands */
        post: operations["cancelPrivacyBulk"];
    };
    "/api/v1/privacy/bulk/{bulkId}/items": {
        parameters: {
        };
        /** What came of each person, in the order of the list */
        get: operations["listPrivacyBulkItems"];
    };
    "/api/v1/privacy/consents": {
        parameters: {
        };
        /** Consents with their history, latest first */
        get: operations["listConsents"];
        /** Give or withdraw one’s consent to a purpose */
        put: operations["setConsent"];
    };
    "/api/v1/privacy/data-map": {
        parameters: {
        };
        /** The record of processing (Art. 30 GDPR), made from the registry; JSON or a page */
        get: operations["getDataMap"];
    };
    "/api/v1/privacy/erasures": {
        parameters: {
        };
        /** Ask for the erasure of a person: oneself, or with platform:privacy:erase */
        post: operations["createErasure"];
    };
    "/api/v1/privacy/erasures/{erasureId}": {
        parameters: {
        };
        /** How far an erasure is, step by step */
        get: operations["getErasure"];
    };
    "/api/v1/privacy/erasures/{erasureId}/approve": {
        parameters: {
        };
        /** Approve, as a second person, what a member of staff asked for */
        post: operations["approveErasure"];
    };
    "/api/v1/privacy/erasures/{erasureId}/cancel": {
        parameters: {
        };
        /** Take the request back while it has not begun */
        post: operations["cancelErasure"];
    };
    "/api/v1/privacy/erasures/{erasureId}/certificate": {
        parameters: {
        };
        /** The signed certificate; checked with `certificate verify` and the public key alone */
        get: operations["getErasureCertificate"];
    };
    "/api/v1/privacy/exports": {
        parameters: {
        };
        /** Exports of oneself and those one asked for, newest first */
        get: operations["listExports"];
        /** Ask for all data of a person: oneself, or with platform:privacy:export */
        post: operations["createExport"];
    };
    "/api/v1/privacy/exports/{exportId}": {
        parameters: {
        };
        /** How far an export is */
        get: operations["getExport"];
    };
    "/api/v1/privacy/exports/{exportId}/download": {
        parameters: {
        };
        /** The archive, for seven days, for the person and for who asked; every download is written down */
        get: operations["downloadExport"];
    };
    "/api/v1/privacy/findings": {
        parameters: {
        };
        /** Texts in which an erased person may be meant, or somebody else; newest first */
        get: operations["listErasureFindings"];
    };
    "/api/v1/privacy/findings/{findingId}/decide": {
        parameters: {
        };
        /** Keep or erase what was found; the certificate is signed anew with the decision */
        post: operations["decideErasureFinding"];
    };
    "/api/v1/privacy/holds": {
        parameters: {
        };
        /** Legal holds that stand, newest first */
        get: operations["listHolds"];
        /** Hold a person’s data: an erasure waits, and tells the article */
        post: operations["createHold"];
    };
    "/api/v1/privacy/holds/{holdId}": {
        parameters: {
        };
        /** Release a hold */
        delete: operations["releaseHold"];
    };
    "/api/v1/privacy/my-requests": {
        parameters: {
        };
        /** One’s own requests, open and closed */
        get: operations["listMyPrivacyRequests"];
    };
    "/api/v1/privacy/organization-erasures/{erasureId}": {
        parameters: {
        };
        /** How far an erasure is: for who asked or approved, and privacy staff */
        get: operations["getErasedOrganization"];
    };
    "/api/v1/privacy/organization-erasures/{erasureId}/certificate": {
        parameters: {
        };
        /** The signed certificate; checked with `certificate verify` and the public key alone */
        get: operations["getErasedOrganizationCertificate"];
    };
    "/api/v1/privacy/requests": {
        parameters: {
        };
        /** The queue: open requests, those that are due first on top */
        get: operations["listPrivacyRequests"];
        /** Ask for a correction or object: for oneself, or for others with platform:privacy:manage */
        post: operations["createPrivacyRequest"];
    };
    "/api/v1/privacy/requests/{requestId}": {
        parameters: {
        };
        /** One request with its texts: one’s own, or any with platform:privacy:manage */
        get: operations["getPrivacyRequest"];
    };
    "/api/v1/privacy/requests/{requestId}/extend": {
        parameters: {
        };
        /** Extend the deadline once, with a reason that the person reads */
        post: operations["extendPrivacyRequest"];
    };
    "/api/v1/privacy/requests/{requestId}/law": {
        parameters: {
        };
        /** Say under which law a request stands; its deadline follows */
        put: operations["setPrivacyRequestLaw"];
    };
    "/api/v1/privacy/requests/{requestId}/resolve": {
        parameters: {
        };
        /** Answer a correction or an objection */
        post: operations["resolvePrivacyRequest"];
    };
    "/api/v1/privacy/requests/{requestId}/withdraw": {
        parameters: {
        };
        /** Take one’s own correction or objection back */
        post: operations["withdrawPrivacyRequest"];
    };
    "/api/v1/privacy/subjects/find": {
        parameters: {
        };
        /** Whom a request is about: people by whole addresses or ids, for staff who work on requests */
        post: operations["findSubjects"];
    };
    "/api/v1/service-account": {
        parameters: {
        };
        /** Which key of which service account is this? */
        get: operations["getOwnServiceAccount"];
    };
    "/api/v1/session": {
        parameters: {
        };
        /** Who the token says you are; opens nothing and reads no table, but for an impersonated session */
        get: operations["getSession"];
    };
    "/api/v1/signing-keys": {
        parameters: {
        };
        /** The public keys that certificates and checkpoints of the audit log are checked with (RFC 7517) */
        get: operations["listSigningKeys"];
    };
    "/api/v1/sync/alarms": {
        parameters: {
        };
        /** What somebody should look at, newest first */
        get: operations["listSyncAlarms"];
    };
    "/api/v1/sync/alarms/{alarmId}/clear": {
        parameters: {
        };
        /** Close an alarm that was looked into */
        post: operations["clearSyncAlarm"];
    };
    "/api/v1/sync/events": {
        parameters: {
        };
        /** Clerk's deliveries and what came of them, newest first */
        get: operations["listSyncEvents"];
    };
    "/api/v1/sync/events/{eventId}": {
        parameters: {
        };
        /** One delivery with its payload, everything personal hidden */
        get: operations["getSyncEvent"];
    };
    "/api/v1/sync/events/{eventId}/replay": {
        parameters: {
        };
        /** Try one delivery again */
        post: operations["replaySyncEvent"];
    };
    "/api/v1/sync/events/replay": {
        parameters: {
        };
        /** Try all deliveries again that a filter means, dead letters unless told */
        post: operations["replaySyncEvents"];
    };
    "/api/v1/sync/reconciliations": {
        parameters: {
        };
        /** Comparisons of the mirror with Clerk, newest first */
        get: operations["listReconciliations"];
        /** Compare the mirror with Clerk; changes nothing of it */
        post: operations["createReconciliation"];
    };
    "/api/v1/sync/reconciliations/{reconciliationId}": {
        parameters: {
        };
        /** One comparison with what it found, a page at a time */
        get: operations["getReconciliation"];
    };
    "/api/v1/sync/reconciliations/{reconciliationId}/apply": {
        parameters: {
        };
        /** Carry a plan out: the one that was read, which its hash proves. force releases the safety threshold (step-up) */
        post: operations["applyReconciliation"];
    };
    "/api/v1/sync/schedule": {
        parameters: {
        };
        /** Every periodic job, what it is for, when it runs next and how it went last */
        get: operations["listPeriodicJobs"];
    };
    "/api/v1/sync/schedule/{job}/run": {
        parameters: {
        };
        /** Run a periodic job now, beside its schedule */
        post: operations["runPeriodicJob"];
    };
    "/api/v1/sync/schedule/{job}/runs": {
        parameters: {
        };
        /** Runs of a periodic job, newest first */
        get: operations["listPeriodicJobRuns"];
    };
    "/api/v1/usage": {
        parameters: {
        };
        /** Usage of the whole platform in the unit that Clerk bills, with forecast and cost */
        get: operations["getUsage"];
    };
    "/api/v1/usage/chart.svg": {
        parameters: {
        };
        /** The month as a picture */
        get: operations["getUsageChart"];
    };
    "/api/v1/usage/days/{day}/roll-up": {
        parameters: {
        };
        /** Roll up a day that is over; done again it gives the same bytes */
        post: operations["rollUpUsageDay"];
    };
    "/api/v1/usage/explain": {
        parameters: {
        };
        /** Why a person or an organization counts, or why not */
        get: operations["explainUsage"];
    };
    "/api/v1/usage/months/{month}/close": {
        parameters: {
        };
        /** Close a month that is over: its reports are stored and never change again */
        post: operations["closeUsageMonth"];
    };
    "/api/v1/users": {
        parameters: {
        };
        /** People, newest first */
        get: operations["listUsers"];
    };
    "/api/v1/users/{userId}": {
        parameters: {
        };
        /** One person */
        get: operations["getUser"];
    };
    "/api/v1/users/{userId}/ban": {
        parameters: {
        };
        /** Ban a person: refused here at once, and at Clerk as soon as it has heard */
        post: operations["banUser"];
    };
    "/api/v1/users/{userId}/platform-roles/{role}": {
        parameters: {
        };
        /** Give a role on the platform */
        put: operations["givePlatformRole"];
        /** Take a role on the platform */
        delete: operations["takePlatformRole"];
    };
    "/api/v1/users/{userId}/sessions/revoke": {
        parameters: {
        };
        /** Sign a person out everywhere; tokens issued until now are refused at once */
        post: operations["revokeUserSessions"];
    };
    "/api/v1/users/{userId}/unban": {
        parameters: {
        };
        /** Let a banned person in again */
        post: operations["unbanUser"];
    };
    "/api/webhooks/clerk": {
        parameters: {
        };
        /** Clerk's webhooks, signed by Svix */
        post: operations["receiveClerkWebhook"];
    };
    "/health": {
        parameters: {
        };
        /** How the service is, part by part */
        get: operations["getHealth"];
    };
    "/health/live": {
        parameters: {
        };
        /** The process answers */
        get: operations["getLiveness"];
    };
    "/health/ready": {
        parameters: {
        };
        /** This replica can serve requests */
        get: operations["getReadiness"];
    };
    "/metrics": {
        parameters: {
        };
        /** Figures in the text format of Prometheus; labels hold no ids */
        get: operations["getMetrics"];
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessAnswer: {
            allowed: boolean;
        };
        AccessAnswers: {
            /** @description In the order of the questions */
            results: components["schemas"]["BatchedAccessAnswer"][];
        };
        AccessibleProperty: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            organizationId: string;
            slug: string;
        };
        AccessQuestion: {
            /** @description Our id or Clerk’s; left out, the question is about the platform. */
            organizationId?: string;
            permission: string;
            /**
             * Format: uuid
             * @description A property of that organization; needs organizationId.
             */
            propertyId?: string;
            /** @description You, unless told; others need the right to read grants there. */
            userId?: string;
        };
        AccessQuestions: {
            checks: components["schemas"]["AccessQuestion"][];
        };
        AddMemberRequest: {
            /** @description A role of the organization. */
            role: string;
            /** @description The person, by our id or Clerk’s. */
            userId: string;
        };
        ApplyPermissionsRequest: {
            /** @description Of the plan as it was read. */
            hash: string;
            permissions: components["schemas"]["DeclaredPermissionRequest"][];
        };
        ApplyReconciliationRequest: {
            /** @description Releases the safety threshold; needs a proof of identity from the last 10 minutes. */
            force?: boolean;
            /** @description Of the plan as it was read. */
            hash: string;
        };
        AuditActor: {
            /** @description Our id of a person or a service account, or the name of a part of the service. */
            id: string;
            /** @description Who really acted, when somebody impersonated them. */
            impersonatorId: string | null;
            /** @enum {string} */
            kind: "user" | "service_account" | "system";
        };
        AuditChainResponse: {
            /**
             * Format: date-time
             * @description When a check last found the log changed; null where none ever has.
             */
            changeFoundAt: string | null;
            checkpoint: components["schemas"]["AuditCheckpointResponse"] | null;
            /** @description Rows before this one were dropped by the retention policy. */
            firstKept: number;
            /** @description The hash of the last sealed row, in hexadecimal; empty before the first. */
            head: string;
            /** @description Names this log in hashes and checkpoints. */
            origin: string;
            sealedRows: number;
        };
        AuditCheckpointResponse: {
            /** @description The signed text (C2SP tlog-checkpoint). */
            note: string;
            /** @description How many rows it vouches for. */
            rows: number;
        };
        AuditClient: {
            address: string;
            userAgent: string | null;
        };
        AuditEntryResponse: {
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** @description Before and after, or plain facts. */
            change: {
                [key: string]: unknown;
            };
            /** @description From where; null too for support accesses of platform staff. */
            client: components["schemas"]["AuditClient"] | null;
            /** @description Whether reason or client were erased with their person. */
            erased: boolean;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description By the clock of the database, with microseconds.
             */
            occurredAt: string;
            /** Format: uuid */
            organizationId: string | null;
            /** @enum {string} */
            outcome: "allowed" | "denied";
            /** Format: uuid */
            propertyId: string | null;
            /** @description What platform staff gave as the reason of their support access. */
            reason: string | null;
            requestId: string | null;
            /** @description Its position in the chain; null for a moment after the change. */
            sequence: number | null;
            target: components["schemas"]["AuditTarget"] | null;
        };
        AuditTarget: {
            id: string;
            kind: string;
        };
        BackupCodesResponse: {
            /** @description Shown this once; those before open nothing any more */
            backupCodes: string[];
        };
        BatchedAccessAnswer: {
            allowed: boolean;
            /** @description The problem code that the single question would be refused with; then allowed is false */
            code: components["schemas"]["ProblemCode"] | null;
        };
        BeginReconciliationRequest: {
            /**
             * @description Default: full.
             * @enum {string}
             */
            mode?: "full" | "incremental";
        };
        BulkBody: {
            /**
             * @description erase asks for erasures, which a second person approves together.
             * @enum {string}
             */
            action: "export" | "erase" | "object";
            /** @description true only tells what would come of it. */
            dryRun: boolean;
            /** @description Of the action erase; 7 unless told. */
            gracePeriodDays?: number;
            /**
             * @description gdpr unless told.
             * @enum {string}
             */
            law?: "gdpr" | "ccpa";
            /** @description Our ids of the people, or Clerk’s. */
            people: string[];
            /** @description Of the action object. */
            purposes?: string[];
        };
        BulkGrantOutcome: {
            /**
             * @description Why it was skipped; else null
             * @enum {string|null}
             */
            code: "not_found" | "property_archived" | "seats_taken" | null;
            /** @enum {string} */
            outcome: "given" | "changed" | "unchanged" | "skipped";
            /** Format: uuid */
            propertyId: string;
            /** @description Our id; as it was sent where there is no such member */
            userId: string;
        };
        BulkGrantRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds.
             */
            expiresAt?: string | null;
            /** @description Properties, or "all" of the organization that are not archived. */
            propertyIds: "all" | string[];
            role: string;
            /** @description Our ids or Clerk’s. Whoever is given twice is told once. */
            userIds: string[];
            /**
             * Format: date-time
             * @description The first moment at which it holds; now unless told.
             */
            validFrom?: string;
        };
        BulkGrantResponse: {
            /** @description One entry for each pair of person and property */
            data: components["schemas"]["BulkGrantOutcome"][];
        };
        BulkInviteRequest: {
            invitations: components["schemas"]["InviteToOrganizationRequest"][];
        };
        BulkInviteResponse: {
            /**
             * Format: uuid
             * @description Of the whole: `?batch=` lists what it made. A repetition with the same key is answered with it.
             */
            id: string;
            /** @description In the order of the request */
            results: components["schemas"]["BulkInviteResult"][];
        };
        BulkInviteResult: {
            email: string;
            invitation: components["schemas"]["InvitationResponse"] | null;
            problem: {
                code?: string;
                detail?: string;
            } | null;
        };
        BulkItemResponse: {
            /** @description The problem code of a refusal, or on_hold. */
            code: components["schemas"]["ProblemCode"] | null | "on_hold";
            /** @description Index in the list that was sent, from 0. */
            position: number;
            /** Format: uuid */
            requestId: string | null;
            /** @enum {string} */
            result: "pending" | "would_ask" | "asked" | "approved" | "already_open" | "duplicate" | "unknown" | "refused";
            /** Format: uuid */
            userId: string | null;
        };
        BulkResponse: {
            /** @enum {string} */
            action: "export" | "erase" | "object";
            /** Format: uuid */
            approvedBy: string | null;
            /** @description How many ended in which way: pending, would_ask, asked, approved, already_open, duplicate, unknown, refused. */
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            createdAt: string;
            /** @description People who are dealt with. */
            done: number;
            dryRun: boolean;
            /** Format: date-time */
            finishedAt: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            law: "gdpr" | "ccpa";
            /** Format: uuid */
            requestedBy: string;
            /** @enum {string} */
            status: "running" | "done" | "cancelled";
            total: number;
        };
        ChangeEventEndpointRequest: {
            /** @description For people. */
            description?: string | null;
            /** @description Whether it is sent to. What happens while it is not is left out, unless it is replayed. */
            enabled?: boolean;
            /** @description Types of events, or all of one thing (grant.*); everything where none is named. */
            types?: ("access.*" | "access.changed" | "agent.*" | "agent.created" | "agent.deleted" | "event_endpoint.*" | "event_endpoint.changed" | "event_endpoint.created" | "event_endpoint.deleted" | "event_endpoint.disabled" | "grant.*" | "grant.given" | "grant.taken" | "group.*" | "group.changed" | "group.created" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.role_given" | "group.role_taken" | "group.unnested" | "invitation.*" | "invitation.accepted" | "invitation.adopted" | "invitation.created" | "invitation.expired" | "invitation.failed" | "invitation.revoked" | "invitation.sent" | "invitation.voided" | "membership.*" | "membership.created" | "membership.deleted" | "membership.refused" | "membership.role_changed" | "organization.*" | "organization.archive_cancelled" | "organization.archive_planned" | "organization.archived" | "organization.created" | "organization.deleted" | "organization.erased" | "organization.erasure_begun" | "organization.erasure_cancelled" | "organization.erasure_requested" | "organization.ownership_transferred" | "organization.reinstated" | "organization.suspended" | "organization.updated" | "permissions.*" | "permissions.declared" | "platform_role.*" | "platform_role.given" | "platform_role.taken" | "privacy.*" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_cancelled" | "privacy.erasure_requested" | "privacy.export_ready" | "privacy.export_requested" | "privacy.request_received" | "privacy.request_resolved" | "privacy.request_withdrawn" | "property.*" | "property.archived" | "property.created" | "property.restored" | "property.updated" | "role.*" | "role.changed" | "role.created" | "role.deleted" | "role.mirrored" | "service_account.*" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "service_account.created" | "service_account.deleted" | "service_account.key_created" | "service_account.key_revoked" | "service_account.key_rotated" | "service_account.role_given" | "service_account.role_taken" | "session.*" | "session.ended" | "session.started" | "sign_in_policy.*" | "sign_in_policy.changed" | "sign_in_policy.reset" | "user.*" | "user.banned" | "user.created" | "user.deleted" | "user.sessions_revoked" | "user.unbanned" | "user.updated")[];
            /** @description Where to send: https, on the public internet, without credentials. Redirects are not followed. */
            url?: string;
        };
        ChangeGroupRequest: {
            /** @description Puts everybody into the group whose membership has this role: what a directory (SCIM) tells Clerk of its groups arrives as such a role. */
            clerkRole?: string | null;
            description?: string | null;
            name?: string;
        };
        ChangeMemberRequest: {
            /** @description A role of the organization. */
            role: string;
        };
        ChangeRoleRequest: {
            description?: string | null;
            name?: string;
            permissions?: string[];
        };
        CheckResponse: {
            /** @description What to do about it; with `warn` and `fail`. */
            advice?: string;
            detail: string;
            /** @description What was looked at. */
            name: string;
            /**
             * @description `fail`: it is wrong. `warn`: somebody should look.
             * @enum {string}
             */
            status: "ok" | "warn" | "fail";
        };
        ClerkCredentialRequest: {
            /** @description Clerk's id: of the API key (ak_…, never its secret), of the machine (mch_…), the client id. */
            clerkId: string;
            /**
             * @description Which of its tokens: of an API key, of a machine (M2M), of an OAuth application.
             * @enum {string}
             */
            kind: "api_key" | "m2m_token" | "oauth_token";
        };
        ConsentBody: {
            /** @description false withdraws it */
            given: boolean;
            purpose: string;
            /** @description Which wording the person saw. */
            version: string;
        };
        ConsentResponse: {
            /** @enum {string|null} */
            endedBy: "withdrawal" | "replaced" | null;
            /** Format: date-time */
            givenAt: string;
            purpose: string;
            version: string;
            /** Format: date-time */
            withdrawnAt: string | null;
        };
        ConsentsResponse: {
            data: components["schemas"]["ConsentResponse"][];
        };
        CreateAgentRequest: {
            /** @description Networks its key may be used from, in CIDR notation; from everywhere unless told. */
            allowedNetworks?: string[];
            /** @description One of your API keys at Clerk, or an OAuth client you signed in to: then no key is made. */
            clerk?: components["schemas"]["ClerkCredentialRequest"] | null;
            description?: string | null;
            /**
             * Format: date-time
             * @description The first moment at which it ends; in 7 days unless told, 90 at most.
             */
            expiresAt?: string;
            /** @description Unique among your agents here. */
            name: string;
            /** @description What it may do in your name, as far as you may yourself at that moment. */
            permissions: string[];
            /** @description On these properties; unless told, wherever you hold them by a role on the organization. */
            propertyIds?: string[] | null;
        };
        CreateEventEndpointRequest: {
            /** @description For people. */
            description?: string | null;
            /** @description Types of events, or all of one thing (grant.*); everything where none is named. */
            types?: ("access.*" | "access.changed" | "agent.*" | "agent.created" | "agent.deleted" | "event_endpoint.*" | "event_endpoint.changed" | "event_endpoint.created" | "event_endpoint.deleted" | "event_endpoint.disabled" | "grant.*" | "grant.given" | "grant.taken" | "group.*" | "group.changed" | "group.created" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.role_given" | "group.role_taken" | "group.unnested" | "invitation.*" | "invitation.accepted" | "invitation.adopted" | "invitation.created" | "invitation.expired" | "invitation.failed" | "invitation.revoked" | "invitation.sent" | "invitation.voided" | "membership.*" | "membership.created" | "membership.deleted" | "membership.refused" | "membership.role_changed" | "organization.*" | "organization.archive_cancelled" | "organization.archive_planned" | "organization.archived" | "organization.created" | "organization.deleted" | "organization.erased" | "organization.erasure_begun" | "organization.erasure_cancelled" | "organization.erasure_requested" | "organization.ownership_transferred" | "organization.reinstated" | "organization.suspended" | "organization.updated" | "permissions.*" | "permissions.declared" | "platform_role.*" | "platform_role.given" | "platform_role.taken" | "privacy.*" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_cancelled" | "privacy.erasure_requested" | "privacy.export_ready" | "privacy.export_requested" | "privacy.request_received" | "privacy.request_resolved" | "privacy.request_withdrawn" | "property.*" | "property.archived" | "property.created" | "property.restored" | "property.updated" | "role.*" | "role.changed" | "role.created" | "role.deleted" | "role.mirrored" | "service_account.*" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "service_account.created" | "service_account.deleted" | "service_account.key_created" | "service_account.key_revoked" | "service_account.key_rotated" | "service_account.role_given" | "service_account.role_taken" | "session.*" | "session.ended" | "session.started" | "sign_in_policy.*" | "sign_in_policy.changed" | "sign_in_policy.reset" | "user.*" | "user.banned" | "user.created" | "user.deleted" | "user.sessions_revoked" | "user.unbanned" | "user.updated")[];
            /** @description Where to send: https, on the public internet, without credentials. Redirects are not followed. */
            url: string;
        };
        CreateGroupRequest: {
            /** @description Puts everybody into the group whose membership has this role: what a directory (SCIM) tells Clerk of its groups arrives as such a role. */
            clerkRole?: string | null;
            description?: string | null;
            /** @description Unique within the organization. */
            name: string;
        };
        CreateOrganizationRequest: {
            name: string;
            /** @description Made by Clerk from the name when absent. */
            slug?: string;
        };
        CreatePlatformAccountRequest: {
            description?: string | null;
            /** @description Unique on the platform. */
            name: string;
        };
        CreatePropertyRequest: {
            /** @description How many people may have a grant on it; null for no limit. Below the present number nobody loses anything. */
            maxPeople?: number | null;
            name: string;
            /** @description Unique within the organization. */
            slug: string;
            /** @description UTC unless told. */
            timezone?: string;
        };
        CreateRoleRequest: {
            description?: string | null;
            key: string;
            name: string;
            permissions: string[];
            /**
             * @description Where it is given; follows from the key, and must agree with it.
             * @enum {string}
             */
            scopeKind?: "organization" | "property";
        };
        CreateServiceAccountKeyRequest: {
            /** @description Networks it may be used from, in CIDR notation; from everywhere unless told. */
            allowedNetworks?: string[];
            /**
             * Format: date-time
             * @description The first moment at which it opens nothing; in 90 days unless told, null for a key without an end.
             */
            expiresAt?: string | null;
        };
        CreateServiceAccountRequest: {
            description?: string | null;
            /** @description Unique within the organization. */
            name: string;
        };
        DecisionBody: {
            /**
             * @description keep: somebody or something else is meant; erase: the words go.
             * @enum {string}
             */
            decision: "keep" | "erase";
            /** @description Why; for staff, kept under the key of who decides. */
            reason: string;
        };
        DeclarationResponse: {
            /** Format: date-time */
            appliedAt: string | null;
            /** @description Null where nothing was declared yet */
            id: string | null;
            permissions: components["schemas"]["PermissionResponse"][];
        };
        DeclaredPermissionRequest: {
            /** @description What it opens, in words for people. */
            description: string;
            /** @description Declared permissions that whoever holds this one holds too. */
            includes?: string[];
            /** @description `<level>:<resource>:<verb>`, the level one of `platform`, `org` and `property`. */
            key: string;
            /** @description Built-in roles that carry it. `org:admin`, `property:manager` and, on the platform, `owner` carry all of their level by themselves. */
            roles?: string[];
        };
        DerivationResponse: {
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            givenAt: string;
            /**
             * Format: uuid
             * @description Null for Clerk or the service
             */
            givenBy: string | null;
            /** @description Which grant it is */
            grant: string;
            /** @description The group by which the right is held; null if the role was given to the person */
            group: components["schemas"]["GroupReferenceResponse"] | null;
            /** @description The wider place at which the role was given; null if it was given right here */
            inheritedFrom: components["schemas"]["ScopeResponse"] | null;
            role: string;
            /** @description Where the right holds: the place that was asked about */
            scope: components["schemas"]["ScopeResponse"];
        };
        DoctorResponse: {
            checks: components["schemas"]["CheckResponse"][];
            keys: components["schemas"]["KeyResponse"][];
            /** @description Whether nothing failed; there may be warnings. */
            ok: boolean;
        };
        DriftResponse: {
            invitation: components["schemas"]["TallyResponse"];
            membership: components["schemas"]["TallyResponse"];
            organization: components["schemas"]["TallyResponse"];
            role: components["schemas"]["TallyResponse"];
            total: number;
            user: components["schemas"]["TallyResponse"];
        };
        EffectiveAccessResponse: {
            /**
             * Format: date-time
             * @description When it changes by itself next; null: not as far as is known
             */
            changesAt: string | null;
            permissions: components["schemas"]["HeldPermissionResponse"][];
            /** @description Of the access.changed that told of it last; 0: none did */
            position: number;
            /** Format: uuid */
            userId: string;
        };
        ErasureBody: {
            /** @description Days in which it can be cancelled, 7 unless told. */
            gracePeriodDays?: number;
            reason?: string;
            /** @description Our id of the person, or Clerk’s. */
            userId: string;
        };
        ErasurePlanResponse: {
            /** @description Rows that would be deleted or emptied. */
            rows: number;
            tables: components["schemas"]["PlannedTableResponse"][];
        };
        ErasureResponse: {
            /**
             * Format: uuid
             * @description The second person, where staff asked.
             */
            approvedBy: string | null;
            /** @description The article of the hold in the way. */
            blockedBy: string | null;
            /** Format: date-time */
            dueAt: string;
            /** Format: date-time */
            eraseAfter: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            requestedAt: string;
            /**
             * Format: uuid
             * @description Who asked: the person, or staff for them.
             */
            requestedBy: string;
            /** @enum {string} */
            status: "awaiting_approval" | "grace" | "running" | "waiting" | "done" | "cancelled" | "blocked";
            steps: components["schemas"]["ErasureStepResponse"][];
            /** Format: uuid */
            userId: string;
            /** @description What it waits for, e.g. Clerk or a column where something is left. */
            waitingFor: string | null;
        };
        ErasureStepResponse: {
            /** @description What Clerk answered, where it was asked. */
            answer: string | null;
            count: number;
            name: string;
            /** @enum {string} */
            status: "pending" | "done";
        };
        EventActor: {
            /** @description Our id of a person or a service account, or the name of a part of the service */
            id: string;
            /** @description Who really acted, when somebody impersonated them */
            impersonatorId: string | null;
            /** @enum {string} */
            kind: "user" | "service_account" | "system";
        };
        EventDeliveryResponse: {
            /** @description Tries that were made */
            attempts: number;
            event: components["schemas"]["EventResponse"];
            /** Format: date-time */
            lastAttemptAt: string | null;
            lastError: string | null;
            /** @description The HTTP status that was refused with; null: nothing was answered, or it was taken */
            lastStatus: number | null;
            /**
             * Format: date-time
             * @description When the next try is due
             */
            nextAttemptAt: string | null;
            /**
             * @description dead: it was given up, and can be replayed
             * @enum {string}
             */
            state: "pending" | "delivered" | "dead";
        };
        EventEndpointResponse: {
            /**
             * @description audit_log: the rows of the audit log, for the receiver that AUDIT_PUSH_URL names
             * @enum {string}
             */
            content: "events" | "audit_log";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            /**
             * @description gone: it answered 410. failing: it took nothing for five days
             * @enum {string|null}
             */
            disabledBecause: "asked" | "gone" | "failing" | null;
            /**
             * Format: date-time
             * @description Since when it has taken nothing; null: it takes what is sent
             */
            failingSince: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: of the platform
             */
            organizationId: string | null;
            /**
             * Format: date-time
             * @description Until when deliveries are signed by the secret before as well
             */
            previousSecretUntil: string | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /** @description What it is told of; none: everything */
            types: string[];
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @description As in the ETag */
            version: number;
        };
        EventResponse: {
            actor: components["schemas"]["EventActor"];
            /** @description Before and after, or plain facts: ids, roles, states and times. Of access.changed: gained, lost and rescheduled, each a list of {permission, propertyId, until}, and changesAt */
            change: {
                [key: string]: unknown;
            };
            /** @description The same in the feed, at every endpoint and in the audit log */
            id: string;
            /** Format: date-time */
            occurredAt: string;
            /** Format: uuid */
            organizationId: string | null;
            /** @description In the order of publication; later events have greater ones */
            position: number;
            /** Format: uuid */
            propertyId: string | null;
            /** @description What or whom it is about */
            target: components["schemas"]["EventTarget"] | null;
            /** @enum {string} */
            type: "access.changed" | "agent.created" | "agent.deleted" | "event_endpoint.changed" | "event_endpoint.created" | "event_endpoint.deleted" | "event_endpoint.disabled" | "grant.given" | "grant.taken" | "group.changed" | "group.created" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.role_given" | "group.role_taken" | "group.unnested" | "invitation.accepted" | "invitation.adopted" | "invitation.created" | "invitation.expired" | "invitation.failed" | "invitation.revoked" | "invitation.sent" | "invitation.voided" | "membership.created" | "membership.deleted" | "membership.refused" | "membership.role_changed" | "organization.archive_cancelled" | "organization.archive_planned" | "organization.archived" | "organization.created" | "organization.deleted" | "organization.erased" | "organization.erasure_begun" | "organization.erasure_cancelled" | "organization.erasure_requested" | "organization.ownership_transferred" | "organization.reinstated" | "organization.suspended" | "organization.updated" | "permissions.declared" | "platform_role.given" | "platform_role.taken" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_cancelled" | "privacy.erasure_requested" | "privacy.export_ready" | "privacy.export_requested" | "privacy.request_received" | "privacy.request_resolved" | "privacy.request_withdrawn" | "property.archived" | "property.created" | "property.restored" | "property.updated" | "role.changed" | "role.created" | "role.deleted" | "role.mirrored" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "service_account.created" | "service_account.deleted" | "service_account.key_created" | "service_account.key_revoked" | "service_account.key_rotated" | "service_account.role_given" | "service_account.role_taken" | "session.ended" | "session.started" | "sign_in_policy.changed" | "sign_in_policy.reset" | "user.banned" | "user.created" | "user.deleted" | "user.sessions_revoked" | "user.unbanned" | "user.updated";
        };
        EventTarget: {
            id: string;
            kind: string;
        };
        ExplanationResponse: {
            allowed: boolean;
            /** @description On a no: grants that miss narrowly, and why */
            almost: components["schemas"]["NearMissResponse"][];
            /** @description On a yes: every way in which the right is held */
            because: components["schemas"]["DerivationResponse"][];
            /**
             * @description What no grant to them would change: the person is banned or gone, or the property is archived. Of a service account: it was given this, and whoever gave it (`giver_lacks`) or whoever made the key (`issuer_lacks`) does not hold it any more; or it is an agent that was not handed it (`not_given`), which hangs on no grant; or no service account may hold it (`withheld`), or the API key of Clerk that came names scopes without it (`out_of_scope`). Of whoever asks: the rule of a sign-in policy that their sign-in does not meet.
             * @enum {string|null}
             */
            blocked: "person_cannot_act" | "property_archived" | "giver_lacks" | "issuer_lacks" | "not_given" | "out_of_scope" | "withheld" | "network_refused" | "sign_in_method_refused" | "second_factor_required" | "session_too_old" | null;
            /** @description What they can do about it themselves, where a sign-in policy stands in the way */
            blockedRemedy: string | null;
            /** @description On a no: at most ten groups whose people hold it there, so that being added to one would change it; empty for those who may not see who has access */
            joinGroups: components["schemas"]["GroupReferenceResponse"][];
            /** @description On a no: the smallest grants that would change it, and who may give them */
            remedy: components["schemas"]["RemedyResponse"][];
        };
        ExportBody: {
            /** @description Our id of the person, or Clerk’s. */
            userId: string;
        };
        ExportResponse: {
            /** @description Of the archive; null while there is none. */
            bytes: number | null;
            /** Format: date-time */
            dueAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** @description Whose part the archive does not hold. */
            missing: string[];
            /**
             * @description Why the last try failed; while it is running there will be another one.
             * @enum {string|null}
             */
            problem: "storage_full" | "storage_unavailable" | "internal" | null;
            /** Format: date-time */
            requestedAt: string;
            /** @description Of the archive, in hexadecimal. */
            sha256: string | null;
            /** @enum {string} */
            status: "pending" | "running" | "ready" | "expired" | "aborted" | "failed";
            /** Format: uuid */
            userId: string;
            /** @description Who has to answer before it is whole. The archive without them can be downloaded meanwhile. */
            waitingFor: string | null;
        };
        ExtensionBody: {
            /** @description Why it takes longer; the person reads it (Art. 12(3) GDPR). */
            reason: string;
        };
        FactorsResponse: {
            backupCodes: boolean;
            password: boolean;
            phones: components["schemas"]["OwnPhoneResponse"][];
            /** @description Whether there is an authenticator app */
            totp: boolean;
        };
        FindingResponse: {
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: uuid */
            decidedBy: string | null;
            /** Format: uuid */
            erasureId: string;
            /** Format: date-time */
            foundAt: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "full name" | "name" | "identifier" | "shared address";
            /** @description The way into the JSON of the column. */
            path: string[];
            /** @description schema.table.column */
            place: string;
            reason: string | null;
            /** @description The key of the row. */
            rowKey: string;
            /** @description Start and length of each span in the text, in UTF-16 units. */
            spans: number[][];
            /** @enum {string} */
            status: "open" | "kept" | "erased" | "gone";
            /** @description What stands there while it is open; null when it has changed or is gone. */
            text: string | null;
        };
        FoundSubjectResponse: {
            /** @description As it was sent, without spaces around it. */
            asked: string;
            /** @description Several where an address is of several people. */
            people: components["schemas"]["SubjectResponse"][];
        };
        FoundSubjectsResponse: {
            /** @description In the order of the question. */
            data: components["schemas"]["FoundSubjectResponse"][];
        };
        GiveGrantRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds.
             */
            expiresAt?: string | null;
            role: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds; now unless told.
             */
            validFrom?: string;
        };
        GiveOrganizationGrantRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds.
             */
            expiresAt?: string | null;
            role: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds; now unless told.
             */
            validFrom?: string;
        };
        GivePlatformAccountRoleRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds; without end unless told.
             */
            expiresAt?: string | null;
            /**
             * @description A role that you hold yourself.
             * @enum {string}
             */
            role: "operator" | "admin" | "owner" | "compliance";
        };
        GiveRoleWithinRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds.
             */
            expiresAt?: string | null;
            /**
             * Format: uuid
             * @description The property, for a role on a property.
             */
            propertyId?: string | null;
            role: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds; now unless told.
             */
            validFrom?: string;
        };
        GrantResponse: {
            clerkUserId: string | null;
            emailAddress: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            firstName: string | null;
            /** Format: date-time */
            grantedAt: string;
            /**
             * Format: uuid
             * @description Who gave it; null for the service
             */
            grantedBy: string | null;
            lastName: string | null;
            role: string;
            /** Format: uuid */
            userId: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds
             */
            validFrom: string;
        };
        GroupGrantOnPropertyResponse: {
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            grantedAt: string;
            /**
             * Format: uuid
             * @description Who gave it
             */
            grantedBy: string | null;
            /** Format: uuid */
            groupId: string;
            groupName: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: on the organization
             */
            propertyId: string | null;
            role: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds
             */
            validFrom: string;
        };
        GroupGrantResponse: {
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            grantedAt: string;
            /**
             * Format: uuid
             * @description Who gave it
             */
            grantedBy: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: on the organization
             */
            propertyId: string | null;
            role: string;
            /**
             * Format: date-time
             * @description The first moment at which it holds
             */
            validFrom: string;
        };
        GroupMemberResponse: {
            /**
             * Format: date-time
             * @description When they were added; null for whoever is in it by their role or by another group only
             */
            addedAt: string | null;
            /**
             * Format: uuid
             * @description Who added them
             */
            addedBy: string | null;
            /** @description The role of their membership that puts them into it, or into a group that lies in it */
            byClerkRole: string | null;
            /** @description Groups that lie in this one and that they are in */
            byGroups: components["schemas"]["NamedGroupResponse"][];
            clerkUserId: string | null;
            emailAddress: string | null;
            firstName: string | null;
            lastName: string | null;
            /** Format: uuid */
            userId: string;
        };
        GroupReferenceResponse: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        GroupResponse: {
            /** @description Everybody whose membership has this role is in the group, beside those who were added */
            clerkRole: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description As in the ETag */
            version: number;
        };
        GuidanceResponse: {
            field: string;
            where: string;
        };
        HeldPermissionResponse: {
            permission: string;
            /**
             * Format: uuid
             * @description Null: on the organization, and so on each of its properties
             */
            propertyId: string | null;
            /**
             * Format: date-time
             * @description The first moment at which it no longer holds, as far as is known; null: without an end
             */
            until: string | null;
        };
        HoldBody: {
            /** @description The rule that demands it; the person is told. */
            article: string;
            /** @description For staff; kept under the key of the person. */
            reason?: string;
            /**
             * Format: date-time
             * @description When the duty ends by itself; without it, until it is released.
             */
            until?: string;
            /** @description Our id of the person, or Clerk’s. */
            userId: string;
        };
        HoldResponse: {
            article: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            placedAt: string;
            reason: string | null;
            /** Format: date-time */
            releasedAt: string | null;
            /** Format: date-time */
            until: string | null;
            /** Format: uuid */
            userId: string;
        };
        InvitationResponse: {
            /**
             * Format: uuid
             * @description Who accepted it
             */
            acceptedBy: string | null;
            /** @description Clerk's id, once Clerk was told */
            clerkId: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * @description How far it has got to Clerk, which sends the mail
             * @enum {string}
             */
            delivery: "queued" | "sent" | "failed";
            /** @description Why Clerk refused it, as a code */
            deliveryError: string | null;
            emailAddress: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            invitedBy: string | null;
            /** Format: uuid */
            organizationId: string;
            /** Format: uuid */
            propertyId: string | null;
            /**
             * @description Why it is void; one whose inviter lost the right may be adopted
             * @enum {string|null}
             */
            revokedBecause: "taken_back" | "superseded" | "inviter_lost_right" | null;
            /** @description The role on acceptance: on the property, else in the organization */
            role: string;
            /** @enum {string} */
            status: "pending" | "accepted" | "revoked" | "expired" | "failed";
        };
        InviteToOrganizationRequest: {
            /** Format: email */
            email: string;
            role: string;
        };
        InviteToPropertyRequest: {
            /** Format: email */
            email: string;
            role: string;
        };
        KeyResponse: {
            /** @description Tells it from others, and nothing of it. */
            fingerprint: string;
            /** @description The variable that holds it. */
            name: string;
            /** @description How it is changed for another. */
            rotation: string;
            /**
             * Format: date-time
             * @description When a service started with it first; null: not in this data folder.
             */
            since: string | null;
        };
        LawBody: {
            /** @enum {string} */
            law: "gdpr" | "ccpa";
        };
        LinkClerkCredentialRequest: {
            /** @description Networks it may be used from, in CIDR notation; from everywhere unless told. */
            allowedNetworks?: string[];
            /** @description Clerk's id: of the API key (ak_…, never its secret), of the machine (mch_…), the client id. */
            clerkId: string;
            /**
             * @description Which of its tokens: of an API key, of a machine (M2M), of an OAuth application.
             * @enum {string}
             */
            kind: "api_key" | "m2m_token" | "oauth_token";
        };
        MemberResponse: {
            clerkUserId: string | null;
            /** Format: date-time */
            createdAt: string;
            emailAddress: string | null;
            firstName: string | null;
            lastName: string | null;
            role: string;
            /** Format: uuid */
            userId: string;
        };
        MeResponse: {
            banned: boolean;
            clerkId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            deletedAt: string | null;
            emailAddress: string | null;
            externalId: string | null;
            firstName: string | null;
            /** Format: uuid */
            id: string;
            lastName: string | null;
            /** @description By name; a hundred at most */
            organizations: components["schemas"]["OrganizationOfMe"][];
            /** @description How many there are, shown here or not */
            organizationsCount: number;
            /** @description Where `GET /api/v1/me/organizations` goes on; null when all are shown */
            organizationsNextCursor: string | null;
            /** @description Rules of the platform’s sign-in policy that this sign-in does not meet: `platformRoles` open nothing until it does */
            platformRefusedBy: ("network_refused" | "sign_in_method_refused" | "second_factor_required" | "session_too_old")[];
            platformRoles: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        MissingRightResponse: {
            permission: string;
            /**
             * @description `giver_lacks`: whoever gave the role does not hold it there any more. `withheld`: no service account may hold it.
             * @enum {string}
             */
            side: "giver_lacks" | "withheld";
        };
        NamedGroupResponse: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        NearMissResponse: {
            /**
             * Format: date-time
             * @description When it ended or begins
             */
            at: string | null;
            grant: string;
            /** @description The group to which it was given; null if it was given to the person */
            group: components["schemas"]["GroupReferenceResponse"] | null;
            /** @enum {string} */
            reason: "expired" | "not_yet_valid" | "period_invalid" | "role_unknown";
            role: string;
            scope: components["schemas"]["ScopeResponse"];
        };
        NewAgentResponse: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            grants: components["schemas"]["ServiceAccountGrantResponse"][];
            /** Format: uuid */
            id: string;
            /** @description The key. It is shown this once and kept nowhere; send it as "Authorization: Bearer <key>". Null where a credential of Clerk is the key. */
            key: string | null;
            keys: components["schemas"]["ServiceAccountKeyResponse"][];
            name: string;
            /**
             * Format: uuid
             * @description The member in whose name an agent acts; null for an account of the organization
             */
            onBehalfOf: string | null;
            /** Format: uuid */
            organizationId: string;
            /**
             * Format: uuid
             * @description The property it belongs to; null for an account of the organization, and for an agent
             */
            propertyId: string | null;
        };
        NewEventEndpointResponse: {
            /**
             * @description audit_log: the rows of the audit log, for the receiver that AUDIT_PUSH_URL names
             * @enum {string}
             */
            content: "events" | "audit_log";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            /**
             * @description gone: it answered 410. failing: it took nothing for five days
             * @enum {string|null}
             */
            disabledBecause: "asked" | "gone" | "failing" | null;
            /**
             * Format: date-time
             * @description Since when it has taken nothing; null: it takes what is sent
             */
            failingSince: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Null: of the platform
             */
            organizationId: string | null;
            /**
             * Format: date-time
             * @description Until when deliveries are signed by the secret before as well
             */
            previousSecretUntil: string | null;
            /** @description Signs what is delivered (Standard Webhooks). It is shown this once. */
            secret: string;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /** @description What it is told of; none: everything */
            types: string[];
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @description As in the ETag */
            version: number;
        };
        NewPlatformAccountKeyResponse: {
            /** @description Networks it may be used from; empty: from everywhere */
            allowedNetworks: string[];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it and vouches for it; null once that person was erased: then it opens nothing
             */
            createdBy: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** @description The key. It is shown this once and kept nowhere; send it as "Authorization: Bearer <key>". */
            key: string;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** @description How the key begins: which one it is, should one be found. Of a credential that Clerk keeps Clerk's id of it */
            prefix: string;
            /**
             * Format: date-time
             * @description From when on it opens nothing; in the future while another key replaces it
             */
            revokedAt: string | null;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
        };
        NewServiceAccountKeyResponse: {
            /** @description Networks it may be used from; empty: from everywhere */
            allowedNetworks: string[];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it and vouches for it; null once that person was erased: then it opens nothing
             */
            createdBy: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** @description The key. It is shown this once and kept nowhere; send it as "Authorization: Bearer <key>". */
            key: string;
            /**
             * @description A key that was made here, or which kind of credential Clerk keeps
             * @enum {string}
             */
            kind: "key" | "api_key" | "m2m_token" | "oauth_token";
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** @description How the key begins: which one it is, should one be found. Of a credential that Clerk keeps Clerk's id of it */
            prefix: string;
            /**
             * Format: date-time
             * @description From when on it opens nothing; in the future while another key replaces it
             */
            revokedAt: string | null;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
        };
        OrganizationErasureBody: {
            /** @description Days in which it can be cancelled, 7 unless told. */
            gracePeriodDays?: number;
            /** @description Why; it is kept sealed and goes with the erasure. */
            reason: string;
        };
        OrganizationErasureResponse: {
            /** @description The article of the hold in the way. */
            blockedBy: string | null;
            /** Format: date-time */
            eraseAfter: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organizationId: string;
            /** @description What the dry run counted when it was asked for. */
            planned: components["schemas"]["ErasurePlanResponse"];
            /** Format: date-time */
            requestedAt: string;
            /** @enum {string} */
            status: "awaiting_approval" | "grace" | "running" | "waiting" | "done" | "cancelled" | "blocked";
            steps: components["schemas"]["ErasureStepResponse"][];
            /** @description What it waits for, e.g. Clerk or a column where something is left. */
            waitingFor: string | null;
        };
        OrganizationExplanationResponse: {
            /** @description Counts for the MAO */
            active: boolean;
            activeMembers: number;
            because: string[];
            /** @enum {string} */
            kind: "organization";
            members: number;
            /** @enum {string} */
            membersCounted: "now" | "end_of_day" | "closing";
            month: string;
            /** Format: uuid */
            organizationId: string;
            /** @description Counts for the MRO */
            retained: boolean;
            retainedMembers: number;
        };
        OrganizationExportResponse: {
            /** @description Of the archive; null while there is none. */
            bytes: number | null;
            /** Format: date-time */
            dueAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** @description Whose part the archive does not hold. */
            missing: string[];
            /** Format: uuid */
            organizationId: string;
            /**
             * @description Why the last try failed; while it is running there will be another one.
             * @enum {string|null}
             */
            problem: "storage_full" | "storage_unavailable" | "internal" | null;
            /** Format: date-time */
            requestedAt: string;
            /** @description Of the archive, in hexadecimal. */
            sha256: string | null;
            /** @enum {string} */
            status: "pending" | "running" | "ready" | "expired" | "aborted" | "failed";
            /** @description Who has to answer before it is whole. The archive without them can be downloaded meanwhile. */
            waitingFor: string | null;
        };
        OrganizationHoldBody: {
            article: string;
        };
        OrganizationHoldResponse: {
            article: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            placedAt: string;
            /** Format: date-time */
            releasedAt: string | null;
        };
        OrganizationOfMe: {
            clerkId: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            permissions: string[];
            /** @description Those that you may open, by name; a hundred at most in one answer, over all organizations */
            properties: components["schemas"]["PropertyOfMe"][];
            /** @description How many you may open, shown here or not */
            propertiesCount: number;
            /** @description Where `GET /api/v1/me/properties` goes on; null when all are shown */
            propertiesNextCursor: string | null;
            /** @description Rules of its sign-in policy that this sign-in does not meet: the roles open nothing until it does */
            refusedBy: ("network_refused" | "sign_in_method_refused" | "second_factor_required" | "session_too_old")[];
            /** @description The one that Clerk keeps */
            role: string;
            /** @description That one and the organization's own */
            roles: string[];
            slug: string | null;
            /**
             * @description A suspended one opens nothing
             * @enum {string}
             */
            status: "active" | "suspended";
            /** @description What your roles carry at Clerk and nobody declared here: it opens nothing */
            unknownPermissions: string[];
        };
        OrganizationResponse: {
            clerkId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            /** @description Seats; null for no limit */
            maxAllowedMemberships: number | null;
            name: string;
            slug: string | null;
            /** @enum {string} */
            status: "active" | "suspended";
            /** Format: date-time */
            updatedAt: string;
        };
        OwnPhoneResponse: {
            id: string;
            phoneNumber: string;
            /** @description Whether codes to it are a second factor */
            secondFactor: boolean;
            verified: boolean;
        };
        OwnServiceAccountResponse: {
            allowedNetworks: string[];
            /**
             * Format: date-time
             * @description When the key ends
             */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            keyId: string;
            /**
             * Format: uuid
             * @description The member in whose name an agent acts; null for an account of the organization
             */
            onBehalfOf: string | null;
            /**
             * Format: uuid
             * @description Null for an account of the platform
             */
            organizationId: string | null;
        };
        PageVisitRequest: {
            /** @description Why staff of the platform look at what is a customer’s, as X-Access-Reason says it elsewhere. */
            accessReason?: string;
            /** @description Path and query of the page: /docs, the record of processing or an account of usage. */
            page: string;
        };
        PageVisitResponse: {
            /**
             * Format: date-time
             * @description When the cookie ends: with the token
             */
            expiresAt: string;
            /** @description Where the browser goes on */
            location: string;
        };
        PasswordRequest: {
            /**
             * Format: password
             * @description Left out where there is no password so far
             */
            currentPassword?: string;
            /** Format: password */
            newPassword: string;
        };
        PasswordResetRequest: {
            /** @description Then, with the password; left out where it was right and only the password was refused */
            code?: string;
            /**
             * Format: email
             * @description First: a code is mailed to it
             */
            emailAddress?: string;
            /**
             * Format: password
             * @description The new one
             */
            password?: string;
        };
        PasswordResetResponse: {
            secondFactors: components["schemas"]["SecondFactorResponse"][];
            /** @description Once it is complete */
            session: components["schemas"]["SessionTokenResponse"] | null;
            /**
             * @description needs_code: a code was mailed, if somebody has the address. The others as of a sign-in
             * @enum {string}
             */
            status: "needs_code" | "complete" | "needs_second_factor" | "needs_client_trust";
        };
        PeriodicJobResponse: {
            /** @description Five fields, in UTC. */
            cron: string;
            lastRun: components["schemas"]["ScheduledRunResponse"] | null;
            /** @description What it means when it does not run. */
            miss: string;
            name: string;
            /** Format: date-time */
            nextAt: string;
            owner: string;
            timeoutSeconds: number;
        };
        PermissionOfRole: {
            description: string;
            key: string;
        };
        PermissionPlanResponse: {
            added: string[];
            changed: string[];
            gained: components["schemas"]["PermissionReachResponse"][];
            /** @description To apply exactly this */
            hash: string;
            /** @description What would go and stands in roles still; as long as there is any, the plan is refused */
            inUse: components["schemas"]["PermissionUseResponse"][];
            lost: components["schemas"]["PermissionReachResponse"][];
            removed: string[];
            /** @description The declaration that holds now */
            replaces: string | null;
        };
        PermissionReachResponse: {
            /** @description The first 20 of them, by organization and place */
            named: components["schemas"]["ReachedPersonResponse"][];
            organizations: number;
            /** @description For how many pairs of a person and a place */
            pairs: number;
            /** @description For how many people it changes somewhere */
            people: number;
            permission: string;
            /** @description In how many places (properties, or organizations) it changes for somebody */
            places: number;
            /** @description Staff of the platform for whom it changes everywhere */
            staff: number;
        };
        PermissionResponse: {
            /** @description Whether the service itself knows it; else the application declares it */
            builtIn: boolean;
            description: string;
            includes: string[];
            key: string;
            /** @description Built-in roles it was declared for */
            roles: string[];
            /**
             * @description Where it is held
             * @enum {string}
             */
            scopeKind: "platform" | "organization" | "property";
        };
        PermissionUseResponse: {
            /** @description Agents that were handed it */
            agents: number;
            clerkRoles: number;
            /** @description Roles that organizations made themselves */
            customRoles: number;
            /** @description Whose roles those are */
            organizations: number;
            permission: string;
        };
        PersonExplanationResponse: {
            active: boolean;
            activeDays: string[];
            because: string[];
            /** @enum {string} */
            kind: "person";
            month: string;
            retained: boolean;
            /** Format: date */
            signedUpOn: string;
            /** Format: uuid */
            userId: string;
        };
        PersonWithAccess: {
            clerkUserId: string | null;
            emailAddress: string | null;
            firstName: string | null;
            lastName: string | null;
            /** Format: uuid */
            userId: string;
        };
        PhoneRequest: {
            code?: string;
            /** @description A code is sent to it */
            phoneNumber?: string;
            /** @description With a code: of the answer before */
            phoneNumberId?: string;
        };
        PhoneResponse: {
            /** @description Made with the first second factor, and shown this once */
            backupCodes: string[];
            phoneNumberId: string;
            /** @enum {string} */
            status: "needs_code" | "enrolled";
        };
        PlannedTableResponse: {
            /** @description By which article rows are kept. */
            article: string | null;
            count: number;
            /**
             * @description What an erasure does with the rows.
             * @enum {string}
             */
            strategy: "delete" | "null" | "keep";
            table: string;
        };
        PlanPermissionsRequest: {
            permissions: components["schemas"]["DeclaredPermissionRequest"][];
        };
        PlatformAccountGrantResponse: {
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            grantedAt: string;
            /**
             * Format: uuid
             * @description Who gave it and vouches for it; null once that person was erased: then it opens nothing
             */
            grantedBy: string | null;
            /** @description What it opens at this moment */
            holds: string[];
            /** @description What the role carries and does not open now, and why */
            missing: components["schemas"]["MissingRightResponse"][];
            /** @enum {string} */
            role: "operator" | "admin" | "owner" | "compliance";
        };
        PlatformAccountKeyResponse: {
            /** @description Networks it may be used from; empty: from everywhere */
            allowedNetworks: string[];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it and vouches for it; null once that person was erased: then it opens nothing
             */
            createdBy: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** @description How the key begins: which one it is, should one be found. Of a credential that Clerk keeps Clerk's id of it */
            prefix: string;
            /**
             * Format: date-time
             * @description From when on it opens nothing; in the future while another key replaces it
             */
            revokedAt: string | null;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
        };
        PlatformAccountResponse: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            /** Format: uuid */
            id: string;
            name: string;
        };
        ProbeAnswer: {
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        /** @description What went wrong (RFC 9457). Decide by `code`; quote `requestId` when asking for help. */
        Problem: {
            code: components["schemas"]["ProblemCode"];
            /** @description What went wrong, for people. */
            detail: string;
            /** @description The fields that are wrong. */
            errors?: {
                field: string;
                message: string;
            }[];
            /** @description Stands in our log too. */
            requestId: string;
            /** @description The status of the answer. */
            status: number;
            /** @description The code in words. */
            title: string;
            /**
             * Format: uri
             * @description `urn:problem-type:` and the code.
             */
            type: string;
        };
        /**
         * @description Every code that a problem of this service can have.
         * @enum {string}
         */
        ProblemCode: "access_reason_required" | "account_change_refused" | "account_code_expired" | "account_code_wrong" | "account_not_movable" | "account_of_property" | "account_password_wrong" | "agent_of_member" | "already_invited" | "already_manager" | "already_member" | "already_owner" | "bad_request" | "before_ledger" | "being_changed" | "being_erased" | "body_too_large" | "bulk_not_awaiting_approval" | "bulk_options_misplaced" | "bulk_over" | "busy" | "clerk_answers" | "clerk_credential_linked" | "clerk_tokens_off" | "clerk_user_quota_exceeded" | "closed_to_break_glass" | "correction_without_content" | "cursor_expired" | "day_not_over" | "deadline_not_extendable" | "declaration_faulty" | "endpoint_declared" | "endpoint_disabled" | "endpoint_failed" | "endpoint_url_refused" | "ends_too_late" | "erasure_has_begun" | "erasure_not_awaiting_approval" | "erasure_not_cancellable" | "erasure_open" | "expectation_failed" | "expiry_in_past" | "explain_whom" | "export_gone" | "export_not_ready" | "export_open" | "extension_too_late" | "extra_check_needed" | "factor_unknown" | "finding_decided" | "grant_period_invalid" | "group_in_itself" | "group_nesting_too_deep" | "headers_too_large" | "heir_cannot_act" | "hold_until_past" | "idempotency_in_progress" | "idempotency_key_reused" | "identity_provider_limit" | "identity_provider_quota" | "identity_provider_unavailable" | "impersonation_refused" | "in_group_otherwise" | "internal_error" | "invalid_body" | "invalid_break_glass_token" | "invalid_cursor" | "invalid_idempotency_key" | "invalid_key" | "invalid_precondition" | "invalid_request" | "invalid_token" | "invitation_closed" | "invite_expired" | "invite_unknown" | "invite_used_up" | "invited_with_another_role" | "job_running" | "key_ended" | "key_of_clerk" | "last_owner" | "last_platform_owner" | "limit_reached" | "machines_are_no_agents" | "member_changed" | "misdirected_request" | "month_in_future" | "month_not_over" | "name_taken" | "network_refused" | "new_password_needed" | "no_certificate" | "no_page" | "no_such_day" | "not_a_member" | "not_found" | "not_on_staging_list" | "not_seeded" | "oauth_is_for_agents" | "objection_without_purpose" | "organization_being_erased" | "organization_mismatch" | "organization_suspended" | "origin_refused" | "own_account" | "own_platform_role" | "ownership_changed" | "password_refused" | "password_reset_code_wrong" | "password_reset_codes_exhausted" | "password_reset_not_pending" | "people_only" | "permission_in_use" | "permission_missing" | "permission_not_for_scope" | "permission_withheld" | "person_being_erased" | "person_unknown" | "phone_refused" | "place_missing" | "plan_hash_mismatch" | "plan_outdated" | "plan_too_old" | "policy_would_lock_out" | "property_archived" | "range_not_satisfiable" | "reconciliation_already_applied" | "reconciliation_blocked" | "reconciliation_not_planned" | "reconciliation_running" | "request_answered" | "request_closed" | "request_content_misplaced" | "request_ends_itself" | "request_extended_before" | "request_timeout" | "reverification_required" | "role_above_own" | "role_by_membership" | "role_exists" | "role_in_use" | "role_missing" | "role_not_for_groups" | "role_not_for_service_accounts" | "role_reserved" | "seats_taken" | "second_factor_awaited" | "second_factor_code_expired" | "second_factor_not_pending" | "second_factor_required" | "second_factor_unavailable" | "second_factor_wrong" | "second_person_required" | "service_accounts_only" | "session_cookie_invalid" | "session_cookie_missing" | "session_cookie_reused" | "session_ended" | "session_pending" | "session_too_old" | "sign_in_busy" | "sign_in_method_refused" | "sign_in_refused" | "sign_in_unavailable" | "sign_up_closed" | "sign_up_code_expired" | "sign_up_code_wrong" | "sign_up_codes_exhausted" | "sign_up_complete" | "sign_up_in_progress" | "sign_up_not_pending" | "slug_taken" | "stale_version" | "stands_above" | "support_access_refused" | "timezone_not_recorded" | "too_many_endpoints" | "too_many_grants" | "too_many_requests" | "too_many_roles" | "too_many_sign_ins" | "too_many_sign_ups" | "totp_enrolled" | "unauthenticated" | "unavailable" | "unknown_job" | "unknown_permission" | "unknown_role" | "unsupported_media_type" | "uri_too_long" | "webhook_backlog_full" | "webhook_payload_gone" | "webhook_refused";
        PropertyOfMe: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description What all roles together allow here */
            permissions: string[];
            /** @description Given on the property itself */
            roles: string[];
            slug: string;
        };
        PropertyResponse: {
            /** Format: date-time */
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            /** @description How many people may have a grant on it, open invitations counted; null for no limit */
            maxPeople: number | null;
            name: string;
            /** Format: uuid */
            organizationId: string;
            slug: string;
            /** @enum {string} */
            status: "active" | "archived";
            timezone: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ReachedPersonResponse: {
            /**
             * Format: uuid
             * @description Null: everywhere, as staff of the platform
             */
            organizationId: string | null;
            /**
             * Format: uuid
             * @description Null: on the organization
             */
            propertyId: string | null;
            /** Format: uuid */
            userId: string;
        };
        ReconciliationDetailResponse: {
            /** @description By kind: how many at Clerk, listed, here, deleted here for good. */
            counts: {
                [key: string]: {
                    [key: string]: number | null;
                };
            };
            /** @description Null until the plan is made. */
            drift: components["schemas"]["DriftResponse"] | null;
            /** @description What ended it, as a code. */
            error: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Somebody released the safety threshold. */
            forced: boolean;
            /** @description Of the plan; null until it is made. */
            hash: string | null;
            /** Format: uuid */
            id: string;
            items: components["schemas"]["ReconciliationItemResponse"][];
            /** @enum {string} */
            mode: "full" | "incremental";
            /** @description Leads to the next page of items. */
            nextCursor: string | null;
            /** @description How many items had which outcome. */
            outcomes: {
                [key: string]: number;
            };
            /** Format: date-time */
            plannedAt: string | null;
            /** @description Why the safety threshold holds it. */
            reasons: components["schemas"]["ThresholdReasonResponse"][];
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "planning" | "planned" | "applying" | "applied" | "blocked" | "failed";
        };
        ReconciliationItemResponse: {
            /** @description The likely one, as far as the ledger of webhooks tells. */
            cause: string;
            /** @enum {string} */
            change: "missing" | "extra" | "different";
            clerkId: string;
            /** Format: date-time */
            clerkUpdatedAt: string | null;
            error: string | null;
            /** @description Names only: values are personal. */
            fields: string[];
            /** @enum {string} */
            kind: "user" | "organization" | "membership" | "invitation" | "role";
            /** Format: date-time */
            mirroredUpdatedAt: string | null;
            organizationClerkId: string | null;
            /**
             * @description Null until its turn has come.
             * @enum {string|null}
             */
            outcome: "applied" | "unchanged" | "kept" | "gone" | "failed" | null;
            userClerkId: string | null;
        };
        ReconciliationResponse: {
            /** @description By kind: how many at Clerk, listed, here, deleted here for good. */
            counts: {
                [key: string]: {
                    [key: string]: number | null;
                };
            };
            /** @description Null until the plan is made. */
            drift: components["schemas"]["DriftResponse"] | null;
            /** @description What ended it, as a code. */
            error: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Somebody released the safety threshold. */
            forced: boolean;
            /** @description Of the plan; null until it is made. */
            hash: string | null;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            mode: "full" | "incremental";
            /** Format: date-time */
            plannedAt: string | null;
            /** @description Why the safety threshold holds it. */
            reasons: components["schemas"]["ThresholdReasonResponse"][];
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "planning" | "planned" | "applying" | "applied" | "blocked" | "failed";
        };
        RemedyResponse: {
            /** @description Ids of at most ten people who may give it; empty for those who may not see who has access */
            mayBeGivenBy: string[];
            /** @description How many may give it, counted up to 100; null where the caller may not know */
            mayBeGivenByCount: number | null;
            /** @description The role to give */
            role: string;
            /** @description Where to give it */
            scope: components["schemas"]["ScopeResponse"];
        };
        ReplayEventsRequest: {
            /**
             * @description dead: what was given up. all: everything the endpoint takes. dead unless told.
             * @enum {string}
             */
            only?: "dead" | "all";
            /**
             * Format: date-time
             * @description Only what happened from then on; all of it unless told.
             */
            since?: string;
        };
        ReplayEventsResponse: {
            /** @description How many are sent again; oldest first, 10000 at most */
            count: number;
        };
        ReplayRequest: {
            /**
             * Format: date-time
             * @description Received before.
             */
            before?: string;
            /** @description Only count. */
            dryRun?: boolean;
            /**
             * Format: date-time
             * @description Received then or later.
             */
            from?: string;
            /**
             * @description Default: dead.
             * @enum {string}
             */
            state?: "dead" | "applied" | "ignored";
            type?: string;
        };
        ReplayResponse: {
            /** @description Not replayed: waiting already, without a payload, or more than one call takes. */
            left: number;
            /** @description How many the filter means. */
            matched: number;
            /** @description How many are due again; 10 000 at most in one call. */
            replayed: number;
        };
        RequestBody: {
            /** @description Kept under the key of the person. */
            details?: string;
            /** @description What is wrong. */
            fields?: ("emailAddress" | "firstName" | "lastName" | "role" | "other")[];
            /**
             * @description Access and erasure are asked for under /privacy/exports and /privacy/erasures.
             * @enum {string}
             */
            kind: "correction" | "objection";
            /**
             * @description gdpr unless told.
             * @enum {string}
             */
            law?: "gdpr" | "ccpa";
            /** @description What is objected to. */
            purposes?: string[];
            /** @description Our id of the person, or Clerk’s. */
            userId: string;
        };
        RequestDetailResponse: {
            /** @enum {number} */
            alarm: 0 | 50 | 80 | 100;
            /** Format: date-time */
            closedAt: string | null;
            /** @description Negative once it is overdue. */
            daysLeft: number;
            details: string | null;
            /**
             * Format: date-time
             * @description The end of the last day, in `timeZone`.
             */
            dueAt: string;
            /** Format: uuid */
            duplicateOf: string | null;
            /** Format: date-time */
            extendedAt: string | null;
            extensionReason: string | null;
            fields: string[];
            /** @description Where each field of a correction is put right. */
            guidance: components["schemas"]["GuidanceResponse"][];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "access" | "erasure" | "correction" | "objection";
            /** @enum {string} */
            law: "gdpr" | "ccpa";
            /** @enum {string|null} */
            outcome: "fulfilled" | "partly_fulfilled" | "refused" | "withdrawn" | null;
            outcomeReason: string | null;
            purposes: string[];
            /** Format: date-time */
            receivedAt: string;
            /**
             * Format: uuid
             * @description Who asked: the person, signed in, or staff for them.
             */
            requestedBy: string;
            /** @description What the law calls it. */
            right: string;
            /** @description Of the controller: deadlines end with a day there. */
            timeZone: string;
            /** Format: uuid */
            userId: string;
        };
        RequestResponse: {
            /** @enum {number} */
            alarm: 0 | 50 | 80 | 100;
            /** Format: date-time */
            closedAt: string | null;
            /** @description Negative once it is overdue. */
            daysLeft: number;
            /**
             * Format: date-time
             * @description The end of the last day, in `timeZone`.
             */
            dueAt: string;
            /** Format: uuid */
            duplicateOf: string | null;
            /** Format: date-time */
            extendedAt: string | null;
            fields: string[];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "access" | "erasure" | "correction" | "objection";
            /** @enum {string} */
            law: "gdpr" | "ccpa";
            /** @enum {string|null} */
            outcome: "fulfilled" | "partly_fulfilled" | "refused" | "withdrawn" | null;
            purposes: string[];
            /** Format: date-time */
            receivedAt: string;
            /**
             * Format: uuid
             * @description Who asked: the person, signed in, or staff for them.
             */
            requestedBy: string;
            /** @description What the law calls it. */
            right: string;
            /** @description Of the controller: deadlines end with a day there. */
            timeZone: string;
            /** Format: uuid */
            userId: string;
        };
        ResolutionBody: {
            /** @enum {string} */
            outcome: "fulfilled" | "partly_fulfilled" | "refused";
            /** @description For the person: what was done, or why not (Art. 12(4) GDPR). */
            reason: string;
        };
        ReverificationRequest: {
            /** @description Left out: a code is sent to the phone, or mailed */
            code?: string;
            /**
             * Format: password
             * @description First of all
             */
            password?: string;
            /**
             * @description Then, where there is a second factor; `email_code` in the place of a password
             * @enum {string}
             */
            strategy?: "totp" | "backup_code" | "phone_code" | "email_code";
        };
        ReverificationResponse: {
            secondFactors: components["schemas"]["SecondFactorResponse"][];
            /**
             * @description Once complete, refresh the session: the next token says so
             * @enum {string}
             */
            status: "needs_first_factor" | "needs_second_factor" | "complete";
        };
        RightsChangeResponse: {
            /** @description For how many pairs of a person and a place */
            pairs: number;
            /** @description For how many people it changes somewhere */
            people: number;
            permission: string;
            /** @description In how many places (properties; the organization) it changes for somebody */
            places: number;
            /** @description Ids of at most ten of these people; empty for those who may not see who is a member */
            userIds: string[];
        };
        RoleEffectResponse: {
            /** @enum {boolean} */
            dryRun: true;
            gained: components["schemas"]["RightsChangeResponse"][];
            lost: components["schemas"]["RightsChangeResponse"][];
        };
        RoleResponse: {
            description: string | null;
            key: string;
            name: string;
            permissions: components["schemas"]["PermissionOfRole"][];
            /**
             * @description Where it is given
             * @enum {string}
             */
            scopeKind: "organization" | "property";
            /**
             * @description Whose it is; only custom ones change here
             * @enum {string}
             */
            source: "built_in" | "clerk" | "custom";
            /** @description As in the ETag; null unless custom */
            version: number | null;
        };
        RotateEndpointSecretRequest: {
            /** @description Seconds for which the old secret signs beside the new one; a day unless told. */
            overlapSeconds?: number;
        };
        RotateServiceAccountKeyRequest: {
            /**
             * Format: date-time
             * @description The first moment at which it opens nothing; in 90 days unless told, null for a key without an end.
             */
            expiresAt?: string | null;
            /** @description Seconds for which the old key goes on beside the new one; a day unless told. */
            overlapSeconds?: number;
        };
        ScheduledRunResponse: {
            /** @description How many replicas had it, one after the other. */
            attempts: number;
            error: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** Format: uuid */
            id: string;
            job: string;
            /** Format: date-time */
            nextAt: string | null;
            /** @description It took longer than it may, or ran into the slot after it. */
            overran: boolean;
            result: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @description The minute it was for; one that was asked for, when.
             */
            slot: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "running" | "succeeded" | "failed" | "skipped" | "lost";
            /** @enum {string} */
            trigger: "schedule" | "manual";
        };
        ScheduleResponse: {
            data: components["schemas"]["PeriodicJobResponse"][];
            /** @description Always null. */
            nextCursor: string | null;
        };
        ScopeResponse: {
            /** @enum {string} */
            kind: "platform" | "organization" | "property";
            /** Format: uuid */
            organizationId: string | null;
            /** Format: uuid */
            propertyId: string | null;
        };
        SecondFactorRequest: {
            /** @description Left out: a code is sent to the phone or the address */
            code?: string;
            /**
             * @description One of those that the sign-in offered
             * @enum {string}
             */
            strategy: "totp" | "backup_code" | "phone_code" | "email_code";
        };
        SecondFactorResponse: {
            /** @description Where a code would be sent, most of it hidden */
            safeIdentifier: string | null;
            /**
             * @description How it may be proved
             * @enum {string}
             */
            strategy: "totp" | "backup_code" | "phone_code" | "email_code";
        };
        ServiceAccountGrantResponse: {
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            grantedAt: string;
            /**
             * Format: uuid
             * @description Who gave it and vouches for it; null once that person was erased: then it opens nothing
             */
            grantedBy: string | null;
            /** @description What it opens at this moment */
            holds: string[];
            /** Format: uuid */
            id: string;
            /** @description What the role carries and does not open now, and why */
            missing: components["schemas"]["MissingRightResponse"][];
            /** @description What an agent was handed; null where it is a role */
            permissions: string[] | null;
            /**
             * Format: uuid
             * @description Null: on the organization
             */
            propertyId: string | null;
            /** @description Null for an agent, which was handed permissions */
            role: string | null;
            /**
             * Format: date-time
             * @description The first moment at which it holds
             */
            validFrom: string;
        };
        ServiceAccountKeyResponse: {
            /** @description Networks it may be used from; empty: from everywhere */
            allowedNetworks: string[];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it and vouches for it; null once that person was erased: then it opens nothing
             */
            createdBy: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description A key that was made here, or which kind of credential Clerk keeps
             * @enum {string}
             */
            kind: "key" | "api_key" | "m2m_token" | "oauth_token";
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** @description How the key begins: which one it is, should one be found. Of a credential that Clerk keeps Clerk's id of it */
            prefix: string;
            /**
             * Format: date-time
             * @description From when on it opens nothing; in the future while another key replaces it
             */
            revokedAt: string | null;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
        };
        ServiceAccountResponse: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * Format: uuid
             * @description The member in whose name an agent acts; null for an account of the organization
             */
            onBehalfOf: string | null;
            /** Format: uuid */
            organizationId: string;
            /**
             * Format: uuid
             * @description The property it belongs to; null for an account of the organization, and for an agent
             */
            propertyId: string | null;
        };
        SessionResponse: {
            /** @description The organization that is active in the token; a hint, never a right */
            activeOrganization: {
                clerkId?: string;
                role?: string;
            } | null;
            /** @description Clerk's user id */
            clerkUserId: string;
            /**
             * Format: date-time
             * @description When the token (not the session) ends
             */
            expiresAt: string;
            /** @description Who really acts, while somebody impersonates the person */
            impersonator: string | null;
            sessionId: string;
        };
        SessionTokenResponse: {
            /**
             * Format: date-time
             * @description When the token (not the session) ends: ask for the next before
             */
            expiresAt: string;
            sessionId: string;
            /** @description Clerk’s session token, for the header Authorization */
            token: string;
        };
        SetSignInPolicyRequest: {
            /** @description Networks from which requests must come, in CIDR notation; from everywhere unless told. An organization’s holds for keys of its service accounts as well. */
            allowedNetworks?: string[];
            /** @description Clerk’s names of the ways to sign in that may be used, second factors among them; any unless told. They are judged where the session token names the ways that were used, in the claim `amr`: Clerk’s own token does not. */
            allowedStrategies?: string[];
            /** @description Minutes after which somebody has to sign in anew; unless told, whenever Clerk says. */
            maxSessionMinutes?: number | null;
            /** @description Whether a second factor must have been proved in the session. */
            secondFactorRequired: boolean;
        };
        SigningKeyResponse: {
            /** @enum {string} */
            alg: "EdDSA";
            /** @enum {string} */
            crv: "Ed25519";
            /** @description As `keyId` in a signature: the first 16 hex digits of SHA-256 over the key (SPKI). */
            kid: string;
            /** @enum {string} */
            kty: "OKP";
            /** @enum {string} */
            use: "sig";
            /** @description The 32 bytes of the key, base64url. */
            x: string;
        };
        SigningKeysResponse: {
            /** @description The present one first, then earlier ones. */
            keys: components["schemas"]["SigningKeyResponse"][];
        };
        SignInPolicyResponse: {
            /** @description Empty: from everywhere */
            allowedNetworks: string[];
            /** @description Empty: any */
            allowedStrategies: string[];
            /** @description Whether it holds because nobody set another one */
            isDefault: boolean;
            maxSessionMinutes: number | null;
            secondFactorRequired: boolean;
            /** Format: date-time */
            updatedAt: string | null;
        };
        SignInRequest: {
            /** Format: email */
            emailAddress: string;
            /** Format: password */
            password: string;
        };
        SignInResponse: {
            /** @description One of them completes it; empty once it is */
            secondFactors: components["schemas"]["SecondFactorResponse"][];
            /** @description Once it is complete */
            session: components["schemas"]["SessionTokenResponse"] | null;
            /**
             * @description needs_client_trust: the device is new to Clerk, and a code has to prove that it is the person’s
             * @enum {string}
             */
            status: "complete" | "needs_second_factor" | "needs_client_trust";
        };
        SignUpRequest: {
            /** Format: email */
            emailAddress: string;
            firstName?: string;
            inviteCode: string;
            lastName?: string;
            /** Format: password */
            password: string;
        };
        SignUpResponse: {
            /** @description Once it is complete */
            session: components["schemas"]["SessionTokenResponse"] | null;
            /**
             * @description needs_verification: a code was mailed, unless the address has an account already
             * @enum {string}
             */
            status: "needs_verification" | "complete";
        };
        SubjectResponse: {
            clerkId: string | null;
            emailAddress: string | null;
            firstName: string | null;
            lastName: string | null;
            /** @enum {string} */
            state: "active" | "banned" | "being_erased" | "deleted";
            /** Format: uuid */
            userId: string;
        };
        SubjectSearchBody: {
            /** @description Our ids of people, Clerk’s, or whole e-mail addresses. */
            people: string[];
        };
        SyncAlarmResponse: {
            /** Format: date-time */
            clearedAt: string | null;
            detail: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "silence" | "endpoint_failures" | "unknown_role" | "dead_letter" | "reconciliation" | "refused_membership" | "void_invitations" | "undeclared_permission" | "disabled_endpoint" | "mass_removal" | "break_glass";
            /** Format: date-time */
            lastSeenAt: string;
            occurrences: number;
            /** Format: date-time */
            raisedAt: string;
            /** @description What it is about, where there may be several. */
            subject: string;
        };
        SyncEventDetailResponse: {
            attempts: number;
            /** @description Of the body as it came, hexadecimal. */
            bodySha256: string;
            /** Format: date-time */
            eventAt: string | null;
            /** @description Payloads are dropped after 7 days; without one nothing can be replayed. */
            hasPayload: boolean;
            /** @description svix-id */
            id: string;
            /** @description What went wrong last; never a value. */
            lastError: string | null;
            /**
             * Format: date-time
             * @description Null unless it waits.
             */
            nextAttemptAt: string | null;
            objectId: string | null;
            /** @description With everything personal hidden. */
            payload: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            receivedAt: string;
            /** @description How often the same delivery came again. */
            repeats: number;
            /** Format: date-time */
            settledAt: string | null;
            /** @enum {string} */
            state: "pending" | "applied" | "ignored" | "dead";
            type: string;
        };
        SyncEventResponse: {
            attempts: number;
            /** @description Of the body as it came, hexadecimal. */
            bodySha256: string;
            /** Format: date-time */
            eventAt: string | null;
            /** @description Payloads are dropped after 7 days; without one nothing can be replayed. */
            hasPayload: boolean;
            /** @description svix-id */
            id: string;
            /** @description What went wrong last; never a value. */
            lastError: string | null;
            /**
             * Format: date-time
             * @description Null unless it waits.
             */
            nextAttemptAt: string | null;
            objectId: string | null;
            /** Format: date-time */
            receivedAt: string;
            /** @description How often the same delivery came again. */
            repeats: number;
            /** Format: date-time */
            settledAt: string | null;
            /** @enum {string} */
            state: "pending" | "applied" | "ignored" | "dead";
            type: string;
        };
        TallyResponse: {
            /** @description In both, and not the same. */
            different: number;
            /** @description Here, and Clerk does not know it. */
            extra: number;
            /** @description At Clerk and not here. */
            missing: number;
        };
        ThresholdReasonResponse: {
            /** @description Rows of the kind here. */
            here: number;
            /** @enum {string} */
            kind: "user" | "organization" | "membership" | "invitation" | "role";
            /** @description How many its list gave. */
            listed: number;
            removals: number;
            /** @description How many Clerk says there are. */
            told: number;
            /** @enum {string} */
            why: "too_many_removals" | "empty_list" | "incomplete_list" | "everything_removed";
        };
        TotpRequest: {
            /** @description Left out: a secret is made */
            code?: string;
        };
        TotpResponse: {
            /** @description Made with the first second factor, and shown this once */
            backupCodes: string[];
            /** @description For the authenticator app; shown this once */
            secret: string | null;
            /** @enum {string} */
            status: "needs_code" | "enrolled";
            /** @description The same as an address for a QR code */
            uri: string | null;
        };
        TransferManagementRequest: {
            /** @description The member who shall manage the property, by our id or Clerk’s. */
            userId: string;
        };
        TransferOwnershipRequest: {
            /** @description The member who shall own the organization, by our id or Clerk’s. */
            userId: string;
        };
        UpdateOrganizationRequest: {
            name?: string;
            slug?: string;
        };
        UpdatePropertyRequest: {
            /** @description How many people may have a grant on it; null for no limit. Below the present number nobody loses anything. */
            maxPeople?: number | null;
            name?: string;
            slug?: string;
            timezone?: string;
        };
        UsageAlertResponse: {
            /** @enum {string} */
            kind: "reached_80_percent" | "reached_100_percent" | "forecast_above_limit";
            limit: number;
            mru: number;
            /** Format: date */
            on: string | null;
        };
        UsageBandResponse: {
            expected: number;
            high: number;
            low: number;
        };
        UsageCostResponse: {
            /** @enum {string} */
            currency: "USD";
            expected: components["schemas"]["UsagePlanCostResponse"][] | null;
            planLimitMru: number;
            prices: components["schemas"]["UsagePricesResponse"];
            soFar: components["schemas"]["UsagePlanCostResponse"][];
        };
        UsageDayRecordResponse: {
            /** Format: date */
            date: string;
            dau: number;
            new: number;
            returning: number;
        };
        UsageDayResponse: {
            /** Format: date */
            date: string;
            dau: number;
            /** @description MAU as it stood at the end of the day */
            mauToDate: number;
            /** @description MRU as it stood at the end of the day */
            mruToDate: number;
            new: number;
            returning: number;
        };
        UsageForecastResponse: {
            /** Format: date */
            crossesPlanLimitOn: string | null;
            mau: components["schemas"]["UsageBandResponse"];
            mru: components["schemas"]["UsageBandResponse"];
            outgrowsPlanIn: string | null;
            /** @description Null for tenants, who get no bill */
            planLimitMru: number | null;
        };
        UsageLedgerResponse: {
            /** Format: date */
            beganOn: string;
            coversWholeMonth: boolean;
        };
        UsageMembersResponse: {
            /** @enum {string} */
            moment: "now" | "end_of_day" | "closing";
            /** Format: date-time */
            takenAt: string;
        };
        UsagePlaceResponse: {
            /** @enum {string} */
            kind: "platform" | "organization" | "property";
            /** Format: uuid */
            organizationId: string | null;
            /** Format: uuid */
            propertyId: string | null;
        };
        UsagePlanCostResponse: {
            base: number;
            plan: string;
            /** @description For retained users above those included */
            retainedUsers: number;
            /** @description Null when the plan does not take so many */
            total: number | null;
            /** @description With the B2B add-on */
            totalWithOrganizations: number | null;
        };
        UsagePricesResponse: {
            /** Format: date */
            asOf: string;
            isSecondHand: boolean;
            note: string;
            source: string;
        };
        UsageReportResponse: {
            alerts: components["schemas"]["UsageAlertResponse"][];
            /** Format: date-time */
            closedAt: string | null;
            /** @description The month is closed: the same bytes for ever */
            complete: boolean;
            cost: components["schemas"]["UsageCostResponse"] | null;
            /** @description Days that the ledger has seen */
            days: components["schemas"]["UsageDayResponse"][];
            /** @description What the numbers mean */
            definitions: {
                [key: string]: string;
            };
            forecast: components["schemas"]["UsageForecastResponse"] | null;
            ledger: components["schemas"]["UsageLedgerResponse"];
            /** @description Null for a property */
            mao: number | null;
            mau: number;
            members: components["schemas"]["UsageMembersResponse"] | null;
            month: string;
            /** @description Null for a property */
            mro: number | null;
            mru: number;
            new: number;
            place: components["schemas"]["UsagePlaceResponse"];
            returning: number;
            timezone: string;
        };
        UserResponse: {
            banned: boolean;
            clerkId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            deletedAt: string | null;
            emailAddress: string | null;
            externalId: string | null;
            firstName: string | null;
            /** Format: uuid */
            id: string;
            lastName: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        VerifyEmailRequest: {
            /** @description Left out: another code is sent */
            code?: string;
        };
        WholeGroupResponse: {
            /** @description Everybody whose membership has this role is in the group, beside those who were added */
            clerkRole: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            grants: components["schemas"]["GroupGrantResponse"][];
            /** @description Groups that lie in it: whoever is in them is in it */
            groups: components["schemas"]["NamedGroupResponse"][];
            /** Format: uuid */
            id: string;
            /** @description Groups in which it lies: its people hold what those hold */
            inGroups: components["schemas"]["NamedGroupResponse"][];
            /** @description Everybody who is in it, in whatever way */
            membersCount: number;
            name: string;
            /** Format: uuid */
            organizationId: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description As in the ETag */
            version: number;
        };
        WholePlatformAccountResponse: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            grants: components["schemas"]["PlatformAccountGrantResponse"][];
            /** Format: uuid */
            id: string;
            keys: components["schemas"]["PlatformAccountKeyResponse"][];
            name: string;
        };
        WholeServiceAccountResponse: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Who made it
             */
            createdBy: string | null;
            description: string | null;
            grants: components["schemas"]["ServiceAccountGrantResponse"][];
            /** Format: uuid */
            id: string;
            keys: components["schemas"]["ServiceAccountKeyResponse"][];
            name: string;
            /**
             * Format: uuid
             * @description The member in whose name an agent acts; null for an account of the organization
             */
            onBehalfOf: string | null;
            /** Format: uuid */
            organizationId: string;
            /**
             * Format: uuid
             * @description The property it belongs to; null for an account of the organization, and for an agent
             */
            propertyId: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkAccess: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessAnswer"];
                };
            };
        };
    };
    checkAccessBatch: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessQuestions"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessAnswers"];
                };
            };
        };
    };
    explainAccess: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationResponse"];
                };
            };
        };
    };
    listPeopleWithAccess: {
        parameters: {
            query: {
                cursor?: string;
                limit?: number;
                organizationId: string;
                permission: string;
                propertyId?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PersonWithAccess"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listAccessibleProperties: {
        parameters: {
            query: {
                cursor?: string;
                limit?: number;
                organizationId?: string;
                permission: string;
                userId?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccessibleProperty"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                action?: "access.denied" | "access.support_visit" | "audit.change_found" | "audit.exported" | "audit.pruned" | "sign_in.refused" | "subject.erased" | "user.created" | "user.updated" | "user.deleted" | "user.banned" | "user.unbanned" | "user.sessions_revoked" | "session.started" | "session.ended" | "platform_role.given" | "platform_role.taken" | "sign_in_policy.changed" | "sign_in_policy.reset" | "organization.created" | "organization.updated" | "organization.deleted" | "membership.created" | "membership.role_changed" | "membership.deleted" | "membership.refused" | "property.created" | "property.updated" | "property.archived" | "property.restored" | "grant.given" | "grant.taken" | "organization.suspended" | "organization.reinstated" | "organization.ownership_transferred" | "organization.archive_planned" | "organization.archive_cancelled" | "organization.archived" | "role.created" | "role.changed" | "role.deleted" | "role.mirrored" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.unnested" | "group.role_given" | "group.role_taken" | "agent.created" | "agent.deleted" | "service_account.created" | "service_account.deleted" | "service_account.role_given" | "service_account.role_taken" | "service_account.key_created" | "service_account.key_rotated" | "service_account.key_revoked" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "invitation.created" | "invitation.sent" | "invitation.failed" | "invitation.revoked" | "invitation.voided" | "invitation.adopted" | "invitation.accepted" | "invitation.expired" | "permissions.declared" | "webhook.rejected_body_change" | "webhook.replayed" | "sync.alarm_raised" | "sync.alarm_cleared" | "reconciliation.requested" | "reconciliation.apply_requested" | "reconciliation.applied" | "reconciliation.blocked" | "reconciliation.failed" | "usage.day_rolled_up" | "usage.month_closed" | "usage.alert_raised" | "privacy.export_requested" | "privacy.export_ready" | "privacy.export_failed" | "privacy.export_downloaded" | "privacy.erasure_requested" | "privacy.erasure_approved" | "privacy.erasure_cancelled" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_waiting" | "privacy.finding_decided" | "privacy.recipients_told" | "privacy.person_returned" | "privacy.hold_placed" | "privacy.hold_released" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.request_received" | "privacy.request_extended" | "privacy.request_law_set" | "privacy.request_resolved" | "privacy.request_withdrawn" | "privacy.bulk_started" | "privacy.bulk_approved" | "privacy.bulk_cancelled" | "privacy.bulk_done" | "privacy.records_dropped" | "privacy.deadline_alarm" | "privacy.ownership_moved" | "organization.erasure_requested" | "organization.erasure_approved" | "organization.erasure_cancelled" | "organization.erasure_blocked" | "organization.erasure_begun" | "organization.erased" | "organization.returned" | "organization.hold_placed" | "organization.hold_released" | "legacy_accounts.loaded" | "legacy_accounts.retired" | "legacy_account.created" | "legacy_account.matched" | "legacy_account.undone" | "legacy_account.unlinked" | "account_session.reused" | "account.signed_up" | "account.change_asked" | "sign_up_invite.created" | "sign_up_invite.ended" | "break_glass.used" | "event_endpoint.created" | "event_endpoint.changed" | "event_endpoint.deleted" | "event_endpoint.secret_rotated" | "event_endpoint.disabled" | "event_endpoint.replayed" | "schedule.run_requested" | "operations.debug_bundle_made";
                actor?: string;
                cursor?: string;
                from?: string;
                limit?: number;
                organization?: string;
                outcome?: "allowed" | "denied";
                property?: string;
                target?: string;
                to?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntryResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getAuditChain: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditChainResponse"];
                };
            };
        };
    };
    exportAuditLog: {
        parameters: {
            query?: {
                action?: "access.denied" | "access.support_visit" | "audit.change_found" | "audit.exported" | "audit.pruned" | "sign_in.refused" | "subject.erased" | "user.created" | "user.updated" | "user.deleted" | "user.banned" | "user.unbanned" | "user.sessions_revoked" | "session.started" | "session.ended" | "platform_role.given" | "platform_role.taken" | "sign_in_policy.changed" | "sign_in_policy.reset" | "organization.created" | "organization.updated" | "organization.deleted" | "membership.created" | "membership.role_changed" | "membership.deleted" | "membership.refused" | "property.created" | "property.updated" | "property.archived" | "property.restored" | "grant.given" | "grant.taken" | "organization.suspended" | "organization.reinstated" | "organization.ownership_transferred" | "organization.archive_planned" | "organization.archive_cancelled" | "organization.archived" | "role.created" | "role.changed" | "role.deleted" | "role.mirrored" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.unnested" | "group.role_given" | "group.role_taken" | "agent.created" | "agent.deleted" | "service_account.created" | "service_account.deleted" | "service_account.role_given" | "service_account.role_taken" | "service_account.key_created" | "service_account.key_rotated" | "service_account.key_revoked" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "invitation.created" | "invitation.sent" | "invitation.failed" | "invitation.revoked" | "invitation.voided" | "invitation.adopted" | "invitation.accepted" | "invitation.expired" | "permissions.declared" | "webhook.rejected_body_change" | "webhook.replayed" | "sync.alarm_raised" | "sync.alarm_cleared" | "reconciliation.requested" | "reconciliation.apply_requested" | "reconciliation.applied" | "reconciliation.blocked" | "reconciliation.failed" | "usage.day_rolled_up" | "usage.month_closed" | "usage.alert_raised" | "privacy.export_requested" | "privacy.export_ready" | "privacy.export_failed" | "privacy.export_downloaded" | "privacy.erasure_requested" | "privacy.erasure_approved" | "privacy.erasure_cancelled" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_waiting" | "privacy.finding_decided" | "privacy.recipients_told" | "privacy.person_returned" | "privacy.hold_placed" | "privacy.hold_released" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.request_received" | "privacy.request_extended" | "privacy.request_law_set" | "privacy.request_resolved" | "privacy.request_withdrawn" | "privacy.bulk_started" | "privacy.bulk_approved" | "privacy.bulk_cancelled" | "privacy.bulk_done" | "privacy.records_dropped" | "privacy.deadline_alarm" | "privacy.ownership_moved" | "organization.erasure_requested" | "organization.erasure_approved" | "organization.erasure_cancelled" | "organization.erasure_blocked" | "organization.erasure_begun" | "organization.erased" | "organization.returned" | "organization.hold_placed" | "organization.hold_released" | "legacy_accounts.loaded" | "legacy_accounts.retired" | "legacy_account.created" | "legacy_account.matched" | "legacy_account.undone" | "legacy_account.unlinked" | "account_session.reused" | "account.signed_up" | "account.change_asked" | "sign_up_invite.created" | "sign_up_invite.ended" | "break_glass.used" | "event_endpoint.created" | "event_endpoint.changed" | "event_endpoint.deleted" | "event_endpoint.secret_rotated" | "event_endpoint.disabled" | "event_endpoint.replayed" | "schedule.run_requested" | "operations.debug_bundle_made";
                actor?: string;
                cursor?: string;
                format?: "ndjson" | "csv";
                from?: string;
                limit?: number;
                organization?: string;
                outcome?: "allowed" | "denied";
                property?: string;
                target?: string;
                to?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    replaceBackupCodes: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodesResponse"];
                };
            };
        };
    };
    listFactors: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorsResponse"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    resetPassword: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetResponse"];
                };
            };
        };
    };
    enrolPhone: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneResponse"];
                };
            };
        };
    };
    removePhone: {
        parameters: {
            path: {
                phoneNumberId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    proveIdentity: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReverificationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReverificationResponse"];
                };
            };
        };
    };
    proveSecondFactor: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInResponse"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTokenResponse"];
                };
            };
        };
    };
    signIn: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInResponse"];
                };
            };
        };
    };
    signOut: {
        parameters: {
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    signUp: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpResponse"];
                };
            };
        };
    };
    enrolTotp: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpResponse"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyEmailRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpResponse"];
                };
            };
        };
    };
    listEventEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventEndpointResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createEventEndpoint: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEventEndpointRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEventEndpointResponse"];
                };
            };
        };
    };
    getEventEndpoint: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                endpointId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpointResponse"];
                };
            };
        };
    };
    deleteEventEndpoint: {
        parameters: {
            path: {
                endpointId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateEventEndpoint: {
        parameters: {
            header?: {
                "If-Match"?: string;
            };
            path: {
                endpointId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEventEndpointRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpointResponse"];
                };
            };
        };
    };
    listEventDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "pending" | "delivered" | "dead";
            };
            path: {
                endpointId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventDeliveryResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    replayEvents: {
        parameters: {
            path: {
                endpointId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayEventsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayEventsResponse"];
                };
            };
        };
    };
    rotateEventEndpointSecret: {
        parameters: {
            path: {
                endpointId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateEndpointSecretRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEventEndpointResponse"];
                };
            };
        };
    };
    testEventEndpoint: {
        parameters: {
            path: {
                endpointId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                cursor?: string;
                from?: "start" | "end";
                limit?: number;
                type?: "access.*" | "access.changed" | "agent.*" | "agent.created" | "agent.deleted" | "event_endpoint.*" | "event_endpoint.changed" | "event_endpoint.created" | "event_endpoint.deleted" | "event_endpoint.disabled" | "grant.*" | "grant.given" | "grant.taken" | "group.*" | "group.changed" | "group.created" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.role_given" | "group.role_taken" | "group.unnested" | "invitation.*" | "invitation.accepted" | "invitation.adopted" | "invitation.created" | "invitation.expired" | "invitation.failed" | "invitation.revoked" | "invitation.sent" | "invitation.voided" | "membership.*" | "membership.created" | "membership.deleted" | "membership.refused" | "membership.role_changed" | "organization.*" | "organization.archive_cancelled" | "organization.archive_planned" | "organization.archived" | "organization.created" | "organization.deleted" | "organization.erased" | "organization.erasure_begun" | "organization.erasure_cancelled" | "organization.erasure_requested" | "organization.ownership_transferred" | "organization.reinstated" | "organization.suspended" | "organization.updated" | "permissions.*" | "permissions.declared" | "platform_role.*" | "platform_role.given" | "platform_role.taken" | "privacy.*" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_cancelled" | "privacy.erasure_requested" | "privacy.export_ready" | "privacy.export_requested" | "privacy.request_received" | "privacy.request_resolved" | "privacy.request_withdrawn" | "property.*" | "property.archived" | "property.created" | "property.restored" | "property.updated" | "role.*" | "role.changed" | "role.created" | "role.deleted" | "role.mirrored" | "service_account.*" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "service_account.created" | "service_account.deleted" | "service_account.key_created" | "service_account.key_revoked" | "service_account.key_rotated" | "service_account.role_given" | "service_account.role_taken" | "session.*" | "session.ended" | "session.started" | "sign_in_policy.*" | "sign_in_policy.changed" | "sign_in_policy.reset" | "user.*" | "user.banned" | "user.created" | "user.deleted" | "user.sessions_revoked" | "user.unbanned" | "user.updated";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description With which to ask again later, always */
                        cursor: string;
                        data: components["schemas"]["EventResponse"][];
                        /** @description Null where nothing further has happened yet */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getMe: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeResponse"];
                };
            };
        };
    };
    listMyOrganizations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationOfMe"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listMyProperties: {
        parameters: {
            query: {
                cursor?: string;
                limit?: number;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PropertyOfMe"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    makeDebugBundle: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    runDoctor: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoctorResponse"];
                };
            };
        };
    };
    listOrganizations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOrganization: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrganizationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationResponse"];
                };
            };
        };
    };
    getOrganization: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationResponse"];
                };
            };
        };
    };
    deleteOrganization: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateOrganization: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOrganizationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationResponse"];
                };
            };
        };
    };
    listOwnAgents: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WholeServiceAccountResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createAgent: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAgentRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAgentResponse"];
                };
            };
        };
    };
    deleteOwnAgent: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                agentId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listOrganizationAuditLog: {
        parameters: {
            query?: {
                action?: "access.denied" | "access.support_visit" | "audit.change_found" | "audit.exported" | "audit.pruned" | "sign_in.refused" | "subject.erased" | "user.created" | "user.updated" | "user.deleted" | "user.banned" | "user.unbanned" | "user.sessions_revoked" | "session.started" | "session.ended" | "platform_role.given" | "platform_role.taken" | "sign_in_policy.changed" | "sign_in_policy.reset" | "organization.created" | "organization.updated" | "organization.deleted" | "membership.created" | "membership.role_changed" | "membership.deleted" | "membership.refused" | "property.created" | "property.updated" | "property.archived" | "property.restored" | "grant.given" | "grant.taken" | "organization.suspended" | "organization.reinstated" | "organization.ownership_transferred" | "organization.archive_planned" | "organization.archive_cancelled" | "organization.archived" | "role.created" | "role.changed" | "role.deleted" | "role.mirrored" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.unnested" | "group.role_given" | "group.role_taken" | "agent.created" | "agent.deleted" | "service_account.created" | "service_account.deleted" | "service_account.role_given" | "service_account.role_taken" | "service_account.key_created" | "service_account.key_rotated" | "service_account.key_revoked" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "invitation.created" | "invitation.sent" | "invitation.failed" | "invitation.revoked" | "invitation.voided" | "invitation.adopted" | "invitation.accepted" | "invitation.expired" | "permissions.declared" | "webhook.rejected_body_change" | "webhook.replayed" | "sync.alarm_raised" | "sync.alarm_cleared" | "reconciliation.requested" | "reconciliation.apply_requested" | "reconciliation.applied" | "reconciliation.blocked" | "reconciliation.failed" | "usage.day_rolled_up" | "usage.month_closed" | "usage.alert_raised" | "privacy.export_requested" | "privacy.export_ready" | "privacy.export_failed" | "privacy.export_downloaded" | "privacy.erasure_requested" | "privacy.erasure_approved" | "privacy.erasure_cancelled" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_waiting" | "privacy.finding_decided" | "privacy.recipients_told" | "privacy.person_returned" | "privacy.hold_placed" | "privacy.hold_released" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.request_received" | "privacy.request_extended" | "privacy.request_law_set" | "privacy.request_resolved" | "privacy.request_withdrawn" | "privacy.bulk_started" | "privacy.bulk_approved" | "privacy.bulk_cancelled" | "privacy.bulk_done" | "privacy.records_dropped" | "privacy.deadline_alarm" | "privacy.ownership_moved" | "organization.erasure_requested" | "organization.erasure_approved" | "organization.erasure_cancelled" | "organization.erasure_blocked" | "organization.erasure_begun" | "organization.erased" | "organization.returned" | "organization.hold_placed" | "organization.hold_released" | "legacy_accounts.loaded" | "legacy_accounts.retired" | "legacy_account.created" | "legacy_account.matched" | "legacy_account.undone" | "legacy_account.unlinked" | "account_session.reused" | "account.signed_up" | "account.change_asked" | "sign_up_invite.created" | "sign_up_invite.ended" | "break_glass.used" | "event_endpoint.created" | "event_endpoint.changed" | "event_endpoint.deleted" | "event_endpoint.secret_rotated" | "event_endpoint.disabled" | "event_endpoint.replayed" | "schedule.run_requested" | "operations.debug_bundle_made";
                actor?: string;
                cursor?: string;
                from?: string;
                limit?: number;
                outcome?: "allowed" | "denied";
                property?: string;
                target?: string;
                to?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntryResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    exportOrganizationAuditLog: {
        parameters: {
            query?: {
                action?: "access.denied" | "access.support_visit" | "audit.change_found" | "audit.exported" | "audit.pruned" | "sign_in.refused" | "subject.erased" | "user.created" | "user.updated" | "user.deleted" | "user.banned" | "user.unbanned" | "user.sessions_revoked" | "session.started" | "session.ended" | "platform_role.given" | "platform_role.taken" | "sign_in_policy.changed" | "sign_in_policy.reset" | "organization.created" | "organization.updated" | "organization.deleted" | "membership.created" | "membership.role_changed" | "membership.deleted" | "membership.refused" | "property.created" | "property.updated" | "property.archived" | "property.restored" | "grant.given" | "grant.taken" | "organization.suspended" | "organization.reinstated" | "organization.ownership_transferred" | "organization.archive_planned" | "organization.archive_cancelled" | "organization.archived" | "role.created" | "role.changed" | "role.deleted" | "role.mirrored" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.unnested" | "group.role_given" | "group.role_taken" | "agent.created" | "agent.deleted" | "service_account.created" | "service_account.deleted" | "service_account.role_given" | "service_account.role_taken" | "service_account.key_created" | "service_account.key_rotated" | "service_account.key_revoked" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "invitation.created" | "invitation.sent" | "invitation.failed" | "invitation.revoked" | "invitation.voided" | "invitation.adopted" | "invitation.accepted" | "invitation.expired" | "permissions.declared" | "webhook.rejected_body_change" | "webhook.replayed" | "sync.alarm_raised" | "sync.alarm_cleared" | "reconciliation.requested" | "reconciliation.apply_requested" | "reconciliation.applied" | "reconciliation.blocked" | "reconciliation.failed" | "usage.day_rolled_up" | "usage.month_closed" | "usage.alert_raised" | "privacy.export_requested" | "privacy.export_ready" | "privacy.export_failed" | "privacy.export_downloaded" | "privacy.erasure_requested" | "privacy.erasure_approved" | "privacy.erasure_cancelled" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_waiting" | "privacy.finding_decided" | "privacy.recipients_told" | "privacy.person_returned" | "privacy.hold_placed" | "privacy.hold_released" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.request_received" | "privacy.request_extended" | "privacy.request_law_set" | "privacy.request_resolved" | "privacy.request_withdrawn" | "privacy.bulk_started" | "privacy.bulk_approved" | "privacy.bulk_cancelled" | "privacy.bulk_done" | "privacy.records_dropped" | "privacy.deadline_alarm" | "privacy.ownership_moved" | "organization.erasure_requested" | "organization.erasure_approved" | "organization.erasure_cancelled" | "organization.erasure_blocked" | "organization.erasure_begun" | "organization.erased" | "organization.returned" | "organization.hold_placed" | "organization.hold_released" | "legacy_accounts.loaded" | "legacy_accounts.retired" | "legacy_account.created" | "legacy_account.matched" | "legacy_account.undone" | "legacy_account.unlinked" | "account_session.reused" | "account.signed_up" | "account.change_asked" | "sign_up_invite.created" | "sign_up_invite.ended" | "break_glass.used" | "event_endpoint.created" | "event_endpoint.changed" | "event_endpoint.deleted" | "event_endpoint.secret_rotated" | "event_endpoint.disabled" | "event_endpoint.replayed" | "schedule.run_requested" | "operations.debug_bundle_made";
                actor?: string;
                cursor?: string;
                format?: "ndjson" | "csv";
                from?: string;
                limit?: number;
                outcome?: "allowed" | "denied";
                property?: string;
                target?: string;
                to?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    listOrganizationErasures: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationErasureResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOrganizationErasure: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationErasureBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationErasureResponse"];
                };
            };
        };
    };
    getOrganizationErasure: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                erasureId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationErasureResponse"];
                };
            };
        };
    };
    approveOrganizationErasure: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                erasureId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationErasureResponse"];
                };
            };
        };
    };
    cancelOrganizationErasure: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                erasureId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationErasureResponse"];
                };
            };
        };
    };
    planOrganizationErasure: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasurePlanResponse"];
                };
            };
        };
    };
    listOrganizationExports: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationExportResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOrganizationExport: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationExportResponse"];
                };
            };
        };
    };
    getOrganizationExport: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                exportId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationExportResponse"];
                };
            };
        };
    };
    downloadOrganizationExport: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                exportId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    listOrganizationHolds: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationHoldResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOrganizationHold: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationHoldBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationHoldResponse"];
                };
            };
        };
    };
    releaseOrganizationHold: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                holdId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationHoldResponse"];
                };
            };
        };
    };
    listEffectiveAccess: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EffectiveAccessResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listOrganizationEventEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventEndpointResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOrganizationEventEndpoint: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEventEndpointRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEventEndpointResponse"];
                };
            };
        };
    };
    getOrganizationEventEndpoint: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpointResponse"];
                };
            };
        };
    };
    deleteOrganizationEventEndpoint: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateOrganizationEventEndpoint: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEventEndpointRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpointResponse"];
                };
            };
        };
    };
    listOrganizationEventDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "pending" | "delivered" | "dead";
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EventDeliveryResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    replayOrganizationEvents: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayEventsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayEventsResponse"];
                };
            };
        };
    };
    rotateOrganizationEventEndpointSecret: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateEndpointSecretRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEventEndpointResponse"];
                };
            };
        };
    };
    testOrganizationEventEndpoint: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                endpointId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listOrganizationEvents: {
        parameters: {
            query?: {
                cursor?: string;
                from?: "start" | "end";
                limit?: number;
                type?: "access.*" | "access.changed" | "agent.*" | "agent.created" | "agent.deleted" | "event_endpoint.*" | "event_endpoint.changed" | "event_endpoint.created" | "event_endpoint.deleted" | "event_endpoint.disabled" | "grant.*" | "grant.given" | "grant.taken" | "group.*" | "group.changed" | "group.created" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.role_given" | "group.role_taken" | "group.unnested" | "invitation.*" | "invitation.accepted" | "invitation.adopted" | "invitation.created" | "invitation.expired" | "invitation.failed" | "invitation.revoked" | "invitation.sent" | "invitation.voided" | "membership.*" | "membership.created" | "membership.deleted" | "membership.refused" | "membership.role_changed" | "organization.*" | "organization.archive_cancelled" | "organization.archive_planned" | "organization.archived" | "organization.created" | "organization.deleted" | "organization.erased" | "organization.erasure_begun" | "organization.erasure_cancelled" | "organization.erasure_requested" | "organization.ownership_transferred" | "organization.reinstated" | "organization.suspended" | "organization.updated" | "permissions.*" | "permissions.declared" | "platform_role.*" | "platform_role.given" | "platform_role.taken" | "privacy.*" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_cancelled" | "privacy.erasure_requested" | "privacy.export_ready" | "privacy.export_requested" | "privacy.request_received" | "privacy.request_resolved" | "privacy.request_withdrawn" | "property.*" | "property.archived" | "property.created" | "property.restored" | "property.updated" | "role.*" | "role.changed" | "role.created" | "role.deleted" | "role.mirrored" | "service_account.*" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "service_account.created" | "service_account.deleted" | "service_account.key_created" | "service_account.key_revoked" | "service_account.key_rotated" | "service_account.role_given" | "service_account.role_taken" | "session.*" | "session.ended" | "session.started" | "sign_in_policy.*" | "sign_in_policy.changed" | "sign_in_policy.reset" | "user.*" | "user.banned" | "user.created" | "user.deleted" | "user.sessions_revoked" | "user.unbanned" | "user.updated";
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description With which to ask again later, always */
                        cursor: string;
                        data: components["schemas"]["EventResponse"][];
                        /** @description Null where nothing further has happened yet */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listOrganizationGrants: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GrantResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    giveOrganizationGrant: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveOrganizationGrantRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantResponse"];
                };
            };
        };
    };
    takeOrganizationGrant: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                role: string;
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    giveGrants: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkGrantRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkGrantResponse"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                memberId?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createGroup: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupResponse"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeGroupResponse"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateGroup: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeGroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupResponse"];
                };
            };
        };
    };
    giveGroupRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveRoleWithinRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupGrantResponse"];
                };
            };
        };
    };
    takeGroupRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                grantId: string;
                groupId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    nestGroup: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                memberGroupId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    unnestGroup: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                memberGroupId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupMemberResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    addGroupMember: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
                userId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupMemberResponse"];
                };
            };
        };
    };
    removeGroupMember: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                groupId: string;
                organizationId: string;
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                batch?: string;
                cursor?: string;
                limit?: number;
                status?: "pending" | "accepted" | "revoked" | "expired" | "failed" | "all";
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["InvitationResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteToOrganizationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    getInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    adoptInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    createInvitations: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInviteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkInviteResponse"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MemberResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    addMember: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMemberRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResponse"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateMember: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMemberRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResponse"];
                };
            };
        };
    };
    transferOwnership: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferOwnershipRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResponse"];
                };
            };
        };
    };
    listProperties: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: "active" | "archived" | "all";
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PropertyResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createProperty: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePropertyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyResponse"];
                };
            };
        };
    };
    getProperty: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyResponse"];
                };
            };
        };
    };
    archiveProperty: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateProperty: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyResponse"];
                };
            };
        };
    };
    listPropertyAuditLog: {
        parameters: {
            query?: {
                action?: "access.denied" | "access.support_visit" | "audit.change_found" | "audit.exported" | "audit.pruned" | "sign_in.refused" | "subject.erased" | "user.created" | "user.updated" | "user.deleted" | "user.banned" | "user.unbanned" | "user.sessions_revoked" | "session.started" | "session.ended" | "platform_role.given" | "platform_role.taken" | "sign_in_policy.changed" | "sign_in_policy.reset" | "organization.created" | "organization.updated" | "organization.deleted" | "membership.created" | "membership.role_changed" | "membership.deleted" | "membership.refused" | "property.created" | "property.updated" | "property.archived" | "property.restored" | "grant.given" | "grant.taken" | "organization.suspended" | "organization.reinstated" | "organization.ownership_transferred" | "organization.archive_planned" | "organization.archive_cancelled" | "organization.archived" | "role.created" | "role.changed" | "role.deleted" | "role.mirrored" | "group.created" | "group.changed" | "group.deleted" | "group.member_added" | "group.member_removed" | "group.nested" | "group.unnested" | "group.role_given" | "group.role_taken" | "agent.created" | "agent.deleted" | "service_account.created" | "service_account.deleted" | "service_account.role_given" | "service_account.role_taken" | "service_account.key_created" | "service_account.key_rotated" | "service_account.key_revoked" | "service_account.clerk_linked" | "service_account.clerk_unlinked" | "invitation.created" | "invitation.sent" | "invitation.failed" | "invitation.revoked" | "invitation.voided" | "invitation.adopted" | "invitation.accepted" | "invitation.expired" | "permissions.declared" | "webhook.rejected_body_change" | "webhook.replayed" | "sync.alarm_raised" | "sync.alarm_cleared" | "reconciliation.requested" | "reconciliation.apply_requested" | "reconciliation.applied" | "reconciliation.blocked" | "reconciliation.failed" | "usage.day_rolled_up" | "usage.month_closed" | "usage.alert_raised" | "privacy.export_requested" | "privacy.export_ready" | "privacy.export_failed" | "privacy.export_downloaded" | "privacy.erasure_requested" | "privacy.erasure_approved" | "privacy.erasure_cancelled" | "privacy.erasure_begun" | "privacy.erasure_blocked" | "privacy.erasure_waiting" | "privacy.finding_decided" | "privacy.recipients_told" | "privacy.person_returned" | "privacy.hold_placed" | "privacy.hold_released" | "privacy.consent_given" | "privacy.consent_withdrawn" | "privacy.request_received" | "privacy.request_extended" | "privacy.request_law_set" | "privacy.request_resolved" | "privacy.request_withdrawn" | "privacy.bulk_started" | "privacy.bulk_approved" | "privacy.bulk_cancelled" | "privacy.bulk_done" | "privacy.records_dropped" | "privacy.deadline_alarm" | "privacy.ownership_moved" | "organization.erasure_requested" | "organization.erasure_approved" | "organization.erasure_cancelled" | "organization.erasure_blocked" | "organization.erasure_begun" | "organization.erased" | "organization.returned" | "organization.hold_placed" | "organization.hold_released" | "legacy_accounts.loaded" | "legacy_accounts.retired" | "legacy_account.created" | "legacy_account.matched" | "legacy_account.undone" | "legacy_account.unlinked" | "account_session.reused" | "account.signed_up" | "account.change_asked" | "sign_up_invite.created" | "sign_up_invite.ended" | "break_glass.used" | "event_endpoint.created" | "event_endpoint.changed" | "event_endpoint.deleted" | "event_endpoint.secret_rotated" | "event_endpoint.disabled" | "event_endpoint.replayed" | "schedule.run_requested" | "operations.debug_bundle_made";
                actor?: string;
                cursor?: string;
                from?: string;
                limit?: number;
                outcome?: "allowed" | "denied";
                property?: string;
                target?: string;
                to?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntryResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listPropertyGrants: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GrantResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    givePropertyGrant: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveGrantRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantResponse"];
                };
            };
        };
    };
    takePropertyGrant: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
                role: string;
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listPropertyGroupGrants: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GroupGrantOnPropertyResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listPropertyInvitations: {
        parameters: {
            query?: {
                batch?: string;
                cursor?: string;
                limit?: number;
                status?: "pending" | "accepted" | "revoked" | "expired" | "failed" | "all";
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["InvitationResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createPropertyInvitation: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteToPropertyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    getPropertyInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    revokePropertyInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    adoptPropertyInvitation: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                invitationId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationResponse"];
                };
            };
        };
    };
    transferManagement: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferManagementRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantResponse"];
                };
            };
        };
    };
    restoreProperty: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyResponse"];
                };
            };
        };
    };
    listPropertyServiceAccounts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ServiceAccountResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createPropertyServiceAccount: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountResponse"];
                };
            };
        };
    };
    getPropertyServiceAccount: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeServiceAccountResponse"];
                };
            };
        };
    };
    deletePropertyServiceAccount: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    linkPropertyClerkCredential: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkClerkCredentialRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountKeyResponse"];
                };
            };
        };
    };
    givePropertyServiceAccountRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveGrantRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountGrantResponse"];
                };
            };
        };
    };
    takePropertyServiceAccountRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                grantId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    createPropertyServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewServiceAccountKeyResponse"];
                };
            };
        };
    };
    revokePropertyServiceAccountKey: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                keyId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    rotatePropertyServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                keyId: string;
                organizationId: string;
                propertyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewServiceAccountKeyResponse"];
                };
            };
        };
    };
    getPropertyUsage: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "html";
                month?: string;
                timezone?: string;
            };
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReportResponse"];
                    "text/csv": string;
                    "text/html": string;
                };
            };
        };
    };
    getPropertyUsageChart: {
        parameters: {
            query?: {
                month?: string;
                timezone?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                propertyId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
        };
    };
    reinstateOrganization: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationResponse"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RoleResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createRole: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRoleRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleResponse"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                roleKey: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleResponse"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                roleKey: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleEffectResponse"];
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: {
                dryRun?: boolean;
            };
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
                roleKey: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRoleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleResponse"] | components["schemas"]["RoleEffectResponse"];
                };
            };
        };
    };
    listServiceAccounts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ServiceAccountResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createServiceAccount: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountResponse"];
                };
            };
        };
    };
    getServiceAccount: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeServiceAccountResponse"];
                };
            };
        };
    };
    deleteServiceAccount: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    linkClerkCredential: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkClerkCredentialRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountKeyResponse"];
                };
            };
        };
    };
    giveServiceAccountRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveRoleWithinRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccountGrantResponse"];
                };
            };
        };
    };
    takeServiceAccountRole: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                grantId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    createServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewServiceAccountKeyResponse"];
                };
            };
        };
    };
    revokeServiceAccountKey: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                keyId: string;
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    rotateServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                accountId: string;
                keyId: string;
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewServiceAccountKeyResponse"];
                };
            };
        };
    };
    getOrganizationSignInPolicy: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicyResponse"];
                };
            };
        };
    };
    setOrganizationSignInPolicy: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSignInPolicyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicyResponse"];
                };
            };
        };
    };
    resetOrganizationSignInPolicy: {
        parameters: {
            header?: {
                "If-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    suspendOrganization: {
        parameters: {
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationResponse"];
                };
            };
        };
    };
    getOrganizationUsage: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "html";
                month?: string;
                timezone?: string;
            };
            header?: {
                "If-None-Match"?: string;
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReportResponse"];
                    "text/csv": string;
                    "text/html": string;
                };
            };
        };
    };
    getOrganizationUsageChart: {
        parameters: {
            query?: {
                month?: string;
                timezone?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
        };
    };
    explainOrganizationUsage: {
        parameters: {
            query?: {
                month?: string;
                userId?: string;
            };
            header?: {
                "X-Access-Reason"?: string;
            };
            path: {
                organizationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExplanationResponse"] | components["schemas"]["OrganizationExplanationResponse"];
                };
            };
        };
    };
    openPage: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageVisitRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageVisitResponse"];
                };
            };
        };
    };
    listPermissions: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PermissionResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getPermissionDeclaration: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclarationResponse"];
                };
            };
        };
    };
    applyPermissionDeclaration: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyPermissionsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclarationResponse"];
                };
            };
        };
    };
    planPermissionDeclaration: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanPermissionsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionPlanResponse"];
                };
            };
        };
    };
    listPlatformServiceAccounts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PlatformAccountResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createPlatformServiceAccount: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePlatformAccountRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformAccountResponse"];
                };
            };
        };
    };
    getPlatformServiceAccount: {
        parameters: {
            path: {
                accountId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholePlatformAccountResponse"];
                };
            };
        };
    };
    deletePlatformServiceAccount: {
        parameters: {
            path: {
                accountId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    givePlatformServiceAccountRole: {
        parameters: {
            path: {
                accountId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivePlatformAccountRoleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformAccountGrantResponse"];
                };
            };
        };
    };
    takePlatformServiceAccountRole: {
        parameters: {
            path: {
                accountId: string;
                role: "operator" | "admin" | "owner" | "compliance";
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    createPlatformServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                accountId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPlatformAccountKeyResponse"];
                };
            };
        };
    };
    revokePlatformServiceAccountKey: {
        parameters: {
            path: {
                accountId: string;
                keyId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    rotatePlatformServiceAccountKey: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                accountId: string;
                keyId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateServiceAccountKeyRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPlatformAccountKeyResponse"];
                };
            };
        };
    };
    getPlatformSignInPolicy: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicyResponse"];
                };
            };
        };
    };
    setPlatformSignInPolicy: {
        parameters: {
            header?: {
                "If-Match"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSignInPolicyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicyResponse"];
                };
            };
        };
    };
    resetPlatformSignInPolicy: {
        parameters: {
            header?: {
                "If-Match"?: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    listPrivacyBulks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BulkResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createPrivacyBulk: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResponse"];
                };
            };
        };
    };
    getPrivacyBulk: {
        parameters: {
            path: {
                bulkId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResponse"];
                };
            };
        };
    };
    approvePrivacyBulk: {
        parameters: {
            path: {
                bulkId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResponse"];
                };
            };
        };
    };
    cancelPrivacyBulk: {
        parameters: {
            path: {
                bulkId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResponse"];
                };
            };
        };
    };
    listPrivacyBulkItems: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            path: {
                bulkId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BulkItemResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listConsents: {
        parameters: {
            query?: {
                userId?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentsResponse"];
                };
            };
        };
    };
    setConsent: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentsResponse"];
                };
            };
        };
    };
    getDataMap: {
        parameters: {
            query?: {
                format?: "json" | "html";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "text/html": string;
                };
            };
        };
    };
    createErasure: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureResponse"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureResponse"];
                };
            };
        };
    };
    approveErasure: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureResponse"];
                };
            };
        };
    };
    cancelErasure: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureResponse"];
                };
            };
        };
    };
    getErasureCertificate: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ExportResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createExport: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportResponse"];
                };
            };
        };
    };
    getExport: {
        parameters: {
            path: {
                exportId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportResponse"];
                };
            };
        };
    };
    downloadExport: {
        parameters: {
            header?: {
                "If-None-Match"?: string;
                Range?: string;
            };
            path: {
                exportId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    listErasureFindings: {
        parameters: {
            query?: {
                cursor?: string;
                erasureId?: string;
                limit?: number;
                status?: "open" | "kept" | "erased" | "gone";
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FindingResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    decideErasureFinding: {
        parameters: {
            path: {
                findingId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingResponse"];
                };
            };
        };
    };
    listHolds: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                userId?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["HoldResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createHold: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldResponse"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            path: {
                holdId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldResponse"];
                };
            };
        };
    };
    listMyPrivacyRequests: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RequestResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getErasedOrganization: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationErasureResponse"];
                };
            };
        };
    };
    getErasedOrganizationCertificate: {
        parameters: {
            path: {
                erasureId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    listPrivacyRequests: {
        parameters: {
            query?: {
                alarm?: number;
                cursor?: string;
                kind?: "access" | "erasure" | "correction" | "objection";
                law?: "gdpr" | "ccpa";
                limit?: number;
                status?: "open" | "closed" | "all";
                userId?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RequestResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createPrivacyRequest: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    getPrivacyRequest: {
        parameters: {
            path: {
                requestId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    extendPrivacyRequest: {
        parameters: {
            path: {
                requestId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtensionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    setPrivacyRequestLaw: {
        parameters: {
            path: {
                requestId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LawBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    resolvePrivacyRequest: {
        parameters: {
            path: {
                requestId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    withdrawPrivacyRequest: {
        parameters: {
            path: {
                requestId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestDetailResponse"];
                };
            };
        };
    };
    findSubjects: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubjectSearchBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundSubjectsResponse"];
                };
            };
        };
    };
    getOwnServiceAccount: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnServiceAccountResponse"];
                };
            };
        };
    };
    getSession: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
        };
    };
    listSigningKeys: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeysResponse"];
                };
            };
        };
    };
    listSyncAlarms: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                open?: boolean;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SyncAlarmResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    clearSyncAlarm: {
        parameters: {
            path: {
                alarmId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAlarmResponse"];
                };
            };
        };
    };
    listSyncEvents: {
        parameters: {
            query?: {
                before?: string;
                cursor?: string;
                from?: string;
                limit?: number;
                objectId?: string;
                state?: "pending" | "applied" | "ignored" | "dead";
                type?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SyncEventResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getSyncEvent: {
        parameters: {
            path: {
                eventId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncEventDetailResponse"];
                };
            };
        };
    };
    replaySyncEvent: {
        parameters: {
            path: {
                eventId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncEventResponse"];
                };
            };
        };
    };
    replaySyncEvents: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayResponse"];
                };
            };
        };
    };
    listReconciliations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReconciliationResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createReconciliation: {
        parameters: {
            header?: {
                "Idempotency-Key"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginReconciliationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationResponse"];
                };
            };
        };
    };
    getReconciliation: {
        parameters: {
            query?: {
                change?: "missing" | "extra" | "different";
                cursor?: string;
                kind?: "user" | "organization" | "membership" | "invitation" | "role";
                limit?: number;
                outcome?: "applied" | "unchanged" | "kept" | "gone" | "failed" | "open";
            };
            path: {
                reconciliationId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationDetailResponse"];
                };
            };
        };
    };
    applyReconciliation: {
        parameters: {
            path: {
                reconciliationId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyReconciliationRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationResponse"];
                };
            };
        };
    };
    listPeriodicJobs: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
        };
    };
    runPeriodicJob: {
        parameters: {
            path: {
                job: string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledRunResponse"];
                };
            };
        };
    };
    listPeriodicJobRuns: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            path: {
                job: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledRunResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "html";
                month?: string;
                timezone?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReportResponse"];
                    "text/csv": string;
                    "text/html": string;
                };
            };
        };
    };
    getUsageChart: {
        parameters: {
            query?: {
                month?: string;
                timezone?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
        };
    };
    rollUpUsageDay: {
        parameters: {
            path: {
                day: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageDayRecordResponse"];
                };
            };
        };
    };
    explainUsage: {
        parameters: {
            query?: {
                month?: string;
                organizationId?: string;
                userId?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExplanationResponse"] | components["schemas"]["OrganizationExplanationResponse"];
                };
            };
        };
    };
    closeUsageMonth: {
        parameters: {
            path: {
                month: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReportResponse"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                query?: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserResponse"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getUser: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
        };
    };
    banUser: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
        };
    };
    givePlatformRole: {
        parameters: {
            path: {
                role: "operator" | "admin" | "owner" | "compliance";
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    takePlatformRole: {
        parameters: {
            path: {
                role: "operator" | "admin" | "owner" | "compliance";
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    revokeUserSessions: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    unbanUser: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
        };
    };
    receiveClerkWebhook: {
        parameters: {
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
            };
        };
    };
    getHealth: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    getLiveness: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProbeAnswer"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProbeAnswer"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
