/** A text file is a module of one string: so the bundler and the tests read it. */
declare module '*.txt' {
  const text: string
  export default text
}
