import { useState } from 'react';
import { OPEN_PROPERTY, useExplanation } from '../../api/people-queries';
import type { Explanation, Remedy } from '../../api/types';
import { Moment } from '../../ui/moment';
import { PersonName } from '../../ui/person-name';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';
import { wayOf } from '../people/access-by';
import { useOpenedProperty } from '../property/property-layout';
import { GiveDialog } from './give-dialog';

interface Props {
  readonly name: string;
  readonly userId: string;
  readonly explanation: Explanation;
  readonly mayManage: boolean;
}

/** Why somebody may not, what missed narrowly, and what would change it: one press away for who may do it. */
export function WhyNo({ name, userId, explanation, mayManage }: Props) {
  const words = useWords();
  const { place, property } = useOpenedProperty();
  const [given, setGiven] = useState<string | null>(null);
  const { blocked, almost, remedy, joinGroups } = explanation;
  // What they hold is what lets them open the place.
  const held = useExplanation(place, OPEN_PROPERTY, userId).data?.because ?? [];
  return (
    <>
      <ol className="path">
        <li>{name}</li>
        {blocked !== null && <li className="end no">{words.why.blocked[blocked] ?? blocked}</li>}
        {held.map((way) => (
          <li key={way.grant}>
            {words.why.holdsRole} <RoleName role={way.role} />{' '}
            <span className="inline-hint">{wayOf(way, words)}</span>
            <span className="hint">{words.why.notCarried}</span>
          </li>
        ))}
        {almost.map(({ grant, role, reason, at, group }) => (
          <li key={grant}>
            {group === null ? words.why.almostHas : words.why.almostByGroup(group.name)}{' '}
            <RoleName role={role} />
            <span className="hint">
              {words.why.almost[reason]} {at !== null && <Moment at={at} zone={property.timezone} />}
            </span>
          </li>
        ))}
        {blocked === null && <li className="end no">{words.why.soNo(property.name)}</li>}
      </ol>
      {blocked === null && remedy.length + joinGroups.length > 0 && (
        <div className="remedies">
          <h3>{words.why.remedy}</h3>
          <ul>
            {remedy.map((each) => (
              <li key={each.role + each.scope.kind}>
                <RemedyLine
                  remedy={each}
                  organizationId={place.organizationId}
                  onGive={
                    mayManage && each.scope.kind === 'property'
                      ? () => {
                          setGiven(each.role);
                        }
                      : undefined
                  }
                />
              </li>
            ))}
            {joinGroups.map(({ id, name: group }) => (
              <li key={id}>{words.why.joinGroup(group)}</li>
            ))}
          </ul>
        </div>
      )}
      {given !== null && (
        <GiveDialog
          place={place}
          zone={property.timezone}
          person={{ userId, name }}
          role={given}
          onClose={() => {
            setGiven(null);
          }}
        />
      )}
    </>
  );
}

interface LineProps {
  readonly remedy: Remedy;
  readonly organizationId: string;
  readonly onGive: (() => void) | undefined;
}

function RemedyLine({ remedy, organizationId, onGive }: LineProps) {
  const words = useWords();
  const { role, scope, mayBeGivenBy, mayBeGivenByCount } = remedy;
  const others = (mayBeGivenByCount ?? mayBeGivenBy.length) - mayBeGivenBy.length;
  return (
    <div className="remedy">
      <div>
        <RoleName role={role} /> {words.why.at[scope.kind]}
        {mayBeGivenBy.length > 0 && (
          <p className="hint">
            {words.why.mayGive}{' '}
            {mayBeGivenBy.map((id, i) => (
              <span key={id}>
                {i > 0 && ', '}
                <PersonName organizationId={organizationId} userId={id} />
              </span>
            ))}
            {others > 0 && ` ${words.why.andOthers(others)}`}
          </p>
        )}
      </div>
      {onGive && (
        <button className="button primary" onClick={onGive}>
          {words.why.giveThis}
        </button>
      )}
    </div>
  );
}
