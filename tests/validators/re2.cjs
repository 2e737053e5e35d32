// gitlab-ci-local compiles patterns of rules by a native module, which is not built
// here; the language's own do for ours.
const Module = require('node:module');
const load = Module._load;
Module._load = (name, ...rest) => (/(^|\/)re2(\/re2\.js)?$/.test(name) ? RegExp : load(name, ...rest));
