import { AuditEvent } from '#audit';
import { Invitation, Membership, Organization, Property, PropertyGrant } from '#tenants';
import { PlatformRoleGrant, User, UserEmailAddress, UserSession } from '#users';
import { WebhookDelivery } from '#webhooks';

/** Every table that is read through an entity. */
export const entities = [
  AuditEvent,
  Invitation,
  Membership,
  Organization,
  PlatformRoleGrant,
  Property,
  PropertyGrant,
  User,
  UserEmailAddress,
  UserSession,
  WebhookDelivery,
];
