import { type DataMap, useDataMap } from '../../api/data-map-query';
import { Moment } from '../../ui/moment';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { DocumentTable } from './document-table';
import { Fact } from './fact';

/** The record of processing activities, to read and to print. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.dataMap, words.title);
  return (
    <>
      <div className="page-head">
        <h1>{words.dataMap}</h1>
        <button
          className="button primary no-print"
          onClick={() => {
            window.print();
          }}
        >
          {words.print}
        </button>
      </div>
      <QueryState query={useDataMap()}>{(map) => <Record map={map} />}</QueryState>
    </>
  );
}

/** Letters name the points of Art. 30(1) GDPR. What the record says is in the language that it was declared in. */
function Record({ map }: { readonly map: DataMap }) {
  const words = useComplianceWords();
  const { title, generatedAt, controller, missing, activities, recipients, security } = map;
  return (
    <article className="document">
      <p className="hint">
        {title} · <Moment at={generatedAt} />
      </p>
      {missing.length > 0 && (
        <p className="notice">
          {words.mapMisses} <code>{missing.join(', ')}</code>
        </p>
      )}
      <h2>(a) {words.controller}</h2>
      <dl className="facts">
        <Fact name={words.nameAndAddress}>{controller.name ?? words.notStated}</Fact>
        <Fact name={words.contact}>{controller.contact ?? words.notStated}</Fact>
        <Fact name={words.officer}>{controller.dataProtectionOfficer ?? words.notStated}</Fact>
      </dl>
      {activities.map((activity, index) => (
        <Activity key={activity.name} activity={activity} number={index + 1} />
      ))}
      <h2>(d), (e) {words.recipientsAndTransfers}</h2>
      <DocumentTable
        head={[words.recipient, words.role, words.thirdCountry, words.safeguards]}
        rows={recipients.map(({ name, role, country, safeguards }) => [
          name,
          role,
          country ?? words.noneKnown,
          country === null ? '' : (safeguards ?? words.notStated),
        ])}
      />
      <h2>(g) {words.security}</h2>
      {security.map(({ goal, measures }) => (
        <section key={goal}>
          <h3>{goal}</h3>
          <ul>
            {measures.map((measure) => (
              <li key={measure}>{measure}</li>
            ))}
          </ul>
        </section>
      ))}
    </article>
  );
}

interface ActivityProps {
  readonly activity: DataMap['activities'][number];
  readonly number: number;
}

function Activity({ activity, number }: ActivityProps) {
  const words = useComplianceWords();
  const { name, purposes, legalBases, dataSubjects, recipients, categories, timeLimits } = activity;
  return (
    <section>
      <h2>
        {number}. {name}
      </h2>
      <dl className="facts">
        <Fact name={`(b) ${words.purposes}`}>{purposes.join('; ')}</Fact>
        <Fact name={words.legalBases}>{legalBases.join('; ')}</Fact>
        <Fact name={`(c) ${words.peopleConcerned}`}>{dataSubjects.join('; ')}</Fact>
        <Fact name={`(d) ${words.recipients}`}>{recipients.join('; ')}</Fact>
      </dl>
      <DocumentTable
        head={[`(c) ${words.category}`, words.columns]}
        rows={categories.map(({ category, columns }) => [category, columns.join(', ')])}
      />
      <DocumentTable
        head={[words.data, `(f) ${words.keptFor}`, words.madeTrueBy, words.onErasure]}
        rows={timeLimits.map(({ data, limit, enforcedBy, onErasure }) => [
          data,
          limit,
          enforcedBy,
          onErasure,
        ])}
      />
    </section>
  );
}
