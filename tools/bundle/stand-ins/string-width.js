/** Columns of a text, for help pages, which are plain ASCII: stands in for the package when bundling. */
export default function stringWidth(text) {
  return [...text].length
}
