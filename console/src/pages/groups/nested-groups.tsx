import { useState } from 'react';
import { Link } from 'react-router';
import { useGroups, useNesting, type WholeGroup } from '../../api/group-queries';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { useOpenedOrganization } from '../organization/organization-layout';

/** Groups that lie in this one: whoever is in them is in it. */
export function NestedGroups({ group }: { readonly group: WholeGroup }) {
  const words = useWords();
  const { groups: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isAdding, setIsAdding] = useState(false);
  const tell = useTell();
  const back = useNesting(organizationId, group.id);
  const take = useNesting(organizationId, group.id, ({ memberGroupId }) => {
    tell(texts.changed, {
      label: words.undo,
      onUndo: () => back.mutateAsync({ memberGroupId, isNested: true }),
      undone: texts.changed,
    });
  });
  const mayManage = may('org:groups:manage');
  if (group.groups.length === 0 && !mayManage) return null;
  return (
    <section aria-labelledby="nested">
      <div className="page-head">
        <h2 id="nested">{texts.nested}</h2>
        {mayManage && (
          <button
            className="button"
            onClick={() => {
              setIsAdding(true);
            }}
          >
            {texts.nest}
          </button>
        )}
      </div>
      {take.isError && <ProblemNotice error={take.error} />}
      {group.groups.length === 0 && <p className="hint">{texts.noneNested}</p>}
      <ul className="rows">
        {group.groups.map(({ id, name }) => (
          <li key={id} className="row">
            <Link to={`../groups/${id}`}>{name}</Link>
            {mayManage && (
              <button
                className="button"
                disabled={take.isPending}
                onClick={() => {
                  take.mutate({ memberGroupId: id, isNested: false });
                }}
              >
                {texts.takeOut}
              </button>
            )}
          </li>
        ))}
      </ul>
      {isAdding && (
        <NestDialog
          group={group}
          onClose={() => {
            setIsAdding(false);
          }}
        />
      )}
    </section>
  );
}

function NestDialog({ group, onClose }: { readonly group: WholeGroup; readonly onClose: () => void }) {
  const { groups: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const groups = useGroups(organizationId);
  const [chosen, setChosen] = useState('');
  const tell = useTell();
  const nest = useNesting(organizationId, group.id, () => {
    tell(texts.changed);
    onClose();
  });
  const taken = new Set([group.id, ...group.groups.map(({ id }) => id)]);
  return (
    <ConfirmDialog
      title={texts.nest}
      submit={texts.nestSubmit}
      isDisabled={chosen === '' || nest.isPending}
      error={nest.error}
      onClose={onClose}
      onSubmit={() => {
        nest.mutate({ memberGroupId: chosen, isNested: true });
      }}
    >
      <p>{texts.nestText(group.name)}</p>
      <QueryState query={groups}>
        {(all) => (
          <Field label={texts.other}>
            <select
              name="group"
              value={chosen}
              onChange={({ target }) => {
                setChosen(target.value);
              }}
            >
              <option value="">–</option>
              {all
                .filter(({ id }) => !taken.has(id))
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          </Field>
        )}
      </QueryState>
    </ConfirmDialog>
  );
}
