import type { Endpoint, EventDelivery } from '../../api/event-endpoint-queries';
import type { ServiceAccountGrant, ServiceAccountKey } from '../../api/service-account-queries';
import type { Replayed } from '../../pages/event-endpoints/replays';
import type { EventKind } from '../../pages/event-endpoints/event-kinds';
import type { KeySpan } from '../../pages/service-accounts/key-spans';
import type { Texts } from '../texts';

/** Programs that call, and programs that are told. */
export interface CallerWords {
  readonly accounts: Texts<
    | 'make'
    | 'makeSubmit'
    | 'makeText'
    | 'noneTitle'
    | 'none'
    | 'made'
    | 'onBehalfOf'
    | 'name'
    | 'description'
    | 'holds'
    | 'holdsNothing'
    | 'giveText'
    | 'delete'
    | 'deleteText'
  > & {
    readonly missing: Texts<ServiceAccountGrant['missing'][number]['side']>;
    readonly opens: (count: number) => string;
    readonly deleteTitle: (name: string) => string;
    readonly deleted: (name: string) => string;
  };
  readonly keys: Texts<
    | 'title'
    | 'make'
    | 'makeText'
    | 'none'
    | 'made'
    | 'unused'
    | 'used'
    | 'endless'
    | 'ends'
    | 'revoked'
    | 'span'
    | 'newTitle'
    | 'newText'
    | 'rotate'
    | 'rotateText'
    | 'revoke'
    | 'revokeText'
  > & {
    readonly kinds: Texts<ServiceAccountKey['kind']>;
    readonly states: Texts<ServiceAccountKey['state']>;
    readonly spans: Texts<KeySpan>;
    readonly onlyFrom: (networks: string) => string;
    readonly rotateTitle: (prefix: string) => string;
    readonly revokeTitle: (prefix: string) => string;
    readonly revokedNow: (prefix: string) => string;
  };
  readonly endpoints: Texts<
    | 'make'
    | 'noneTitle'
    | 'none'
    | 'url'
    | 'urlHint'
    | 'description'
    | 'types'
    | 'typesHint'
    | 'everything'
    | 'failing'
    | 'secretTitle'
    | 'secretText'
    | 'twoSecrets'
    | 'test'
    | 'testing'
    | 'tested'
    | 'changed'
    | 'enable'
    | 'enabled'
    | 'disable'
    | 'disabled'
    | 'rotate'
    | 'rotateText'
    | 'replay'
    | 'replayText'
    | 'replayWhat'
    | 'delete'
    | 'deleteTitle'
    | 'deleteText'
    | 'deleted'
    | 'deliveries'
    | 'deliveryState'
    | 'noDeliveries'
    | 'nextTry'
  > & {
    readonly states: Texts<Endpoint['state']>;
    readonly because: Texts<NonNullable<Endpoint['disabledBecause']>>;
    readonly kinds: Texts<EventKind>;
    readonly replays: Texts<Replayed>;
    readonly deliveryStates: Texts<EventDelivery['state'] | 'all'>;
    readonly attempts: (count: number) => string;
    readonly replayed: (count: number) => string;
  };
}

