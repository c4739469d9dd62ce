// Stands before the program in a rehearsal, and writes down which modules are read because another one is being read.
const { writeFileSync } = require('node:fs')
const Module = require('node:module')
const { resolve } = require('node:path')

const reading = []
const reads = new Set()
const { _load: load } = Module
Module._load = (name, parent, isMain) => {
  if (reading.length > 0 && name.startsWith('.'))
    reads.add(JSON.stringify([reading.at(-1), resolve(parent.path, name)]))
  return load(name, parent, isMain)
}
const read = Module._extensions['.js']
Module._extensions['.js'] = (module, file) => {
  reading.push(file)
  try {
    return read(module, file)
  } finally {
    reading.pop()
  }
}
process.on('exit', () => writeFileSync(process.env.READS_FILE, `[${[...reads].join()}]`))
