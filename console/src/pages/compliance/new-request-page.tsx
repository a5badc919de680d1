import { useState } from 'react';
import { Link } from 'react-router';
import type { Subject } from '../../api/subjects-query';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { ChosenPerson } from './chosen-person';
import { useMayInCompliance } from './compliance-layout';
import { NewRequestForm } from './new-request-form';
import { PersonFinder } from './person-finder';

/** Asks for something in somebody's name, after a look at what would come of it. */
export function Component() {
  const words = useComplianceWords();
  const common = useWords();
  usePageTitle(words.start, words.title);
  const may = useMayInCompliance();
  const [subject, setSubject] = useState<Subject | null>(null);
  if (!may('platform:privacy:manage'))
    return <p className="notice">{common.problem.remedies.permission_missing}</p>;
  return (
    <>
      <p className="crumb">
        <Link to="/compliance">{words.requests}</Link>
      </p>
      <h1>{words.start}</h1>
      <p>{words.startText}</p>
      {subject === null ? (
        <PersonFinder onFound={setSubject} />
      ) : (
        <>
          <ChosenPerson
            userId={subject.userId}
            subject={subject}
            onOther={() => {
              setSubject(null);
            }}
          />
          <NewRequestForm key={subject.userId} userId={subject.userId} />
        </>
      )}
    </>
  );
}
