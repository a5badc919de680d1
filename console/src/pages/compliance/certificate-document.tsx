import type { SignedCertificate } from '../../api/certificate-query';
import { Moment } from '../../ui/moment';
import { useComplianceWords } from '../../words/use-compliance-words';
import { DocumentTable } from './document-table';
import { Fact } from './fact';

/** Everything that a certificate says, in the order of what was done. Times are those of UTC, as it says them itself. */
export function CertificateDocument({ signed }: { readonly signed: SignedCertificate }) {
  const words = useComplianceWords();
  const { document, signature, type } = signed;
  const { erasureId, organizationId, request, deadline, modules, kept, holds, processors } = document;
  const { probe, findings = [], backups, auditHead } = document;
  const hits = typeof probe.hits === 'number' ? probe.hits : probe.hits.length;
  const at = (moment: string) => <Moment at={moment} zone="UTC" />;
  return (
    <article className="document">
      <dl className="facts">
        <Fact name={words.erasure}>
          <code>{erasureId}</code>
        </Fact>
        {organizationId !== undefined && (
          <Fact name={words.organization}>
            <code>{organizationId}</code>
          </Fact>
        )}
        {request.askedBy !== undefined && <Fact name={words.askedBy}>{request.askedBy}</Fact>}
        <Fact name={words.received}>{at(request.requestedAt)}</Fact>
        <Fact name={words.completed}>{at(request.completedAt)}</Fact>
        {deadline !== undefined && (
          <Fact name={words.deadline}>
            {deadline.inTime ? words.inTime : words.late} · {at(deadline.dueAt)} ({deadline.law.toUpperCase()}
            )
          </Fact>
        )}
        <Fact name={words.timesAre}>UTC</Fact>
      </dl>
      <h2>{words.erasedRows}</h2>
      <Counted
        head={[words.module, words.table, words.how, words.rows]}
        lines={modules.flatMap(({ module, tables }) =>
          tables.map(({ table, strategy, count }) => ({
            table,
            count,
            texts: [module, table, words.strategies[strategy] ?? strategy],
          })),
        )}
      />
      <h2>{words.keptRows}</h2>
      <Counted
        head={[words.table, words.article, words.rows]}
        lines={kept.map(({ table, article, count }) => ({ table, count, texts: [table, article] }))}
      />
      {holds.length > 0 && (
        <>
          <h2>{words.holds}</h2>
          <ul>
            {holds.map(({ article, placedAt, releasedAt }) => (
              <li key={article + placedAt}>
                {article}: {at(placedAt)} – {releasedAt === null ? words.stands : at(releasedAt)}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{words.recipients}</h2>
      <dl className="facts">
        {processors.map(({ name, answer }) => (
          <Fact key={name} name={name}>
            {answer}
          </Fact>
        ))}
      </dl>
      <h2>{words.lookedFor}</h2>
      <p>{words.probe(hits, probe.columns, probe.files)}</p>
      {findings.length > 0 && (
        <ul>
          {findings.map(({ id, place, status }) => (
            <li key={id}>
              <code>{place}</code>: {words.findingStates[status] ?? status}
            </li>
          ))}
        </ul>
      )}
      <h2>{words.afterwards}</h2>
      <dl className="facts">
        <Fact name={words.backups}>
          {words.backupsGone(backups.keptDays)} {at(backups.expireBy)}
        </Fact>
        <Fact name={words.auditHead}>
          {auditHead.sequence} · <code>{auditHead.hash}</code>
        </Fact>
        <Fact name={words.signature}>
          <code>
            {type} · {signature.keyId} · {signature.value}
          </code>
        </Fact>
      </dl>
      <p className="hint">{words.checkOffline}</p>
    </article>
  );
}

interface CountedProps {
  readonly head: readonly string[];
  readonly lines: readonly {
    readonly table: string;
    readonly count: number;
    readonly texts: readonly string[];
  }[];
}

/** Rows by table; those in which there was none are named behind them. */
function Counted({ head, lines }: CountedProps) {
  const words = useComplianceWords();
  const some = lines.filter(({ count }) => count > 0);
  const held = new Set(some.map(({ table }) => table));
  const none = [...new Set(lines.map(({ table }) => table))].filter((table) => !held.has(table));
  return (
    <>
      {some.length > 0 ? (
        <DocumentTable head={head} rows={some.map(({ texts, count }) => [...texts, count])} />
      ) : (
        <p>{words.nothing}</p>
      )}
      {none.length > 0 && (
        <p className="hint">
          {words.nothingFoundIn} {none.map((table) => table.replace(/^public\./, '')).join(', ')}.
        </p>
      )}
    </>
  );
}
