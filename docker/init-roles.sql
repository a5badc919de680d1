-- The roles of the database: for docker compose, the embedded PostgreSQL and `tenantry database roles` alike. Run inside
-- the database of the service, as often as wanted, by a superuser or by the master of a managed PostgreSQL (a role with
-- CREATEROLE and CREATEDB that owns the database). Nothing outside that database is changed but the three roles.
-- The passwords come as settings of the session, tenantry.owner_password and tenantry.app_password, in clear or as
-- SCRAM verifiers; one that is not set stays as it is.
--
-- tenantry_owner   owns the database and what the migrations make in it; no superuser
-- tenantry_app     the running service: owns nothing, cannot bypass row-level security
-- tenantry_access  nobody logs in as it; it owns the one function that looks up access across tenants
--
-- One block, and what is new in PostgreSQL 16 as text inside it: an older server reads all of it and then says why not.
-- ASCII alone, so that a database of another encoding can read why it is refused.
-- What is refused in words has the code TR001.
DO $$
DECLARE
  ours CONSTANT text[] := ARRAY['tenantry_owner', 'tenantry_app', 'tenantry_access'];
  me CONSTANT text := current_user;
  here CONSTANT text := current_database();
  is_superuser CONSTANT boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
  is_lent boolean := false;
  role_name text;
  secret text;
  attributes record;
BEGIN
  IF current_setting('server_version_num')::int < 160000 THEN
    RAISE EXCEPTION 'Tenantry needs PostgreSQL 16 or newer; this server is %.', current_setting('server_version')
      USING ERRCODE = 'TR001';
  END IF;
  IF here IN ('postgres', 'template0', 'template1') THEN
    RAISE EXCEPTION 'This is the database %, which every server has. Make one for Tenantry (CREATE DATABASE tenantry) and run this there.', here
      USING ERRCODE = 'TR001';
  END IF;
  IF getdatabaseencoding() <> 'UTF8' THEN
    RAISE EXCEPTION 'The database % is encoded in %. Make one in UTF8 (CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0).', here, getdatabaseencoding()
      USING ERRCODE = 'TR001';
  END IF;
  IF NOT is_superuser AND NOT (SELECT rolcreaterole FROM pg_roles WHERE rolname = me) THEN
    RAISE EXCEPTION 'The role % may not make roles. Run this as a superuser, or as a role with CREATEROLE and CREATEDB that owns the database.', me
      USING ERRCODE = 'TR001';
  END IF;

  FOREACH role_name IN ARRAY ours LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I', role_name);
    END IF;
    SELECT * INTO attributes FROM pg_roles WHERE rolname = role_name;
    IF is_superuser THEN
      EXECUTE format(
        'ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT', role_name);
    ELSIF attributes.rolsuper OR attributes.rolreplication OR attributes.rolbypassrls THEN
      RAISE EXCEPTION 'The role % is there and may do more than it should. Have a superuser run this once, or drop the role.', role_name
        USING ERRCODE = 'TR001';
    ELSIF NOT pg_has_role(role_name, 'MEMBER WITH ADMIN OPTION') THEN
      RAISE EXCEPTION 'The role % is there and % may not change it. Run this as the role that made it, or as a superuser.', role_name, me
        USING ERRCODE = 'TR001';
    ELSIF attributes.rolcreatedb OR attributes.rolcreaterole OR NOT attributes.rolinherit THEN
      EXECUTE format('ALTER ROLE %I NOCREATEDB NOCREATEROLE INHERIT', role_name);
    END IF;
  END LOOP;

  ALTER ROLE tenantry_owner LOGIN;
  ALTER ROLE tenantry_app LOGIN;
  ALTER ROLE tenantry_access NOLOGIN PASSWORD NULL;
  FOREACH role_name IN ARRAY ARRAY['owner', 'app'] LOOP
    secret := nullif(current_setting(format('tenantry.%s_password', role_name), true), '');
    CONTINUE WHEN secret IS NULL;
    BEGIN
      EXECUTE format('ALTER ROLE %I PASSWORD %L', 'tenantry_' || role_name, secret);
    EXCEPTION WHEN OTHERS THEN
      -- Told anew: the context of the first error would show the statement, and the password in it.
      RAISE EXCEPTION 'The password of tenantry_% cannot be set: %', role_name, SQLERRM USING ERRCODE = 'TR001';
    END;
  END LOOP;

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

  -- SET lets the migrations hand a function over (ALTER FUNCTION ... OWNER TO tenantry_access). Without INHERIT the owner
  -- has none of that role's rights in passing.
  EXECUTE 'GRANT tenantry_access TO tenantry_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE';
  -- Lets a migration put settings on the runtime role: a role may set its own, and needs no other right for it.
  EXECUTE 'GRANT tenantry_app TO tenantry_owner WITH ADMIN FALSE, INHERIT FALSE, SET TRUE';

  -- A superuser may do what follows as itself; others become the owner for it, for as long as it takes.
  IF NOT pg_has_role('tenantry_owner', 'SET') THEN
    EXECUTE format('GRANT tenantry_owner TO %I WITH ADMIN FALSE, INHERIT FALSE, SET TRUE', me);
    is_lent := true;
  END IF;
  IF (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = here) <> 'tenantry_owner' THEN
    BEGIN
      EXECUTE format('ALTER DATABASE %I OWNER TO tenantry_owner', here);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'The role % may not hand over the database %: it has to own it and have CREATEDB. Its owner is %.',
        me, here, (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = here) USING ERRCODE = 'TR001';
    END;
  END IF;
  IF NOT is_superuser THEN SET LOCAL ROLE tenantry_owner; END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', here);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO tenantry_app', here);
  -- Who is no superuser would otherwise be shut out, and could not run this again.
  IF NOT is_superuser THEN EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', here, me); END IF;
  -- PostgreSQL 15 and later come with this already; older clusters that were upgraded do not.
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  RESET ROLE;
  IF is_lent THEN EXECUTE format('REVOKE tenantry_owner FROM %I GRANTED BY %I', me, me); END IF;

  IF has_schema_privilege('tenantry_access', 'public', 'CREATE') OR NOT has_schema_privilege('tenantry_owner', 'public', 'CREATE') THEN
    RAISE EXCEPTION 'The schema public belongs to %, which has to let tenantry_owner in and everybody else out: ALTER SCHEMA public OWNER TO pg_database_owner; REVOKE CREATE ON SCHEMA public FROM PUBLIC;',
      (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public') USING ERRCODE = 'TR001';
  END IF;
END
$$;
