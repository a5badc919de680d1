import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useGiveGrant } from '../../api/people-acts';
import { usePropertyPermissions } from '../../api/permission-queries';
import { useRoles } from '../../api/place-queries';
import { useRights } from '../../api/rights-query';
import type { Place, Role } from '../../api/types';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { useWords } from '../../words/words-provider';
import { grantableRoles } from './grantable-roles';
import { endOf, PERIODS, type Period } from './periods';
import { RightsDiff } from './rights-diff';

interface Props {
  readonly place: Place;
  readonly zone: string;
  readonly person: { readonly userId: string; readonly name: string };
  /** The role that is offered first. */
  readonly role?: string;
  readonly onClose: () => void;
}

/** Gives a role for good or for a time, and shows before what somebody would gain by it. */
export function GiveDialog(props: Props) {
  const words = useWords();
  const { place, person, onClose } = props;
  const roles = useRoles(place.organizationId, true);
  const permissions = usePropertyPermissions();
  const keys = permissions.data?.map(({ key }) => key) ?? [];
  const own = useRights(place, keys);
  return (
    <Dialog title={words.give.title(person.name)} onClose={onClose}>
      <QueryState query={roles}>
        {(known) => (
          <QueryState query={own}>
            {(held) => <GiveForm {...props} roles={grantableRoles(known, held)} />}
          </QueryState>
        )}
      </QueryState>
    </Dialog>
  );
}

interface Fields {
  readonly role: string;
  readonly period: Period;
  readonly until: string;
}

function GiveForm({
  place,
  zone,
  person,
  role,
  onClose,
  roles,
}: Props & { readonly roles: readonly Role[] }) {
  const words = useWords();
  const tell = useTell();
  const [first] = roles;
  const { register, handleSubmit, watch, formState } = useForm<Fields>({
    defaultValues: { role: role ?? first?.key ?? '', period: 'always', until: '' },
  });
  const [chosen, period] = watch(['role', 'period']);
  const [error, setError] = useState<unknown>(null);
  const give = useGiveGrant(place, () => {
    tell(words.give.done(person.name));
    onClose();
  });
  const known = roles.find(({ key }) => key === chosen);
  if (first === undefined) return <p>{words.give.nothing}</p>;
  const submit = handleSubmit(async ({ role: key, period: span, until }) => {
    setError(null);
    await give
      .mutateAsync({ userId: person.userId, role: key, expiresAt: endOf(span, until, zone, new Date()) })
      .catch(setError);
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label={words.give.role} hint={known?.description ?? undefined}>
        <select {...register('role')}>
          {roles.map(({ key, name }) => (
            <option key={key} value={key}>
              {words.roles[key] ?? name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.give.period}>
        <select {...register('period')}>
          {PERIODS.map((each) => (
            <option key={each} value={each}>
              {words.give.periods[each]}
            </option>
          ))}
        </select>
      </Field>
      {period === 'date' && (
        <Field label={words.give.until(zone)} error={formState.errors.until?.message}>
          <input type="datetime-local" {...register('until', { required: words.give.untilMissing })} />
        </Field>
      )}
      {known && <RightsDiff place={place} userId={person.userId} name={person.name} given={known} />}
      {error !== null && <ProblemNotice error={error} />}
      <div className="actions">
        <button type="button" className="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button className="button primary" disabled={formState.isSubmitting}>
          {words.give.submit}
        </button>
      </div>
    </form>
  );
}
