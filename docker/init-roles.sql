-- The roles of the database, for the embedded PostgreSQL and for docker compose alike. Run by a superuser inside the
-- database `tenantry`, as often as wanted. The passwords come as settings of the session:
--   set_config('tenantry.owner_password', …, false), set_config('tenantry.app_password', …, false)
--
-- tenantry_owner   owns the database and what the migrations make in it; no superuser
-- tenantry_app     the running service: owns nothing, cannot bypass row-level security
-- tenantry_access  nobody logs in as it; it owns the one function that looks up access across tenants
DO $$
DECLARE
  role_name text;
  other_database text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['tenantry_owner', 'tenantry_app', 'tenantry_access'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I', role_name);
    END IF;
    EXECUTE format(
      'ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT', role_name);
  END LOOP;

  EXECUTE format('ALTER ROLE tenantry_owner LOGIN PASSWORD %L', current_setting('tenantry.owner_password'));
  EXECUTE format('ALTER ROLE tenantry_app LOGIN PASSWORD %L', current_setting('tenantry.app_password'));
  EXECUTE 'ALTER ROLE tenantry_access NOLOGIN PASSWORD NULL';

  -- The server ends what runs too long, also when the client is gone. On the role, so that a pooler in between cannot
  -- lose them. Only what differs is written: two that start at once would otherwise be in each other's way.
  IF NOT EXISTS (
    SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
    WHERE r.rolname = 'tenantry_app' AND s.setdatabase = 0 AND s.setconfig @> ARRAY[
      'statement_timeout=5s', 'lock_timeout=2s', 'idle_in_transaction_session_timeout=10s', 'TimeZone=UTC']
  ) THEN
    ALTER ROLE tenantry_app SET statement_timeout = '5s';
    ALTER ROLE tenantry_app SET lock_timeout = '2s';
    ALTER ROLE tenantry_app SET idle_in_transaction_session_timeout = '10s';
    ALTER ROLE tenantry_app SET TimeZone = 'UTC';
  END IF;

  EXECUTE format('ALTER DATABASE %I OWNER TO tenantry_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO tenantry_app', current_database());

  -- The two that every cluster has are nobody's business but the superuser's.
  FOREACH other_database IN ARRAY ARRAY['postgres', 'template1'] LOOP
    IF EXISTS (SELECT FROM pg_database WHERE datname = other_database) THEN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', other_database);
    END IF;
  END LOOP;
END
$$;

-- SET lets the migrations hand a function over (ALTER FUNCTION … OWNER TO tenantry_access). Without INHERIT the owner
-- has none of that role's rights in passing.
GRANT tenantry_access TO tenantry_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE;
-- Lets a migration put settings on the runtime role: a role may set its own, and needs no other right for it.
GRANT tenantry_app TO tenantry_owner WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;
-- PostgreSQL 15 and later come with this already; older clusters that were upgraded do not.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
