import type { RoleWords } from '../en/roles';

export const roles: RoleWords = {
  roles: {
    make: 'Rolle anlegen',
    own: 'Rollen dieser Organisation',
    noneOwn: 'Noch keine. Legen Sie eine an, wo die eingebauten Rollen zu viel oder zu wenig erlauben.',
    others: 'Andere Rollen',
    othersHint: 'Sie sind in jeder Organisation gleich und werden hier nicht geändert.',
    name: 'Name',
    description: 'Beschreibung',
    descriptionHint: 'Ein Satz für die, die die Rolle geben.',
    kind: 'Wo sie gegeben wird',
    notHeld: '(das dürfen Sie selbst nicht)',
    effect: 'Was sich dadurch ändert',
    unchanged: 'Kreuzen Sie etwas an oder ab, und sehen Sie hier, wer gewinnt und wer verliert.',
    noneChosen: 'Eine Rolle muss etwas erlauben. Kreuzen Sie mindestens eine Berechtigung an.',
    changesNobody:
      'Niemand gewinnt oder verliert etwas: Niemand hat die Rolle, oder alle dürfen es auch durch andere Rollen.',
    gained: 'Könnten dann',
    lost: 'Könnten nicht mehr',
    carries: 'Was sie erlaubt',
    delete: 'Löschen',
    deleteText:
      'Gelöscht werden kann nur eine Rolle, die niemand hat und die keine Einladung verspricht. Diese würden etwas verlieren:',
    kinds: { property: 'An einem Objekt', organization: 'Für die ganze Organisation' },
    levels: { property: 'An Objekten', organization: 'In der Organisation' },
    sources: {
      built_in: 'Eine eingebaute Rolle: Sie wird hier nicht geändert.',
      clerk: 'Eine Rolle aus Clerk: Sie wird dort geändert.',
    },
    count: (permissions) => (permissions === 1 ? '1 Berechtigung' : `${String(permissions)} Berechtigungen`),
    keyHint: (key) => `Ihr Schlüssel wird ${key}.`,
    andPeople: (count) => (count === 1 ? 'und 1 weitere Person' : `und ${String(count)} weitere Personen`),
    places: (count) => (count === 1 ? 'an 1 Ort' : `an ${String(count)} Orten`),
    made: (name) => `${name} kann jetzt gegeben werden.`,
    saved: (name) => `${name} ist geändert, für alle, die sie haben.`,
    undone: (name) => `${name} ist wieder wie zuvor.`,
    deleteTitle: (name) => `${name} löschen`,
    deleted: (name) => `${name} ist gelöscht.`,
  },
  groups: {
    make: 'Gruppe anlegen',
    noneTitle: 'Noch keine Gruppen',
    none: 'Nehmen Sie Personen in eine Gruppe auf und geben Sie ihr Rollen: Wer kommt oder geht, erhält oder verliert sie gemeinsam.',
    name: 'Name',
    description: 'Beschreibung',
    filledBy: 'Gefüllt durch',
    filledByHint:
      'Was ein Verzeichnis (SCIM) Clerk über seine Gruppen sagt, kommt als Rolle der Mitgliedschaft an.',
    byHand: 'von Hand aufgenommen',
    liesIn: 'Liegt in',
    changed: 'Die Gruppe ist geändert.',
    delete: 'Löschen',
    holds: 'Was die Gruppe hat',
    holdsNothing: 'Noch nichts. Geben Sie ihr eine Rolle, und alle in ihr haben sie sofort.',
    add: 'Jemanden aufnehmen',
    takeOut: 'Herausnehmen',
    nobody: 'Noch ist niemand darin.',
    nested: 'Gruppen darin',
    noneNested: 'Keine andere Gruppe liegt darin.',
    nest: 'Gruppe hineinlegen',
    nestSubmit: 'Hineinlegen',
    other: 'Gruppe',
    onProperty: 'Gruppen mit Zugang',
    onPropertyHint:
      'Alle in diesen Gruppen haben hier deren Rolle. Wer in einer Gruppe ist, wird bei der Organisation geändert.',
    noneOnProperty: 'Keine Gruppe hat Zugang zu diesem Objekt',
    byRole: (role) => `alle, die ${role} sind`,
    filledFrom: (role) => `Alle, deren Mitgliedschaft die Rolle ${role} hat, sind darin.`,
    made: (name) => `${name} ist angelegt. Geben Sie ihr Rollen und nehmen Sie Personen auf.`,
    members: (count) => (count === 1 ? '1 Person ist darin' : `${String(count)} Personen sind darin`),
    giveText: (people) =>
      people === 1 ? 'Eine Person hat sie sofort.' : `${String(people)} Personen haben sie sofort.`,
    addTitle: (group) => `Jemanden in ${group} aufnehmen`,
    addText: (count) =>
      count === 0
        ? 'Die Gruppe hat noch nichts.'
        : count === 1
          ? 'Die Person hat die Rolle der Gruppe sofort.'
          : `Die Person hat sofort die ${String(count)} Rollen der Gruppe.`,
    added: (name) => `${name} ist wieder in der Gruppe.`,
    addedOne: (group) => `In ${group} aufgenommen.`,
    takenOut: (name) => `${name} ist nicht mehr in der Gruppe.`,
    nestText: (group) => `Alle in ihr sind dann in ${group} und haben, was ${group} hat.`,
    deleteTitle: (name) => `${name} löschen`,
    deleteText: (people, count) =>
      `${people === 1 ? '1 Person verliert' : `${String(people)} Personen verlieren`} mit der nächsten Anfrage ${count === 1 ? 'die Rolle' : `die ${String(count)} Rollen`} der Gruppe, soweit sie nicht anders gehalten wird. Das lässt sich nicht rückgängig machen.`,
    deleted: (name) => `${name} ist gelöscht.`,
  },
};
