#!/bin/sh
# Run once by the postgres image on an empty volume. The passwords travel through the environment and a session setting,
# never through an argument that the list of processes would show.
set -eu

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv owner_password TENANTRY_OWNER_PASSWORD
\getenv app_password TENANTRY_APP_PASSWORD
\o /dev/null
SELECT set_config('tenantry.owner_password', :'owner_password', false),
       set_config('tenantry.app_password', :'app_password', false);
\i /docker/init-roles.sql
\i /docker/own-cluster.sql
SQL
