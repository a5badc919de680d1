import type { ProblemCode } from '@tenantry/client';
import type { Factor } from '../identity/identity';
import { access, type AccessWords } from './en/access';
import { invitations, type InvitationWords } from './en/invitations';
import type { SomeTexts, Texts } from './texts';

/** Every text that people read on pages of properties and around all of them; those of other areas come with their pages. */
export interface Words extends AccessWords, InvitationWords {
  readonly loading: string;
  readonly close: string;
  readonly cancel: string;
  readonly undo: string;
  readonly undoFailed: string;
  readonly yes: string;
  readonly no: string;
  readonly shell: {
    readonly skip: string;
    readonly menu: string;
    readonly settings: string;
    readonly theme: string;
    readonly themes: Texts<'system' | 'light' | 'dark'>;
    readonly language: string;
    readonly signOut: string;
  };
  readonly notFound: Texts<'title' | 'text'>;
  readonly openPage: Texts<'title' | 'reason' | 'reasonHint' | 'submit'>;
  readonly signIn: Texts<'title' | 'email' | 'emailMissing' | 'next' | 'localHint' | 'elsewhere' | 'go'>;
  readonly proof: Texts<'title' | 'why' | 'submit' | 'code' | 'password' | 'missing' | 'withheld'> & {
    readonly ask: (strategy: Factor['strategy'], hint: string | null) => string;
  };
  readonly problem: Texts<'unknown' | 'offline' | 'requestId' | 'retry'> & {
    readonly retryAfter: (seconds: number) => string;
    /** What somebody can do about it themselves. */
    readonly remedies: SomeTexts<ProblemCode>;
  };
  readonly places: Texts<
    | 'title'
    | 'noneTitle'
    | 'suspended'
    | 'noProperties'
    | 'organization'
    | 'operations'
    | 'operationsHint'
    | 'compliance'
    | 'complianceHint'
  > & {
    readonly none: (email: string) => string;
    readonly more: (count: number) => string;
  };
  readonly property: Texts<'archived' | 'groups'>;
  readonly audit: Texts<
    'title' | 'outcome' | 'everything' | 'allowed' | 'denied' | 'span' | 'none' | 'more' | 'action' | 'reason'
  > & {
    readonly spans: Texts<'all' | 'day' | 'week' | 'month'>;
    readonly zone: (zone: string) => string;
    readonly actors: Readonly<Record<'service_account' | 'system', (id: string) => string>>;
    /** Others are shown by their key. */
    readonly actions: SomeTexts;
  };
  readonly time: Texts<'until' | 'ended' | 'from'>;
  /** Built-in roles by their key; an organization's own have the name that it gave them. */
  readonly roles: SomeTexts;
  /** Built-in permissions by their key; others are shown as the service describes them. */
  readonly permissions: SomeTexts;
}

