/** What chalk finds out about the terminal when it is loaded: nothing, since its level is given. */
export default { stdout: false, stderr: false }
export const createSupportsColor = () => false
