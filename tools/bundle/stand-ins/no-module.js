/** What yargs-parser asks of node:module, to read a configuration from a file, which is not done here. */
export const createRequire = undefined
