import type { Derivation, Explanation } from '../../api/types';
import { Moment, Until } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';

/** Every way in which somebody holds a right: from the person over group, role and place to the right. */
export function WhyYes({ name, explanation }: { readonly name: string; readonly explanation: Explanation }) {
  const words = useWords();
  return (
    <>
      <p>{words.why.ways(explanation.because.length)}</p>
      {explanation.because.map((derivation) => (
        <Way key={derivation.grant} name={name} derivation={derivation} />
      ))}
    </>
  );
}

function Way({ name, derivation }: { readonly name: string; readonly derivation: Derivation }) {
  const words = useWords();
  const { place, property } = useOpenedProperty();
  const { group, role, inheritedFrom, givenBy, givenAt, expiresAt } = derivation;
  const from = inheritedFrom?.kind ?? 'property';
  return (
    <ol className="path">
      <li>{name}</li>
      {group !== null && (
        <li>
          {words.why.isInGroup} <strong>{group.name}</strong>
        </li>
      )}
      <li>
        {words.why.holdsRole} <RoleName role={role} />
        <span className="hint">
          {words.why.given} <Moment at={givenAt} zone={property.timezone} />
          <ByPerson organizationId={place.organizationId} userId={givenBy} />
        </span>
        {expiresAt !== null && <Until at={expiresAt} zone={property.timezone} />}
      </li>
      <li>{from === 'property' ? words.why.onProperty(property.name) : words.why.onWider[from]}</li>
      <li className="end yes">{words.why.soYes}</li>
    </ol>
  );
}
