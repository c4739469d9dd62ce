/**
 * How the program loads the files that stand beside it: what Node.js does to find a module, all links of its path followed,
 * takes longer than to read most of them. Written before the program (bundle.js); the library's files are loaded as ever.
 *
 * @param require the program's own, of Node.js: for everything else
 * @param folder that the program stands in, and nothing else of anybody
 * @returns what is `require` to the program from here on, and to each file that it loads
 */
export function ownFiles(require, module, folder) {
  const files = new Map([['./why403.cjs', module]])
  const requireOwn = name => {
    if (!name.startsWith('./')) return require(name)
    const loaded = files.get(name)
    if (loaded !== undefined) return loaded.exports
    const path = folder + name.slice(1)
    const file = Object.assign(new module.constructor(path, module), { filename: path, require: requireOwn })
    files.set(name, file)
    require.extensions['.js'](file, path)
    return file.exports
  }
  return requireOwn
}
