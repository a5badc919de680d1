/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // This folder is an app of its own, with a lock file of its own.
  turbopack: { root: import.meta.dirname },
};
