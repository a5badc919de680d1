import { useExplanation } from '../../api/people-queries';
import { QueryState } from '../../ui/query-state';
import { useOpenedProperty } from '../property/property-layout';
import { WhyNo } from './why-no';
import { WhyYes } from './why-yes';

interface Props {
  readonly name: string;
  readonly userId: string;
  readonly permission: string;
  readonly mayManage: boolean;
}

/** Why somebody may do something, or why not, as a path that can be read. */
export function WhyPath({ name, userId, permission, mayManage }: Props) {
  const { place } = useOpenedProperty();
  return (
    <div className="why">
      <QueryState query={useExplanation(place, permission, userId)}>
        {(explanation) =>
          explanation.allowed ? (
            <WhyYes name={name} explanation={explanation} />
          ) : (
            <WhyNo name={name} userId={userId} explanation={explanation} mayManage={mayManage} />
          )
        }
      </QueryState>
    </div>
  );
}
