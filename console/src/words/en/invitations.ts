import type { InvitationStatus } from '../../api/invitation-queries';
import type { Invitation } from '../../api/types';
import type { LineState } from '../../pages/invitations/pasted-lines';
import type { Texts } from '../texts';

export interface InvitationWords {
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
}

export const invitations: InvitationWords = {
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
};
