import { createBrowserRouter, type RouteObject } from 'react-router';
import { Loading } from '../ui/loading';
import { BrokenPage } from './broken-page';
import { Shell } from './shell';

/** Every page of the console. Each is loaded when it is first opened, and exports `Component`. */
export const routes: RouteObject[] = [
  { index: true, lazy: () => import('../pages/places/places-page') },
  {
    path: 'organizations/:organizationId/properties/:propertyId',
    lazy: () => import('../pages/property/property-layout'),
    children: [
      { index: true, lazy: () => import('../pages/people/people-page') },
      { path: 'people/:userId', lazy: () => import('../pages/person/person-page') },
      { path: 'invitations', lazy: () => import('../pages/invitations/invitations-page') },
      { path: 'invitations/new', lazy: () => import('../pages/invitations/invite-page') },
      { path: 'groups', lazy: () => import('../pages/groups/groups-of-property-page') },
      { path: 'audit-log', lazy: () => import('../pages/audit/audit-page') },
    ],
  },
  {
    path: 'organizations/:organizationId',
    lazy: () => import('../pages/organization/organization-layout'),
    children: [
      { index: true, lazy: () => import('../pages/organization/overview-page') },
      { path: 'roles', lazy: () => import('../pages/roles/roles-page') },
      { path: 'roles/new', lazy: () => import('../pages/roles/new-role-page') },
      { path: 'roles/:roleKey', lazy: () => import('../pages/roles/role-page') },
      { path: 'groups', lazy: () => import('../pages/groups/groups-page') },
      { path: 'groups/:groupId', lazy: () => import('../pages/groups/group-page') },
      {
        path: 'service-accounts',
        lazy: () => import('../pages/service-accounts/service-accounts-page'),
      },
      {
        path: 'service-accounts/:accountId',
        lazy: () => import('../pages/service-accounts/service-account-page'),
      },
      { path: 'event-endpoints', lazy: () => import('../pages/event-endpoints/event-endpoints-page') },
      {
        path: 'event-endpoints/:endpointId',
        lazy: () => import('../pages/event-endpoints/event-endpoint-page'),
      },
      { path: 'sign-in-policy', lazy: () => import('../pages/organization/sign-in-policy-page') },
      { path: 'usage', lazy: () => import('../pages/organization/usage-page') },
      { path: 'data-exports', lazy: () => import('../pages/organization/data-exports-page') },
    ],
  },
  {
    path: 'operations',
    lazy: () => import('../pages/operations/operations-layout'),
    children: [
      { index: true, lazy: () => import('../pages/operations/health-page') },
      { path: 'drift', lazy: () => import('../pages/operations/drift-page') },
      { path: 'dead-letters', lazy: () => import('../pages/operations/dead-letters-page') },
      { path: 'schedule', lazy: () => import('../pages/operations/schedule-page') },
      { path: 'usage', lazy: () => import('../pages/operations/usage-page') },
    ],
  },
  { path: 'open', lazy: () => import('../pages/open/open-page') },
  {
    path: 'compliance',
    lazy: () => import('../pages/compliance/compliance-layout'),
    children: [
      { index: true, lazy: () => import('../pages/compliance/queue-page') },
      { path: 'requests/new', lazy: () => import('../pages/compliance/new-request-page') },
      { path: 'requests/:requestId', lazy: () => import('../pages/compliance/request-page') },
      { path: 'requests/:requestId/certificate', lazy: () => import('../pages/compliance/certificate-page') },
      { path: 'leftovers', lazy: () => import('../pages/compliance/leftovers-page') },
      { path: 'holds', lazy: () => import('../pages/compliance/holds-page') },
      { path: 'consents', lazy: () => import('../pages/compliance/consents-page') },
      { path: 'data-map', lazy: () => import('../pages/compliance/data-map-page') },
      { path: 'certificates', lazy: () => import('../pages/compliance/certificates-page') },
      { path: 'audit-log', lazy: () => import('../pages/compliance/audit-search-page') },
    ],
  },
  { path: '*', lazy: () => import('./not-found-page') },
];

export function createRouter() {
  return createBrowserRouter(
    [
      {
        element: <Shell />,
        errorElement: <BrokenPage />,
        hydrateFallbackElement: <Loading />,
        children: [{ errorElement: <BrokenPage />, children: routes }],
      },
    ],
    { basename: import.meta.env.BASE_URL.replace(/\/$/, '') },
  );
}