export const en: Words = {
  ...access,
  ...invitations,
  loading: 'Loading …',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  undoFailed: 'It could not be undone.',
  yes: 'Yes',
  no: 'No',
  shell: {
    skip: 'Skip to the content',
    menu: 'Language, colours and sign-out',
    settings: 'Settings',
    theme: 'Colours',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    signOut: 'Sign out',
  },
  notFound: {
    title: 'There is nothing here',
    text: 'The address is wrong, or you may not know of what is there.',
  },
  openPage: {
    title: 'Open a page',
    reason: 'Why you look at it',
    reasonHint: 'Staff of the platform say so of what is a customer’s; the customer sees it.',
    submit: 'Open',
  },
  signIn: {
    title: 'Sign in',
    email: 'E-mail address',
    emailMissing: 'Write your e-mail address.',
    next: 'Continue',
    localHint: 'This is the local Clerk: it sends no e-mail. Try mark@harbour.test or sam@harbour.test.',
    elsewhere: 'You sign in on the page of your Clerk instance, and come back here.',
    go: 'Go to sign-in',
  },
  proof: {
    title: 'Prove that it is you',
    why: 'This needs a fresh proof of who you are. What you began goes on afterwards.',
    submit: 'Confirm',
    code: 'Code',
    password: 'Password',
    missing: 'This is needed to go on.',
    withheld: 'Nothing was changed: you did not prove who you are.',
    ask: (strategy, hint) =>
      ({
        password: 'Type your password.',
        email_code: `A code was sent to ${hint ?? 'your e-mail address'}. The local Clerk’s is always 424242.`,
        phone_code: `A code was sent to ${hint ?? 'your phone'}.`,
        totp: 'Type the code that your authenticator app shows.',
        backup_code: 'Type one of your backup codes.',
      })[strategy],
  },
  problem: {
    unknown: 'That did not work.',
    offline: 'The service does not answer. Check the network; nothing that you typed is lost.',
    requestId: 'Request',
    retry: 'Try again',
    retryAfter: (seconds) => `Try again in ${String(Math.ceil(seconds))} seconds.`,
    remedies: {
      permission_missing: 'Ask somebody who manages this place for a role that opens it.',
      not_found: 'It may have been deleted, or you may not know of it. Go back to your places.',
      role_above_own: 'Give a role that holds no more than you hold yourself here.',
      seats_taken: 'Take somebody’s role away first, or have the limit of the property raised.',
      limit_reached: 'The organization has reached its limit. Take back what is not needed any more.',
      already_invited: 'Take the open invitation back first, or wait until it is accepted.',
      already_member: 'They are a member already: give them the role instead of an invitation.',
      invited_with_another_role: 'Take the open invitation back, then invite anew.',
      property_archived: 'Restore the property first.',
      stale_version: 'Somebody else changed it meanwhile. Load it again and look what is different.',
      too_many_requests: 'Too much was asked for at once. Wait a moment.',
      organization_suspended: 'The organization is suspended. Ask the people who run the platform.',
      network_refused: 'Your network is not one that the organization lets in.',
      sign_in_method_refused: 'Sign in by a way that the organization takes.',
      second_factor_required: 'Sign in with a second factor.',
      session_too_old: 'Sign out and in again: your session is older than the organization allows.',
      role_in_use: 'Take the role from everybody who holds it first, then delete it.',
      role_exists: 'Choose another name: a role has this one already.',
      name_taken: 'Choose another name: this one is taken.',
      heir_cannot_act: 'Choose somebody who is not banned.',
      role_not_for_groups: 'Give a role on a property, or one that the organization made.',
      role_not_for_service_accounts: 'Give a role that no person has to hold.',
      in_group_otherwise: 'They are in it by their role or by another group: change it there.',
      policy_would_lock_out: 'Set a policy that your own sign-in meets, so that you can still change it.',
      endpoint_url_refused: 'Give an https address on the public internet.',
      endpoint_failed: 'Look whether the program runs at this address and answers with 2xx.',
      export_open: 'One is being made already. It appears below.',
      export_gone: 'Ask for a new one.',
      unauthenticated: 'Sign in again.',
      session_ended: 'Sign in again.',
      invalid_token:
        'The service takes no tokens of this page. If you just signed in, its origin is missing in CLERK_AUTHORIZED_PARTIES.',
    },
  },
  places: {
    title: 'Your places',
    noneTitle: 'You belong to no organization yet',
    none: (email) =>
      `Ask an owner or a property’s manager to invite ${email || 'you'}. What you may open appears here.`,
    suspended: 'This organization is suspended: nothing in it opens.',
    noProperties: 'You may open no property here yet. Ask an owner for a role on one.',
    more: (count) => `And ${String(count)} more.`,
    organization: 'Organization',
    operations: 'Run the platform',
    operationsHint: 'Health, Drift, Usage',
    compliance: 'Look after privacy',
    complianceHint: 'Requests, legal holds, audit log',
  },
  property: {
    archived: 'This property is archived. Nothing can be changed until it is restored.',
    groups: 'Groups',
  },
  audit: {
    title: 'Audit log',
    outcome: 'Outcome',
    everything: 'Everything',
    allowed: 'Done',
    denied: 'Refused',
    span: 'Time',
    spans: { all: 'Any time', day: 'The last day', week: 'The last 7 days', month: 'The last 30 days' },
    zone: (zone) => `Times are those of ${zone}.`,
    none: 'Nothing of that kind has happened here',
    more: 'Show older',
    action: 'Action',
    reason: 'Reason',
    actors: { service_account: () => 'a service account', system: (id) => `the service (${id})` },
    actions: {
      'access.denied': 'Access refused',
      'access.support_visit': 'Support looked in',
      'grant.given': 'Role given',
      'grant.taken': 'Role taken away',
      'invitation.created': 'Invited',
      'invitation.sent': 'Invitation sent',
      'invitation.failed': 'Invitation refused by Clerk',
      'invitation.revoked': 'Invitation taken back',
      'invitation.voided': 'Invitation void',
      'invitation.adopted': 'Invitation taken over',
      'invitation.accepted': 'Invitation accepted',
      'invitation.expired': 'Invitation expired',
      'property.created': 'Property added',
      'property.updated': 'Property changed',
      'property.archived': 'Property archived',
      'property.restored': 'Property restored',
      'audit.exported': 'Audit log exported',
    },
  },
  time: { until: 'until', ended: 'ended', from: 'from' },
  roles: {
    'org:admin': 'Owner',
    'org:member': 'Member',
    'property:manager': 'Manager',
    'property:staff': 'Staff',
    'property:viewer': 'Viewer',
    owner: 'Platform owner',
    admin: 'Platform admin',
    operator: 'Platform operator',
    compliance: 'Compliance',
  },
  permissions: {},
};