export const callers: CallerWords = {
  accounts: {
    make: 'Make a service account',
    makeSubmit: 'Make it',
    makeText: 'A program that calls the API in its own name. It holds nothing and has no key yet.',
    noneTitle: 'No service accounts yet',
    none: 'Make one for each program that calls the API: it holds roles of its own, and its keys can be taken back.',
    made: 'Made',
    onBehalfOf: 'Acts in the name of',
    name: 'Name',
    description: 'What it is for',
    holds: 'What it holds',
    holdsNothing: 'Nothing yet. Give it a role that you hold yourself.',
    giveText: 'It opens at each request what you still hold yourself: you vouch for it.',
    delete: 'Delete',
    deleteText: 'Its keys open nothing from the next request on, everywhere. It cannot be undone.',
    missing: {
      giver_lacks: 'does not count: whoever gave the role does not hold it any more.',
      withheld: 'does not count: no service account may hold it.',
    },
    opens: (count) => (count === 1 ? 'Opens 1 permission now' : `Opens ${String(count)} permissions now`),
    deleteTitle: (name) => `Delete ${name}`,
    deleted: (name) => `${name} is deleted.`,
  },
  keys: {
    title: 'Keys',
    make: 'Make a key',
    makeText: 'It opens what the account holds, as far as you hold it too.',
    none: 'No keys yet. Without one nobody can call in its name.',
    made: 'made',
    unused: 'Never used',
    used: 'Used',
    endless: 'does not end',
    ends: 'ends',
    revoked: 'opens nothing from',
    span: 'For how long',
    newTitle: 'The new key',
    newText: 'Your program sends it as “Authorization: Bearer …”.',
    rotate: 'Replace',
    rotateText:
      'A new key is made. The old one goes on for a day beside it, so that your program can change over.',
    revoke: 'Revoke',
    revokeText: 'It opens nothing from the next request on, everywhere. It cannot be undone.',
    kinds: {
      key: 'Key',
      api_key: 'API key of Clerk',
      m2m_token: 'Machine of Clerk',
      oauth_token: 'OAuth application of Clerk',
    },
    states: { active: 'Active', expired: 'Expired', revoked: 'Revoked' },
    spans: { month: '30 days', quarter: '90 days', year: 'A year', always: 'Without an end' },
    onlyFrom: (networks) => `Only from ${networks}`,
    rotateTitle: (prefix) => `Replace ${prefix}…`,
    revokeTitle: (prefix) => `Revoke ${prefix}…`,
    revokedNow: (prefix) => `${prefix}… opens nothing any more.`,
  },
  endpoints: {
    make: 'Add an endpoint',
    noneTitle: 'No endpoints yet',
    none: 'Add the address of your program, and it is told of every change, signed (Standard Webhooks).',
    url: 'Address',
    urlHint: 'https, on the public internet. Redirects are not followed.',
    description: 'What it is for',
    types: 'What it is told of',
    typesHint: 'Everything, unless something is ticked.',
    everything: 'Told of everything',
    failing: 'takes nothing since',
    secretTitle: 'The secret of the endpoint',
    secretText: 'Your program checks with it that a delivery comes from here.',
    twoSecrets: 'Deliveries are signed by the secret before as well until',
    test: 'Send a test',
    testing: 'Sends …',
    tested: 'The endpoint took the test.',
    changed: 'The endpoint is changed.',
    enable: 'Switch on',
    enabled: 'The endpoint is sent to again. What happened meanwhile can be replayed.',
    disable: 'Switch off',
    disabled: 'The endpoint is not sent to any more.',
    rotate: 'New secret',
    rotateText: 'Deliveries are signed by both secrets for a day, so that your program can change over.',
    replay: 'Send again',
    replayText: 'Your program may have some of it already: it tells them apart by the id of the event.',
    replayWhat: 'What',
    delete: 'Delete',
    deleteTitle: 'Delete the endpoint',
    deleteText: 'What still waits for it is not sent. It cannot be undone.',
    deleted: 'The endpoint is deleted.',
    deliveries: 'Deliveries',
    deliveryState: 'Which deliveries',
    noDeliveries: 'None of that kind. A delivery appears within seconds after something happened.',
    nextTry: 'next try',
    states: { enabled: 'On', disabled: 'Off' },
    because: {
      asked: 'Switched off',
      gone: 'Off: it answered that it is gone',
      failing: 'Off: it took nothing for five days',
    },
    kinds: {
      'access.*': 'Rights of people',
      'grant.*': 'Roles given and taken',
      'group.*': 'Groups',
      'invitation.*': 'Invitations',
      'membership.*': 'Memberships',
      'organization.*': 'The organization',
      'property.*': 'Properties',
      'role.*': 'Roles',
      'service_account.*': 'Service accounts',
      'session.*': 'Sign-ins',
      'sign_in_policy.*': 'Sign-in policy',
      'user.*': 'People',
    },
    replays: {
      dead: 'What was given up',
      hour: 'Everything of the last hour',
      day: 'Everything of the last day',
      week: 'Everything of the last 7 days',
    },
    deliveryStates: { all: 'All', pending: 'Waits', delivered: 'Delivered', dead: 'Given up' },
    attempts: (count) => (count === 1 ? '1 try' : `${String(count)} tries`),
    replayed: (count) => (count === 1 ? '1 event is sent again.' : `${String(count)} events are sent again.`),
  },
};
