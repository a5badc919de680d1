import type { ProblemCode } from '@tenantry/client';
import type { Doctor, Drift, PeriodicJob, Reconciliation, UsageReport } from '../api/operations-queries';
import type { Derivation, Explanation, Invitation, Remedy } from '../api/types';
import type { InvitationStatus } from '../api/invitation-queries';
import type { Factor } from '../identity/identity';
import type { LineState } from '../pages/invitations/pasted-lines';
import type { Period } from '../pages/person/periods';

type Texts<Key extends PropertyKey> = Readonly<Record<Key, string>>;
type SomeTexts<Key extends PropertyKey = string> = Readonly<Partial<Record<Key, string>>>;
type Wider = NonNullable<Derivation['inheritedFrom']>['kind'];

/** Every text that people read. A language is a file that exports one of these. */
export interface Words {
  readonly loading: string;
  readonly close: string;
  readonly cancel: string;
  readonly undo: string;
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
  readonly signIn: Texts<'title' | 'email' | 'emailMissing' | 'next' | 'localHint' | 'elsewhere' | 'go'>;
  readonly proof: Texts<'title' | 'why' | 'submit' | 'code' | 'password' | 'missing' | 'withheld'> & {
    readonly ask: (strategy: Factor['strategy'], hint: string | null) => string;
  };
  readonly problem: Texts<'unknown' | 'offline' | 'requestId' | 'retry'> & {
    readonly retryAfter: (seconds: number) => string;
    /** What somebody can do about it themselves. */
    readonly remedies: SomeTexts<ProblemCode>;
  };
  readonly places: Texts<'title' | 'noneTitle' | 'suspended' | 'noProperties'> & {
    readonly none: (email: string) => string;
    readonly more: (count: number) => string;
  };
  readonly property: Texts<'archived'>;
  readonly people: Texts<
    | 'title'
    | 'person'
    | 'by'
    | 'why'
    | 'search'
    | 'show'
    | 'inside'
    | 'outside'
    | 'noneTitle'
    | 'none'
    | 'noMatch'
    | 'loadingMore'
    | 'noAccess'
    | 'unknown'
    | 'byOrganization'
    | 'byPlatform'
    | 'byProperty'
  > & {
    readonly count: (count: number) => string;
    readonly whyOf: (name: string) => string;
    readonly byGroup: (group: string) => string;
  };
  readonly person: Texts<'give' | 'take' | 'roles' | 'givenHere' | 'changeElsewhere' | 'why' | 'whyNot'> & {
    readonly hasAccess: (property: string) => string;
    readonly noAccess: (property: string) => string;
    readonly noRoles: (name: string) => string;
    readonly permissions: (name: string) => string;
  };
  readonly why: Texts<
    | 'isInGroup'
    | 'holdsRole'
    | 'given'
    | 'by'
    | 'soYes'
    | 'notCarried'
    | 'almostHas'
    | 'remedy'
    | 'mayGive'
    | 'giveThis'
  > & {
    readonly ways: (count: number) => string;
    readonly onProperty: (property: string) => string;
    readonly onWider: Texts<Wider>;
    readonly soNo: (property: string) => string;
    readonly almostByGroup: (group: string) => string;
    readonly almost: Texts<Explanation['almost'][number]['reason']>;
    readonly blocked: SomeTexts;
    readonly at: Texts<Remedy['scope']['kind']>;
    readonly andOthers: (count: number) => string;
    readonly joinGroup: (group: string) => string;
  };
  readonly give: Texts<'role' | 'period' | 'untilMissing' | 'nothing' | 'submit'> & {
    readonly title: (name: string) => string;
    readonly periods: Texts<Period>;
    readonly until: (zone: string) => string;
    readonly gains: (name: string) => string;
    readonly gainsNothing: (name: string) => string;
    readonly done: (name: string) => string;
  };
  readonly take: Texts<'atOnce' | 'submit' | 'notUndone'> & {
    readonly title: (name: string) => string;
    readonly loses: (name: string) => string;
    readonly losesNothing: (name: string) => string;
    readonly keeps: (count: number) => string;
    readonly done: (name: string) => string;
    readonly undone: (name: string) => string;
  };
  readonly invitations: Texts<'title' | 'invite' | 'status' | 'noneTitle' | 'none' | 'revoke' | 'adopt'> & {
    readonly statuses: Texts<InvitationStatus>;
    readonly deliveries: Texts<Invitation['delivery']>;
    readonly because: Texts<NonNullable<Invitation['revokedBecause']>>;
    readonly revoked: (email: string) => string;
    readonly adopted: (email: string) => string;
  };
  readonly invite: Texts<'title' | 'people' | 'peopleHint' | 'role' | 'preview' | 'sent' | 'seeThem'> & {
    readonly states: Texts<LineState>;
    readonly submit: (count: number) => string;
    readonly sending: (number: number, count: number) => string;
    readonly done: (count: number) => string;
  };
  readonly audit: Texts<
    'title' | 'outcome' | 'everything' | 'allowed' | 'denied' | 'span' | 'none' | 'more' | 'action' | 'reason'
  > & {
    readonly spans: Texts<'all' | 'day' | 'week' | 'month'>;
    readonly zone: (zone: string) => string;
    readonly actors: Readonly<Record<'service_account' | 'system', (id: string) => string>>;
    /** Others are shown by their key. */
    readonly actions: SomeTexts;
  };
  readonly operations: OperationsWords;
  readonly time: Texts<'until' | 'ended' | 'from'>;
  /** Built-in roles by their key; an organization's own have the name that it gave them. */
  readonly roles: SomeTexts;
  /** Built-in permissions by their key; others are shown as the service describes them. */
  readonly permissions: SomeTexts;
}

