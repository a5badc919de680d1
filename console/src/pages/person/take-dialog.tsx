import { useQuery } from '@tanstack/react-query';
import { useGiveGrant, useTakeGrant } from '../../api/people-acts';
import { useRoles } from '../../api/place-queries';
import { useTenantry } from '../../api/tenantry-provider';
import type { Grant, Place } from '../../api/types';
import { Dialog } from '../../ui/dialog';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly grant: Grant;
  readonly name: string;
  readonly userId: string;
  readonly place: Place;
  readonly onClose: () => void;
}

/** Takes a role away, and shows before what is lost by it and what is held by other ways too. */
export function TakeDialog({ grant, name, userId, place, onClose }: Props) {
  const words = useWords();
  const tell = useTell();
  const { role, expiresAt } = grant;
  const giveBack = useGiveGrant(place);
  const take = useTakeGrant(place, () => {
    tell(words.take.done(name), {
      label: words.undo,
      onUndo: () => giveBack.mutateAsync({ userId, role, expiresAt }),
      undone: words.take.undone(name),
    });
    onClose();
  });
  return (
    <Dialog title={words.take.title(name)} onClose={onClose}>
      <p>
        <RoleName role={role} /> {words.take.atOnce}
      </p>
      <QueryState query={useLosses(place, userId, role)}>
        {({ lost, kept }) => (
          <div className="diff">
            <p>
              <strong>{lost.length === 0 ? words.take.losesNothing(name) : words.take.loses(name)}</strong>
            </p>
            <ul>
              {lost.map(({ key, description }) => (
                <li key={key} className="loss">
                  {words.permissions[key] ?? description}
                </li>
              ))}
            </ul>
            {kept.length > 0 && <p className="hint">{words.take.keeps(kept.length)}</p>}
          </div>
        )}
      </QueryState>
      {take.isError && <ProblemNotice error={take.error} />}
      <div className="actions">
        <button className="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button
          className="button danger"
          disabled={take.isPending}
          onClick={() => {
            take.mutate({ userId, role });
          }}
        >
          {words.take.submit}
        </button>
      </div>
    </Dialog>
  );
}

/** Which permissions of a role somebody holds by nothing else: each is asked for with all its ways. */
function useLosses(place: Place, userId: string, role: string) {
  const tenantry = useTenantry();
  const roles = useRoles(place.organizationId, true);
  const permissions = roles.data?.get(role)?.permissions;
  return useQuery({
    queryKey: ['losses', place, userId, role],
    enabled: roles.data !== undefined,
    queryFn: async () => {
      const asked = await Promise.all(
        (permissions ?? []).map(async (permission) => {
          const { allowed, because } = await tenantry.explain(permission.key, { ...place, userId });
          const byOthers = because.some(
            (way) => way.role !== role || way.group !== null || way.inheritedFrom !== null,
          );
          return { ...permission, allowed, byOthers };
        }),
      );
      return {
        lost: asked.filter(({ allowed, byOthers }) => allowed && !byOthers),
        kept: asked.filter(({ allowed, byOthers }) => allowed && byOthers),
      };
    },
  });
}
