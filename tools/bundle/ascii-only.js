/**
 * Rolldown plugin: writes what is not ASCII as escapes. One such character makes Node keep a whole file in two bytes a
 * character, and read it more slowly at every start. They stand in texts and patterns only, where an escape is the same.
 */
export function asciiOnly() {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[\u0080-\uffff]/g, escaped)
      }
    },
  }
}

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