interface OperationsWords extends Texts<
  | 'title'
  | 'health'
  | 'drift'
  | 'deadLetters'
  | 'schedule'
  | 'usage'
  | 'open'
  | 'askDoctor'
  | 'doctorWell'
  | 'doctorFinds'
  | 'alarms'
  | 'noAlarms'
  | 'clear'
  | 'compare'
  | 'comparing'
  | 'neverCompared'
  | 'earlier'
  | 'apply'
  | 'applyNow'
  | 'applied'
  | 'hash'
  | 'force'
  | 'forceText'
  | 'firstHundred'
  | 'what'
  | 'atClerk'
  | 'here'
  | 'isThere'
  | 'isNotThere'
  | 'noDeadLetters'
  | 'replay'
  | 'replayed'
  | 'runNow'
  | 'next'
  | 'last'
  | 'retained'
  | 'active'
  | 'activeOrganizations'
  | 'expected'
  | 'planLimit'
  | 'numbers'
  | 'day'
  | 'peopleOfDay'
  | 'retainedToDate'
  | 'chart'
> {
  readonly checks: Texts<Doctor['checks'][number]['status']>;
  readonly statuses: Texts<Reconciliation['status']>;
  readonly kinds: Texts<Drift['items'][number]['kind']>;
  readonly runs: Texts<NonNullable<PeriodicJob['lastRun']>['state']>;
  readonly alerts: Readonly<Record<UsageReport['alerts'][number]['kind'], (limit: string) => string>>;
  readonly times: (count: number) => string;
  readonly differences: (count: number) => string;
  readonly applyText: (count: number) => string;
  readonly blockedBy: (kind: Drift['items'][number]['kind'], removals: number) => string;
  readonly started: (job: string) => string;
  readonly countedSince: (day: string) => string;
}

