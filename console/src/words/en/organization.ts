import type { OrganizationExport } from '../../api/organization-export-queries';
import type { Strategy } from '../../pages/organization/strategies';
import type { Texts } from '../texts';

/** What the pages of an organization say of the organization itself, and what they share. */
export interface OrganizationWords {
  readonly tabs: Texts<
    'overview' | 'roles' | 'groups' | 'accounts' | 'endpoints' | 'policy' | 'usage' | 'exports'
  >;
  readonly organization: Texts<
    'name' | 'slug' | 'seats' | 'noLimit' | 'since' | 'id' | 'rename' | 'save' | 'change' | 'more'
  > & {
    readonly members: (count: number) => string;
    readonly renamed: (name: string) => string;
  };
  readonly ownership: Texts<'owners' | 'transfer' | 'text' | 'submit'> & {
    readonly title: (organization: string) => string;
    readonly gains: (name: string) => string;
    readonly loses: (count: number) => string;
    readonly noUndo: (name: string) => string;
    readonly done: (name: string) => string;
  };
  readonly policy: Texts<
    | 'text'
    | 'isDefault'
    | 'changed'
    | 'secondFactor'
    | 'minutes'
    | 'minutesHint'
    | 'networksHint'
    | 'strategies'
    | 'strategiesHint'
    | 'saved'
    | 'back'
    | 'reset'
  > & { readonly ways: Texts<Strategy> };
  readonly networks: Texts<'label' | 'hint'>;
  readonly exports: Texts<'text' | 'ask' | 'asked' | 'noneTitle' | 'none' | 'download' | 'downloading'> & {
    readonly statuses: Texts<OrganizationExport['status']>;
    readonly problems: Texts<NonNullable<OrganizationExport['problem']>>;
    readonly waitingFor: (whom: string) => string;
    readonly missing: (whose: string) => string;
  };
  readonly picker: Texts<'search' | 'who' | 'nobody'> & { readonly more: (count: number) => string };
  /** A secret that is shown once. */
  readonly once: Texts<'warning' | 'copy' | 'copied' | 'done'>;
  /** Roles that groups and service accounts hold in the organization or on a property. */
  readonly within: Texts<'property' | 'everywhere' | 'unknownProperty' | 'handed'> & {
    readonly on: (property: string) => string;
    readonly given: (name: string) => string;
    readonly taken: (name: string) => string;
    readonly back: (name: string) => string;
  };
}

export const organization: OrganizationWords = {
  tabs: {
    overview: 'Organization',
    roles: 'Roles',
    groups: 'Groups',
    accounts: 'Service accounts',
    endpoints: 'Event endpoints',
    policy: 'Sign-in policy',
    usage: 'Usage',
    exports: 'Export',
  },
  organization: {
    name: 'Name',
    slug: 'Short name',
    seats: 'Seats',
    noLimit: 'No limit',
    since: 'Since',
    id: 'Id',
    rename: 'Rename',
    save: 'Save',
    change: 'Change',
    more: 'Show more',
    members: (count) => (count === 1 ? '1 member in all.' : `${String(count)} members in all.`),
    renamed: (name) => `The organization is called ${name}.`,
  },
  ownership: {
    owners: 'Owners',
    transfer: 'Hand over',
    title: (name) => `Hand ${name} over`,
    text: 'Somebody else becomes the owner. You stay as a member.',
    submit: 'Hand over',
    gains: (name) => `${name} may then do everything here.`,
    loses: (count) => `You give up ${String(count)} rights`,
    noUndo: (name) => `Only ${name} can give the organization back.`,
    done: (name) => `The organization belongs to ${name} now.`,
  },
  policy: {
    text: 'What people hold in the organization counts only for sign-ins that meet this, from their next request on. A policy that would lock you out is refused.',
    isDefault: 'Nobody has set a policy: any sign-in counts.',
    changed: 'Set',
    secondFactor: 'A second factor is needed',
    minutes: 'Longest session, in minutes',
    minutesHint: 'Afterwards people have to sign in anew. Empty: as long as Clerk lets them.',
    networksHint:
      'One on a line. Empty: from everywhere. Keys of service accounts have to come from there too.',
    strategies: 'Ways to sign in',
    strategiesHint:
      'None ticked: any. They are judged only where the session token names the ways that were used (the claim amr), which Clerk’s own token does not.',
    saved: 'The policy holds from the next request on.',
    back: 'The policy is as it was before.',
    reset: 'Take the policy away',
    ways: {
      password: 'Password',
      passkey: 'Passkey',
      email_code: 'Code by e-mail',
      phone_code: 'Code by phone',
      totp: 'Authenticator app',
      backup_code: 'Backup code',
    },
  },
  networks: {
    label: 'Only from these networks',
    hint: 'Such as 198.51.100.0/24. Empty: from everywhere.',
  },
  exports: {
    text: 'One archive with everything that the service holds of the organization: people, roles, groups, properties, the audit log. It can be downloaded for seven days, and every download is written down.',
    ask: 'Export everything',
    asked: 'The archive is being made.',
    noneTitle: 'Nothing was exported yet',
    none: 'Ask for an archive; it appears here when it is ready.',
    download: 'Download',
    downloading: 'Is downloaded …',
    statuses: {
      pending: 'Waits',
      running: 'Is being made …',
      ready: 'Ready',
      expired: 'Expired',
      aborted: 'Broken off',
      failed: 'Failed',
    },
    problems: {
      storage_full: 'There is no room for the archive. Ask the people who run the platform.',
      storage_unavailable: 'The store of archives does not answer. It is tried again.',
      internal: 'It went wrong, and is tried again.',
    },
    waitingFor: (whom) => `Waits for ${whom}. What is there can be downloaded.`,
    missing: (whose) => `The part of ${whose} is not in it.`,
  },
  picker: {
    search: 'Name or e-mail',
    who: 'Who',
    nobody: 'Nobody has a name or an address like that.',
    more: (count) => `And ${String(count)} more: type a part of the name.`,
  },
  once: {
    warning: 'This is shown once and kept nowhere. Put it where your program reads it before you close.',
    copy: 'Copy',
    copied: 'Copied',
    done: 'I have it',
  },
  within: {
    property: 'Property',
    everywhere: 'on the whole organization',
    unknownProperty: 'a property that you may not open',
    handed: 'What was handed to it',
    on: (property) => `on ${property}`,
    given: (name) => `${name} holds the role now.`,
    taken: (name) => `Taken away from ${name}.`,
    back: (name) => `${name} holds the role again.`,
  },
};
