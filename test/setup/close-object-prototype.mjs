// Each spec file has an Object of its own, which is closed as the service closes its own.
Object.preventExtensions(Object.prototype);
