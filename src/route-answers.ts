// Written by `npm run openapi` from the code behind each route; `npm run check` compares. Do not edit.

/**
 * What the code behind a route can answer by itself, by operation id: problems, and after a semicolon the headers that it
 * sets: `409 slug_taken, 412 stale_version; etag, location`. What the guard and the edge refuse comes on top.
 */
export const routeAnswers: Readonly<Record<string, string>> = {
  addGroupMember:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 not_a_member, 409 seats_taken; ',
  addMember:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 404 person_unknown, 409 already_member, 409 being_changed, 409 identity_provider_quota, 409 last_owner, 409 limit_reached, 409 seats_taken, 409 slug_taken, 429 identity_provider_limit, 503 identity_provider_unavailable, 503 unavailable; ',
  adoptInvitation:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 already_invited, 409 already_member, 409 invitation_closed, 409 invited_with_another_role, 409 limit_reached, 409 name_taken, 409 property_archived, 409 seats_taken; ',
  adoptPropertyInvitation:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 already_invited, 409 already_member, 409 invitation_closed, 409 invited_with_another_role, 409 limit_reached, 409 name_taken, 409 property_archived, 409 seats_taken; ',
  applyPermissionDeclaration:
    '400 declaration_faulty, 403 people_only, 409 permission_in_use, 409 plan_outdated; ',
  applyReconciliation:
    '403 people_only, 403 reverification_required, 404 not_found, 409 name_taken, 409 plan_hash_mismatch, 409 plan_too_old, 409 reconciliation_already_applied, 409 reconciliation_blocked, 409 reconciliation_not_planned, 409 reconciliation_running; ',
  approveErasure:
    '403 people_only, 403 permission_missing, 403 second_person_required, 404 not_found, 409 erasure_not_awaiting_approval; ',
  approveOrganizationErasure:
    '403 people_only, 403 second_person_required, 404 not_found, 409 erasure_not_awaiting_approval; ',
  approvePrivacyBulk:
    '403 people_only, 403 permission_missing, 403 second_person_required, 404 not_found, 409 bulk_not_awaiting_approval; ',
  archiveProperty: '403 people_only, 404 not_found, 409 limit_reached, 409 name_taken, 409 slug_taken; ',
  banUser:
    '403 people_only, 403 stands_above, 404 not_found, 409 last_platform_owner, 409 name_taken, 409 own_account; ',
  cancelErasure: '403 people_only, 404 not_found, 409 erasure_not_cancellable; ',
  cancelOrganizationErasure: '403 people_only, 404 not_found, 409 erasure_not_cancellable; ',
  cancelPrivacyBulk: '403 people_only, 404 not_found, 409 bulk_over; ',
  changePassword:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 429 too_many_sign_ins, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  checkAccess:
    '400 permission_not_for_scope, 400 place_missing, 400 unknown_permission, 401 invalid_key, 403 access_reason_required, 403 network_refused, 403 organization_suspended, 403 permission_missing, 404 not_found, 503 identity_provider_unavailable; ',
  checkAccessBatch:
    '400 permission_not_for_scope, 400 place_missing, 400 unknown_permission, 401 invalid_key, 403 access_reason_required, 403 network_refused, 403 organization_suspended, 403 permission_missing, 404 not_found, 503 identity_provider_unavailable; ',
  clearSyncAlarm: '403 people_only, 404 not_found; ',
  closeUsageMonth:
    '400 timezone_not_recorded, 403 people_only, 404 not_found, 422 before_ledger, 422 month_in_future, 422 month_not_over; ',
  createAgent:
    '400 ends_too_late, 400 expiry_in_past, 400 machines_are_no_agents, 400 permission_not_for_scope, 400 permission_withheld, 400 unknown_permission, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 clerk_tokens_off, 409 limit_reached, 409 name_taken, 409 role_in_use; location',
  createErasure:
    '403 people_only, 403 permission_missing, 404 not_found, 409 erasure_open, 409 last_platform_owner; ',
  createEventEndpoint: '400 endpoint_url_refused, 403 people_only, 409 too_many_endpoints; etag, location',
  createExport:
    '403 people_only, 403 permission_missing, 404 not_found, 409 export_open, 409 person_being_erased; ',
  createGroup:
    '400 role_not_for_groups, 400 unknown_role, 403 people_only, 409 limit_reached, 409 name_taken; etag, location',
  createHold:
    '400 hold_until_past, 403 people_only, 403 permission_missing, 404 not_found, 409 erasure_has_begun; ',
  createInvitation:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 409 already_invited, 409 already_member, 409 invited_with_another_role, 409 limit_reached, 409 seats_taken; ',
  createInvitations:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 409 already_invited, 409 already_member, 409 invited_with_another_role, 409 limit_reached, 409 seats_taken; ',
  createOrganization:
    '400 unknown_role, 403 people_only, 404 not_found, 409 already_member, 409 being_changed, 409 identity_provider_quota, 409 last_owner, 409 name_taken, 409 seats_taken, 409 slug_taken, 429 identity_provider_limit, 503 identity_provider_unavailable, 503 unavailable; etag, location',
  createOrganizationErasure: '403 people_only, 404 not_found, 409 erasure_open; ',
  createOrganizationEventEndpoint:
    '400 endpoint_url_refused, 403 people_only, 409 too_many_endpoints; etag, location',
  createOrganizationExport: '403 people_only, 409 export_open, 409 organization_being_erased; ',
  createOrganizationHold: '403 people_only; ',
  createPlatformServiceAccount: '403 people_only, 409 limit_reached, 409 name_taken; location',
  createPlatformServiceAccountKey:
    '400 expiry_in_past, 403 people_only, 404 not_found, 409 limit_reached; location',
  createPrivacyBulk: '400 bulk_options_misplaced, 403 people_only, 403 permission_missing; ',
  createPrivacyRequest:
    '400 correction_without_content, 400 objection_without_purpose, 400 request_content_misplaced, 403 people_only, 403 permission_missing, 404 not_found; ',
  createProperty: '403 people_only, 409 limit_reached, 409 slug_taken; etag, location',
  createPropertyInvitation:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 already_invited, 409 already_member, 409 invited_with_another_role, 409 limit_reached, 409 property_archived, 409 seats_taken; ',
  createPropertyServiceAccount: '403 people_only, 409 limit_reached, 409 name_taken; location',
  createPropertyServiceAccountKey:
    '400 expiry_in_past, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 limit_reached; location',
  createReconciliation: '403 people_only, 409 reconciliation_running; ',
  createRole:
    '400 bad_request, 400 permission_not_for_scope, 400 unknown_permission, 400 unknown_role, 403 people_only, 403 role_above_own, 409 role_exists, 409 role_reserved, 409 too_many_roles; etag, location',
  createServiceAccount: '403 people_only, 409 limit_reached, 409 name_taken; location',
  createServiceAccountKey:
    '400 expiry_in_past, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 limit_reached; location',
  decideErasureFinding: '403 people_only, 404 not_found, 409 finding_decided; ',
  deleteEventEndpoint: '403 people_only, 404 not_found, 409 endpoint_declared; ',
  deleteGroup: '403 people_only, 403 role_above_own, 404 not_found, 409 name_taken; ',
  deleteOrganization: '403 people_only, 404 not_found, 409 name_taken, 409 slug_taken; ',
  deleteOrganizationEventEndpoint: '403 people_only, 404 not_found, 409 endpoint_declared; ',
  deleteOwnAgent: '403 people_only, 404 not_found, 409 name_taken; ',
  deletePlatformServiceAccount: '403 people_only, 404 not_found, 409 name_taken; ',
  deletePropertyServiceAccount: '403 people_only, 404 not_found, 409 name_taken; ',
  deleteRole:
    '400 permission_not_for_scope, 400 unknown_permission, 400 unknown_role, 403 people_only, 403 role_above_own, 404 not_found, 409 role_exists, 409 role_in_use, 409 role_reserved, 412 stale_version; ',
  deleteServiceAccount: '403 people_only, 404 not_found, 409 name_taken; ',
  downloadExport:
    '403 people_only, 404 not_found, 409 export_not_ready, 410 export_gone, 416 range_not_satisfiable, 503 unavailable; accept-ranges, cache-control, content-disposition, content-range, etag',
  downloadOrganizationExport:
    '403 people_only, 404 not_found, 409 export_not_ready, 410 export_gone, 416 range_not_satisfiable, 503 unavailable; accept-ranges, cache-control, content-disposition, content-range, etag',
  enrolPhone:
    '400 invalid_request, 401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 429 too_many_sign_ins, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  enrolTotp:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 429 too_many_sign_ins, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  explainAccess:
    '400 permission_not_for_scope, 400 place_missing, 400 unknown_permission, 401 invalid_key, 403 access_reason_required, 403 network_refused, 403 organization_suspended, 403 permission_missing, 404 not_found, 503 identity_provider_unavailable; ',
  explainOrganizationUsage:
    '400 timezone_not_recorded, 404 not_found, 422 before_ledger, 422 month_in_future; ',
  explainUsage:
    '400 explain_whom, 400 timezone_not_recorded, 404 not_found, 422 before_ledger, 422 month_in_future; ',
  exportAuditLog: '403 people_only, 404 not_found; content-disposition',
  exportOrganizationAuditLog: '403 people_only, 404 not_found; content-disposition',
  extendPrivacyRequest:
    '403 people_only, 404 not_found, 409 deadline_not_extendable, 409 extension_too_late, 409 request_closed, 409 request_extended_before; ',
  findSubjects: '; ',
  getAuditChain: '404 not_found; ',
  getDataMap: '; cache-control, content-disposition, content-security-policy, vary',
  getErasedOrganization: '403 people_only, 404 not_found; ',
  getErasedOrganizationCertificate: '403 people_only, 404 not_found, 409 no_certificate; ',
  getErasure: '403 people_only, 404 not_found; ',
  getErasureCertificate: '403 people_only, 404 not_found, 409 no_certificate; ',
  getEventEndpoint: '404 not_found; etag',
  getExport: '403 people_only, 404 not_found; ',
  getGroup: '404 not_found; etag',
  getHealth: '; cache-control',
  getInvitation: '404 not_found; ',
  getLiveness: '; ',
  getMe: '403 people_only, 404 not_found; ',
  getMetrics: '; cache-control',
  getOrganization: '404 not_found; etag',
  getOrganizationErasure: '404 not_found; ',
  getOrganizationEventEndpoint: '404 not_found; etag',
  getOrganizationExport: '404 not_found; ',
  getOrganizationSignInPolicy: '; etag',
  getOrganizationUsage:
    '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; content-disposition, content-security-policy, etag, vary',
  getOrganizationUsageChart: '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; ',
  getOwnServiceAccount: '403 service_accounts_only; ',
  getPermissionDeclaration: '; ',
  getPlatformServiceAccount: '403 people_only, 404 not_found; ',
  getPlatformSignInPolicy: '; etag',
  getPrivacyBulk: '404 not_found; ',
  getPrivacyRequest: '403 people_only, 404 not_found; ',
  getProperty: '404 not_found; etag',
  getPropertyInvitation: '404 not_found; ',
  getPropertyServiceAccount: '404 not_found; ',
  getPropertyUsage:
    '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; content-disposition, content-security-policy, etag, vary',
  getPropertyUsageChart: '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; ',
  getReadiness: '; cache-control, retry-after',
  getReconciliation: '400 invalid_cursor, 404 not_found; ',
  getRole: '404 not_found; etag',
  getServiceAccount: '404 not_found; ',
  getSession: '; ',
  getSyncEvent: '404 not_found; ',
  getUsage:
    '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; content-disposition, content-security-policy, etag, vary',
  getUsageChart: '400 timezone_not_recorded, 422 before_ledger, 422 month_in_future; ',
  getUser: '404 not_found; ',
  giveGrants:
    '400 expiry_in_past, 400 grant_period_invalid, 400 too_many_grants, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 409 limit_reached, 409 not_a_member; ',
  giveGroupRole:
    '400 expiry_in_past, 400 grant_period_invalid, 400 role_by_membership, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 limit_reached, 409 property_archived, 409 role_in_use, 409 seats_taken; ',
  giveOrganizationGrant:
    '400 expiry_in_past, 400 grant_period_invalid, 400 role_by_membership, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 limit_reached, 409 not_a_member; ',
  givePlatformRole: '403 own_platform_role, 403 people_only, 404 not_found; ',
  givePlatformServiceAccountRole:
    '400 expiry_in_past, 400 role_not_for_service_accounts, 403 people_only, 403 role_above_own, 404 not_found; ',
  givePropertyGrant:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 limit_reached, 409 not_a_member, 409 property_archived, 409 seats_taken; ',
  givePropertyServiceAccountRole:
    '400 account_of_property, 400 expiry_in_past, 400 grant_period_invalid, 400 role_by_membership, 400 role_not_for_service_accounts, 400 unknown_role, 403 agent_of_member, 403 people_only, 403 permission_missing, 403 role_above_own, 403 support_access_refused, 404 not_found, 409 limit_reached, 409 property_archived, 409 role_in_use; ',
  giveServiceAccountRole:
    '400 account_of_property, 400 expiry_in_past, 400 grant_period_invalid, 400 role_by_membership, 400 role_not_for_service_accounts, 400 unknown_role, 403 agent_of_member, 403 people_only, 403 permission_missing, 403 role_above_own, 403 support_access_refused, 404 not_found, 409 limit_reached, 409 property_archived, 409 role_in_use; ',
  linkClerkCredential:
    '400 oauth_is_for_agents, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 clerk_tokens_off, 409 limit_reached; location',
  linkPropertyClerkCredential:
    '400 oauth_is_for_agents, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 clerk_tokens_off, 409 limit_reached; location',
  listAccessibleProperties:
    '400 invalid_cursor, 400 permission_not_for_scope, 400 place_missing, 400 unknown_permission, 401 invalid_key, 403 access_reason_required, 403 network_refused, 403 organization_suspended, 403 people_only, 403 permission_missing, 404 not_found, 503 identity_provider_unavailable; ',
  listAuditLog: '400 invalid_cursor, 404 not_found; ',
  listConsents: '403 people_only, 403 permission_missing, 404 not_found; ',
  listEffectiveAccess: '400 invalid_cursor; ',
  listErasureFindings: '400 invalid_cursor; ',
  listEventDeliveries: '400 invalid_cursor, 404 not_found; ',
  listEventEndpoints: '400 invalid_cursor; ',
  listEvents: '400 invalid_cursor, 410 cursor_expired; ',
  listExports: '400 invalid_cursor, 403 people_only; ',
  listFactors:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 503 sign_in_unavailable; set-cookie',
  listGroupMembers: '400 invalid_cursor, 404 not_found; ',
  listGroups: '400 invalid_cursor, 404 not_found; ',
  listHolds: '400 invalid_cursor; ',
  listInvitations: '400 invalid_cursor; ',
  listMembers: '400 invalid_cursor; ',
  listMyOrganizations: '400 invalid_cursor, 403 people_only; ',
  listMyPrivacyRequests: '400 invalid_cursor, 403 people_only; ',
  listMyProperties: '400 invalid_cursor, 403 people_only, 404 not_found; ',
  listOrganizationAuditLog: '400 invalid_cursor, 404 not_found; ',
  listOrganizationErasures: '400 invalid_cursor; ',
  listOrganizationEventDeliveries: '400 invalid_cursor, 404 not_found; ',
  listOrganizationEventEndpoints: '400 invalid_cursor; ',
  listOrganizationEvents: '400 invalid_cursor, 410 cursor_expired; ',
  listOrganizationExports: '400 invalid_cursor; ',
  listOrganizationGrants: '400 invalid_cursor; ',
  listOrganizationHolds: '400 invalid_cursor; ',
  listOrganizations: '400 invalid_cursor, 403 people_only; ',
  listOwnAgents: '403 people_only; ',
  listPeopleWithAccess:
    '400 invalid_cursor, 400 permission_not_for_scope, 400 unknown_permission, 401 invalid_key, 403 access_reason_required, 403 network_refused, 403 organization_suspended, 403 permission_missing, 404 not_found, 503 identity_provider_unavailable; ',
  listPeriodicJobRuns: '400 invalid_cursor, 404 unknown_job; ',
  listPeriodicJobs: '; ',
  listPermissions: '403 people_only; ',
  listPlatformServiceAccounts: '400 invalid_cursor; ',
  listPrivacyBulkItems: '400 invalid_cursor, 404 not_found; ',
  listPrivacyBulks: '400 invalid_cursor; ',
  listPrivacyRequests: '400 invalid_cursor; ',
  listProperties:
    '400 invalid_cursor, 401 invalid_key, 403 network_refused, 403 organization_suspended, 404 not_found; ',
  listPropertyAuditLog: '400 invalid_cursor, 404 not_found; ',
  listPropertyGrants: '400 invalid_cursor; ',
  listPropertyGroupGrants: '400 invalid_cursor; ',
  listPropertyInvitations: '400 invalid_cursor; ',
  listPropertyServiceAccounts: '400 invalid_cursor; ',
  listReconciliations: '400 invalid_cursor; ',
  listRoles: '; ',
  listServiceAccounts: '400 invalid_cursor; ',
  listSigningKeys: '; ',
  listSyncAlarms: '400 invalid_cursor; ',
  listSyncEvents: '400 invalid_cursor; ',
  listUsers: '400 invalid_cursor; ',
  makeDebugBundle: '403 people_only; cache-control, content-disposition',
  nestGroup:
    '400 expiry_in_past, 400 grant_period_invalid, 400 group_in_itself, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 group_nesting_too_deep, 409 seats_taken; ',
  openPage: '422 no_page; set-cookie',
  planOrganizationErasure: '404 not_found; ',
  planPermissionDeclaration: '400 declaration_faulty; ',
  proveIdentity:
    '400 invalid_request, 401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 429 too_many_sign_ins, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  proveSecondFactor:
    '401 second_factor_wrong, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 409 second_factor_code_expired, 409 second_factor_not_pending, 422 second_factor_unavailable, 503 sign_in_unavailable; set-cookie',
  receiveClerkWebhook:
    '400 webhook_refused, 409 already_invited, 409 clerk_credential_linked, 409 name_taken, 409 not_a_member, 409 slug_taken, 503 identity_provider_unavailable, 503 unavailable, 503 webhook_backlog_full; ',
  refreshSession:
    '401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 403 new_password_needed, 403 origin_refused, 503 sign_in_unavailable; set-cookie',
  reinstateOrganization: '403 people_only, 404 not_found, 409 name_taken, 409 slug_taken; ',
  releaseHold: '403 people_only, 404 not_found; ',
  releaseOrganizationHold: '403 people_only, 404 not_found; ',
  removeGroupMember:
    '403 people_only, 403 role_above_own, 404 not_found, 409 in_group_otherwise, 409 not_a_member; ',
  removeMember:
    '403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 last_owner; ',
  removePhone:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 404 not_found, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 503 sign_in_unavailable; set-cookie',
  removeTotp:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 503 sign_in_unavailable; set-cookie',
  replaceBackupCodes:
    '401 account_code_wrong, 401 account_password_wrong, 401 second_factor_awaited, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 new_password_needed, 403 origin_refused, 403 reverification_required, 404 factor_unknown, 409 account_change_refused, 409 account_code_expired, 409 totp_enrolled, 422 password_refused, 422 phone_refused, 503 sign_in_unavailable; set-cookie',
  replayEvents: '403 people_only, 404 not_found, 409 endpoint_disabled; ',
  replayOrganizationEvents: '403 people_only, 404 not_found, 409 endpoint_disabled; ',
  replaySyncEvent:
    '403 people_only, 404 not_found, 409 already_invited, 409 name_taken, 409 not_a_member, 409 slug_taken, 409 webhook_payload_gone, 503 identity_provider_unavailable, 503 unavailable; ',
  replaySyncEvents:
    '403 people_only, 409 already_invited, 409 name_taken, 409 not_a_member, 409 slug_taken, 503 identity_provider_unavailable, 503 unavailable; ',
  resetOrganizationSignInPolicy:
    '400 invalid_precondition, 403 people_only, 409 policy_would_lock_out, 412 stale_version; ',
  resetPassword:
    '400 invalid_request, 401 password_reset_code_wrong, 401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 403 extra_check_needed, 403 new_password_needed, 403 origin_refused, 409 account_code_expired, 409 account_not_movable, 409 clerk_user_quota_exceeded, 409 password_reset_codes_exhausted, 409 password_reset_not_pending, 422 password_refused, 429 sign_in_busy, 429 too_many_sign_ups, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  resetPlatformSignInPolicy:
    '400 invalid_precondition, 403 people_only, 409 policy_would_lock_out, 412 stale_version; ',
  resolvePrivacyRequest: '403 people_only, 404 not_found, 409 request_answered, 409 request_ends_itself; ',
  restoreProperty: '403 people_only, 404 not_found, 409 limit_reached, 409 name_taken, 409 slug_taken; ',
  revokeInvitation:
    '403 people_only, 404 not_found, 409 already_invited, 409 invitation_closed, 409 name_taken; ',
  revokePlatformServiceAccountKey: '403 people_only, 404 not_found; ',
  revokePropertyInvitation:
    '403 people_only, 404 not_found, 409 already_invited, 409 invitation_closed, 409 name_taken; ',
  revokePropertyServiceAccountKey: '403 people_only, 404 not_found, 409 clerk_credential_linked; ',
  revokeServiceAccountKey: '403 people_only, 404 not_found, 409 clerk_credential_linked; ',
  revokeUserSessions: '403 people_only, 403 stands_above, 404 not_found; ',
  rollUpUsageDay:
    '400 timezone_not_recorded, 403 people_only, 404 not_found, 422 before_ledger, 422 day_not_over, 422 month_in_future, 422 no_such_day; ',
  rotateEventEndpointSecret: '403 people_only, 404 not_found, 409 endpoint_declared, 409 name_taken; ',
  rotateOrganizationEventEndpointSecret:
    '403 people_only, 404 not_found, 409 endpoint_declared, 409 name_taken; ',
  rotatePlatformServiceAccountKey:
    '400 expiry_in_past, 403 people_only, 404 not_found, 409 key_ended, 409 limit_reached; location',
  rotatePropertyServiceAccountKey:
    '400 expiry_in_past, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 key_ended, 409 key_of_clerk, 409 limit_reached; location',
  rotateServiceAccountKey:
    '400 expiry_in_past, 403 agent_of_member, 403 people_only, 403 support_access_refused, 404 not_found, 409 clerk_credential_linked, 409 key_ended, 409 key_of_clerk, 409 limit_reached; location',
  runDoctor: '; ',
  runPeriodicJob: '403 people_only, 404 unknown_job, 409 job_running; ',
  setConsent: '403 people_only, 403 permission_missing, 404 not_found; ',
  setOrganizationSignInPolicy:
    '400 invalid_precondition, 403 people_only, 409 policy_would_lock_out, 412 stale_version; etag',
  setPlatformSignInPolicy:
    '400 invalid_precondition, 403 people_only, 409 policy_would_lock_out, 412 stale_version; etag',
  setPrivacyRequestLaw: '403 people_only, 404 not_found, 409 request_closed; ',
  signIn:
    '401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_in_refused, 403 extra_check_needed, 403 new_password_needed, 403 origin_refused, 409 account_not_movable, 409 clerk_user_quota_exceeded, 429 sign_in_busy, 429 too_many_sign_ins, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  signOut:
    '401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 403 origin_refused; set-cookie',
  signUp:
    '403 invite_expired, 403 invite_unknown, 403 invite_used_up, 403 new_password_needed, 403 origin_refused, 403 sign_up_closed, 422 password_refused, 429 sign_in_busy, 429 too_many_sign_ups, 503 sign_in_unavailable, 503 unavailable; set-cookie',
  suspendOrganization: '403 people_only, 404 not_found, 409 name_taken, 409 slug_taken; ',
  takeGroupRole: '403 people_only, 403 role_above_own, 404 not_found, 409 role_in_use; ',
  takeOrganizationGrant:
    '400 unknown_role, 403 people_only, 403 role_above_own, 404 not_found, 409 not_a_member; ',
  takePlatformRole:
    '403 own_platform_role, 403 people_only, 403 role_missing, 404 not_found, 409 last_platform_owner; ',
  takePlatformServiceAccountRole: '403 people_only, 404 not_found; ',
  takePropertyGrant: '403 people_only, 403 role_above_own, 404 not_found, 409 not_a_member; ',
  takePropertyServiceAccountRole: '403 people_only, 403 role_above_own, 404 not_found, 409 role_in_use; ',
  takeServiceAccountRole: '403 people_only, 403 role_above_own, 404 not_found, 409 role_in_use; ',
  testEventEndpoint: '404 not_found, 502 endpoint_failed; ',
  testOrganizationEventEndpoint: '404 not_found, 502 endpoint_failed; ',
  transferManagement:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 403 role_missing, 404 not_found, 409 already_manager, 409 heir_cannot_act, 409 limit_reached, 409 not_a_member, 409 property_archived, 409 seats_taken; ',
  transferOwnership:
    '400 unknown_role, 403 people_only, 403 role_missing, 404 not_found, 409 already_member, 409 already_owner, 409 being_changed, 409 heir_cannot_act, 409 identity_provider_quota, 409 last_owner, 409 member_changed, 409 name_taken, 409 ownership_changed, 409 seats_taken, 409 slug_taken, 429 identity_provider_limit, 503 identity_provider_unavailable, 503 unavailable; ',
  unbanUser:
    '403 people_only, 403 stands_above, 404 not_found, 409 being_erased, 409 name_taken, 503 identity_provider_unavailable; ',
  unnestGroup: '403 people_only, 403 role_above_own, 404 not_found; ',
  updateEventEndpoint:
    '400 endpoint_url_refused, 400 invalid_precondition, 403 people_only, 404 not_found, 409 endpoint_declared, 409 name_taken, 412 stale_version; etag',
  updateGroup:
    '400 expiry_in_past, 400 grant_period_invalid, 400 invalid_precondition, 400 role_not_for_groups, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 name_taken, 409 seats_taken, 412 stale_version; etag',
  updateMember:
    '400 expiry_in_past, 400 grant_period_invalid, 400 unknown_role, 403 people_only, 403 permission_missing, 403 role_above_own, 404 not_found, 409 already_member, 409 being_changed, 409 identity_provider_quota, 409 last_owner, 409 member_changed, 409 name_taken, 409 seats_taken, 409 slug_taken, 429 identity_provider_limit, 503 identity_provider_unavailable, 503 unavailable; ',
  updateOrganization:
    '400 invalid_precondition, 400 unknown_role, 403 people_only, 404 not_found, 409 already_member, 409 being_changed, 409 identity_provider_quota, 409 last_owner, 409 name_taken, 409 seats_taken, 409 slug_taken, 412 stale_version, 429 identity_provider_limit, 503 identity_provider_unavailable, 503 unavailable; etag',
  updateOrganizationEventEndpoint:
    '400 endpoint_url_refused, 400 invalid_precondition, 403 people_only, 404 not_found, 409 endpoint_declared, 409 name_taken, 412 stale_version; etag',
  updateProperty:
    '400 invalid_precondition, 403 permission_missing, 404 not_found, 409 name_taken, 409 property_archived, 409 slug_taken, 412 stale_version; etag',
  updateRole:
    '400 invalid_precondition, 400 permission_not_for_scope, 400 unknown_permission, 400 unknown_role, 403 people_only, 403 role_above_own, 404 not_found, 409 name_taken, 409 role_exists, 409 role_reserved, 412 stale_version; etag',
  verifyEmail:
    '401 session_cookie_invalid, 401 session_cookie_missing, 401 session_cookie_reused, 401 session_ended, 401 sign_up_code_wrong, 403 new_password_needed, 403 origin_refused, 403 sign_up_closed, 409 sign_up_code_expired, 409 sign_up_codes_exhausted, 409 sign_up_complete, 409 sign_up_in_progress, 409 sign_up_not_pending, 503 sign_in_unavailable; set-cookie',
  withdrawPrivacyRequest: '403 people_only, 404 not_found, 409 request_answered, 409 request_ends_itself; ',
};
