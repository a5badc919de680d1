-- For a server that serves Tenantry alone (docker compose, the embedded PostgreSQL): the two databases that every cluster
-- has are nobody's business but the superuser's. Never for a server that others use too: they come in by this right.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
