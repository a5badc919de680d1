import { AuditChainState, AuditCheckpoint, AuditEvent, AuditSeal, SubjectKey } from '#audit';
import {
  ClerkRole,
  CustomRole,
  Invitation,
  Membership,
  Organization,
  OrganizationGrant,
  OwnerlessOrganization,
  PersonalTenant,
  Property,
  PropertyGrant,
} from '#tenants';
import {
  PrivacyBulk,
  PrivacyBulkItem,
  PrivacyConsentEvent,
  PrivacyErasure,
  PrivacyExport,
  PrivacyHold,
  PrivacyRequest,
} from '#privacy';
import {
  OrganizationActivityDay,
  PlatformActivityDay,
  PropertyActivityDay,
  UsageLedger,
  UsageMember,
  UsageMonth,
  UsagePerson,
  UsageRecord,
} from '#usage';
import { Reconciliation, ReconciliationItem } from '#reconciliation';
import { PlatformRoleGrant, User, UserEmailAddress, UserSession } from '#users';
import { ScheduledRun } from '#scheduler';
import { SyncAlarm, WebhookDelivery } from '#webhooks';

/** Every table that is read through an entity. */
export const entities = [
  AuditChainState,
  AuditCheckpoint,
  AuditEvent,
  AuditSeal,
  ClerkRole,
  CustomRole,
  Invitation,
  Membership,
  Organization,
  OrganizationGrant,
  OwnerlessOrganization,
  PersonalTenant,
  PlatformRoleGrant,
  Property,
  PropertyGrant,
  PrivacyBulk,
  PrivacyBulkItem,
  PrivacyConsentEvent,
  PrivacyErasure,
  PrivacyExport,
  PrivacyHold,
  PrivacyRequest,
  Reconciliation,
  ReconciliationItem,
  SubjectKey,
  ScheduledRun,
  SyncAlarm,
  User,
  UserEmailAddress,
  UserSession,
  WebhookDelivery,
  OrganizationActivityDay,
  PlatformActivityDay,
  PropertyActivityDay,
  UsageLedger,
  UsageMember,
  UsageMonth,
  UsagePerson,
  UsageRecord,
];
