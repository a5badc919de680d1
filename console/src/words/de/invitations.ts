import type { InvitationWords } from '../en/invitations';

export const invitations: InvitationWords = {
  invitations: {
    title: 'Einladungen',
    invite: 'Einladen',
    status: 'Welche Einladungen',
    statuses: {
      pending: 'Offen',
      accepted: 'Angenommen',
      revoked: 'Zurückgenommen',
      expired: 'Abgelaufen',
      failed: 'Fehlgeschlagen',
      all: 'Alle',
    },
    deliveries: { queued: 'auf dem Weg zu Clerk', sent: 'verschickt', failed: 'von Clerk abgelehnt' },
    because: {
      taken_back: 'jemand nahm sie zurück',
      superseded: 'eine andere trat an ihre Stelle',
      inviter_lost_right: 'wer eingeladen hat, darf das nicht mehr',
    },
    noneTitle: 'Keine Einladungen',
    none: 'Laden Sie Personen ein: Sie bekommen eine E-Mail, und die Rolle, wenn sie annehmen.',
    revoke: 'Zurücknehmen',
    adopt: 'In meinem Namen neu senden',
    revoked: (email) => `Die Einladung an ${email} ist zurückgenommen.`,
    adopted: (email) => `${email} ist wieder eingeladen, in Ihrem Namen.`,
  },
  invite: {
    title: 'Personen einladen',
    people: 'E-Mail-Adressen, eine je Zeile',
    peopleHint: 'Eine, oder eine eingefügte Liste. Eine andere Rolle als die unten steht nach einem Komma.',
    role: 'Rolle',
    preview: 'Was geschehen würde',
    states: {
      ready: 'Wird eingeladen',
      no_address: 'Keine E-Mail-Adresse',
      twice: 'Steht schon weiter oben',
      has_access: 'Hat schon Zugang',
      invited: 'Ist schon eingeladen',
      unknown_role: 'Keine Rolle, die Sie geben dürfen',
    },
    sent: 'Eingeladen',
    submit: (count) => (count === 1 ? '1 Person einladen' : `${String(count)} Personen einladen`),
    sending: (number, count) => `${String(number)} von ${String(count)} wird eingeladen …`,
    done: (count) =>
      count === 1 ? '1 Person ist eingeladen.' : `${String(count)} Personen sind eingeladen.`,
    seeThem: 'Zu den Einladungen',
  },
};
