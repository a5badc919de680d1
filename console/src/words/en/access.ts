import type { Derivation, Explanation, Remedy } from '../../api/types';
import type { Period } from '../../pages/person/periods';
import type { Texts, SomeTexts } from '../texts';

type Wider = NonNullable<Derivation['inheritedFrom']>['kind'];

export interface AccessWords {
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
  readonly take: Texts<'atOnce' | 'submit'> & {
    readonly title: (name: string) => string;
    readonly loses: (name: string) => string;
    readonly losesNothing: (name: string) => string;
    readonly keeps: (count: number) => string;
    readonly done: (name: string) => string;
    readonly undone: (name: string) => string;
  };
}

export const access: AccessWords = {
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
  },
};
