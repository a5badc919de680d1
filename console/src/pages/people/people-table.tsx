import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { PersonOfProperty } from '../../api/people-queries';
import type { Place } from '../../api/types';
import { nameOf } from '../../ui/person-name';
import { useWords } from '../../words/words-provider';
import { AccessBy } from './access-by';

interface Props {
  readonly people: readonly PersonOfProperty[];
  readonly place: Place;
  readonly zone: string;
}

/** Pixels of a row before it is measured. */
const ROW = 64;

const features = tableFeatures({});
const column = createColumnHelper<typeof features, PersonOfProperty>();

/** Everybody in a row; of many thousands only those are drawn that are on the screen. */
export function PeopleTable({ people, place, zone }: Props) {
  const words = useWords();
  const columns = column.columns([
    column.display({
      id: 'person',
      header: words.people.person,
      cell: ({ row: { original } }) => (
        <div className="person">
          <Link to={`people/${original.userId}`}>{nameOf(original, words.people.unknown)}</Link>
          <span className="hint">{original.emailAddress}</span>
        </div>
      ),
    }),
    column.display({
      id: 'by',
      header: words.people.by,
      cell: ({ row: { original } }) => <AccessBy person={original} place={place} zone={zone} />,
    }),
    column.display({
      id: 'why',
      header: words.people.why,
      cell: ({ row: { original } }) => (
        <Link
          className="button"
          to={`people/${original.userId}`}
          aria-label={words.people.whyOf(nameOf(original, words.people.unknown))}
        >
          {words.people.why}
        </Link>
      ),
    }),
  ]);
  const table = useTable({ features, columns, data: people, getRowId: ({ userId }) => userId });
  const { rows } = table.getRowModel();
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    setOffset(body.current?.offsetTop ?? 0);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? offset) - offset;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset);
  return (
    <table className="table" aria-rowcount={rows.length + 1}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col">
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody ref={body}>
        <Space height={before} />
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <tr
              key={row.id}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-rowindex={item.index + 2}
            >
              {row.getAllCells().map((cell) => (
                <td key={cell.id}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          );
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden="true" className="space">
      <td colSpan={3} style={{ height }} />
    </tr>
  ) : null;
}
