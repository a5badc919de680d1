import { type ChapterPlan, headOf, TECHNICAL } from './chapter-plans.js';
import { tableDeclarationOf } from '../registry/registry.js';
import { type OrganizationIdentifiers, tenancyCondition } from '../registry/sql-of-tenancies.js';
import { tenancies } from '../registry/tenancies.js';

/** What is read for an organization, from the registry and from nothing else. */
export function plansOfOrganization(organization: OrganizationIdentifiers): ChapterPlan[] {
  return tenancies.flatMap((tenancy) => {
    const { table, exported } = tenancy;
    const declared = tableDeclarationOf(table);
    const condition = tenancyCondition(tenancy, organization);
    if (declared === undefined || condition === null || exported === 'none') return [];
    const all = [...declared.other, ...Object.keys(declared.personal)].filter(
      (column) => !TECHNICAL.has(column),
    );
    const columns = exported === 'all' ? all : [...exported];
    const list = columns.map((column) => `"${column}"`).join(', ');
    return [
      {
        head: headOf(declared, columns, []),
        table,
        sql: `select ${list} from ${table} where ${condition.sql}`,
        parameters: [condition.parameter],
      },
    ];
  });
}
