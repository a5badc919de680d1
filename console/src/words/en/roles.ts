import type { Role } from '../../api/types';
import type { Texts } from '../texts';

/** Roles that an organization makes, and groups. */
export interface RoleWords {
  readonly roles: Texts<
    | 'make'
    | 'own'
    | 'noneOwn'
    | 'others'
    | 'othersHint'
    | 'name'
    | 'description'
    | 'descriptionHint'
    | 'kind'
    | 'notHeld'
    | 'effect'
    | 'unchanged'
    | 'noneChosen'
    | 'changesNobody'
    | 'gained'
    | 'lost'
    | 'carries'
    | 'delete'
    | 'deleteText'
  > & {
    readonly kinds: Texts<Role['scopeKind']>;
    readonly levels: Texts<Role['scopeKind']>;
    readonly sources: Texts<'built_in' | 'clerk'>;
    readonly count: (permissions: number) => string;
    readonly keyHint: (key: string) => string;
    readonly andPeople: (count: number) => string;
    readonly places: (count: number) => string;
    readonly made: (name: string) => string;
    readonly saved: (name: string) => string;
    readonly undone: (name: string) => string;
    readonly deleteTitle: (name: string) => string;
    readonly deleted: (name: string) => string;
  };
  readonly groups: Texts<
    | 'make'
    | 'noneTitle'
    | 'none'
    | 'name'
    | 'description'
    | 'filledBy'
    | 'filledByHint'
    | 'byHand'
    | 'liesIn'
    | 'changed'
    | 'delete'
    | 'holds'
    | 'holdsNothing'
    | 'add'
    | 'takeOut'
    | 'nobody'
    | 'nested'
    | 'noneNested'
    | 'nest'
    | 'nestSubmit'
    | 'other'
    | 'onProperty'
    | 'onPropertyHint'
    | 'noneOnProperty'
  > & {
    readonly byRole: (role: string) => string;
    readonly filledFrom: (role: string) => string;
    readonly made: (name: string) => string;
    readonly members: (count: number) => string;
    readonly giveText: (people: number) => string;
    readonly addTitle: (group: string) => string;
    readonly addText: (roles: number) => string;
    readonly added: (name: string) => string;
    readonly addedOne: (group: string) => string;
    readonly takenOut: (name: string) => string;
    readonly nestText: (group: string) => string;
    readonly deleteTitle: (name: string) => string;
    readonly deleteText: (people: number, roles: number) => string;
    readonly deleted: (name: string) => string;
  };
}

export const roles: RoleWords = {
  roles: {
    make: 'Make a role',
    own: 'Roles of this organization',
    noneOwn: 'None yet. Make one where the built-in roles allow too much or too little.',
    others: 'Other roles',
    othersHint: 'They are the same in every organization, and do not change here.',
    name: 'Name',
    description: 'Description',
    descriptionHint: 'A sentence for whoever gives the role.',
    kind: 'Where it is given',
    notHeld: '(you do not hold this yourself)',
    effect: 'What this changes',
    unchanged: 'Tick or untick something, and see here who gains and who loses.',
    noneChosen: 'A role has to allow something. Tick one permission at least.',
    changesNobody:
      'Nobody gains or loses anything: nobody holds the role, or all hold it by other roles too.',
    gained: 'Could then',
    lost: 'Could no longer',
    carries: 'What it allows',
    delete: 'Delete',
    deleteText:
      'Only a role that nobody holds, and that no invitation promises, can be deleted. These would lose by it:',
    kinds: { property: 'On a property', organization: 'On the whole organization' },
    levels: { property: 'On properties', organization: 'In the organization' },
    sources: {
      built_in: 'A built-in role: it does not change here.',
      clerk: 'A role from Clerk: it is changed there.',
    },
    count: (permissions) => (permissions === 1 ? '1 permission' : `${String(permissions)} permissions`),
    keyHint: (key) => `Its key will be ${key}.`,
    andPeople: (count) => (count === 1 ? 'and 1 more person' : `and ${String(count)} more people`),
    places: (count) => (count === 1 ? 'in 1 place' : `in ${String(count)} places`),
    made: (name) => `${name} can be given now.`,
    saved: (name) => `${name} is changed, for all who hold it.`,
    undone: (name) => `${name} is as it was before.`,
    deleteTitle: (name) => `Delete ${name}`,
    deleted: (name) => `${name} is deleted.`,
  },
  groups: {
    make: 'Make a group',
    noneTitle: 'No groups yet',
    none: 'Put people into a group and give it roles: whoever comes or goes holds or loses them together.',
    name: 'Name',
    description: 'Description',
    filledBy: 'Filled by',
    filledByHint: 'What a directory (SCIM) tells Clerk of its groups arrives as a role of memberships.',
    byHand: 'added by hand',
    liesIn: 'Lies in',
    changed: 'The group is changed.',
    delete: 'Delete',
    holds: 'What the group holds',
    holdsNothing: 'Nothing yet. Give it a role, and everybody in it holds it at once.',
    add: 'Add somebody',
    takeOut: 'Take out',
    nobody: 'Nobody is in it yet.',
    nested: 'Groups within',
    noneNested: 'No other group lies in it.',
    nest: 'Put a group in',
    nestSubmit: 'Put in',
    other: 'Group',
    onProperty: 'Groups with access',
    onPropertyHint:
      'Everybody in these groups holds their role here. Who is in a group is changed at the organization.',
    noneOnProperty: 'No group has access to this property',
    byRole: (role) => `everybody who is ${role}`,
    filledFrom: (role) => `Everybody whose membership has the role ${role} is in it.`,
    made: (name) => `${name} is made. Give it roles, and add people.`,
    members: (count) => (count === 1 ? '1 person is in it' : `${String(count)} people are in it`),
    giveText: (people) =>
      people === 1 ? 'One person holds it at once.' : `${String(people)} people hold it at once.`,
    addTitle: (group) => `Add somebody to ${group}`,
    addText: (count) =>
      count === 0
        ? 'The group holds nothing yet.'
        : count === 1
          ? 'They hold the role of the group at once.'
          : `They hold the ${String(count)} roles of the group at once.`,
    added: (name) => `${name} is in the group again.`,
    addedOne: (group) => `Added to ${group}.`,
    takenOut: (name) => `${name} is no longer in the group.`,
    nestText: (group) => `Everybody in it is then in ${group}, and holds what ${group} holds.`,
    deleteTitle: (name) => `Delete ${name}`,
    deleteText: (people, count) =>
      `${people === 1 ? '1 person loses' : `${String(people)} people lose`} ${count === 1 ? 'the role' : `the ${String(count)} roles`} of the group with their next request, where it is not held otherwise. It cannot be undone.`,
    deleted: (name) => `${name} is deleted.`,
  },
};
