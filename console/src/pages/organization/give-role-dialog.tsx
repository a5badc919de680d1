import { useState } from 'react';
import type { RoleToGive } from '../../api/group-queries';
import { useProperties } from '../../api/organization-queries';
import { useRights } from '../../api/rights-query';
import { useRoles } from '../../api/place-queries';
import type { Property, Role } from '../../api/types';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { endOf, PERIODS, type Period } from '../person/periods';
import { ConfirmDialog } from '../../ui/confirm-dialog';

interface Props {
  readonly organizationId: string;
  readonly title: string;
  /** What follows for whom. */
  readonly text: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onGive: (role: RoleToGive) => void;
  readonly onClose: () => void;
}

/** Gives a role in the organization or on one of its properties, for good or for a time. */
export function GiveRoleDialog(props: Props) {
  const roles = useRoles(props.organizationId, true);
  const properties = useProperties(props.organizationId);
  const keys = [...(roles.data?.values() ?? [])].flatMap(({ permissions }) =>
    permissions.map(({ key }) => key),
  );
  const own = useRights({ organizationId: props.organizationId }, [...new Set(keys)].sort());
  const isReady = roles.data !== undefined && properties.data !== undefined && own.data !== undefined;
  if (isReady)
    return (
      <GiveRoleForm
        {...props}
        properties={[...properties.data.values()]}
        roles={givable(roles.data, own.data, properties.data.size > 0)}
      />
    );
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <QueryState query={roles}>
        {() => (
          <QueryState query={properties}>
            {() => <QueryState query={own}>{() => null}</QueryState>}
          </QueryState>
        )}
      </QueryState>
    </Dialog>
  );
}

/** Roles that hold nothing but what the giver holds, those that Clerk gives left out; the service refuses any other. */
function givable(
  roles: ReadonlyMap<string, Role>,
  own: ReadonlySet<string>,
  hasProperties: boolean,
): readonly Role[] {
  return [...roles.values()]
    .filter(({ scopeKind, source }) => (scopeKind === 'property' ? hasProperties : source === 'custom'))
    .filter(({ permissions }) => permissions.every(({ key }) => own.has(key)))
    .sort((a, b) => a.permissions.length - b.permissions.length);
}

interface FormProps extends Props {
  readonly roles: readonly Role[];
  readonly properties: readonly Property[];
}

function GiveRoleForm({ title, text, isPending, error, onGive, onClose, roles, properties }: FormProps) {
  const words = useWords();
  const { within } = useOwnerWords();
  const [key, setKey] = useState(roles[0]?.key ?? '');
  const [propertyId, setPropertyId] = useState(properties[0]?.id ?? '');
  const [period, setPeriod] = useState<Period>('always');
  const [until, setUntil] = useState('');
  const role = roles.find((each) => each.key === key);
  const zone =
    properties.find(({ id }) => id === propertyId)?.timezone ??
    Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isMissing = period === 'date' && until === '';
  return (
    <ConfirmDialog
      title={title}
      submit={words.give.submit}
      isDisabled={isPending || role === undefined || isMissing}
      error={error}
      onClose={onClose}
      onSubmit={() => {
        onGive({
          role: key,
          ...(role?.scopeKind === 'property' && { propertyId }),
          expiresAt: endOf(period, until, zone, new Date()),
        });
      }}
    >
      <p>{text}</p>
      {role === undefined ? (
        <p className="notice">{words.give.nothing}</p>
      ) : (
        <>
          <Field label={words.give.role} hint={role.description ?? undefined}>
            <select
              name="role"
              value={key}
              onChange={({ target }) => {
                setKey(target.value);
              }}
            >
              {roles.map((each) => (
                <option key={each.key} value={each.key}>
                  {words.roles[each.key] ?? each.name}
                </option>
              ))}
            </select>
          </Field>
          {role.scopeKind === 'property' && (
            <Field label={within.property}>
              <select
                name="property"
                value={propertyId}
                onChange={({ target }) => {
                  setPropertyId(target.value);
                }}
              >
                {properties.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </Field>
          )}
          <Field label={words.give.period}>
            <select
              name="period"
              value={period}
              onChange={({ target }) => {
                setPeriod(PERIODS.find((each) => each === target.value) ?? 'always');
              }}
            >
              {PERIODS.map((each) => (
                <option key={each} value={each}>
                  {words.give.periods[each]}
                </option>
              ))}
            </select>
          </Field>
          {period === 'date' && (
            <Field label={words.give.until(zone)}>
              <input
                type="datetime-local"
                name="until"
                value={until}
                onChange={({ target }) => {
                  setUntil(target.value);
                }}
              />
            </Field>
          )}
        </>
      )}
    </ConfirmDialog>
  );
}
