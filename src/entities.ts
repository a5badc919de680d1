import { AuditEvent } from '#audit';
import {
  ClerkRole,
  CustomRole,
  Invitation,
  Membership,
  Organization,
  OrganizationGrant,
  Property,
  PropertyGrant,
} from '#tenants';
import { PlatformRoleGrant, User, UserEmailAddress, UserSession } from '#users';
import { SyncAlarm, WebhookDelivery } from '#webhooks';

/** Every table that is read through an entity. */
export const entities = [
  AuditEvent,
  ClerkRole,
  CustomRole,
  Invitation,
  Membership,
  Organization,
  OrganizationGrant,
  PlatformRoleGrant,
  Property,
  PropertyGrant,
  SyncAlarm,
  User,
  UserEmailAddress,
  UserSession,
  WebhookDelivery,
];