export const en: Words = {
  loading: 'Loading …',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
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
  },
  property: { archived: 'This property is archived. Nothing can be changed until it is restored.' },
  people: {
    title: 'People',
    person: 'Person',
    by: 'Has access by',
    why: 'Why?',
    whyOf: (name) => `Why does ${name} have access?`,
    search: 'Search by name or e-mail',
    show: 'Who is shown',
    inside: 'With access',
    outside: 'Without access',
    noneTitle: 'Nobody to show',
    none: 'Invite somebody, or give a member of the organization a role here.',
    noMatch: 'Nobody has a name or an address like that.',
    loadingMore: 'More are coming …',
    noAccess: 'No access',
    unknown: 'Somebody you may not see',
    byOrganization: 'for the whole organization',
    byPlatform: 'for the platform',
    byProperty: 'on this property',
    byGroup: (group) => `by the group ${group}`,
    count: (count) => (count === 1 ? '1 person' : `${String(count)} people`),
  },
  person: {
    give: 'Give a role',
    take: 'Take away',
    roles: 'Roles',
    givenHere: 'Given here',
    changeElsewhere: 'It is changed there, not on this property.',
    why: 'Why?',
    whyNot: 'Why not?',
    hasAccess: (property) => `Has access to ${property}`,
    noAccess: (property) => `Has no access to ${property}`,
    noRoles: (name) => `${name} holds no role here.`,
    permissions: (name) => `What ${name} may do here`,
  },
  why: {
    ways: (count) =>
      count === 1 ? 'There is one way to this right:' : `There are ${String(count)} ways to this right:`,
    isInGroup: 'is in the group',
    holdsRole: 'holds the role',
    given: 'given',
    by: 'by',
    onProperty: (property) => `on ${property}, where it carries this right`,
    onWider: {
      organization: 'on the whole organization, and so on every property of it',
      platform: 'on the platform, and so everywhere',
      property: 'on this property',
    },
    soYes: 'So the answer is yes.',
    soNo: (property) => `Nothing else leads to this right on ${property}. So the answer is no.`,
    notCarried: 'which does not carry this right',
    almostHas: 'has the role',
    almostByGroup: (group) => `has by the group ${group} the role`,
    almost: {
      expired: 'which ended',
      not_yet_valid: 'which begins',
      period_invalid: 'which ends before it begins',
      role_unknown: 'which does not exist any more',
    },
    blocked: {
      person_cannot_act: 'This person is banned or gone: no role would change the answer.',
      property_archived: 'The property is archived: no role would change the answer.',
    },
    remedy: 'What would change it',
    at: {
      property: 'on this property',
      organization: 'on the whole organization',
      platform: 'on the platform',
    },
    mayGive: 'May be given by',
    giveThis: 'Give this role',
    andOthers: (count) => `and ${String(count)} more`,
    joinGroup: (group) => `Or put them into the group ${group}.`,
  },
  give: {
    title: (name) => `Give ${name} a role`,
    role: 'Role',
    period: 'For how long',
    periods: {
      always: 'Until it is taken away',
      day: 'For a day',
      week: 'For a week',
      month: 'For 30 days',
      date: 'Until a moment',
    },
    until: (zone) => `Ends (time of ${zone})`,
    untilMissing: 'Say when it ends.',
    gains: (name) => `${name} would then be able to:`,
    gainsNothing: (name) => `${name} may do all of that already.`,
    nothing: 'You hold no role here that you could give.',
    submit: 'Give',
    done: (name) => `${name} holds the role now.`,
  },
  take: {
    title: (name) => `Take a role away from ${name}`,
    atOnce: 'ends with the next request, everywhere.',
    loses: (name) => `${name} would no longer be able to:`,
    losesNothing: (name) => `${name} keeps every right, by other roles.`,
    keeps: (count) =>
      count === 1
        ? 'One right of this role stays, by another role.'
        : `${String(count)} rights of this role stay, by other roles.`,
    submit: 'Take away',
    done: (name) => `Taken away from ${name}.`,
    undone: (name) => `${name} holds the role again.`,
    notUndone: 'It could not be given back. Give the role again.',
  },
  invitations: {
    title: 'Invitations',
    invite: 'Invite people',
    status: 'Which invitations',
    statuses: {
      pending: 'Open',
      accepted: 'Accepted',
      revoked: 'Taken back',
      expired: 'Expired',
      failed: 'Failed',
      all: 'All',
    },
    deliveries: { queued: 'on its way to Clerk', sent: 'sent', failed: 'Clerk refused it' },
    because: {
      taken_back: 'somebody took it back',
      superseded: 'another one took its place',
      inviter_lost_right: 'who invited may not do that any more',
    },
    noneTitle: 'No invitations',
    none: 'Invite people: they get a mail, and the role when they accept.',
    revoke: 'Take back',
    adopt: 'Send anew in my name',
    revoked: (email) => `The invitation of ${email} is taken back.`,
    adopted: (email) => `${email} is invited again, in your name.`,
  },
  invite: {
    title: 'Invite people',
    people: 'E-mail addresses, one on a line',
    peopleHint: 'One, or a pasted list. Another role than the one below goes after a comma.',
    role: 'Role',
    preview: 'What would happen',
    states: {
      ready: 'Will be invited',
      no_address: 'No e-mail address',
      twice: 'Stands above already',
      has_access: 'Has access already',
      invited: 'Is invited already',
      unknown_role: 'No such role that you may give',
    },
    sent: 'Invited',
    submit: (count) => (count === 1 ? 'Invite 1 person' : `Invite ${String(count)} people`),
    sending: (number, count) => `Inviting ${String(number)} of ${String(count)} …`,
    done: (count) => (count === 1 ? '1 person is invited.' : `${String(count)} people are invited.`),
    seeThem: 'See the invitations',
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
  operations: {
    title: 'Operations',
    health: 'Health',
    drift: 'Drift',
    deadLetters: 'Dead letters',
    schedule: 'Schedule',
    usage: 'Usage',
    open: 'Run the platform',
    askDoctor: 'Ask the doctor',
    doctorWell: 'The doctor finds nothing wrong',
    doctorFinds: 'The doctor finds something',
    checks: { ok: 'Well', warn: 'Look at it', fail: 'Wrong' },
    alarms: 'Alarms',
    noAlarms: 'Nothing rings.',
    clear: 'Close',
    times: (count) => (count === 1 ? 'once' : `${String(count)} times`),
    compare: 'Compare with Clerk',
    comparing: 'Comparing …',
    neverCompared: 'Nothing was compared yet',
    earlier: 'Earlier comparisons',
    statuses: {
      planning: 'Comparing …',
      planned: 'Compared',
      applying: 'Applying …',
      applied: 'Applied',
      blocked: 'Held back by the safety threshold',
      failed: 'Failed',
    },
    differences: (count) => (count === 1 ? '1 difference' : `${String(count)} differences`),
    apply: 'Apply the plan',
    applyText: (count) =>
      `The mirror follows Clerk in ${String(count)} places, as the plan says. Clerk is not changed.`,
    applyNow: 'Apply',
    applied: 'The plan is being applied.',
    hash: 'Hash of the plan that you have read:',
    force: 'Apply all the same',
    forceText: 'More would be removed than the safety threshold lets through. Make sure that Clerk is right.',
    blockedBy: (kind, removals) => `${String(removals)} of kind ${kind} would be removed:`,
    firstHundred: 'The first hundred are shown.',
    what: 'What',
    atClerk: 'At Clerk',
    here: 'Here',
    isThere: 'There',
    isNotThere: 'Not there',
    kinds: {
      user: 'Person',
      organization: 'Organization',
      membership: 'Membership',
      invitation: 'Invitation',
      role: 'Role',
    },
    noDeadLetters: 'Every delivery was applied',
    replay: 'Try again',
    replayed: 'It is tried again.',
    runNow: 'Run now',
    started: (job) => `${job} is running.`,
    next: 'Next',
    last: 'last:',
    runs: {
      running: 'runs since',
      succeeded: 'went well',
      failed: 'failed',
      skipped: 'was skipped',
      lost: 'was lost',
    },
    retained: 'Retained people',
    active: 'Active people',
    activeOrganizations: 'Active organizations',
    expected: 'Retained, expected at the end',
    planLimit: 'Limit of the plan',
    countedSince: (day) => `counted since ${day}`,
    alerts: {
      reached_80_percent: (limit) => `80 % of ${limit} retained people are reached.`,
      reached_100_percent: (limit) => `The limit of ${limit} retained people is reached.`,
      forecast_above_limit: (limit) => `More than ${limit} retained people are expected this month.`,
    },
    numbers: 'The same in numbers',
    day: 'Day',
    peopleOfDay: 'People of the day',
    retainedToDate: 'Retained so far',
    chart: 'People per day and retained people so far; the same in numbers stands below',
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
