import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { itemsOf } from '../../api/pages';
import { useHolds } from '../../api/privacy-queries';
import { type Subject, useSubjects } from '../../api/subjects-query';
import { Empty } from '../../ui/empty';
import { PagesState } from '../../ui/pages-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { ChosenPerson } from './chosen-person';
import { HoldLine } from './hold-line';
import { PlaceHoldDialog } from './place-hold-dialog';

/** Duties to keep somebody's data: what stands, and the way to place one. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.holds, words.title);
  const [params, setParams] = useSearchParams();
  const userId = params.get('userId');
  const [isPlacing, setIsPlacing] = useState(false);
  const holds = useHolds(userId);
  const found = itemsOf(holds);
  const subjects = useSubjects([
    ...found.map((hold) => hold.userId),
    ...(userId === null ? [] : [userId]),
  ]).data;
  const chosen: Subject | undefined = userId === null ? undefined : subjects?.get(userId);
  return (
    <>
      <div className="page-head">
        <h1>{words.holds}</h1>
        <button
          className="button primary"
          onClick={() => {
            setIsPlacing(true);
          }}
        >
          {words.placeHold}
        </button>
      </div>
      <p>{words.holdsText}</p>
      {userId !== null && (
        <ChosenPerson
          userId={userId}
          subject={chosen}
          onOther={() => {
            setParams({});
          }}
        />
      )}
      <PagesState
        query={holds}
        none={
          <Empty title={words.noHolds}>
            <p>{words.noHoldsText}</p>
          </Empty>
        }
      >
        {(hold) => <HoldLine key={hold.id} hold={hold} subject={subjects?.get(hold.userId)} />}
      </PagesState>
      {isPlacing && (
        <PlaceHoldDialog
          subject={chosen}
          onClose={() => {
            setIsPlacing(false);
          }}
        />
      )}
    </>
  );
}
